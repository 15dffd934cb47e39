"""The people who filed, each once by kind and number of their document."""

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
from desk_app.storage.schema.tables import PERSON, Person


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
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=Verb.PERSON_CHANGED,
        subject=f"person:{row.id}",
        detail=audit.difference(
            session, before.model_dump(mode="json"), fields.model_dump(mode="json")
        )
        | {states.HOLDER: states.PERSON_STATE.of(session, row)},
    )
    return record(row)


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
    row.phone_rev = row.phone[::-1]
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


_MOST_ALIKE = 50
_FIELDS = tuple(PersonRecord.model_fields)
_ADD = insert(PERSON).returning(PERSON.c.id)
_BY_DOCUMENT = whole().where(
    PERSON.c.id_number == bindparam("wanted_number"), PERSON.c.id_kind == bindparam("wanted_kind")
)
