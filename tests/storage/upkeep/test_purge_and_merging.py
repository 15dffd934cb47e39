"""Records that leave when their time is over, and records that come in from elsewhere."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from desk_app.clock import FixedClock
from desk_app.errors import RefusedError, StoppedError
from desk_app.policy.vocabulary import CancelReason, FilingStatus
from desk_app.records.print_job import Printed, PrintOutcome
from desk_app.storage.database.database import Database
from desk_app.storage.filings import filings, listing, prints
from desk_app.storage.folder import stopping
from desk_app.storage.history import audit
from desk_app.storage.search import search
from desk_app.storage.upkeep import inspection, merging, purge
from tests.storage.conftest import KEY, RULES, TODAY, Counter, demo_id, make_case, open_counter

pytestmark = pytest.mark.portable

PAPER = Printed(paper="receipt", edition="1", data={"name": "王"}, sha256="cd" * 32, pages=1)
ALL = listing.Criteria()


@pytest.fixture
def old(counter: Counter) -> Counter:
    """Filings of every fate, made today, with the clock then set four years on."""
    kept = [counter.register(make_case(n, f"王{n}", end=None)) for n in range(7)]
    counter.write(prints.add, paper=PAPER, outcome=PrintOutcome.SAVED, filing=kept[1])
    counter.write(
        filings.cancel, filing=kept[1], reason=CancelReason.RETURNED, text=None, effective=TODAY
    )
    counter.register(make_case(2, "王2", place="450100"), replaces=kept[2])
    counter.register(make_case(10, "王10", end="2027-05-20"))
    counter.register(make_case(11, "王11"), status=FilingStatus.AWAITING_DOCUMENTS)
    counter.clock.advance(days=4 * 365)
    counter.register(make_case(12, "王12", begin="2030-11-21", end="2031-01-01"))
    return counter


def test_what_is_over_goes_and_what_is_in_force_stays(old: Counter) -> None:
    before = date(2028, 11, 20)
    assert old.read(purge.due, before=before) == 4
    purged = old.write(purge.run, before=before)
    assert purged == purge.Purged(filings=4, people=3, papers=1)
    left = {line.name for line in old.read(listing.page, criteria=ALL)}
    assert left == {"王0", "王2", "王3", "王4", "王5", "王6", "王12"}
    assert old.read(search.find, text="王1")[0].person.name == "王12"
    assert len(old.read(search.find, text="王1")) == 1
    assert inspection.inspect(old.database).faults == ()
    entry = old.read(audit.latest, limit=1)[0]
    assert entry.detail == {"before": "2028-11-20", "filings": 4, "people": 3}
    assert old.write(purge.run, before=before).filings == 0
    assert old.register(make_case(20)).number.endswith("20301120-0002")


@pytest.mark.parametrize("after", [0, 20, 200])
def test_a_purge_that_is_stopped_deletes_nothing(
    old: Counter, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if old.database.path is None:
        pytest.skip("a statement on a server is not stopped")
    monkeypatch.setattr(stopping, "ASKED_EVERY", 1)
    before, asked = date(2028, 11, 20), count()
    with pytest.raises(StoppedError):
        old.write(purge.run, before=before, stopped=lambda: next(asked) >= after)
    assert old.read(purge.due, before=before) == 4
    assert inspection.inspect(old.database).faults == ()
    assert old.write(purge.run, before=before, stopped=lambda: False).filings == 4


def test_the_two_years_are_kept(old: Counter) -> None:
    with pytest.raises(RefusedError, match="不得少于 2 年"):
        old.write(purge.run, before=date(2028, 11, 22))


@pytest.fixture
def other(tmp_path: Path, clock: FixedClock) -> Iterator[Counter]:
    """A second computer of the same hall, at its own counter."""
    folder = tmp_path / "other"
    with Database.create(folder, KEY, clock=FixedClock(clock.instant)) as database:
        there = open_counter(database, folder, FixedClock(clock.instant))
        object.__setattr__(there.seat, "counter", 2)
        yield there


def _bring(here: Counter, there: Counter) -> merging.Merging:
    with there.database.reading() as source:
        return here.write(merging.bring, source=merging.incoming(source))


def test_another_counter_comes_in_whole_and_only_once(counter: Counter, other: Counter) -> None:
    counter.register(make_case(1, "王小明"))
    first = other.register(make_case(1, "王晓明", applicant={"phone": "13800000001"}))
    second = other.register(make_case(1, "王晓明", place="450100"), replaces=first)
    ended = other.register(make_case(3, "李四"))
    other.write(
        filings.cancel, filing=ended, reason=CancelReason.OTHER, text="搬回", effective=TODAY
    )
    other.write(prints.add, paper=PAPER, outcome=PrintOutcome.SAVED, filing=second)
    with other.database.reading() as source:
        looked = counter.read(merging.look, source=merging.incoming(source))
        assert counter.read(listing.count, criteria=ALL) == 1
    done = _bring(counter, other)
    assert (looked.new, looked.known, looked.clashes) == (done.new, done.known, done.clashes)
    assert (done.new, done.known, done.clashes) == (3, 0, ())
    for number in (first.number, second.number, ended.number):
        there = other.read(filings.by_number, number=number)
        here = counter.read(filings.by_number, number=number)
        assert merging._content(here) == merging._content(there)
    here = counter.read(filings.by_number, number=second.number)
    assert here.replaces == first.number
    assert counter.read(prints.of_filing, filing_id=here.id)[0].printed == PAPER
    assert len(counter.read(search.find, text=demo_id(1))[0].filings) == 3
    assert inspection.inspect(counter.database).faults == ()
    again = _bring(counter, other)
    assert (again.new, again.known, again.clashes) == (0, 3, ())
    assert counter.register(make_case(9)).number == "FT-01-20261121-0002"


def test_the_same_number_for_two_people_is_shown_and_left(counter: Counter, other: Counter) -> None:
    object.__setattr__(other.seat, "counter", 1)
    mine = counter.register(make_case(1, "王小明"))
    theirs = other.register(make_case(2, "李四"))
    newer = other.register(make_case(2, "李四", place="450100"), replaces=theirs)
    third = other.register(make_case(3, "赵六"))
    done = _bring(counter, other)
    assert (done.new, done.known) == (2, 0)
    clash = done.clashes[0]
    assert (clash.here.case.applicant.name, clash.there.case.applicant.name) == ("王小明", "李四")
    assert counter.read(filings.by_number, number=mine.number) == mine
    assert counter.read(filings.by_number, number=newer.number).replaces is None
    assert counter.read(filings.by_number, number=third.number) is not None
    assert inspection.inspect(counter.database).faults == ()
    assert counter.register(make_case(9)).number.endswith("-0004")


def test_a_person_known_here_is_changed_by_later_statements_only(
    counter: Counter, other: Counter
) -> None:
    other.register(make_case(1, "旧名"))
    counter.clock.advance(days=1)
    mine = counter.register(make_case(1, "新名"))
    _bring(counter, other)
    assert counter.read(search.find, text="新名")[0].person.id == mine.person_id
    (hit,) = counter.read(search.find, text="旧名")  # the filing that came along bears it
    assert (hit.person.name, {one.name for one in hit.filings}) == ("新名", {"新名", "旧名"})


def test_strangers_of_the_same_staff_number_stay_two_people(
    counter: Counter, other: Counter
) -> None:
    with other.database.writing() as session:
        session.execute(text("update clerk set name = '黄丽'"))
    other.register(make_case(2), rules=RULES)
    _bring(counter, other)
    kept = counter.read(filings.by_number, number="FT-02-20261121-0001")
    assert kept.clerk == "黄丽"
    assert counter.register(make_case(3)).clerk == "陈静怡"
