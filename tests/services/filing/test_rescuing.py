"""A case kept in a file of its own, and brought back into the same records only."""

import shutil

import pytest

from desk_app.cli import main
from desk_app.errors import DeskError, EnvironmentFailureError, RefusedError
from desk_app.services.backup import backing_up, restoring
from desk_app.services.filing import drafts, rescuing
from desk_app.services.keys import rekeying
from desk_app.services.start import opening
from tests.factory import case, register
from tests.services.conftest import PASSPHRASE
from tests.services.test_faults import make


def test_it_comes_back_into_the_records_that_a_backup_brought_back(desk, clock, tmp_path):
    changed = register(desk, 1)
    backup = backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup")
    folder = desk.folder
    shutil.rmtree(folder)
    typed = case(applicant__name="吴𠮷")
    with pytest.raises(rescuing.FolderGoneError):
        drafts.save(desk=desk, case=typed)
    kept = rescuing.put_elsewhere(
        desk=desk, case=typed, target=tmp_path / "a.deskdraft", filing=changed
    )
    desk.close()
    restoring.restore(path=backup.path, folder=folder, passphrase=PASSPHRASE, clock=clock)
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as again:
        draft = rescuing.bring_back(desk=again, path=kept)
        assert draft.data == typed
        assert draft.filing == changed.number
        assert drafts.open_drafts(desk=again) == (draft,)


def test_it_opens_nowhere_else(desk, clock, tmp_path):
    kept = rescuing.put_elsewhere(desk=desk, case=case(), target=tmp_path / "a.deskdraft")
    content = kept.read_bytes()
    with make(tmp_path / "other", clock) as other, pytest.raises(RefusedError, match="打不开"):
        rescuing.bring_back(desk=other, path=kept)
    for at in (0, 20, len(content) - 1):
        hurt = bytearray(content)
        hurt[at] ^= 1
        kept.write_bytes(hurt)
        with pytest.raises(RefusedError, match="损坏"):
            rescuing.bring_back(desk=desk, path=kept)
    for foreign in (b"", b"x", bytes(17 * 1024 * 1024)):
        kept.write_bytes(foreign)
        with pytest.raises(RefusedError, match="打不开"):
            rescuing.bring_back(desk=desk, path=kept)
    kept.unlink()
    with pytest.raises(EnvironmentFailureError, match="找不到"):
        rescuing.bring_back(desk=desk, path=kept)


def test_it_comes_back_also_after_two_new_data_keys(desk, tmp_path):
    kept = rescuing.put_elsewhere(desk=desk, case=case(), target=tmp_path / "a.deskdraft")
    rekeying.rekey(desk=desk)
    between = rescuing.put_elsewhere(desk=desk, case=case(), target=tmp_path / "b.deskdraft")
    rekeying.rekey(desk=desk)
    for path in (kept, between):
        assert rescuing.bring_back(desk=desk, path=path).data == case()


def test_a_place_that_cannot_be_written_is_told(desk, tmp_path):
    with pytest.raises(DeskError, match="找不到文件"):
        rescuing.put_elsewhere(desk=desk, case=case(), target=tmp_path / "none" / "a.deskdraft")


def test_the_command_line_brings_it_back_too(desk, tmp_path, monkeypatch, capsys):
    kept = rescuing.put_elsewhere(desk=desk, case=case(), target=tmp_path / "a.deskdraft")
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    assert main(["draft", str(kept), "--data", str(desk.folder)]) == 0
    assert "已取回" in capsys.readouterr().out
    assert [one.data for one in drafts.open_drafts(desk=desk)] == [case()]
    kept.write_bytes(b"x" * 100)
    assert main(["draft", str(kept), "--data", str(desk.folder)]) == 1
