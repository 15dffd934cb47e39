"""The numbers of a day, week or month, the sheet a day is closed with, and the ledger."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from desk_app.errors import RefusedError
from desk_app.policy.people.names import mask_id
from desk_app.policy.regions import place_words
from desk_app.policy.vocabulary import Labelled
from desk_app.records.filing import FilingRecord
from desk_app.services.case.kept_case import open_end
from desk_app.services.day import charts
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.lists import exporting
from desk_app.services.papers import issuing
from desk_app.services.papers.filling import office
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.services.papers.printing import title_of
from desk_app.services.rules import rulekeeping
from desk_app.services.rules.rulebooks import Shelf
from desk_app.storage.database.database import Session
from desk_app.storage.filings import listing, numbers, statistics
from desk_app.storage.filings.statistics import PaperNumbers, Period, TypeNumbers
from desk_app.storage.history import audit
from forms import catalogue
from forms import data as paper

LONGEST_LEDGER = 5000
"""Lines of one ledger: about two hundred and fifty pages."""

_TAKEN_BACK = "登记后撤回，编号不再使用"
_ABSENT = "本机没有这一件：曾恢复备份、清除到期记录，或在别处登记"


class Span(Labelled):
    """How long a period is."""

    DAY = "day", "日"
    WEEK = "week", "周"
    MONTH = "month", "月"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The numbers of a period; ``clerks`` are staff number, name and number of filings."""

    first: date
    last: date
    total: int  # registered in the period
    types: tuple[TypeNumbers, ...]
    clerks: tuple[tuple[str, str, int], ...]
    days: dict[date, int]
    hours: dict[int, int]
    papers: tuple[PaperNumbers, ...]


def figures(*, desk: Desk, on: date | None = None, span: Span = Span.DAY) -> Figures:
    """Return the numbers of the hall for the day, week (from Monday) or month that has ``on``."""
    first, last = _bounds(on or desk.clock.today(), span)
    with desk.database.reading() as session:
        return _count(session, Period(first=first, last=last, hall_id=desk.hall.id))


def pictures(found: Figures, *, named: Callable[[str], str] = str) -> tuple[paper.Chart, ...]:
    """Return the charts of numbers: by time, type, clerk and paper; ``named`` words a clerk."""
    times = (
        charts.by_hour(found.hours)
        if found.first == found.last
        else charts.by_day(found.first, found.last, found.days)
    )
    return (
        times,
        charts.by_type(found.types),
        charts.by_clerk(found.clerks, named=named),
        charts.by_paper(found.papers),
    )


def close_day(*, desk: Desk, day: date | None = None) -> IssuedPaper:
    """Make the sheet this counter's day is closed with; it carries the seal of the history.

    Raises RefusedError for a day to come, or without a supervisor.
    """
    require_supervisor(desk, "日结")
    day = day or desk.clock.today()
    if day > desk.clock.today():
        raise RefusedError("这一天还没有到，不能日结，请核对日期。")
    with desk.database.reading() as session:
        data = _day_end(session, desk, day)
    name = f"{desk.hall.code}-{desk.counter:02d}-{day:%Y%m%d}"
    return issuing.issue_of_hall(desk=desk, paper="day_end", data=data, name=name)


def ledger(*, desk: Desk, first: date, last: date, masked: bool | None = None) -> IssuedPaper:
    """Make the ledger of the filings registered from ``first`` to ``last``.

    ``masked`` as for an export; that it was made is noted like one. Raises RefusedError for a
    period the wrong way round, or too long for one paper.
    """
    masked = exporting.masking(desk, masked)
    if first > last:
        raise RefusedError("开始日期晚于结束日期，请改正。")
    criteria = listing.Criteria(first=first, last=last, hall_id=desk.hall.id)
    shelf = rulekeeping.shelf(desk=desk)
    with desk.database.reading() as session:
        count = listing.count(session, criteria=criteria)
        if count > LONGEST_LEDGER:
            raise RefusedError(
                f"这段时间有 {count} 件，台账一次最多 {LONGEST_LEDGER} 件，请缩短日期范围。"
            )
        found = listing.stream(session, criteria=criteria)
        lines = tuple(_ledger_line(record, masked=masked, shelf=shelf) for record in found)
    data = paper.Ledger(
        day=desk.clock.today(),
        office=office(desk, region=desk.hall.region),
        first_day=first,
        last_day=last,
        lines=lines,
        masked=masked,
    )
    name = f"{desk.hall.code}-{first:%Y%m%d}-{last:%Y%m%d}"
    issued = issuing.issue_of_hall(desk=desk, paper="ledger", data=data, name=name)
    wanted = exporting.Wanted(since=first, until=last)
    exporting.note(desk, ".ledger", rows=count, masked=masked, wanted=wanted)
    return issued


