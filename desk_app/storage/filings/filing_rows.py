"""Read filings out of their rows, with the names and numbers they refer to."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, select
from sqlmodel import Session

from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.filing import Cancelled, Case, FilingRecord, FilingSummary
from desk_app.storage.schema.tables import CLERK, FILING, PERSON, STATED_NAME

_OLD = FILING.alias("old")
_NEW = FILING.alias("new")
# The case holds the fields of the filing itself; the columns beside it are for lists.
_UNREAD = {"number_rev", "serial", "region", "type", "variant", "method", "place", "begin", "end"}
WHOLE = tuple(column for column in FILING.c if column.name not in _UNREAD)
_OF_PERSON = {"id_number", "phone"}


def record(session: Session, filing_id: int | None) -> FilingRecord:
    """Return one filing whole, by the id of its row (None in a row that was never stored)."""
    found = session.connection().execute(_one(), {"wanted": filing_id})
    return next(read(found))


def records(session: Session, *conditions: ColumnElement[bool]) -> tuple[FilingRecord, ...]:
    """Return the filings that meet the conditions whole, newest first."""
    query = whole().where(*conditions)
    query = query.order_by(FILING.c.registered_at.desc(), FILING.c.id.desc())
    return tuple(read(session.connection().execute(query)))


@cache
def _one() -> Select[Any]:
    # Putting a query of thirty columns together takes longer than running it.
    return whole().where(FILING.c.id == bindparam("wanted"))


@cache
def whole() -> Select[Any]:
    """Return the query of whole filings, to be narrowed and ordered."""
    accepted = and_(
        _NEW.c.replaces_id == FILING.c.id,
        _NEW.c.accepted_at.is_not(None),
        _NEW.c.status != FilingStatus.WITHDRAWN,
    )
    joined = (
        FILING.join(CLERK, CLERK.c.id == FILING.c.clerk_id)
        .outerjoin(_OLD, _OLD.c.id == FILING.c.replaces_id)
        .outerjoin(_NEW, accepted)
    )
    names = (
        CLERK.c.name.label("clerk"),
        _OLD.c.number.label("replaces"),
        _NEW.c.number.label("replaced_by"),
    )
    return select(*WHOLE, *names).select_from(joined)


def read(rows: Iterable[Row[Any]]) -> Iterator[FilingRecord]:
    """Yield the filings of the rows of ``whole``."""
    return (
        stored(row, clerk=row.clerk, replaces=row.replaces, replaced_by=row.replaced_by)
        for row in rows
    )


def stored(
    row: Row[Any], *, clerk: str, replaces: str | None, replaced_by: str | None = None
) -> FilingRecord:
    """Return the filing of a row of ``WHOLE``, with the names it refers to."""
    return FilingRecord(
        id=row.id,
        number=row.number,
        status=row.status,
        case=Case.model_validate(row.case),
        hall_id=row.hall_id,
        counter=row.counter,
        clerk_id=row.clerk_id,
        clerk=clerk,
        person_id=row.person_id,
        day=row.day,
        registered_at=row.registered_at,
        accepted_at=row.accepted_at,
        accepted_day=row.accepted_day,
        replaces=replaces,
        replaced_by=replaced_by,
        closed_day=row.closed_day,
        cancelled=_cancelled(row),
        rules=row.rules,
        official_no=row.official_no,
        version=row.version,
    )


@cache
def summaries() -> Select[Any]:
    """Return the query of list lines, to be narrowed and ordered."""
    named = FilingSummary._fields
    columns = [
        STATED_NAME if name == "name" else (PERSON if name in _OF_PERSON else FILING).c[name]
        for name in named
    ]
    return select(*columns).select_from(FILING.join(PERSON, PERSON.c.id == FILING.c.person_id))


def read_summaries(rows: Iterable[Row[Any]]) -> Iterator[FilingSummary]:
    """Yield the list lines of the rows of ``summaries``."""
    return map(FilingSummary._make, rows)


def _cancelled(row: Row[Any]) -> Cancelled | None:
    if row.cancelled_at is None:
        return None
    return Cancelled(
        at=row.cancelled_at,
        day=row.cancelled_day,
        reason=row.cancel_reason,
        text=row.cancel_text,
        effective=row.cancel_effective,
    )
