"""Filings: register, accept, cancel, replace; each change is audited in its own transaction."""

from collections.abc import Iterable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from desk_app.clock import Clock
from desk_app.errors import StateConflictError
from desk_app.policy.vocabulary import CancelReason, FilingStatus
from desk_app.records.audit import Verb
from desk_app.records.filing import Case, FilingFields, FilingRecord
from desk_app.records.hall import Seat
from desk_app.records.person import PersonRecord
from desk_app.storage.filings import acts, numbers
from desk_app.storage.filings.filing_rows import WHOLE, record, records, stored
from desk_app.storage.history import audit, states
from desk_app.storage.history.races import expect_unchanged
from desk_app.storage.people import persons
from desk_app.storage.schema.tables import FILING, Filing

_OPEN = tuple(status for status in FilingStatus if status.open)
_ADD = insert(FILING).returning(*WHOLE)


def add(
    session: Session,
    *,
    seat: Seat,
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
    _expect_open(status)
    now = clock.now()
    person = persons.keep(session, seat=seat, stated=case.applicant, clock=clock)
    if replaces is not None:
        _expect_replaceable(session, replaces, person.id)
    # Not as an object of the session: making and flushing one takes as long as all the rest.
    row = _new_row(session, seat, case, now) | {
        "person_id": person.id,
        "status": status,
        **_acceptance(status, now),
        "replaces_id": replaces.id if replaces else None,
        "rules": rules,
    }
    kept = session.connection().execute(_ADD, row).one()
    stated = row["case"] | {"status": status, "rules": rules}
    if replaces is not None:
        stated["replaces"] = replaces.number
    detail = audit.difference(session, {}, stated)
    detail |= _of(session, person)
    log(session, seat, clock, Verb.REGISTER, SimpleNamespace(**row), detail)
    if replaces is not None and status is FilingStatus.ACCEPTED:
        supersede(session, replaces.id, row["number"], seat, clock)
    replaced = replaces.number if replaces else None
    return stored(kept, clerk=seat.clerk.name, replaces=replaced)


def complete(
    session: Session,
    *,
    seat: Seat,
    filing: FilingRecord,
    case: Case,
    status: FilingStatus,
    rules: str,
    clock: Clock,
) -> FilingRecord:
    """Put the completed case in place of one that awaits documents, and accept it or not yet.

    Raises StateConflictError when the filing does not await documents, or is another person's.
    """
    _expect_open(status)
    row = current(session, filing, FilingStatus.AWAITING_DOCUMENTS)
    changed = {"status": status, "rules": rules} | _acceptance(status, clock.now())
    verb = Verb.ACCEPT if status is FilingStatus.ACCEPTED else Verb.AMEND
    _restate(session, row, seat=seat, case=case, changed=changed, verb=verb, clock=clock)
    if row.replaces_id is not None and status is FilingStatus.ACCEPTED:
        supersede(session, row.replaces_id, row.number, seat, clock)
    return record(session, row.id)


def amend(
    session: Session, *, seat: Seat, filing: FilingRecord, case: Case, rules: str, clock: Clock
) -> FilingRecord:
    """Restate an accepted filing of the same person; number, status and acceptance stay.

    Raises StateConflictError when the filing is not accepted, or is another person's.
    """
    row = current(session, filing, FilingStatus.ACCEPTED)
    changed = {"rules": rules}
    _restate(session, row, seat=seat, case=case, changed=changed, verb=Verb.AMEND, clock=clock)
    return record(session, row.id)


def cancel(
    session: Session,
    *,
    seat: Seat,
    filing: FilingRecord,
    reason: CancelReason,
    text: str | None,
    effective: date,
    clock: Clock,
) -> FilingRecord:
    """End a filing that is accepted or awaits documents.

    Raises StateConflictError when it has ended already or was changed meanwhile.
    """
    row = current(session, filing, *_OPEN)
    before, was = row.status, acts.as_it_is(row)
    row.status = FilingStatus.CANCELLED
    row.cancelled_at = now = clock.now()  # asked once: midnight must not fall between
    row.closed_day = row.cancelled_day = now.date()
    row.cancel_reason, row.cancel_text, row.cancel_effective = reason, text, effective
    session.flush()
    detail = audit.difference(
        session,
        {"status": before},
        {"status": row.status, "reason_code": reason, "effective": effective, "text": text},
    )
    detail |= acts.add(session, seat=seat, row=row, verb=Verb.CANCEL, before=was, clock=clock)
    log(session, seat, clock, Verb.CANCEL, row, detail)
    return record(session, row.id)


def mark_entered(
    session: Session, *, seat: Seat, filing: FilingRecord, official_no: str, clock: Clock
) -> FilingRecord:
    """Note the number that the official system gave to the filing."""
    row = session.get_one(Filing, filing.id)
    expect_unchanged(session, subject=row.number, kept=row.version, seen=filing.version)
    before, row.official_no = row.official_no, official_no
    session.flush()
    detail: dict[str, Any] = {"official_no": [before, official_no]}
    was = {"official_no": before}
    detail |= acts.add(session, seat=seat, row=row, verb=Verb.MARK_ENTERED, before=was, clock=clock)
    log(session, seat, clock, Verb.MARK_ENTERED, row, detail)
    return record(session, row.id)


def state_again(session: Session, *, ids: Iterable[int], seat: Seat, clock: Clock) -> None:
    """Have the history say how filings are now that a purge cut what they replaced."""
    for one in ids:
        row = session.get_one(Filing, one, populate_existing=True)
        log(session, seat, clock, Verb.PURGE, row, {})


def by_number(session: Session, *, number: str) -> FilingRecord | None:
    """Return the filing with this record number."""
    row = session.exec(select(Filing).where(Filing.number == number)).first()
    return None if row is None else record(session, row.id)


def by_official_no(session: Session, *, official_no: str) -> FilingRecord | None:
    """Return the filing that has this number in the official system."""
    row = session.exec(select(Filing).where(Filing.official_no == official_no)).first()
    return None if row is None else record(session, row.id)


def of_person(session: Session, *, person_id: int) -> tuple[FilingRecord, ...]:
    """Return all filings of a person, newest first."""
    return records(session, FILING.c.person_id == person_id)


def active_of_person(session: Session, *, person_id: int) -> tuple[FilingRecord, ...]:
    """Return the accepted filings of a person and those that await documents, newest first.

    Whether an accepted one has run out is for the rules to say.
    """
    found = of_person(session, person_id=person_id)
    return tuple(filing for filing in found if filing.status.open)


def _restate(
    session: Session,
    row: Filing,
    *,
    seat: Seat,
    case: Case,
    changed: dict[str, Any],
    verb: Verb,
    clock: Clock,
) -> None:
    """Put a case in the place of the one a row states, and log what differs."""
    person = persons.keep(session, seat=seat, stated=case.applicant, clock=clock)
    if person.id != row.person_id:
        raise StateConflictError("补正不能换成另一个人的证件。证件录错的，请注销后重新登记。")
    before = dict(row.case) | {"status": row.status, "rules": row.rules}
    was = acts.as_it_is(row, case=True)
    for name, value in (columns(case) | changed).items():
        setattr(row, name, value)
    session.flush()
    after = dict(row.case) | {"status": row.status, "rules": row.rules}
    detail = audit.difference(session, before, after) | _of(session, person)
    detail |= acts.add(session, seat=seat, row=row, verb=verb, before=was, clock=clock)
    log(session, seat, clock, verb, row, detail)


def _new_row(session: Session, seat: Seat, case: Case, now: datetime) -> dict[str, Any]:
    """Return the values of a row under a number of its own, as far as the seat and case tell."""
    number, serial = numbers.allocate(session, hall=seat.hall, counter=seat.counter, day=now.date())
    return {
        **dict.fromkeys(states.FILING_STATE.names),
        **columns(case),
        "number": number,
        "number_rev": number[::-1],
        "hall_id": seat.hall.id,
        "counter": seat.counter,
        "day": now.date(),
        "serial": serial,
        "clerk_id": seat.clerk.id,
        "registered_at": now,
        "version": 1,
    }


def _acceptance(status: FilingStatus, now: datetime) -> dict[str, Any]:
    """Return the columns that date the acceptance; nothing while documents are awaited."""
    if status is not FilingStatus.ACCEPTED:
        return {}
    return {"accepted_at": now, "accepted_day": now.date()}


def supersede(session: Session, old_id: int, number: str, seat: Seat, clock: Clock) -> None:
    """End the filing that an accepted one (of this number) replaces.

    Raises StateConflictError where it is not in force any more.
    """
    old = session.get_one(Filing, old_id)
    if old.status is not FilingStatus.ACCEPTED:
        raise StateConflictError("要变更的那条备案已不在有效状态，请核对后重新办理。")
    was = acts.as_it_is(old)
    old.status, old.closed_day = FilingStatus.CHANGED, clock.today()
    session.flush()
    detail = audit.difference(
        session,
        {"status": FilingStatus.ACCEPTED},
        {"status": FilingStatus.CHANGED, "replaced_by": number},
    )
    detail |= acts.add(session, seat=seat, row=old, verb=Verb.SUPERSEDE, before=was, clock=clock)
    log(session, seat, clock, Verb.SUPERSEDE, old, detail)


def _expect_open(status: FilingStatus) -> None:
    if not status.open:
        raise ValueError(status)


def _expect_replaceable(session: Session, old: FilingRecord, person_id: int) -> None:
    row = current(session, old, FilingStatus.ACCEPTED)
    if row.person_id != person_id:
        raise StateConflictError("变更前后不是同一个人的证件。证件录错的，请注销后重新登记。")


def current(session: Session, filing: FilingRecord, *statuses: FilingStatus) -> Filing:
    """Return the row of a filing that is still as it was seen, in one of the states."""
    row = session.get_one(Filing, filing.id)
    expect_unchanged(session, subject=row.number, kept=row.version, seen=filing.version)
    if row.status not in statuses:
        raise StateConflictError(f"这条备案现在是“{row.status.label}”，不能这样办理。")
    return row


def columns(case: Case) -> dict[str, Any]:
    """Return what of a case the table keeps: the columns of lists, and the whole as JSON.

    What was left empty is left out: a third of the row, which every list would read along.
    """
    listed = {name: getattr(case, name) for name in FilingFields.model_fields}
    return listed | {"case": case.model_dump(mode="json", exclude_none=True)}


def log(
    session: Session,
    seat: Seat,
    clock: Clock,
    verb: Verb,
    row: Any,
    detail: dict[str, Any],
) -> None:
    """Have the history say what was done to a filing, and seal how it is now."""
    sealed = detail | {states.FILED: states.FILING_STATE.of(session, row)}
    audit.append(session, at=clock.now(), seat=seat, verb=verb, subject=row.number, detail=sealed)


def _of(session: Session, person: PersonRecord) -> dict[str, Any]:
    """Return what a filing's entry says of its person: who they are, sealed."""
    return {states.HOLDER: states.PERSON_STATE.of(session, person)}
