"""Filings: register, accept, cancel, replace; each change is audited in its own transaction."""

from datetime import date

from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.policy.vocabulary import CancelReason, FilingStatus
from desk_app.records.filing import Case, FilingRecord
from desk_app.records.hall import Desk


def add(
    session: Session,
    *,
    desk: Desk,
    case: Case,
    status: FilingStatus,
    rules: str,
    clock: Clock,
    replaces: FilingRecord | None = None,
) -> FilingRecord:
    """Register a checked case: person, number, filing, search keys and history in one go.

    ``status`` is ACCEPTED or AWAITING_DOCUMENTS. With ``replaces`` (an accepted filing of the same
    person) the new one stands for a change: the old one becomes CHANGED at the moment the new one
    is accepted, and stays in force until then.
    Raises StateConflictError when the old one is not in force any more.
    """
    raise NotImplementedError


def complete(
    session: Session,
    *,
    desk: Desk,
    filing: FilingRecord,
    case: Case,
    status: FilingStatus,
    rules: str,
    clock: Clock,
) -> FilingRecord:
    """Put the completed case in place of one that awaits documents, and accept it or not yet."""
    raise NotImplementedError


def cancel(
    session: Session,
    *,
    desk: Desk,
    filing: FilingRecord,
    reason: CancelReason,
    text: str | None,
    effective: date,
    clock: Clock,
) -> FilingRecord:
    """End a filing that is accepted or awaits documents."""
    raise NotImplementedError


def mark_entered(
    session: Session, *, desk: Desk, filing: FilingRecord, official_no: str, clock: Clock
) -> FilingRecord:
    """Note the number that the official system gave to the filing."""
    raise NotImplementedError


def by_number(session: Session, *, number: str) -> FilingRecord | None:
    """Return the filing with this record number."""
    raise NotImplementedError


def of_person(session: Session, *, person_id: int) -> tuple[FilingRecord, ...]:
    """Return all filings of a person, newest first."""
    raise NotImplementedError


def active_of_person(session: Session, *, person_id: int) -> tuple[FilingRecord, ...]:
    """Return the accepted filings of a person and those that await documents, newest first.

    Whether an accepted one has run out is for the rules to say.
    """
    raise NotImplementedError
