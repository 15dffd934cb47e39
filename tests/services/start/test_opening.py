"""Setting up is all or nothing, and a hall's own fonts reach its papers."""

import shutil

import pytest

import resources
from desk_app import files
from desk_app.errors import EnvironmentFailureError, RefusedError, StateConflictError
from desk_app.services.backup import backing_up, restoring
from desk_app.services.people import keywatch, recovery, ways_in
from desk_app.services.proofs.demonstration import HALL
from desk_app.services.start import health, opening, resuming
from desk_app.storage.database.database import Database
from desk_app.storage.keys import keys
from desk_app.storage.upkeep import leftovers
from tests.factory import register
from tests.services.conftest import CHEAP, PASSPHRASE
from tests.storage import keys_of_old


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


def content(folder):
    """Return every file of a folder, byte for byte, and every folder in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.fixture
def hall(tmp_path, clock):
    """The folder of a hall that has a case."""
    folder = tmp_path / "data"
    with set_up(folder, clock).desk as desk:
        register(desk, 1)
    return folder


def enter(folder, clock, passphrase=PASSPHRASE):
    """Sign in."""
    return opening.unlock(folder=folder, passphrase=passphrase, clock=clock)


def test_a_set_up_leaves_records_keys_and_no_scratch(hall, clock):
    """What it was made in is gone, and so is the word that it was under way."""
    assert opening.is_set_up(hall)
    kept = {"counter.json", "keys.json", "records.db", "records.seal"}
    kept |= {"seal.lock", "under-way.lock"}
    assert set(content(hall)) == kept


@pytest.mark.parametrize("mark", [False, True])
@pytest.mark.parametrize("lost", ["keys.json", "records.db"])
def test_what_is_left_of_a_hall_is_never_set_up_over(hall, clock, lost, mark):
    """However often it is pressed; the mark of earlier versions decides nothing."""
    (hall / lost).unlink()
    if mark:
        (hall / "setting-up").touch()
    before = content(hall)
    for _ in range(3):
        with pytest.raises(StateConflictError, match=f"没有.*{lost}"):
            set_up(hall, clock)
        with pytest.raises(EnvironmentFailureError, match=f"没有.*{lost}"):
            opening.is_set_up(hall)
        with pytest.raises(EnvironmentFailureError, match=f"没有.*{lost}"):
            enter(hall, clock)
        found = {one.subject: one for one in health.examine(hall)}["数据"]
        assert not found.ok
        assert lost in found.remedy
    assert content(hall) == before


@pytest.mark.parametrize(
    "trace",
    [
        "records.db-wal",
        "records-before-server-20261121.db",
        "replaced-20261121-090000/records.db",
        "hall-server.json",
        "keys.json.before",
        "backups/desk-20261121-090000.deskbackup",
        "keys.json",
    ],
)
def test_any_trace_of_a_hall_keeps_the_first_start_away(tmp_path, clock, trace):
    """It is never said that there is nothing where something is."""
    (tmp_path / trace).parent.mkdir(exist_ok=True)
    (tmp_path / trace).write_bytes(b"something")
    before = content(tmp_path)
    with pytest.raises(StateConflictError):
        set_up(tmp_path, clock)
    with pytest.raises(EnvironmentFailureError):
        opening.is_set_up(tmp_path)
    assert content(tmp_path) == before


def test_a_damaged_key_file_is_said_and_nothing_written(hall, clock):
    """No log, no lock, no count of wrong passphrases."""
    (hall / "keys.json").write_bytes((hall / "keys.json").read_bytes()[:-40])
    before = content(hall)
    for deed in (lambda: opening.is_set_up(hall), lambda: enter(hall, clock)):
        with pytest.raises(EnvironmentFailureError, match="已损坏"):
            deed()
    with pytest.raises(StateConflictError):
        set_up(hall, clock)
    assert content(hall) == before


def test_keys_of_other_records_are_said_and_nothing_written(hall, tmp_path, clock):
    """The passphrase is right, and opens something else."""
    set_up(tmp_path / "other", clock).desk.close()
    shutil.copy(tmp_path / "other" / "keys.json", hall / "keys.json")
    before = content(hall)
    with pytest.raises(EnvironmentFailureError, match="一套"):
        enter(hall, clock)
    assert content(hall) == before


def test_where_the_keys_may_be_is_named(hall, clock):
    """The copy beside it first, then the newest backup, then whatever there is."""
    with enter(hall, clock) as desk:
        made = backing_up.automatic(desk=desk).backup
    (hall / "keys.json").rename(hall / "keys.json.before")
    with pytest.raises(EnvironmentFailureError) as told:
        opening.is_set_up(hall)
    assert "keys.json.before" in told.value.message
    assert str(made.path) in told.value.message
    (hall / "keys.json.before").unlink()
    with pytest.raises(EnvironmentFailureError) as told:
        opening.is_set_up(hall)
    assert "原来的电脑" in told.value.message
    assert str(made.path) in told.value.message


def test_a_restore_into_records_without_keys_works(hall, clock):
    """And the mark of earlier versions is gone with it."""
    with enter(hall, clock) as desk:
        made = backing_up.automatic(desk=desk).backup
    (hall / "keys.json").unlink()
    (hall / "setting-up").touch()
    restoring.restore(path=made.path, folder=hall, passphrase=PASSPHRASE, clock=clock)
    assert opening.is_set_up(hall)
    with enter(hall, clock) as desk:
        assert backing_up.verify(desk=desk).filings == 1
    assert not (hall / "setting-up").exists()


@pytest.mark.parametrize("left", [0, 1])
def test_a_set_up_cut_off_at_its_end_is_ended_with_a_sentence(tmp_path, clock, monkeypatch, left):
    """Nobody saw the recovery code of it: that is said until it was replaced."""
    move, moves = files.move, [left]

    def cut_off(present, target):
        if not moves[0]:
            raise KeyboardInterrupt
        moves[0] -= 1
        move(present, target)

    folder = tmp_path / "data"
    with monkeypatch.context() as patch:
        patch.setattr(files, "move", cut_off)
        with pytest.raises(KeyboardInterrupt):
            set_up(folder, clock)
    (told,) = resuming.resume(folder=folder)
    assert "恢复码还没有显示过" in told
    assert opening.is_set_up(folder)
    assert not (folder / leftovers.SETTING_UP).exists()
    with enter(folder, clock) as desk:
        assert any("恢复码还没有收好" in one for one in keywatch.remarks(desk=desk))
        code = recovery.new_recovery_code(desk=desk, cost=CHEAP)
        recovery.confirm_recovery_code(desk=desk, code=code)
        assert not keywatch.remarks(desk=desk)


@pytest.mark.parametrize("copied", ["records.db", "keys.json"])
def test_a_set_up_that_was_cut_off_decides_nothing_once_records_came(
    hall, tmp_path, clock, monkeypatch, copied
):
    """The hall's own files were carried in meanwhile: they stay, what was begun goes."""
    folder = tmp_path / "new"

    def cut_off(present, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(files, "move", cut_off)
        with pytest.raises(KeyboardInterrupt):
            set_up(folder, clock)
    for name in {copied, "records.db", "keys.json"}:
        if copied in {"keys.json", name}:
            shutil.copy(hall / name, folder / name)
    brought = (folder / copied).read_bytes()
    if copied == "keys.json":
        assert opening.is_set_up(folder)
    else:
        with pytest.raises(EnvironmentFailureError, match=r"keys\.json"):
            opening.is_set_up(folder)
    assert (folder / copied).read_bytes() == brought
    assert not (folder / leftovers.SETTING_UP).exists()


def test_a_set_up_that_fails_leaves_nothing(tmp_path, clock):
    """A weak passphrase is refused before the folder is there."""
    with pytest.raises(RefusedError):
        opening.set_up(
            folder=tmp_path / "data",
            hall=HALL,
            counter=1,
            clerk_name="陈静",
            passphrase="1",
            clock=clock,
            cost=CHEAP,
        )
    assert not (tmp_path / "data").exists()


def test_an_old_key_file_put_back_lets_nobody_in(hall, clock):
    """The records know that the passphrase was changed."""
    old = (hall / "keys.json").read_bytes()
    with enter(hall, clock) as desk:
        ways_in.change_passphrase(desk=desk, old=PASSPHRASE, new="a new phrase 1", cost=CHEAP)
    (hall / "keys.json").write_bytes(old)
    with pytest.raises(EnvironmentFailureError, match="比数据旧"):
        enter(hall, clock)


def test_a_key_file_that_cannot_be_read_is_written_anew_by_the_next_change(hall, clock):
    """The copy has the passphrase of now, not the one before."""
    with enter(hall, clock) as desk:
        ways_in.change_passphrase(desk=desk, old=PASSPHRASE, new="a new phrase 1", cost=CHEAP)
    (hall / "keys.json").write_bytes(b"")
    with pytest.raises(RefusedError):
        enter(hall, clock)
    with enter(hall, clock, "a new phrase 1") as desk:
        found = {one.subject: one for one in health.examine(hall)}["数据"]
        assert not found.ok
        assert "keys.json.before" in found.remedy
        ways_in.change_passphrase(
            desk=desk, old="a new phrase 1", new="phrase number 2", cost=CHEAP
        )
    assert {one.subject: one for one in health.examine(hall)}["数据"].ok
    enter(hall, clock, "phrase number 2").close()


def test_keys_of_an_earlier_version_are_written_anew_on_signing_in(hall, clock):
    """Who has not come yet is known."""
    database = hall / "records.db"
    key = keys.unlock(hall, passphrase=PASSPHRASE, clock=clock).key
    keys_of_old.write(hall)
    with Database.open(hall, key) as opened, opened._apart() as raw:
        opened.close()
        raw.execute(f"pragma rekey = \"x'{keys_of_old.KEY.hex()}'\"")
    assert database.is_file()
    enter(hall, clock, keys_of_old.PASSPHRASES["01"]).close()
    assert [one.of_old for one in keys.slots(hall)] == [False, True]


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


def test_the_key_file_of_another_computer_is_told_from_a_wrong_passphrase(hall, tmp_path, clock):
    with enter(hall, clock) as desk:
        backing_up.automatic(desk=desk)
    with pytest.raises(RefusedError) as plainly:
        enter(hall, clock, "a wrong one 9")
    assert "不是一套" not in str(plainly.value)
    set_up(tmp_path / "other", clock).desk.close()
    shutil.copy(tmp_path / "other" / "keys.json", hall)
    with pytest.raises(RefusedError, match="不是一套"):
        enter(hall, clock, "a wrong one 9")
    records = next(one for one in health.examine(hall) if one.subject == "数据")
    assert not records.ok
    assert "不是一套" in records.remedy
