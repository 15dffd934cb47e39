"""What is lost at the end of the records is noticed on opening, and nothing else is called lost."""

import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from desk_app.errors import StateConflictError
from desk_app.records.audit import Verb
from desk_app.records.gap import GapKind
from desk_app.storage.database import leftover_log
from desk_app.storage.database.database import FILE_NAME, Database
from desk_app.storage.filings import numbers
from desk_app.storage.history import audit
from desk_app.storage.schema import seal
from desk_app.storage.schema.failures import DamagedError
from desk_app.storage.schema.seal import Seal
from desk_app.storage.upkeep import inspection
from tests.storage.conftest import KEY, Counter, make_case

WAL = FILE_NAME + "-wal"


def killed(counter: Counter, target: Path) -> Path:
    """Copy the folder as it lies there when the program is killed now: with its log."""
    shutil.copytree(counter.folder, target)
    (target / f"{FILE_NAME}-shm").unlink(missing_ok=True)
    return target


def test_records_that_were_closed_or_killed_miss_nothing(counter: Counter, tmp_path: Path) -> None:
    for serial in range(4):
        counter.register(make_case(serial))
        with Database.open(killed(counter, tmp_path / f"killed {serial}"), KEY) as database:
            assert database.gap is None
    counter.database.close()
    with Database.open(counter.folder, KEY) as database:
        assert database.gap is None
        assert inspection.inspect(database).faults == ()


def test_a_seal_that_lags_behind_a_commit_is_no_gap(counter: Counter, tmp_path: Path) -> None:
    """The power went between the commit and the sealing."""
    counter.register(make_case(1))
    before = (counter.folder / seal.FILE_NAME).read_bytes()
    counter.register(make_case(2))
    cut = killed(counter, tmp_path / "cut")
    (cut / seal.FILE_NAME).write_bytes(before)
    with Database.open(cut, KEY) as database:
        assert database.gap is None


@pytest.mark.parametrize("hurt", ["gone", "empty", "bit", "cut", "zeros"])
def test_filings_lost_with_the_log_are_counted_and_named(
    counter: Counter, tmp_path: Path, hurt: str
) -> None:
    counter.register(make_case(1))
    counter.database.close()
    with Database.open(counter.folder, KEY) as database:
        counter.database = database
        counter.keep_in_log()
        lost = [counter.register(make_case(serial)).number for serial in (2, 3, 4)]
        cut = killed(counter, tmp_path / "cut")
    log = cut / WAL
    content = bytearray(log.read_bytes())
    if hurt == "bit":
        content[2000] ^= 1
    elif hurt == "zeros":
        content[32 : len(content)] = bytes(len(content) - 32)
    elif hurt == "cut":
        del content[1000:]
    else:
        content.clear()
    log.write_bytes(content)
    if hurt == "gone":
        log.unlink()
    with Database.open(cut, KEY) as database:
        gap = database.gap
        assert gap is not None
        assert (gap.kind, gap.filings, gap.numbers) == (GapKind.MISSING, 3, tuple(lost))
        assert "缺少 3 件" in gap.message
        assert lost[-1] in gap.message
        areas = {fault.area for fault in inspection.inspect(database).faults}
        assert areas == {inspection.Area.END.label}


