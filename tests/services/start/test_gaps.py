"""A data folder that was put back as a whole to an earlier day is noticed when it is opened."""

import shutil
from datetime import timedelta

import pytest

from desk_app import paths
from desk_app.clock import FixedClock
from desk_app.errors import DeskError
from desk_app.records.gap import GapKind
from desk_app.services.backup import backing_up, restoring
from desk_app.services.keys import rekeying
from desk_app.services.start import gaps, opening
from desk_app.storage.database.database import FILE_NAME
from desk_app.storage.folder import remembering
from desk_app.storage.keys import keyfile
from desk_app.storage.schema import seal
from tests.factory import register
from tests.services.conftest import PASSPHRASE


def opened(folder, clock):
    return opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock)


def closed(desk):
    opening.sign_out(desk=desk)
    return desk.folder


@pytest.fixture
def folder(desk):
    """A folder with one filing in it, closed."""
    register(desk, 1)
    return closed(desk)


@pytest.fixture
def earlier(folder, tmp_path):
    """What the folder was before another three were registered in it."""
    return shutil.copytree(folder, tmp_path / "earlier")


def go_on(folder, clock, many=3):
    """Register more people; return their numbers."""
    with opened(folder, clock) as desk:
        given = [register(desk, serial).number for serial in range(2, 2 + many)]
        closed(desk)
    return given


def put_back(folder, earlier):
    shutil.rmtree(folder)
    shutil.copytree(earlier, folder)


def test_a_folder_put_back_as_a_whole_misses_filings_by_number(folder, earlier, clock):
    given = go_on(folder, clock)
    put_back(folder, earlier)
    with opened(folder, clock) as desk:
        told = gaps.warning(desk=desk)
        assert "缺少 3 件" in told
        assert all(number in told for number in given)
        with pytest.raises(DeskError, match="缺少"):
            register(desk, 9)
        gaps.accept(desk=desk)
        assert register(desk, 9).number > max(given)
        closed(desk)
    with opened(folder, clock) as desk:
        assert gaps.warning(desk=desk) is None


