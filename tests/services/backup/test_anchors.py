"""A history written wholly anew fits itself, but not what was copied away before."""

import hashlib
import json
import shutil

import pytest

from desk_app.errors import RefusedError
from desk_app.services.backup import anchors, backing_up, restoring
from desk_app.services.start import opening
from desk_app.storage.history import audit
from desk_app.storage.schema import triggers
from desk_app.storage.schema.schema import START
from tests.factory import register
from tests.services.conftest import PASSPHRASE


def rewrite_history(database) -> None:
    """Write the whole chain anew with the key, every registering at another moment."""
    with database._apart() as raw:
        raw.execute("begin immediate")
        for name in triggers.SQLITE:
            raw.execute(f"drop trigger {name}")
        rows = raw.execute("select subject, body from audit order by seq").fetchall()
        raw.execute("delete from audit")
        raw.execute("delete from audit_head")
        prev = START
        for seq, (subject, body) in enumerate(rows, start=1):
            content = json.loads(body)
            if content["verb"] == "register":
                content["at"] = "2026-11-20T03:00:00+08:00"
            text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
            digest = hashlib.sha256(prev + text.encode()).digest()
            raw.execute("insert into audit values (?,?,?,?,?)", (seq, subject, text, prev, digest))
            prev = digest
        raw.execute("insert into audit_head values (1, ?, ?)", (len(rows), prev))
        for statement in triggers.SQLITE.values():
            raw.execute(statement)
        raw.execute("commit")


def areas(found):
    return {fault.area for fault in found.faults}


def head(desk):
    with desk.database.reading() as session:
        return audit.head(session)


def test_sound_records_fit_their_backups_and_papers(desk, clock, tmp_path):
    register(desk, 1)
    backing_up.automatic(desk=desk)
    told = head(desk)
    clock.advance(days=1)
    register(desk, 2)
    backing_up.automatic(desk=desk)
    found = backing_up.verify(desk=desk, heads=[told.upper(), f" {head(desk)}"])
    assert (found.faults, found.backups, found.papers) == ((), 2, 2)
    assert "2 份备份" in found.compared
    assert "2 个日结单校验值" in found.compared


def test_a_history_written_anew_is_told_by_any_backup(desk, clock):
    register(desk, 1)
    made = backing_up.automatic(desk=desk).backup
    assert backing_up.verify(desk=desk).faults == ()
    rewrite_history(desk.database)
    desk.database.seal_anew()  # as whoever has the key can
    found = backing_up.verify(desk=desk)
    assert areas(found) == {anchors.AREA}
    assert str(made.path) in found.faults[0].finding


def test_a_history_written_anew_is_told_by_a_paper(desk):
    register(desk, 1)
    told = head(desk)
    register(desk, 2)
    rewrite_history(desk.database)
    desk.database.seal_anew()
    assert backing_up.verify(desk=desk).faults == ()  # nothing outside says otherwise
    assert areas(backing_up.verify(desk=desk, heads=[told])) == {anchors.AREA}
    for wrong in ("", "12", "x-9f2c5a07b1e4d833", "5-9f2c"):
        with pytest.raises(RefusedError, match="条数-校验值"):
            backing_up.verify(desk=desk, heads=[wrong])


def test_a_folder_put_back_whole_is_told_by_the_second_place(desk, clock, tmp_path):
    """The seal is as old as the records then; a backup on a stick knows more."""
    stick = tmp_path / "stick"
    stick.mkdir()
    backing_up.set_second_folder(desk=desk, folder=stick)
    register(desk, 1)
    desk.close()
    shutil.copytree(desk.folder, tmp_path / "old")
    with opening.unlock(folder=desk.folder, passphrase=PASSPHRASE, clock=clock) as later:
        register(later, 2)
        backing_up.automatic(desk=later)
    with opening.unlock(folder=tmp_path / "old", passphrase=PASSPHRASE, clock=clock) as back:
        assert back.database.gap.filings == 1  # at once; the check names the backup too
        found = backing_up.verify(desk=back)
    assert areas(found) == {anchors.AREA}
    assert "stick" in found.faults[0].finding


def test_a_restore_explains_the_backups_it_left_behind(desk, clock, tmp_path):
    register(desk, 1)
    old = backing_up.back_up(desk=desk, target=tmp_path / "old.deskbackup")
    clock.advance(minutes=5)
    register(desk, 2)
    backing_up.automatic(desk=desk)
    clock.advance(minutes=5)
    folder = desk.folder
    desk.close()
    restoring.restore(path=old.path, folder=folder, passphrase=PASSPHRASE, clock=clock)
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as again:
        assert again.database.gap is None
        found = backing_up.verify(desk=again)
        assert (found.faults, found.backups) == ((), 1)
