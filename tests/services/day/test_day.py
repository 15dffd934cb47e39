"""The numbers of a day, its sheet, and the ledger: read back from the papers."""

import pytest

from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import CancelReason, Role
from desk_app.records.audit import Verb
from desk_app.services.backup import backing_up
from desk_app.services.day import day
from desk_app.services.filing import cancelling, changing
from desk_app.services.filing.withdrawing import withdraw
from desk_app.services.papers import issuing
from desk_app.services.people import people
from desk_app.services.proofs import readback
from desk_app.services.start import opening
from desk_app.storage.history import audit
from tests.factory import NAMES, case, number, register
from tests.services.conftest import CHEAP


@pytest.fixture
def busy(desk):
    """A desk with a change, a cancellation, a case that waits, and one of the day before."""
    register(desk, 9)
    desk.clock.advance(days=1)
    first = register(desk, 1).number
    changing.change(
        desk=desk,
        record_no=first,
        case=case(applicant__id_number=number(order="001"), place="450100", begin="2026-11-22"),
    )
    desk.clock.advance(hours=2)
    ended = register(desk, 2).number
    cancelling.cancel(desk=desk, record_no=ended, reason=CancelReason.RETURNED)
    register(desk, 3, documents={})
    return desk


def test_figures_of_a_day_a_week_and_a_month(busy):
    today = day.figures(desk=busy)
    (kind,) = today.types
    assert (kind.new, kind.changed, kind.awaiting, kind.cancelled) == (2, 1, 1, 1)
    assert today.total == 4
    assert today.hours == {9: 2, 11: 2}
    assert today.clerks == (("01", "陈静", 4),)
    papers = {one.paper: one for one in today.papers}
    assert papers["cancellation"].waiting == 2, "made, and nobody printed them"
    week = day.figures(desk=busy, span=day.Span.WEEK)
    # The 22nd is a Sunday, so its week has the 21st too.
    assert (str(week.first), str(week.last), week.total) == ("2026-11-16", "2026-11-22", 5)
    month = day.figures(desk=busy, span=day.Span.MONTH)
    assert (str(month.first), str(month.last), month.total) == ("2026-11-01", "2026-11-30", 5)
    assert sum(month.days.values()) == 5


def test_the_sheet_of_a_day_carries_its_numbers_and_the_seal(busy, tmp_path):
    with busy.database.reading() as session:
        seal = audit.latest(session, limit=1)[0]
    sheet = day.close_day(desk=busy)
    text = "".join(readback.paper_text(sheet.pdf).split())
    assert "SL01-01-20261122-0001" in text
    assert "SL01-01-20261122-0004" in text
    assert seal.hash in text
    assert f"{seal.seq}条" in text
    (file,) = issuing.save(desk=busy, papers=[sheet], folder=tmp_path / "out")
    assert file.name == "SL01-01-20261122-day_end.pdf"
    assert backing_up.verify(desk=busy).faults == ()
    with pytest.raises(RefusedError, match="还没有到"):
        day.close_day(desk=busy, day=busy.clock.today().replace(day=23))


def test_a_day_without_filings_can_be_closed(desk):
    assert "无" in readback.paper_text(day.close_day(desk=desk).pdf)


def test_the_ledger_lists_every_filing(desk):
    for order, name in enumerate(NAMES.values(), start=1):
        register(desk, order, applicant__name=name)
    today = desk.clock.today()
    whole = day.ledger(desk=desk, first=today, last=today, masked=False)
    text = "".join(readback.paper_text(whole.pdf).split())
    for order, name in enumerate(NAMES.values(), start=1):
        assert name in text
        assert number(order=f"{order:03d}") in text
    masked = day.ledger(desk=desk, first=today, last=today, masked=True)
    assert number(order="001") not in readback.paper_text(masked.pdf)
    assert number(order="001") not in str(masked.job.printed.data)
    with desk.database.reading() as session:
        noted = audit.latest(session, limit=1)[0]
    assert (noted.verb, noted.detail["masked"]) == (Verb.EXPORT, True)


def test_the_wrong_way_round_is_refused(desk):
    today = desk.clock.today()
    with pytest.raises(RefusedError, match="晚于"):
        day.ledger(desk=desk, first=today, last=today.replace(day=1))


def test_a_ledger_that_would_never_end_is_refused(desk, monkeypatch):
    register(desk, 1)
    monkeypatch.setattr(day, "LONGEST_LEDGER", 0)
    today = desk.clock.today()
    with pytest.raises(RefusedError, match="缩短"):
        day.ledger(desk=desk, first=today, last=today)


def test_a_clerk_closes_no_day_and_lists_nobody_whole(desk):
    people.add(desk=desk, name="梁一", role=Role.CLERK, passphrase="another phrase", cost=CHEAP)
    today = desk.clock.today()
    with opening.unlock(folder=desk.folder, passphrase="another phrase", clock=desk.clock) as own:
        with pytest.raises(RefusedError, match="主管"):
            day.close_day(desk=own)
        with pytest.raises(RefusedError, match="主管"):
            day.ledger(desk=own, first=today, last=today, masked=False)
        assert day.ledger(desk=own, first=today, last=today)


def test_what_was_taken_back_is_no_work_done_and_its_number_is_told(desk):
    """The sheet of the day names the number; the counts are without it."""
    kept = register(desk, 1)
    gone = register(desk, 2)
    withdraw(desk=desk, record_no=gone.number)
    assert day.figures(desk=desk).total == 1
    text = readback.paper_text(day.close_day(desk=desk).pdf)
    assert f"{gone.number}" in text
    assert "登记后撤回" in text
    assert kept.number in text