def test_a_copy_elsewhere_is_remembered_for_itself(folder, clock, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy")
    go_on(folder, clock)
    with opened(copy, clock) as desk:
        assert gaps.warning(desk=desk) is None
        register(desk, 7)
        closed(desk)
    with opened(folder, clock) as desk:
        assert gaps.warning(desk=desk) is None


def test_it_is_remembered_also_under_a_new_data_key(folder, clock, tmp_path):
    with opened(folder, clock) as desk:
        rekeying.rekey(desk=desk)
        register(desk, 8)
        closed(desk)
    earlier = shutil.copytree(folder, tmp_path / "after the key")
    go_on(folder, clock, 1)
    put_back(folder, earlier)
    with opened(folder, clock) as desk:
        assert "缺少 1 件" in gaps.warning(desk=desk)


def test_a_folder_of_before_a_new_data_key_is_another(folder, earlier, clock):
    with opened(folder, clock) as desk:
        rekeying.rekey(desk=desk)
        register(desk, 2)
        closed(desk)
    put_back(folder, earlier)
    with opened(folder, clock) as desk:
        assert desk.database.gap.kind is GapKind.BRANCHED
        assert gaps.blocks(desk=desk)
        assert gaps.warning(desk=desk)
        gaps.accept(desk=desk)
        closed(desk)
    with opened(folder, clock) as desk:
        assert gaps.warning(desk=desk) is None


def test_routine_that_is_lost_is_told_once_and_stops_nobody(folder, clock, tmp_path):
    earlier = shutil.copytree(folder, tmp_path / "earlier")
    closed(opened(folder, clock))
    put_back(folder, earlier)
    with opened(folder, clock) as desk:
        assert desk.database.gap.kind is GapKind.ROUTINE
        assert "备案齐全" in gaps.warning(desk=desk)
        assert not gaps.blocks(desk=desk)
        register(desk, 5)
        closed(desk)
    with opened(folder, clock) as desk:
        assert gaps.warning(desk=desk) is None


def hurt_log(folder, clock, target):
    """Return a folder whose log was brought in, and cut in half after the program was killed."""
    with opened(folder, clock) as desk:
        raw = desk.database._engine.raw_connection()
        raw.execute("pragma wal_autocheckpoint=0")
        raw.close()
        for serial in range(2, 6):
            register(desk, serial)
        raw = desk.database._engine.raw_connection()
        raw.execute("pragma wal_checkpoint(passive)")
        raw.close()
        shutil.copytree(folder, target)
    log = target / f"{FILE_NAME}-wal"
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    return target


def test_a_hurt_log_of_which_the_records_have_all_is_said_and_stops_nobody(folder, clock, tmp_path):
    with opened(hurt_log(folder, clock, tmp_path / "cut"), clock) as desk:
        assert gaps.warning(desk=desk) is None
        told = gaps.remark(desk=desk)
        assert "没有发现缺少备案" in told
        assert f"{FILE_NAME}-wal.set-aside-1" in told
        register(desk, 9)
        assert backing_up.verify(desk=desk).faults == ()
        closed(desk)
    with opened(tmp_path / "cut", clock) as desk:
        assert gaps.remark(desk=desk) is None


def test_without_a_hurt_log_what_is_missing_is_told_as_ever(folder, earlier, clock, tmp_path):
    """The file in its place is an older one: that the log was set aside makes nothing whole."""
    cut = hurt_log(folder, clock, tmp_path / "cut")
    old = (earlier / FILE_NAME).read_bytes()
    (cut / FILE_NAME).write_bytes(old)
    with opened(cut, clock) as desk:
        assert "缺少" in gaps.warning(desk=desk)
        assert "没有发现缺少" not in (gaps.remark(desk=desk) or "")


@pytest.mark.parametrize("restored", [False, True])
def test_the_newest_backup_tells_where_nothing_else_does(
    folder, earlier, clock, tmp_path, restored
):
    """As on another computer, or where the user's settings were put back too."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with opened(folder, clock) as desk:
        backing_up.set_second_folder(desk=desk, folder=stick)
        lost = [register(desk, serial).number for serial in (2, 3)]
        made = backing_up.automatic(desk=desk)
        closed(desk)
    put_back(folder, earlier)
    (folder / "second-backup-folder.txt").write_text(str(stick))
    remembering.forget(folder)
    with opened(folder, clock) as desk:
        told = gaps.warning(desk=desk)
        assert "缺少 2 件" in told
        assert lost[-1] in told
        assert str(made.second) in told
        if not restored:
            gaps.accept(desk=desk)
            assert register(desk, 9).number > lost[-1]
        closed(desk)
    if restored:
        later = FixedClock(clock.now() + timedelta(minutes=1))
        restoring.restore(path=made.second, folder=folder, passphrase=PASSPHRASE, clock=later)
    with opened(folder, clock) as desk:
        assert gaps.warning(desk=desk) is None
        assert gaps.blocks(desk=desk) is False


def test_going_back_on_purpose_is_no_gap(desk, clock, tmp_path):
    register(desk, 1)
    first = backing_up.automatic(desk=desk)
    folder = closed(desk)
    with opened(folder, clock) as again:
        register(again, 2)
        clock.advance(hours=1)
        backing_up.back_up(desk=again, target=tmp_path / "later.deskbackup")
        closed(again)
    restoring.restore(path=first.backup.path, folder=folder, passphrase=PASSPHRASE, clock=clock)
    for _ in range(2):
        with opened(folder, clock) as again:
            assert gaps.warning(desk=again) is None
            closed(again)


@pytest.mark.parametrize("content", [b"", b"x", bytes(5000)])
def test_what_is_remembered_may_be_hurt_or_gone(folder, clock, content):
    (kept,) = (paths.state_folder() / "records").glob(remembering.place(folder).name)
    kept.write_bytes(content)
    for serial in (2, 3):
        with opened(folder, clock) as desk:
            assert gaps.warning(desk=desk) is None
            register(desk, serial)
            closed(desk)
    assert kept.stat().st_mode & 0o077 == 0


def test_where_nothing_can_be_remembered_work_goes_on(folder, clock, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with opened(folder, clock) as desk:
        assert gaps.warning(desk=desk) is None
        register(desk, 2)


def test_only_the_records_put_back_are_noticed_by_the_seal(folder, earlier, clock):
    go_on(folder, clock)
    remembering.forget(folder)
    shutil.copyfile(earlier / FILE_NAME, folder / FILE_NAME)
    assert (folder / seal.FILE_NAME).exists()
    assert keyfile.load(folder).id
    with opened(folder, clock) as desk:
        assert "缺少 3 件" in gaps.warning(desk=desk)


def test_where_records_cannot_be_opened_a_fuller_backup_than_the_newest_is_named(
    folder, earlier, clock
):
    with opened(folder, clock) as desk:
        assert restoring.fuller(backing_up.kept(folder=folder)) == ""
        for serial in (2, 3):
            register(desk, serial)
        most = backing_up.automatic(desk=desk).backup
        assert restoring.fuller(backing_up.kept(folder=folder)) == ""
        closed(desk)
    shutil.copyfile(earlier / FILE_NAME, folder / FILE_NAME)
    clock.advance(days=1)
    with opened(folder, clock) as desk:
        gaps.accept(desk=desk)
        newest = backing_up.automatic(desk=desk).backup
        closed(desk)
    (folder / FILE_NAME).write_bytes(bytes(8192))
    found = backing_up.kept(folder=folder)
    assert found[0].path == newest.path
    told = restoring.fuller(found)
    assert str(most.path) in told
    assert "多 2 件" in told
