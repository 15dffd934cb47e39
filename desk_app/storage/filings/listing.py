"""Lists of filings: by day, by period, by state; in pages, in streams, by row number."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session

from desk_app.clock import CHINA
from desk_app.policy.vocabulary import FilingStatus, FilingType
from desk_app.records.filing import FilingRecord, FilingSummary
from desk_app.storage.filings.filing_rows import read, read_summaries, summaries, whole
from desk_app.storage.schema.tables import FILING

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Which filings; what is None does not matter. Days are those of registration, inclusive."""

    first: date | None = None
    last: date | None = None
    hall_id: int | None = None
    counter: int | None = None
    clerk_id: int | None = None
    type: FilingType | None = None
    status: FilingStatus | None = None
    place: str | None = None
    entered: bool | None = None  # into the official system
    ends_first: date | None = None
    ends_last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a page ended."""

    at: datetime
    id: int


def page(
    session: Session, *, criteria: Criteria, after: Mark | None = None, limit: int = 100
) -> tuple[FilingSummary, ...]:
    """Return the next filings after a mark, newest first."""
    query = summaries().where(*conditions(criteria)).order_by(*_newest_first()).limit(limit)
    if after is not None:
        at, own = FILING.c.registered_at, FILING.c.id
        query = query.where(
            at <= after.at, or_(at < after.at, and_(at == after.at, own < after.id))
        )
    return tuple(read_summaries(session.connection().execute(query)))


def newest(session: Session) -> Iterator[FilingSummary]:
    """Yield every filing, newest first, a page at a time: for looking back to some point."""
    after: Mark | None = None
    while lines := page(session, criteria=Criteria(), after=after):
        yield from lines
        after = mark(lines[-1])


def mark(summary: FilingSummary) -> Mark:
    """Return the mark of a line, to ask for the page that follows it."""
    return Mark(at=summary.registered_at, id=summary.id)


def count(session: Session, *, criteria: Criteria) -> int:
    """Return how many filings there are: 0.1 to 1 s for a million."""
    query = select(func.count()).select_from(FILING).where(*conditions(criteria))
    return int(session.connection().execute(query).scalar_one())


def ids(session: Session, *, criteria: Criteria) -> "array[int]":
    """Return the ids of all of them, newest first: eight bytes a row, for a list of any length."""
    query = select(FILING.c.id).where(*conditions(criteria)).order_by(*_newest_first())
    result = session.connection().execute(query, execution_options={"yield_per": 10_000})
    return array("q", result.scalars())


def by_ids(session: Session, *, wanted: Sequence[int]) -> tuple[FilingSummary, ...]:
    """Return the lines for a slice of ``ids``, in its order; those deleted since are left out."""
    query = summaries().where(FILING.c.id.in_(list(wanted)))
    found = {line.id: line for line in read_summaries(session.connection().execute(query))}
    return tuple(found[one] for one in wanted if one in found)


def stream(session: Session, *, criteria: Criteria) -> Iterator[FilingRecord]:
    """Yield whole filings, oldest first, without holding them in memory: for exports."""
    query = whole().where(*conditions(criteria))
    query = query.order_by(FILING.c.registered_at, FILING.c.id)
    return read(session.connection().execute(query, execution_options={"yield_per": _BATCH}))


def _newest_first() -> tuple[Any, Any]:
    return FILING.c.registered_at.desc(), FILING.c.id.desc()


def conditions(criteria: Criteria) -> list[ColumnElement[bool]]:
    """Return the criteria as conditions of a query on the filing table."""
    equal: list[tuple[ColumnElement[Any], Any]] = [
        (FILING.c.hall_id, criteria.hall_id),
        (FILING.c.counter, criteria.counter),
        (FILING.c.clerk_id, criteria.clerk_id),
        (FILING.c.type, criteria.type),
        (FILING.c.status, criteria.status),
        (FILING.c.place, criteria.place),
    ]
    found = [column == value for column, value in equal if value is not None]
    # The instants bound the day by an index; registration and its day are taken from one clock.
    if criteria.first is not None:
        found.append(FILING.c.registered_at >= _midnight(criteria.first))
    if criteria.last is not None:
        found.append(FILING.c.registered_at <= datetime.combine(criteria.last, time.max, CHINA))
    if criteria.ends_first is not None:
        found.append(FILING.c.end >= criteria.ends_first)
    if criteria.ends_last is not None:
        found.append(FILING.c.end <= criteria.ends_last)
    if criteria.entered is not None:
        official = FILING.c.official_no
        found.append(official.is_not(None) if criteria.entered else official.is_(None))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, CHINA)
