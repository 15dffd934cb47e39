"""Checking the records: sound ones are called sound, and every kind of damage by its name."""

import random

import pytest
from sqlalchemy import text

from desk_app.policy.vocabulary import CancelReason, FilingStatus
from desk_app.records.print_job import Printed, PrintOutcome
from desk_app.storage import audit, filings, inspection, prints, search, search_index
from desk_app.storage.database import FILE_NAME, Database
from desk_app.storage.failures import DamagedError
from desk_app.storage.inspection import Area
from tests.storage.conftest import KEY, TODAY, Counter, make_case


@pytest.fixture
def busy(counter: Counter) -> Counter:
    """A day with every kind of filing and a few papers."""
    kept = [counter.register(make_case(serial, f"王{serial}")) for serial in range(8)]
    counter.write(
        filings.cancel, filing=kept[1], reason=CancelReason.OTHER, text="x", effective=TODAY
    )
    counter.register(make_case(2, "王2", place="450100"), replaces=kept[2])
    waiting = counter.register(make_case(50), status=FilingStatus.AWAITING_DOCUMENTS)
    counter.write(filings.complete, filing=waiting, case=waiting.case, status="accepted", rules="r")
    counter.write(filings.mark_entered, filing=kept[3], official_no="A-1")
    paper = Printed(paper="receipt", edition="1", data={}, sha256="ab" * 32, pages=1)
    for filing in (kept[0], kept[0], None):
        counter.write(prints.add, paper=paper, outcome=PrintOutcome.SAVED, filing=filing)
    return counter


def test_sound_records_have_no_faults(busy: Counter) -> None:
    told: list[Area] = []
    found = inspection.inspect(busy.database, progress=told.append)
    assert found.faults == ()
    assert (found.filings, found.head) == (10, busy.read(audit.head))
    assert set(told) == set(Area)


@pytest.mark.parametrize(
    ("statement", "area"),
    [
        ("update filing set place = '110000' where serial = 4", Area.FILINGS),
        ("update filing set official_no = null where serial = 4", Area.FILINGS),
        (
            """update filing set "case" = replace("case", '王5', '李5') where serial = 6""",
            Area.FILINGS,
        ),
        ("update filing set status = 'accepted' where serial = 2", Area.FILINGS),
        ("delete from filing where serial = 8", Area.NUMBERS),
        ("update day_seq set last = last + 1", Area.NUMBERS),
        ("update day_seq set purged = 1", Area.NUMBERS),
        ("update print_job set sha256 = replace(sha256, 'a', 'c') where id = 2", Area.PRINTS),
        ("delete from search_key where person_id = 3", Area.SEARCH),
        ("drop trigger audit_chain", Area.GUARDS),
        ("delete from clerk", Area.REFERENCES),
    ],
)
def test_what_was_changed_behind_our_back_is_named(
    busy: Counter, statement: str, area: Area
) -> None:
    raw = busy.database._engine.raw_connection()
    raw.execute("pragma foreign_keys=off")
    raw.execute(statement)
    raw.execute("pragma foreign_keys=on")
    raw.close()
    found = inspection.inspect(busy.database)
    assert area.label in {fault.area for fault in found.faults}
    for fault in found.faults:
        assert fault.finding.endswith("。")
        assert fault.remedy.endswith("。")


def test_many_faults_are_not_all_listed(counter: Counter) -> None:
    for serial in range(30):
        counter.register(make_case(serial))
    with counter.database.writing() as session:
        session.execute(text("update filing set place = '110000'"))
    found = [one for one in inspection.inspect(counter.database).faults if one.area == "备案内容"]
    assert len(found) == 21
    assert "还有更多" in found[-1].finding


def damage(counter: Counter, flips: int) -> int:
    """Flip one bit at a time in the closed file; return how often it went unnoticed."""
    counter.database.close()
    path = counter.folder / FILE_NAME
    whole = path.read_bytes()
    chance = random.Random(11)
    missed = 0
    for _ in range(flips):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        try:
            with Database.open(counter.folder, KEY) as hurt:
                missed += not inspection.inspect(hurt).faults
        except DamagedError:
            pass
        for left in counter.folder.glob(f"{FILE_NAME}-*"):
            left.unlink()
    path.write_bytes(whole)
    return missed


def test_every_flipped_bit_is_noticed(busy: Counter) -> None:
    assert damage(busy, 25) == 0


def test_a_search_index_of_other_rules_is_rebuilt_on_opening(busy: Counter) -> None:
    with busy.database.writing() as session:
        session.execute(text("delete from search_key"))
        session.execute(text("update meta set value = '0' where name = 'search_version'"))
    busy.database.close()
    with Database.open(busy.folder, KEY) as again, again.reading() as session:
        assert not search_index.outdated(session)
        assert search.find(session, text="wang")
    assert inspection.inspect(Database.open(busy.folder, KEY)).faults == ()
