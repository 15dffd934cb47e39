"""Put a slip in a kept filing right, under its number; who it is of may turn out somebody else."""

from typing import Any

from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.errors import StateConflictError
from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.audit import Verb
from desk_app.records.filing import Case, FilingRecord
from desk_app.records.hall import Seat
from desk_app.records.person import PersonRecord
from desk_app.storage.filings import acts, filings
from desk_app.storage.filings.acts import Grounds
from desk_app.storage.filings.filing_rows import record, records
from desk_app.storage.history import audit, states
from desk_app.storage.people import persons
from desk_app.storage.schema.tables import FILING


def correct(
    session: Session,
    *,
    seat: Seat,
    filing: FilingRecord,
    case: Case,
    verb: Verb,
    grounds: Grounds,
    clock: Clock,
) -> FilingRecord:
    """Restate an open filing; number, state, days and rules stay.

    With another document number it becomes that person's, or its person's number is put right
    where they have nothing else. Raises StateConflictError for a filing that is not open, or one
    of several linked by changes whose number would have to be put right in all.
    """
    row = filings.current(session, filing, FilingStatus.ACCEPTED, FilingStatus.AWAITING_DOCUMENTS)
    was, before = acts.as_it_is(row, case=True), dict(row.case)
    old_id = row.person_id
    person = _holder(session, seat, filing, case, clock)
    row.person_id = person.id
    for name, value in filings.columns(case).items():
        setattr(row, name, value)
    session.flush()
    detail: dict[str, Any] = audit.difference(session, before, dict(row.case))
    detail[states.HOLDER] = states.PERSON_STATE.of(session, person)
    detail |= acts.add(
        session, seat=seat, row=row, verb=verb, before=was, clock=clock, grounds=grounds
    )
    filings.log(session, seat, clock, verb, row, detail)
    if old_id != person.id:
        _leave(session, seat, filing, old_id, person, clock)
    return record(session, row.id)


def _holder(
    session: Session, seat: Seat, filing: FilingRecord, case: Case, clock: Clock
) -> PersonRecord:
    """Return the person a corrected filing is of."""
    stated = case.applicant
    known = persons.by_document(session, id_kind=stated.id_kind, id_number=stated.id_number)
    own = known is not None and known.id == filing.person_id
    others = records(session, FILING.c.person_id == filing.person_id, FILING.c.id != filing.id)
    linked = {filing.replaces, filing.replaced_by} - {None}
    if own or (known is None and {one.number for one in others} <= linked):
        return persons.correct(
            session, seat=seat, person_id=filing.person_id, stated=stated, clock=clock
        )
    if linked:
        raise StateConflictError(
            f"备案 {filing.number} 与 {'、'.join(sorted(filter(None, linked)))} 由变更相连，"
            "号码不能只改一件。请主管先撤回这次变更，更正原来那件，再办变更。"
        )
    return persons.keep(session, seat=seat, stated=stated, clock=clock)


def _leave(
    session: Session,
    seat: Seat,
    filing: FilingRecord,
    old_id: int,
    person: PersonRecord,
    clock: Clock,
) -> None:
    """Have who a filing was of by mistake be as their own filings say, or be nobody."""
    as_was = filing.case.applicant
    persons.remember(session, seat=seat, person=person, as_was=as_was, clock=clock)
    left = filings.of_person(session, person_id=old_id)
    if left:
        persons.keep(session, seat=seat, stated=left[0].case.applicant, clock=clock)
        persons.disown(session, person_id=old_id, name=as_was.name)
    else:
        persons.forget(session, seat=seat, person_id=old_id, into=person.id, clock=clock)