def _bounds(on: date, span: Span) -> tuple[date, date]:
    if span is Span.WEEK:
        monday = on - timedelta(days=on.weekday())
        return monday, monday + timedelta(days=6)
    if span is Span.MONTH:
        return on.replace(day=1), on.replace(day=calendar.monthrange(on.year, on.month)[1])
    return on, on


def _count(session: Session, period: Period) -> Figures:
    days = statistics.by_day(session, period=period)
    return Figures(
        first=period.first,
        last=period.last,
        total=sum(days.values()),
        types=statistics.by_type(session, period=period),
        clerks=statistics.by_clerk(session, period=period),
        days=days,
        hours=statistics.by_hour(session, period=period),
        papers=_in_order(statistics.by_paper(session, period=period)),
    )


def _day_end(session: Session, desk: Desk, day: date) -> paper.DayEnd:
    found = _count(session, Period(first=day, last=day, hall_id=desk.hall.id, counter=desk.counter))
    given = statistics.numbers_given(session, hall_id=desk.hall.id, counter=desk.counter, day=day)
    latest = audit.latest(session, limit=1)[0]
    return paper.DayEnd(
        day=day,
        closed_at=desk.clock.now(),
        office=office(desk, region=desk.hall.region),
        supervisor=desk.clerk.name,
        types=tuple(
            paper.TypeCount(
                type=one.type.value,
                registered=one.new,
                changed=one.changed,
                cancelled=one.cancelled,
                awaiting=one.awaiting,
            )
            for one in found.types
        ),
        papers=tuple(
            paper.PaperCount(
                title=title_of(one.paper),
                printed=one.first,
                reprinted=one.again,
                failed=one.failed,
            )
            for one in found.papers
            if one.first or one.again or one.failed
        ),
        first_number=given.first,
        last_number=given.last,
        spoiled=tuple(
            paper.SpoiledNumber(
                number=numbers.number(hall=desk.hall, counter=desk.counter, day=day, serial=serial),
                reason=reason,
            )
            for serial, reason in sorted(
                [(one, _ABSENT) for one in given.absent]
                + [(one, _TAKEN_BACK) for one in given.withdrawn]
            )
        ),
        audit_rows=latest.seq,
        audit_head=latest.hash,
        charts=pictures(found),
    )


def _in_order(papers: tuple[PaperNumbers, ...]) -> tuple[PaperNumbers, ...]:
    """Return papers in the order of the catalogue; what it no longer has comes last."""
    known = list(catalogue.PAPERS)
    return tuple(
        sorted(papers, key=lambda one: known.index(one.paper) if one.paper in known else len(known))
    )


def _ledger_line(record: FilingRecord, *, masked: bool, shelf: Shelf) -> paper.LedgerLine:
    case = record.case
    number = case.applicant.id_number
    return paper.LedgerLine(
        number=record.number,
        day=record.day,
        name=case.applicant.name,
        # The print job keeps what the paper shows, and no more.
        id_number=mask_id(number) if masked else number,
        type=case.type.value,
        place=place_words(case.place),
        begin=case.begin,
        end=case.end,
        end_text=case.end.isoformat() if case.end else open_end(case, on=record.day, shelf=shelf),
        status=record.status.label,
        clerk=record.clerk,
    )
