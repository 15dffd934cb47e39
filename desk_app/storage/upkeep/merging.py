"""Bring in filings of another counter or an older installation; look first, then do it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.policy.vocabulary import Role
from desk_app.records.audit import Verb
from desk_app.records.filing import FilingRecord
from desk_app.records.hall import ClerkRecord, HallFields, HallRecord, Seat
from desk_app.records.merging import Clash, Incoming, Merging, Outcome, Seen
from desk_app.records.print_job import PrintJobRecord
from desk_app.storage.filings import filings, prints
from desk_app.storage.filings.filing_rows import read, whole
from desk_app.storage.filings.numbers import DayOf, set_last
from desk_app.storage.history import audit, states
from desk_app.storage.people import clerks, halls, persons
from desk_app.storage.schema.tables import FILING, Filing, PrintJob

_AT_ONCE = 100
LISTED = 500
"""How many filings of each kind are listed; the others are counted."""


def incoming(source: Session) -> Iterator[Incoming]:
    """Yield every filing of an opened file, the oldest first."""
    places = {hall.id: hall for hall in halls.every(source)}
    people = {clerk.id: clerk for clerk in clerks.every(source)}
    rows = source.connection().execute(whole().order_by(FILING.c.id))
    for filing, papers in with_papers(source, read(rows)):
        yield Incoming(
            filing=filing,
            hall=places[filing.hall_id],
            staff_no=people[filing.clerk_id].staff_no,
            papers=papers,
        )


def with_papers(
    session: Session, found: Iterator[FilingRecord]
) -> Iterator[tuple[FilingRecord, tuple[PrintJobRecord, ...]]]:
    """Yield filings with what was printed of each, asked for a hundred filings at once."""
    for batch in iter(lambda: tuple(islice(found, _AT_ONCE)), ()):
        papers = prints.of_filings(session, filing_ids=[one.id for one in batch])
        for one in batch:
            yield one, papers.get(one.id, ())


def look(session: Session, *, source: Iterable[Incoming], seat: Seat | None = None) -> Merging:
    """Say what bringing in the filings would do, and do nothing.

    ``seat`` is where: filings of its own number that are not known here are counted.
    """
    many, papers, own = dict.fromkeys(Outcome, 0), 0, 0
    clashes: list[Clash] = []
    listed: list[Seen] = []
    for one in source:
        here = filings.by_number(session, number=one.filing.number)
        outcome = _outcome(here, one.filing)
        many[outcome] += 1
        papers += len(one.papers) if outcome is Outcome.NEW else 0
        own += outcome is not Outcome.KNOWN and _is_of(seat, one)
        if here is not None and outcome is Outcome.CLASH:
            clashes.append(Clash(number=here.number, here=here, there=one.filing))
        if many[outcome] <= LISTED:
            listed.append(_seen(one.filing, outcome))
    return Merging(
        new=many[Outcome.NEW],
        known=many[Outcome.KNOWN],
        clashes=tuple(clashes),
        listed=tuple(listed),
        papers=papers,
        own_number=own,
    )


def _is_of(seat: Seat | None, one: Incoming) -> bool:
    return seat is not None and (one.hall.code, one.filing.counter) == (
        seat.hall.code,
        seat.counter,
    )


def _outcome(here: FilingRecord | None, there: FilingRecord) -> Outcome:
    if here is None:
        return Outcome.NEW
    return Outcome.KNOWN if _content(here) == _content(there) else Outcome.CLASH


def _seen(filing: FilingRecord, outcome: Outcome) -> Seen:
    case = filing.case
    return Seen(
        number=filing.number,
        name=case.applicant.name,
        type=case.type,
        day=filing.day,
        outcome=outcome,
    )


def bring(session: Session, *, seat: Seat, source: Iterable[Incoming], clock: Clock) -> Merging:
    """Bring in the filings whose numbers are not here; leave out and return those that clash.

    Numbers, days, papers and states stay as they were. A person who is here already is brought
    up to date only by a later statement. Everything happens in the session's transaction.
    """
    new = known = papers = own = 0
    clashes: list[Clash] = []
    days: set[tuple[HallRecord, int, date]] = set()
    for one in source:
        seen = look(session, source=[one], seat=seat)
        known += seen.known
        own += seen.own_number
        clashes += seen.clashes
        if seen.new:
            new, papers = new + 1, papers + seen.papers
            hall = _hall(session, seat, one.hall, clock)
            days.add((hall, one.filing.counter, one.filing.day))
            _add(session, seat, one, hall, clock)
    for hall, counter, day in days:
        of = DayOf(hall=hall, counter=counter, day=day)
        set_last(session, of=of, seat=seat, clock=clock)
    return Merging(new=new, known=known, clashes=tuple(clashes), papers=papers, own_number=own)


def _content(filing: FilingRecord) -> str:
    """Return all that a filing says, in a form that is equal for equal filings of two files."""
    own = {"id", "hall_id", "clerk_id", "person_id", "version", "case"}
    values: dict[str, Any] = {k: v for k, v in asdict(filing).items() if k not in own}
    values["case"] = filing.case.model_dump(mode="json")
    return json.dumps(values, sort_keys=True, default=str)


def _add(session: Session, seat: Seat, one: Incoming, hall: HallRecord, clock: Clock) -> None:
    filing, ended = one.filing, one.filing.cancelled
    clerk = _clerk(session, seat, one, clock)
    person = persons.keep(
        session, seat=seat, stated=filing.case.applicant, clock=clock, as_of=filing.registered_at
    )
    row = Filing(
        **filings.columns(filing.case),
        number=filing.number,
        number_rev=filing.number[::-1],
        hall_id=hall.id,
        counter=filing.counter,
        day=filing.day,
        serial=int(filing.number.rpartition("-")[2]),
        clerk_id=clerk.id,
        person_id=person.id,
        status=filing.status,
        registered_at=filing.registered_at,
        accepted_at=filing.accepted_at,
        accepted_day=filing.accepted_day,
        replaces_id=_id_of(session, filing.replaces, person.id),
        closed_day=filing.closed_day,
        cancelled_at=ended.at if ended else None,
        cancelled_day=ended.day if ended else None,
        cancel_reason=ended.reason if ended else None,
        cancel_text=ended.text if ended else None,
        cancel_effective=ended.effective if ended else None,
        rules=filing.rules,
        official_no=filing.official_no,
    )
    session.add(row)
    session.flush()
    detail = {
        states.FILED: states.FILING_STATE.of(session, row),
        states.HOLDER: states.PERSON_STATE.of(session, person),
    }
    _log(session, seat, clock, filing.number, detail)
    for paper in one.papers:
        _add_paper(session, seat, paper, row, clerk, clock)


def _add_paper(
    session: Session,
    seat: Seat,
    paper: PrintJobRecord,
    row: Filing,
    clerk: ClerkRecord,
    clock: Clock,
) -> None:
    values = asdict(paper.printed)
    job = PrintJob(
        **values,
        filing_id=row.id,
        copy_no=paper.copy,
        outcome=paper.outcome,
        printed_at=paper.printed_at,
        counter=paper.counter,
        clerk_id=clerk.id,
    )
    session.add(job)
    session.flush()
    detail = {
        "paper": paper.printed.paper,
        "sha256": paper.printed.sha256,
        **prints.sealed(session, job),
    }
    _log(session, seat, clock, row.number, detail)


def _hall(session: Session, seat: Seat, fields: HallFields, clock: Clock) -> HallRecord:
    known = halls.by_code(session, code=fields.code)
    return known or halls.add(session, hall=fields, clock=clock, seat=seat)


def _clerk(session: Session, seat: Seat, one: Incoming, clock: Clock) -> ClerkRecord:
    """Return who registered it: the person here of that number and name, or one kept for it."""
    name = one.filing.clerk
    for staff_no in (one.staff_no, f"{one.hall.code}:{one.staff_no}", f"{one.staff_no}:{name}"):
        found = clerks.by_staff_no(session, staff_no=staff_no[:20])
        if found is not None and found.name == name:
            return found
        if found is None and ":" in staff_no:
            return clerks.add(
                session,
                staff_no=staff_no[:20],
                name=name,
                role=Role.CLERK,
                clock=clock,
                seat=seat,
                active=False,  # named in the records only: nobody signs in as them
            )
    raise ValueError(one.staff_no)


def _id_of(session: Session, number: str | None, person_id: int) -> int | None:
    """Return the filing that was replaced; none when the number is somebody else's here."""
    query = select(FILING.c.id).where(FILING.c.number == number, FILING.c.person_id == person_id)
    found: int | None = session.connection().execute(query).scalar_one_or_none()
    return found


def _log(session: Session, seat: Seat, clock: Clock, number: str, detail: dict[str, Any]) -> None:
    at = clock.now()
    audit.append(session, at=at, seat=seat, verb=Verb.IMPORT, subject=number, detail=detail)
