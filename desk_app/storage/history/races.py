"""Say who was faster, where two counters change the same record: here and nowhere else."""

from datetime import datetime

from sqlmodel import Session, col, select

from desk_app.clock import Clock
from desk_app.errors import StateConflictError
from desk_app.records.audit import Verb
from desk_app.records.base import Fields
from desk_app.records.hall import Seat
from desk_app.storage.history import audit, states
from desk_app.storage.schema.failures import CHANGED
from desk_app.storage.schema.tables import Clerk, Hall

# What is noted under a record's name without changing it.
_NO_CHANGES = frozenset(
    {
        Verb.PRINT, Verb.REPRINT, Verb.EXPORT, Verb.SIGN_IN, Verb.SIGN_OUT, Verb.BACK_UP,
        Verb.VERIFY, Verb.GAP_FOUND, Verb.GAP_ACCEPTED, Verb.NUMBERS,
    }
)  # fmt: skip


def at_window(counter: int, name: str, at: datetime) -> str:
    """Word where, by whom and when something was done: 2 号窗的 李四 于 10:42."""
    return f"{counter} 号窗的 {name} 于 {at:%H:%M}"


def last_change(session: Session, *, subject: str) -> str | None:
    """Say who did what to a record last, and when; None where the history does not tell.

    ``subject`` is what the history calls the record.
    """
    entries = audit.of_subject(session, subject=subject)
    changes = [entry for entry in entries if entry.verb not in _NO_CHANGES and entry.counter]
    if not changes:
        return None
    last = changes[-1]
    found = session.exec(select(Clerk.name).where(col(Clerk.staff_no) == last.actor)).first()
    return f"{at_window(last.counter, found or f'工号 {last.actor}', last.at)} {last.verb.label}"


def expect_unchanged(session: Session, *, subject: str, kept: int | None, seen: int | None) -> None:
    """Raise StateConflictError saying who was faster when a record is not as it was seen.

    ``kept`` and ``seen`` are its versions.
    """
    if kept != seen:
        done = last_change(session, subject=subject)
        told = f"这条记录刚才由 {done}。请重新打开，核对后再做。" if done else CHANGED
        raise StateConflictError(told)


def restate(
    session: Session,
    row: Clerk | Hall,
    fields: Fields,
    *,
    seen: int,
    seat: Seat,
    subject: str,
    clock: Clock,
) -> None:
    """Put fields into a row that still is of the version ``seen``; the history says what differs.

    Raises StateConflictError saying who was faster.
    """
    expect_unchanged(session, subject=subject, kept=row.version, seen=seen)
    before = type(fields).model_validate(row)
    for name in type(fields).model_fields:
        setattr(row, name, getattr(fields, name))
    session.flush()
    person = isinstance(row, Clerk)
    verb = Verb.CLERK_CHANGED if person else Verb.HALL_CHANGED
    state = states.CLERK_STATE if person else states.HALL_STATE
    differs = audit.difference(session, *(one.model_dump(mode="json") for one in (before, fields)))
    detail = differs | {states.ROW: state.of(session, row)}
    audit.append(session, at=clock.now(), seat=seat, verb=verb, subject=subject, detail=detail)
