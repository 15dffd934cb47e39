"""The people who filed, each once by kind and number of their document."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, insert, select
from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.policy.vocabulary import IdKind
from desk_app.records.audit import Verb
from desk_app.records.hall import Seat
from desk_app.records.person import PersonFields, PersonRecord
from desk_app.storage.history import audit, states
from desk_app.storage.schema import search_index
from desk_app.storage.schema.tables import FORMER, PERSON, SEARCH_KEY, Former, Person


def by_document(session: Session, *, id_kind: IdKind, id_number: str) -> PersonRecord | None:
    """Return the person with this (normalised) document number, if they ever filed here."""
    wanted = {"wanted_kind": id_kind, "wanted_number": id_number}
    row = session.connection().execute(_BY_DOCUMENT, wanted).first()
    return None if row is None else read(row)


def by_id(session: Session, *, person_id: int) -> PersonRecord | None:
    """Return a person."""
    row = session.get(Person, person_id)
    return None if row is None else record(row)


def keep(
    session: Session,
    *,
    seat: Seat,
    stated: PersonFields,
    clock: Clock,
    as_of: datetime | None = None,
) -> PersonRecord:
    """Return the person of a document number, new or with what is now stated of them.

    A change of name or phone is audited; filings made before keep what was stated then.
    ``as_of`` is when it was stated, if not now: what was stated later stays.
    """
    fields = PersonFields.model_validate(stated, from_attributes=True)
    known = by_document(session, id_kind=fields.id_kind, id_number=fields.id_number)
    if known is None:
        return _add(session, fields, clock)
    before = PersonFields.model_validate(known, from_attributes=True)
    if before.name != fields.name:
        _find_under(session, known, fields.name)
    if before == fields or (as_of is not None and as_of <= known.updated_at):
        return known
    row = session.get_one(Person, known.id)
    _change(session, row, fields, clock)
    _note(session, seat, row, clock, before=before, after=fields, former={})
    return record(row)


def correct(
    session: Session, *, seat: Seat, person_id: int, stated: PersonFields, clock: Clock
) -> PersonRecord:
    """Put right who somebody is, number included; they are found by what they were called too.

    Nobody else may have the number.
    """
    fields = PersonFields.model_validate(stated, from_attributes=True)
    row = session.get_one(Person, person_id)
    known, before = record(row), PersonFields.model_validate(row)
    if before == fields:
        return known
    renamed = _identity(before) != _identity(fields)
    former = _add_former(session, known, before, clock) if renamed else {}
    _find_under(session, known, fields.name)
    _change(session, row, fields, clock)
    _note(session, seat, row, clock, before=before, after=fields, former=former)
    return record(row)


def remember(
    session: Session, *, seat: Seat, person: PersonRecord, as_was: PersonFields, clock: Clock
) -> None:
    """Have a person found by the name and number that one of their filings stated before."""
    if _identity(person) == _identity(as_was):
        return
    row = session.get_one(Person, person.id)
    fields = PersonFields.model_validate(row)
    _find_under(session, record(row), as_was.name)
    former = _add_former(session, person, as_was, clock)
    _note(session, seat, row, clock, before=fields, after=fields, former=former)


def disown(session: Session, *, person_id: int, name: str) -> None:
    """Have somebody no more found by a name that only a filing stated that was not theirs."""
    row = session.get_one(Person, person_id)
    printed = search_index.names_on_papers(session, people=[person_id])
    left = printed.get(person_id, set()) | {row.name}
    search_index.take(session, person_id=person_id, name=name, left=left)


def forget(session: Session, *, seat: Seat, person_id: int, into: int, clock: Clock) -> None:
    """Delete somebody who has no filing any more since it was another person's, ``into``."""
    run = session.connection().execute
    run(SEARCH_KEY.delete().where(SEARCH_KEY.c.person_id == person_id))  # rare: reads every key
    run(FORMER.delete().where(FORMER.c.person_id == person_id))
    session.delete(session.get_one(Person, person_id))
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=Verb.PERSON_CHANGED,
        subject=f"person:{person_id}",
        detail={"joined": into},
    )


