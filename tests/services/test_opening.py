"""Setting up is all or nothing, and a hall's own fonts reach its papers."""

import shutil

import pytest

import resources
from desk_app.errors import StateConflictError
from desk_app.services import health, opening
from desk_app.services.demonstration import HALL
from tests.services.conftest import CHEAP, PASSPHRASE


def set_up(folder, clock):
    """Set a folder up."""
    return opening.set_up(
        folder=folder,
        hall=HALL,
        counter=1,
        clerk_name="陈静",
        passphrase=PASSPHRASE,
        clock=clock,
        cost=CHEAP,
    )


@pytest.mark.parametrize("left", ["nothing", "keys.json", "records.db"])
def test_a_set_up_that_was_cut_off_can_be_repeated(tmp_path, clock, left):
    """A killed set-up leaves a folder that counts as new."""
    folder = tmp_path / "data"
    set_up(folder, clock).desk.close()
    for file in folder.iterdir():
        if file.is_file() and file.name != left:
            file.unlink()
    (folder / "setting-up").touch()
    assert not opening.is_set_up(folder)
    with set_up(folder, clock).desk as desk:
        assert desk.clerk.staff_no == "01"
    assert opening.is_set_up(folder)
    assert not (folder / "setting-up").exists()


def test_a_folder_with_records_is_never_set_up_again(tmp_path, clock):
    """Without the mark of an unfinished set-up nothing is taken away."""
    folder = tmp_path / "data"
    set_up(folder, clock).desk.close()
    before = (folder / "records.db").read_bytes()
    with pytest.raises(StateConflictError):
        set_up(folder, clock)
    assert (folder / "records.db").read_bytes() == before


def test_the_doctor_tells_what_can_be_printed(tmp_path):
    """All of level 3, how much of the amendment, and which font file is no use."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    findings = {one.subject: one for one in health.examine(tmp_path)}
    assert findings["字体"].ok
    assert "87887/87887" in findings["字体"].detail
    (fonts / "broken.ttf").write_bytes(b"no font")
    shutil.copy(resources.path("fonts", "FormSym.ttf"), fonts / "fine.ttf")
    findings = {one.subject: one for one in health.examine(tmp_path)}
    assert not findings["字体"].ok
    assert "broken.ttf" in findings["字体"].remedy
