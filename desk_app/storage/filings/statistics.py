"""Numbers of a period: how many filings of each kind, by whom, when, and which papers."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, String, case, cast, func, select
from sqlmodel import Session

from desk_app.clock import CHINA
from desk_app.policy.vocabulary import FilingStatus, FilingType
from desk_app.records.print_job import CAME_OUT, NEVER_CAME
from desk_app.storage.filings.prints import EARLIER
from desk_app.storage.schema.tables import CLERK, DAY_SEQ, FILING, PRINT_JOB

_KINDS = ("first", "again", "failed", "waiting", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days, both inclusive, of a hall, and of one counter where it is not None."""

    first: date
    last: date
    hall_id: int
    counter: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeNumbers:
    """What happened to filings of a type in a period; a filing counts once among the first three.

    ``awaiting`` are those registered in the period that still wait for documents.
    """

    type: FilingType
    new: int
    changed: int
    awaiting: int
    cancelled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNumbers:
    """How often a paper of a period came out, first and again, and how often it did not.

    ``waiting`` are those that were not sent or of which it is not known yet; ``unknown`` those
    made before it was noted at all.
    """

    paper: str
    first: int
    again: int
    failed: int
    waiting: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersGiven:
    """The record numbers of a counter's day: first, last, and serials nothing is kept under.

    ``withdrawn`` are those of filings that were taken back.
    """

    first: str | None
    last: str | None
    absent: tuple[int, ...]
    withdrawn: tuple[int, ...] = ()


def by_type(session: Session, *, period: Period) -> tuple[TypeNumbers, ...]:
    """Return the numbers of each type that has any, in the order of the types."""
    waits = FILING.c.status == FilingStatus.AWAITING_DOCUMENTS
    replaces = FILING.c.replaces_id.is_not(None)
    kind = case((waits, "awaiting"), (replaces, "changed"), else_="new")
    registered = (
        select(FILING.c.type, kind.label("kind"), func.count().label("many"))
        .where(*_of(period), *_within(FILING.c.day, period))
        .group_by(FILING.c.type, kind)
    )
    cancelled = (
        select(FILING.c.type, func.count().label("many"))
        .where(*_of(period), *_within(FILING.c.cancelled_day, period))
        .group_by(FILING.c.type)
    )
    found: dict[tuple[FilingType, str], int] = {}
    for row in session.connection().execute(registered):
        found[row.type, row.kind] = row.many
    for row in session.connection().execute(cancelled):
        found[row.type, "cancelled"] = row.many
    return tuple(
        TypeNumbers(
            type=one,
            **{
                name: found.get((one, name), 0)
                for name in ("new", "changed", "awaiting", "cancelled")
            },
        )
        for one in FilingType
        if any(one is known for known, _ in found)
    )


def by_clerk(session: Session, *, period: Period) -> tuple[tuple[str, str, int], ...]:
    """Return staff number, name and number of filings of each who registered any."""
    query = (
        select(CLERK.c.staff_no, CLERK.c.name, func.count())
        .select_from(FILING.join(CLERK, CLERK.c.id == FILING.c.clerk_id))
        .where(*_of(period), *_within(FILING.c.day, period))
        .group_by(CLERK.c.staff_no, CLERK.c.name)
        .order_by(CLERK.c.staff_no)
    )
    return tuple((row[0], row[1], row[2]) for row in session.connection().execute(query))


def by_day(session: Session, *, period: Period) -> dict[date, int]:
    """Return the number of filings registered on each day that has any."""
    query = (
        select(FILING.c.day, func.count())
        .where(*_of(period), *_within(FILING.c.day, period))
        .group_by(FILING.c.day)
        .order_by(FILING.c.day)
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}


def by_hour(session: Session, *, period: Period) -> dict[int, int]:
    """Return the number of filings registered in each hour of the day, China time."""
    query = select(FILING.c.registered_at).where(*_of(period), *_within(FILING.c.day, period))
    rows = session.connection().execute(query, execution_options={"yield_per": 10_000})
    counts = Counter(moment.hour for moment in rows.scalars())
    return dict(sorted(counts.items()))


def by_paper(session: Session, *, period: Period) -> tuple[PaperNumbers, ...]:
    """Return how often each paper of a filing came out, at the counter that made it."""
    outcome = PRINT_JOB.c.outcome
    kind = case(
        (EARLIER, "unknown"),
        (outcome.in_(NEVER_CAME), "failed"),
        (outcome.not_in(CAME_OUT), "waiting"),
        (PRINT_JOB.c.copy_no > 0, "again"),
        else_="first",
    )
    query = (
        select(PRINT_JOB.c.paper, kind.label("kind"), func.count().label("many"))
        .where(
            PRINT_JOB.c.filing_id.is_not(None),
            PRINT_JOB.c.printed_at >= _midnight(period.first),
            PRINT_JOB.c.printed_at < _midnight(period.last + timedelta(days=1)),
        )
        .group_by(PRINT_JOB.c.paper, kind)
    )
    if period.counter is not None:
        query = query.where(PRINT_JOB.c.counter == period.counter)
    found: dict[str, dict[str, int]] = {}
    for row in session.connection().execute(query):
        found.setdefault(row.paper, dict.fromkeys(_KINDS, 0))[row.kind] = row.many
    return tuple(PaperNumbers(paper=paper, **kinds) for paper, kinds in found.items())


def numbers_given(session: Session, *, hall_id: int, counter: int, day: date) -> NumbersGiven:
    """Return which numbers a counter gave out on a day."""
    own = (FILING.c.hall_id == hall_id, FILING.c.counter == counter, FILING.c.day == day)
    query = select(FILING.c.serial, cast(FILING.c.number, String), FILING.c.status).where(*own)
    rows = session.connection().execute(query).all()
    kept = {row[0]: row[1] for row in rows}
    given = session.connection().execute(
        select(DAY_SEQ.c.last).where(
            DAY_SEQ.c.hall_id == hall_id, DAY_SEQ.c.counter == counter, DAY_SEQ.c.day == day
        )
    )
    last = given.scalar_one_or_none() or 0
    return NumbersGiven(
        first=kept[min(kept)] if kept else None,
        last=kept[max(kept)] if kept else None,
        absent=tuple(serial for serial in range(1, last + 1) if serial not in kept),
        withdrawn=tuple(sorted(row[0] for row in rows if row[2] is FilingStatus.WITHDRAWN)),
    )


def _of(period: Period) -> list[ColumnElement[bool]]:
    """Return the filings of a hall or counter that were not taken back: those are no work done."""
    conditions = [FILING.c.hall_id == period.hall_id, FILING.c.status != FilingStatus.WITHDRAWN]
    if period.counter is not None:
        conditions.append(FILING.c.counter == period.counter)
    return conditions


def _within(column: ColumnElement[date], period: Period) -> list[ColumnElement[bool]]:
    # For days of registration the instants bound the search by an index.
    bounds = [column >= period.first, column <= period.last]
    if column is FILING.c.day:
        bounds.append(FILING.c.registered_at >= _midnight(period.first))
        bounds.append(FILING.c.registered_at < _midnight(period.last + timedelta(days=1)))
    return bounds


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, CHINA)
