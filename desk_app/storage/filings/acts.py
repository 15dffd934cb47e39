"""What was done to filings, each act with what was before it, so that it can be taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.policy.vocabulary import CancelReason, FilingStatus
from desk_app.records.act import UNDOING, ActRecord
from desk_app.records.audit import Verb
from desk_app.records.filing import Case, FilingFields
from desk_app.records.hall import Seat
from desk_app.storage.history import states
from desk_app.storage.schema.tables import ACT, CLERK, Act, Filing

_MOMENTS = ("accepted_at", "cancelled_at")
_DAYS = ("accepted_day", "closed_day", "cancelled_day", "cancel_effective")
_PLAIN = ("status", "rules", "cancel_reason", "cancel_text")
KEPT = (*_PLAIN, *_DAYS, *_MOMENTS)
"""Columns of a filing that acts change and taking back restores, beside its case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """Why something was done, who asked for it, and which document was seen."""

    reason: str | None = None
    asked_by: str | None = None
    seen: str | None = None
    undoes: int | None = None


NO_GROUNDS = Grounds()


def as_it_is(row: Filing, *, case: bool = False) -> dict[str, Any]:
    """Return how a filing is, for the act that is about to change it; ``case`` as well."""
    kept = {name: _plain(getattr(row, name)) for name in KEPT}
    return kept | ({"case": dict(row.case)} if case else {})


def put_back(row: Filing, before: Mapping[str, Any]) -> None:
    """Make a filing what it was before an act."""
    for name in _PLAIN:
        setattr(row, name, before[name])
    row.status = FilingStatus(before["status"])
    row.cancel_reason = CancelReason(before["cancel_reason"]) if before["cancel_reason"] else None
    for name in _DAYS:
        setattr(row, name, date.fromisoformat(before[name]) if before[name] else None)
    for name in _MOMENTS:
        setattr(row, name, datetime.fromisoformat(before[name]) if before[name] else None)
    if "case" in before:
        case = Case.model_validate(before["case"])
        row.case = dict(before["case"])
        for name in FilingFields.model_fields:
            setattr(row, name, getattr(case, name))


def add(
    session: Session,
    *,
    seat: Seat,
    row: Filing,
    verb: Verb,
    before: Mapping[str, Any],
    clock: Clock,
    grounds: Grounds = NO_GROUNDS,
) -> dict[str, Any]:
    """Keep an act, and return what the entry of the history says of it."""
    act = Act(
        filing_id=row.id or 0,  # never 0: it was read
        verb=verb,
        at=clock.now(),
        counter=seat.counter,
        clerk_id=seat.clerk.id,
        reason=grounds.reason,
        asked_by=grounds.asked_by,
        seen=grounds.seen,
        before=dict(before),
        undoes_id=grounds.undoes,
    )
    session.add(act)
    session.flush()
    return {states.ACTS: {f"{states.ACT}{act.id}": states.ACT_STATE.of(session, act)}}


def of_filing(session: Session, *, filing_id: int) -> tuple[ActRecord, ...]:
    """Return what was done to a filing, oldest first."""
    return of_filings(session, filing_ids=[filing_id]).get(filing_id, ())


def of_filings(session: Session, *, filing_ids: Iterable[int]) -> dict[int, tuple[ActRecord, ...]]:
    """Return what was done to each of some filings; nothing of those nothing was done to."""
    query = (
        select(*ACT.c, CLERK.c.name.label("clerk"))
        .select_from(ACT.join(CLERK, CLERK.c.id == ACT.c.clerk_id))
        .where(ACT.c.filing_id.in_(list(filing_ids)))
        .order_by(ACT.c.id)
    )
    found: dict[int, list[ActRecord]] = {}
    for row in session.connection().execute(query):
        found.setdefault(row.filing_id, []).append(
            ActRecord(
                id=row.id,
                verb=row.verb,
                at=row.at,
                counter=row.counter,
                clerk_id=row.clerk_id,
                clerk=row.clerk,
                reason=row.reason,
                asked_by=row.asked_by,
                seen=row.seen,
                before=row.before,
                undoes=row.undoes_id,
            )
        )
    return {owner: tuple(several) for owner, several in found.items()}


def last_standing(acts: Iterable[ActRecord]) -> ActRecord | None:
    """Return the latest act that took nothing back and was not taken back; None for none.

    A taking back that was itself taken back counts for nothing.
    """
    known = list(acts)
    undone: set[int] = set()
    for act in reversed(known):
        if act.id not in undone and act.undoes is not None:
            undone.add(act.undoes)
    standing = (one for one in reversed(known) if one.id not in undone)
    return next((one for one in standing if one.verb not in UNDOING | {Verb.MARK_ENTERED}), None)


def ended_by(acts: Iterable[ActRecord], status: FilingStatus) -> ActRecord | None:
    """Return the act that ended a filing, by the status it has now; None where none is kept."""
    verb = _ENDING[status]
    found = [one for one in acts if one.verb is verb]
    return found[-1] if found else None


_ENDING = {
    FilingStatus.CANCELLED: Verb.CANCEL,
    FilingStatus.CHANGED: Verb.SUPERSEDE,
    FilingStatus.WITHDRAWN: Verb.WITHDRAW,
}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