@pytest.mark.parametrize("hurt", ["half", "bit", "frame"])
def test_a_log_that_was_brought_in_and_hurt_afterwards_takes_nothing(
    counter: Counter, tmp_path: Path, hurt: str
) -> None:
    """The file has it all, and the log is kept beside it."""
    counter.keep_in_log()
    for serial in range(6):
        counter.register(make_case(serial))
    raw = counter.database._engine.raw_connection()
    raw.execute("pragma wal_checkpoint(passive)")
    raw.close()
    cut = killed(counter, tmp_path / "cut")
    content = bytearray((cut / WAL).read_bytes())
    if hurt == "half":
        del content[len(content) // 2 :]
    elif hurt == "bit":
        content[len(content) // 3] ^= 4
    else:
        content[-9000:-4500] = bytes(4500)
    (cut / WAL).write_bytes(content)
    with Database.open(cut, KEY) as database:
        assert database.gap is None
        assert database.log_aside is not None
        assert f"{WAL}.set-aside-1" in database.log_aside
        found = inspection.inspect(database)
        assert (found.filings, found.faults) == (6, ())
    assert (cut / f"{WAL}.set-aside-1").read_bytes() == content
    with Database.open(cut, KEY) as database:
        assert (database.gap, database.log_aside) == (None, None)


def test_a_log_that_others_work_with_is_left_to_them(counter: Counter, tmp_path: Path) -> None:
    """Whatever it looks like from outside."""
    counter.register(make_case(1))
    log = counter.folder / WAL
    with Database.open(counter.folder, KEY) as database:
        assert database.log_aside is None
    assert leftover_log._moved(counter.folder / FILE_NAME, KEY, log) is None
    assert log.exists()
    counter.register(make_case(2))
    assert not list(counter.folder.glob("*set-aside*"))


def test_every_damage_of_the_log_is_noticed(counter: Counter, tmp_path: Path) -> None:
    assert unnoticed_in_log(counter, tmp_path, bits=6, others=4) == []


def unnoticed_in_log(counter: Counter, tmp_path: Path, *, bits: int, others: int) -> list[str]:
    """Hurt the log of three filings again and again; return what went unnoticed though it lost."""
    counter.keep_in_log()
    for serial in range(3):
        counter.register(make_case(serial))
    source = killed(counter, tmp_path / "source")
    chance, missed = random.Random(5), []
    for turn in range(bits + others):
        cut = tmp_path / f"hurt {turn}"
        shutil.copytree(source, cut)
        content = bytearray((cut / WAL).read_bytes())
        place = chance.randrange(len(content))
        if turn < bits:
            content[place] ^= 1 << chance.randrange(8)
        elif turn % 2:
            content[place : place + 512] = bytes(len(content[place : place + 512]))
        else:
            del content[place:]
        (cut / WAL).write_bytes(content)
        missed += [f"{turn} at {place}"] if _unnoticed(cut) else []
        shutil.rmtree(cut)
    return missed


def _unnoticed(folder: Path) -> bool:
    """Tell whether filings are gone and nobody is told."""
    try:
        with Database.open(folder, KEY) as database:
            found = inspection.inspect(database)
            return found.filings < 3 and database.gap is None and not found.faults
    except DamagedError:
        return False


def test_an_older_file_in_the_place_of_the_records_is_noticed(
    counter: Counter, tmp_path: Path
) -> None:
    counter.register(make_case(1))
    counter.database.close()
    old = (counter.folder / FILE_NAME).read_bytes()
    with Database.open(counter.folder, KEY) as database:
        counter.database = database
        lost = counter.register(make_case(2)).number
    (counter.folder / FILE_NAME).write_bytes(old)
    with Database.open(counter.folder, KEY) as database:
        assert database.gap is not None
        assert database.gap.numbers == (lost,)


def test_no_number_is_given_while_filings_are_missing(counter: Counter) -> None:
    counter.database.close()
    old = (counter.folder / FILE_NAME).read_bytes()
    with Database.open(counter.folder, KEY) as database:
        counter.database = database
        lost = counter.register(make_case(1)).number
    (counter.folder / FILE_NAME).write_bytes(old)
    with Database.open(counter.folder, KEY) as database:
        counter.database = database
        with pytest.raises(StateConflictError, match="缺少 1 件"):
            counter.register(make_case(2))
        with database.writing() as session:
            assert database.gap is not None
            numbers.skip_named(
                session, names=database.gap.numbers, seat=counter.seat, clock=counter.clock
            )
        database.seal_anew()
        assert counter.register(make_case(2)).number == f"{lost[:-1]}2"
    with Database.open(counter.folder, KEY) as database:
        assert database.gap is None
        assert inspection.inspect(database).faults == ()


def test_a_gap_is_told_until_it_is_accepted_whatever_is_written(counter: Counter) -> None:
    """Entries that are added after the loss must not make the history look long enough."""
    counter.database.close()
    old = (counter.folder / FILE_NAME).read_bytes()
    with Database.open(counter.folder, KEY) as database:
        counter.database = database
        counter.register(make_case(1))
    (counter.folder / FILE_NAME).write_bytes(old)
    for _ in range(4):
        with Database.open(counter.folder, KEY) as database, database.writing() as session:
            assert database.gap is not None
            audit.append(
                session, at=counter.clock.now(), seat=counter.seat, verb=Verb.SIGN_IN,
                subject="clerk:01", detail={},
            )  # fmt: skip


def gone(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def flipped(path: Path, *places: int) -> None:
    content = bytearray(path.read_bytes())
    for place in places or (20, len(content) // 2 + 20):
        content[place] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("hurt", [gone, emptied, flipped])
def test_a_seal_that_is_gone_or_hurt_is_said_once_and_made_anew(
    counter: Counter, hurt: Callable[[Path], None]
) -> None:
    counter.register(make_case(1))
    counter.database.close()
    hurt(counter.folder / seal.FILE_NAME)
    with Database.open(counter.folder, KEY) as database:
        assert database.gap is not None
        assert (database.gap.kind, database.gap.blocks) == (GapKind.UNKNOWN, False)
        counter.database = database
        counter.register(make_case(2))
    with Database.open(counter.folder, KEY) as database:
        assert database.gap is None


@pytest.mark.parametrize("place", [20, 4096 + 20])
def test_half_of_a_seal_is_enough(counter: Counter, place: int) -> None:
    """As a power cut leaves it that came while the other half was written."""
    counter.register(make_case(1))
    flipped(counter.folder / seal.FILE_NAME, place)
    with Database.open(counter.folder, KEY) as database:
        assert database.gap is None


def test_many_at_once_never_take_the_seal_back(counter: Counter) -> None:
    """Threads of this program and another opening of the same file register at the same time."""
    here, there = counter.database, Database.open(counter.folder, KEY)
    failed: list[BaseException] = []

    def register(database: Database, first: int) -> None:
        mine = Counter(database, counter.seat, counter.clock, counter.folder)
        try:
            for serial in range(first, first + 8):
                mine.register(make_case(serial))
                assert database.fallen_short() is None
        except BaseException as error:  # noqa: BLE001 - told by the test itself
            failed.append(error)

    threads = [
        threading.Thread(target=register, args=(database, first))
        for database, first in ((here, 100), (here, 200), (there, 300), (there, 400))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    there.close()
    assert failed == []
    with here.reading() as session:
        now = seal.full(session.connection())
    assert Seal(counter.folder, KEY).sealed() == now


def test_a_seal_further_on_is_never_replaced_by_one_less_far(counter: Counter) -> None:
    counter.register(make_case(1))
    with counter.database.reading() as session:
        early = seal.full(session.connection())
    counter.register(make_case(2))
    sealed = Seal(counter.folder, KEY)
    late = sealed.sealed()
    sealed.advance(early, holds=counter.database._holds)
    assert sealed.sealed() == late


@pytest.mark.portable
def test_a_server_has_no_seal(counter: Counter) -> None:
    counter.register(make_case(1))
    assert (counter.folder / seal.FILE_NAME).exists() is (counter.url is None)
    with counter.reopen() as database:
        assert database.gap is None