def record(row: Person) -> PersonRecord:
    """Return a row as it is handed out."""
    return PersonRecord.model_validate(row)


def whole() -> Select[Any]:
    """Return the query of people, to be narrowed: many are read much faster so than as objects."""
    return select(*(PERSON.c[name] for name in _FIELDS))


def read(row: Row[Any]) -> PersonRecord:
    """Return a row of ``whole`` as it is handed out."""
    return PersonRecord.model_validate(dict(zip(_FIELDS, row, strict=True)))


def _add(session: Session, fields: PersonFields, clock: Clock) -> PersonRecord:
    now = clock.now()
    kept = fields.model_dump() | {"created_at": now, "updated_at": now, "version": 1}
    reversed_ = {"id_rev": fields.id_number[::-1], "phone_rev": fields.phone[::-1]}
    # Not as an object of the session: that takes as long as registering the filing.
    added = session.connection().execute(_ADD, kept | reversed_).scalar_one()
    person = PersonRecord.model_validate(kept | {"id": added})
    search_index.add(session, person_id=person.id, name=person.name)
    return person


def _find_under(session: Session, known: PersonRecord, name: str) -> None:
    """Let a person be found under a name that is now stated of them as well."""
    printed = search_index.names_on_papers(session, people=[known.id])
    besides = printed.get(known.id, set()) | {known.name}
    search_index.add(session, person_id=known.id, name=name, besides=besides)


def _change(session: Session, row: Person, fields: PersonFields, clock: Clock) -> None:
    for name in PersonFields.model_fields:
        setattr(row, name, getattr(fields, name))
    row.id_rev, row.phone_rev = row.id_number[::-1], row.phone[::-1]
    row.updated_at = clock.now()
    session.flush()


def same_day_and_phone(
    session: Session, *, birth: date, phone: str, besides: str
) -> tuple[PersonRecord, ...]:
    """Return the people born on a day and reached by a phone, but for those with one number."""
    query = whole().where(
        PERSON.c.phone == phone, PERSON.c.birth == birth, PERSON.c.id_number != besides
    )
    return tuple(map(read, session.connection().execute(query.limit(_MOST_ALIKE))))


def same_beginning(session: Session, *, number: str, length: int) -> tuple[PersonRecord, ...]:
    """Return people whose number begins like one, and is another."""
    begun = number[:length]
    query = whole().where(
        PERSON.c.id_number >= begun,
        PERSON.c.id_number < begun + "\U0010ffff",
        PERSON.c.id_number != number,
    )
    found = query.order_by(PERSON.c.id_number).limit(_MOST_ALIKE)
    return tuple(map(read, session.connection().execute(found)))


def _identity(person: PersonFields) -> tuple[str, str, str]:
    return person.name, person.id_kind.value, person.id_number


def _add_former(
    session: Session, person: PersonRecord, as_was: PersonFields, clock: Clock
) -> dict[str, str]:
    row = Former(
        person_id=person.id,
        name=as_was.name,
        id_kind=as_was.id_kind,
        id_number=as_was.id_number,
        at=clock.now(),
    )
    session.add(row)
    session.flush()
    search_index.add_number(session, person_id=person.id, number=as_was.id_number)
    return {f"{states.FORMER}{row.id}": states.FORMER_STATE.of(session, row)}


def _note(
    session: Session,
    seat: Seat,
    row: Person,
    clock: Clock,
    *,
    before: PersonFields,
    after: PersonFields,
    former: Mapping[str, str],
) -> None:
    detail: dict[str, Any] = audit.difference(
        session, before.model_dump(mode="json"), after.model_dump(mode="json")
    )
    detail[states.HOLDER] = states.PERSON_STATE.of(session, row)
    if former:
        detail[states.FORMERS] = dict(former)
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=Verb.PERSON_CHANGED,
        subject=f"person:{row.id}",
        detail=detail,
    )


_MOST_ALIKE = 50
_FIELDS = tuple(PersonRecord.model_fields)
_ADD = insert(PERSON).returning(PERSON.c.id)
_BY_DOCUMENT = whole().where(
    PERSON.c.id_number == bindparam("wanted_number"), PERSON.c.id_kind == bindparam("wanted_kind")
)
