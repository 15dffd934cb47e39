"""Backups, damage, restoring: with real files, real damage, and a cut in the middle."""

import contextlib
import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from desk_app import files
from desk_app.errors import DeskError, EnvironmentFailureError, RefusedError, StoppedError
from desk_app.policy.vocabulary import CancelReason
from desk_app.records.audit import Verb
from desk_app.services.backup import backing_up, restoring
from desk_app.services.filing import cancelling, drafts
from desk_app.services.finding import searching
from desk_app.services.start import opening, resuming
from desk_app.storage.backup import restoring as moving
from desk_app.storage.folder import intentions, scratch
from desk_app.storage.folder.intentions import Deed
from desk_app.storage.folder.lock import FolderLock
from desk_app.storage.history import audit
from tests.factory import register
from tests.services.conftest import PASSPHRASE


def enter(folder, clock):
    return opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock)


def flip(path, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_a_backup_is_whole_and_noted(desk, tmp_path):
    register(desk, 1)
    made = backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup")
    assert made.filings == 1
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.deskbackup", "data"]
    assert not list(desk.folder.glob("checking-*"))
    with desk.database.reading() as session:
        assert audit.latest(session, limit=1)[0].verb is Verb.BACK_UP


@pytest.mark.parametrize("where", ["data/x.deskbackup", "none/x.deskbackup", "taken"])
def test_a_backup_takes_the_place_of_nothing_else(desk, tmp_path, where):
    (tmp_path / "taken").write_text("a letter")
    with pytest.raises(DeskError):
        backing_up.back_up(desk=desk, target=tmp_path / where)
    assert (tmp_path / "taken").read_text() == "a letter"
    assert not (tmp_path / "none").exists()


def test_stopping_a_backup_leaves_the_one_before(desk, tmp_path):
    target = tmp_path / "a.deskbackup"
    backing_up.back_up(desk=desk, target=target)
    before = target.read_bytes()
    with pytest.raises(StoppedError, match="取消"):
        backing_up.back_up(desk=desk, target=target, stopped=lambda: True)
    assert target.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.deskbackup", "data"]


def test_backups_are_made_daily_in_two_places_and_rotated(desk, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    backing_up.set_second_folder(desk=desk, folder=stick)
    assert backing_up.is_due(desk=desk)
    for _ in range(9):
        done = backing_up.automatic(desk=desk)
        assert done.fault is None
        assert done.second.read_bytes() == done.backup.path.read_bytes()
        assert not backing_up.is_due(desk=desk)
        desk.clock.advance(days=1)
    assert backing_up.is_due(desk=desk)
    # Seven days and the newest of three weeks, two of which are among the days.
    assert len(list(stick.iterdir())) == len(list((desk.folder / "backups").iterdir())) == 8


def test_automatic_backups_asked_for_at_once_come_one_after_the_other(desk, tmp_path):
    """As when an import makes one while the window makes that of the day: one name, one second."""
    stick = tmp_path / "stick"
    stick.mkdir()
    backing_up.set_second_folder(desk=desk, folder=stick)
    together = threading.Barrier(3)

    def make(_):
        together.wait()
        return backing_up.automatic(desk=desk)

    with ThreadPoolExecutor(3) as threads:
        done = list(threads.map(make, range(3)))
    assert [one.fault for one in done] == [None] * 3
    assert len(list((desk.folder / "backups").iterdir())) == len(list(stick.iterdir())) == 1
    assert not list(desk.folder.glob("*ing-*"))


def test_a_backup_that_waits_for_another_can_be_stopped(desk):
    with FolderLock(desk.folder, name="backup.lock"), pytest.raises(StoppedError, match="取消"):
        backing_up.automatic(desk=desk, stopped=lambda: True)
    assert not backing_up.kept(folder=desk.folder)
    backing_up.automatic(desk=desk, stopped=lambda: False)
    assert len(backing_up.kept(folder=desk.folder)) == 1


def test_what_killed_processes_left_goes_at_the_next_start_but_nothing_in_use(desk, clock):
    """Nothing of it is of use; each may be as large as the records and open with old keys."""
    backing_up.automatic(desk=desk)
    left = [
        desk.folder / "checking-x" / "records.db",
        desk.folder / "restoring" / "keys.json",
        desk.folder / "moving-to-local" / "records.db",
        desk.folder / "backing-up-desk.db",
        desk.folder / ".keys.json.abc.part",
        desk.folder / "backups" / ".desk-1.deskbackup.unchecked",
        desk.folder / "backups" / ".desk-1.deskbackup.abc.part",
    ]

    def leave():
        for file in left:
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(b"x")

    leave()
    with (
        files.replacing(desk.folder / "x.json") as part,
        scratch.within(desk.folder) as place,
        intentions.alone(desk.folder, Deed.RESTORE),
    ):
        resuming.resume(folder=desk.folder)
        assert part.exists()
        assert place.exists()
        assert left[1].exists()
        assert [file.exists() for file in left[4:]] == [False, True, False]
        part.write_bytes(b"whole")
    assert (desk.folder / "x.json").read_bytes() == b"whole"
    leave()
    resuming.resume(folder=desk.folder)
    assert not any(
        file.exists() or file.parent.name == "checking-x" for file in left if file.exists()
    )
    assert not list(desk.folder.glob("*ing-*"))
    assert not (desk.folder / "restoring").exists()


def test_backups_on_the_stick_are_offered_where_the_records_cannot_be_opened(desk, tmp_path):
    stick = tmp_path / "U 盘"
    stick.mkdir()
    backing_up.set_second_folder(desk=desk, folder=stick)
    made = backing_up.automatic(desk=desk)
    desk.close()
    (desk.folder / "records.db").write_bytes(b"nothing")
    shutil.rmtree(desk.folder / "backups")
    assert [one.path for one in backing_up.kept(folder=desk.folder)] == [made.second]
    shutil.rmtree(stick)
    assert backing_up.kept(folder=desk.folder) == ()


def test_what_is_noted_of_the_stick_follows_the_setting(desk, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    backing_up.set_second_folder(desk=desk, folder=stick)
    backing_up.automatic(desk=desk)
    note = desk.folder / "second-backup-folder.txt"
    assert note.read_text().endswith(f"\n{stick}")
    note.unlink()  # as after restoring on another computer
    backing_up.automatic(desk=desk)
    assert note.read_text().endswith(f"\n{stick}")
    backing_up.set_second_folder(desk=desk, folder=None)
    assert not note.exists()
    note.write_bytes(b"\xff\x00")
    assert len(backing_up.kept(folder=desk.folder)) >= 1


def test_a_missing_stick_is_told_and_stops_nothing(desk, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    backing_up.set_second_folder(desk=desk, folder=stick)
    stick.rmdir()
    done = backing_up.automatic(desk=desk)
    assert done.second is None
    assert "U盘" in done.fault
    assert done.backup.path.exists()
    assert not stick.exists()


@pytest.mark.parametrize("damage", [b"", b"\0", b"relative", b"/nowhere/at/all", b"\xff" * 300])
def test_a_second_place_that_is_not_found_is_said(desk, tmp_path, damage):
    """Damaged or pulled out: the list of backups is not whole then, and says so."""
    stick = tmp_path / "stick"
    stick.mkdir()
    assert backing_up.second_fault(folder=desk.folder) is None
    backing_up.set_second_folder(desk=desk, folder=stick)
    backing_up.automatic(desk=desk)
    assert backing_up.second_fault(folder=desk.folder) is None
    (desk.folder / "second-backup-folder.txt").write_bytes(damage)
    assert "没有列出" in backing_up.second_fault(folder=desk.folder)
    backing_up.kept(folder=desk.folder)
    backing_up.automatic(desk=desk)
    assert backing_up.second_fault(folder=desk.folder) is None


def test_the_second_place_is_another_place(desk, tmp_path):
    with pytest.raises(RefusedError, match="另一块"):
        (desk.folder / "b").mkdir()
        backing_up.set_second_folder(desk=desk, folder=desk.folder / "b")
    with pytest.raises(EnvironmentFailureError, match="不存在"):
        backing_up.set_second_folder(desk=desk, folder=tmp_path / "nowhere")


def test_damage_is_noticed_and_the_newest_good_backup_offered(desk, clock, tmp_path):
    register(desk, 1)
    good = backing_up.automatic(desk=desk).backup
    clock.advance(days=1)
    spoilt = backing_up.automatic(desk=desk).backup
    flip(spoilt.path, spoilt.path.stat().st_size // 2)
    assert backing_up.damage(desk=desk) is None
    register(desk, 2)
    desk.database.close()
    flip(desk.folder / "records.db", 4096 * 3 + 100)
    found = backing_up.damage(desk=desk)
    assert found.backup == good
    assert "2026-11-21" in found.message
    assert backing_up.verify(desk=desk).faults[0].area == "数据文件"


def test_an_offered_backup_says_which_filings_it_has_not(desk, clock):
    """Damage in an index leaves the history readable: what is newer than the backup is named."""
    register(desk, 1)
    backing_up.automatic(desk=desk)
    clock.advance(minutes=5)
    newer = register(desk, 2).number
    with desk.database.reading() as session:
        root = session.connection().exec_driver_sql(
            "select rootpage from sqlite_master where name = 'ix_person_phone_rev'"
        )
        page = root.scalar_one()
    desk.database.close()
    flip(desk.folder / "records.db", 4096 * (page - 1) + 100)
    found = backing_up.damage(desk=desk)
    assert found.backup is not None
    assert found.loss.registered == (newer,)


def test_going_back_says_what_would_be_missing_and_keeps_what_it_replaces(desk, clock, tmp_path):
    kept = register(desk, 1).number
    backup = backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup")
    clock.advance(minutes=5)
    second, third = register(desk, 2).number, register(desk, 3).number
    cancelling.cancel(desk=desk, record_no=kept, reason=CancelReason.RETURNED)
    drafts.save(desk=desk, case={"place": "430100"})
    lost = restoring.loss(desk=desk, backup=backup)
    assert (lost.related, lost.registered, lost.changed) == (True, (second, third), (kept,))
    assert lost.drafts == 1
    assert dict(lost.others)["打印"] > 0
    folder = desk.folder
    desk.close()
    done = restoring.restore(
        path=backup.path, folder=folder, passphrase=PASSPHRASE, clock=clock, lost=lost
    )
    assert (done.replaced / "records.db").is_file()
    with enter(folder, clock) as again:
        assert [one.number for one in searching.today(desk=again)] == [kept]
        # The numbers of the two are on papers in people's hands.
        assert register(again, 4).number.endswith("-0004")
        assert backing_up.verify(desk=again).faults == ()
        with again.database.reading() as session:
            restored = [e for e in audit.latest(session) if e.verb is Verb.RESTORE]
    assert restored[0].detail["missing"] == [second, third]


def test_another_history_is_not_compared(desk, clock, tmp_path):
    backup = backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup")
    folder = desk.folder
    register(desk, 1)
    desk.close()
    restoring.restore(path=backup.path, folder=folder, passphrase=PASSPHRASE, clock=clock)
    with enter(folder, clock) as again:
        later = backing_up.back_up(desk=again, target=tmp_path / "b.deskbackup")
        again.close()
    restoring.restore(path=backup.path, folder=folder, passphrase=PASSPHRASE, clock=clock)
    clock.advance(seconds=1)
    with enter(folder, clock) as again:
        for order in range(5):
            register(again, order)
        assert restoring.loss(desk=again, backup=later).related is False


def test_an_open_window_stops_a_restoring(desk, clock, tmp_path):
    backup = backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup")
    desk.close()
    asked = {"folder": desk.folder, "passphrase": PASSPHRASE, "clock": clock}
    with FolderLock(desk.folder) as window:
        with pytest.raises(EnvironmentFailureError, match="已经打开"):
            restoring.restore(path=backup.path, **asked)
        assert restoring.restore(path=backup.path, window=window, **asked).replaced
    for wrong in ({"passphrase": "wrong passphrase"}, {}):
        path = backup.path if wrong else tmp_path / "nothing"
        with pytest.raises(DeskError):
            restoring.restore(path=path, **(asked | wrong))
    enter(desk.folder, clock).close()


def test_records_on_a_new_computer(desk, clock, tmp_path):
    number_kept = register(desk, 1).number
    backup = backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup")
    desk.close()
    shutil.rmtree(desk.folder)
    new = tmp_path / "new"
    done = restoring.restore(path=backup.path, folder=new, passphrase=PASSPHRASE, clock=clock)
    assert done.replaced is None
    assert not list(new.glob("replaced-*"))
    with enter(new, clock) as again:
        assert searching.today(desk=again)[0].number == number_kept


@pytest.mark.parametrize("steps", range(0, 16, 2))
def test_a_restoring_that_was_cut_off_is_ended_and_said(desk, clock, tmp_path, steps, monkeypatch):
    """The process ends after so many moves of files; the next start brings it into order."""
    kept = register(desk, 1).number
    backup = backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup")
    later = register(desk, 2).number
    desk.close()
    left, move = [steps], os.replace

    class CutOff(BaseException):
        """Not to be caught by what cleans up after an error: a power cut cleans nothing up."""

    def cut(*names, **given):
        if not left[0]:
            raise CutOff
        left[0] -= 1
        return move(*names, **given)

    with monkeypatch.context() as patch:
        patch.setattr(moving, "take_back", lambda _: None)
        patch.setattr(os, "replace", cut)
        done = None
        with contextlib.suppress(CutOff):
            done = restoring.restore(
                path=backup.path, folder=desk.folder, passphrase=PASSPHRASE, clock=clock
            )
    told = resuming.resume(folder=desk.folder)
    assert resuming.resume(folder=desk.folder) == ()
    assert not (desk.folder / "restoring").exists()
    with enter(desk.folder, clock) as again:
        found = [one.number for one in searching.today(desk=again)]
        assert backing_up.verify(desk=again).faults == ()
        new = register(again, 3).number
    assert found == ([kept] if done or "接着做完" in "".join(told) else [later, kept])
    assert bool(told) == (done is None and steps > 0)  # nothing was even meant before
    assert new not in {kept, later}  # the number of the lost one is on a paper


def test_what_is_lost_is_looked_up_after_nobody_can_write_any_more(desk, clock, tmp_path):
    """Whoever asked before was shown less: another counter of the folder went on meanwhile."""
    register(desk, 1)
    backup = backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup")
    shown = restoring.loss(desk=desk, backup=backup)
    later = register(desk, 2).number
    desk.close()
    done = restoring.restore(
        path=backup.path, folder=desk.folder, passphrase=PASSPHRASE, clock=clock, lost=shown
    )
    assert shown.registered == ()
    assert done.lost.registered == (later,)
    with enter(desk.folder, clock) as again:
        assert register(again, 3).number.endswith("-0003")


def test_restoring_into_a_folder_without_keys(desk, clock, tmp_path):
    kept = register(desk, 1).number
    backup = backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup")
    later = register(desk, 2).number
    desk.close()
    (desk.folder / "keys.json").unlink()
    (desk.folder / "setting-up").touch()
    done = restoring.restore(
        path=backup.path, folder=desk.folder, passphrase=PASSPHRASE, clock=clock
    )
    assert done.lost.registered == (later,)
    assert opening.is_set_up(desk.folder)
    with enter(desk.folder, clock) as again:
        assert [one.number for one in searching.today(desk=again)] == [kept]
