"""Find filings and people, and show one of them whole."""

from datetime import date

from desk_app.errors import RefusedError
from desk_app.policy import record_numbers
from desk_app.policy.vocabulary import IdKind
from desk_app.records.filing import FilingRecord, FilingSummary
from desk_app.records.print_job import PrintJobRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Session
from desk_app.storage.filings import filings, listing, prints
from desk_app.storage.people import persons
from desk_app.storage.search import search
from desk_app.storage.search.search import Hit

LONGEST_LIST = 1000


def find(*, desk: Desk, text: str, limit: int = 20) -> tuple[Hit, ...]:
    """Return people and their filings for whatever was typed or scanned into the one box."""
    wanted = record_numbers.read(text) or text
    with desk.database.reading() as session:
        return search.find(session, text=wanted, limit=limit)


def show(*, desk: Desk, record_no: str) -> tuple[FilingRecord, tuple[PrintJobRecord, ...]]:
    """Return a filing and its print jobs; raise RefusedError for a number nobody has."""
    with desk.database.reading() as session:
        record = required(session, record_no)
        return record, prints.of_filing(session, filing_id=record.id)


def today(*, desk: Desk, day: date | None = None) -> tuple[FilingSummary, ...]:
    """Return what this hall registered on a day (today when None), newest first."""
    day = day or desk.clock.today()
    criteria = listing.Criteria(first=day, last=day, hall_id=desk.hall.id)
    with desk.database.reading() as session:
        return listing.page(session, criteria=criteria, limit=LONGEST_LIST)


def history_of(*, desk: Desk, id_kind: IdKind, id_number: str) -> tuple[FilingRecord, ...]:
    """Return every filing of the person with this (normalised) number, newest first."""
    with desk.database.reading() as session:
        person = persons.by_document(session, id_kind=id_kind, id_number=id_number)
        return filings.of_person(session, person_id=person.id) if person else ()


def required(session: Session, record_no: str) -> FilingRecord:
    """Return the filing with this number, typed or scanned; raise RefusedError without one."""
    number = record_numbers.read(record_no)
    record = filings.by_number(session, number=number) if number else None
    if record is None:
        raise RefusedError("没有这个备案编号，请核对后重新输入。")
    return record
