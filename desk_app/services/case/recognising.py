"""Recognise the person whose number was typed: what is on file of them, and who is alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from desk_app.policy.days.dates import read_day
from desk_app.policy.guidance.acquaintance import NOBODY, Acquaintance, Ended, Namesake
from desk_app.policy.people.identity import IdentityVerdict, check_identity
from desk_app.policy.people.names import normalise_name
from desk_app.policy.people.phone import check_phone
from desk_app.policy.vocabulary import CancelReason, FilingType, IdKind
from desk_app.records.filing import FilingRecord
from desk_app.records.person import PersonFields, PersonRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Session
from desk_app.storage.filings import filings
from desk_app.storage.people import persons

_UNTIL_BIRTH = 14
"""Characters of a resident's number before those that tell people of one day and place apart."""
_APART = slice(14, 17)


def recognise(
    *,
    desk: Desk,
    case: Mapping[str, Any],
    replaced: FilingRecord | None = None,
    changing: bool = False,
) -> Acquaintance:
    """Return what the records know of the applicant of a raw case, however it was typed.

    ``replaced`` is the filing the case completes or, where ``changing``, changes.
    """
    with desk.database.reading() as session:
        found = known(session, case=case, today=desk.clock.today(), replaced=replaced)
    return replace(found, changing=changing)


def known(
    session: Session,
    *,
    case: Mapping[str, Any],
    today: date,
    replaced: FilingRecord | None = None,
) -> Acquaintance:
    """Return what the records know of the applicant of a raw case, within a transaction."""
    applicant = case.get("applicant")
    applicant = applicant if isinstance(applicant, Mapping) else {}
    identity = _identity(applicant, today)
    if identity is None:
        return NOBODY
    person = persons.by_document(session, id_kind=identity.kind, id_number=identity.number)
    filed = filings.of_person(session, person_id=person.id) if person else ()
    others = [one for one in filed if replaced is None or one.id != replaced.id]
    return Acquaintance(
        names=(person.name,) if person else (),
        twofold=tuple(_twofold(session, applicant, identity)),
        near=tuple(_near(session, applicant, identity)),
        dead=next((one.number for one in filed if is_death(one)), None),
        referral=next((one.number for one in others if one.case.type is FilingType.REFERRAL), None),
        ended=tuple(_ended(others, today)),
        replaced=replaced.case.model_dump() if replaced else None,
    )


def twofold(session: Session, *, person: PersonFields) -> tuple[PersonRecord, ...]:
    """Return people who may be the same one under another kind of document."""
    if person.birth is None:
        return ()
    found = persons.same_day_and_phone(
        session, birth=person.birth, phone=person.phone, besides=person.id_number
    )
    return tuple(one for one in found if one.id_kind is not person.id_kind)


def is_death(filing: FilingRecord) -> bool:
    """Tell whether a filing ended because the insured person died."""
    return filing.cancelled is not None and filing.cancelled.reason is CancelReason.DECEASED


def _identity(applicant: Mapping[str, Any], today: date) -> IdentityVerdict | None:
    kind, number = applicant.get("id_kind"), applicant.get("id_number")
    if kind not in tuple(IdKind) or not isinstance(number, str) or not number.strip():
        return None
    verdict = check_identity(number[:100], kind=IdKind(kind), today=today)
    return verdict if verdict.ok else None


def _twofold(
    session: Session, applicant: Mapping[str, Any], identity: IdentityVerdict
) -> Iterator[Namesake]:
    birth = identity.birth or read_day(applicant.get("birth"))
    written = applicant.get("phone")
    phone = check_phone(written[:100]).number if isinstance(written, str) else None
    if birth is None or not phone:
        return
    found = persons.same_day_and_phone(session, birth=birth, phone=phone, besides=identity.number)
    for one in found:
        if one.id_kind is not identity.kind:
            yield Namesake(name=one.name, id_number=one.id_number)


def _near(
    session: Session, applicant: Mapping[str, Any], identity: IdentityVerdict
) -> Iterator[Namesake]:
    """Yield twins and people whose number differs in one digit of those that are given in turn."""
    number = identity.number
    if identity.kind is not IdKind.RESIDENT_ID or len(number) != 18:
        return
    written = applicant.get("name")
    name = normalise_name(written[:100]) if isinstance(written, str) else ""
    for one in persons.same_beginning(session, number=number, length=_UNTIL_BIRTH):
        pairs = zip(one.id_number[_APART], number[_APART], strict=False)
        differing = sum(own != other for own, other in pairs)
        if differing == 1 or (name and one.name[:1] == name[:1]):
            yield Namesake(name=one.name, id_number=one.id_number)


def _ended(filed: Iterable[FilingRecord], today: date) -> Iterator[Ended]:
    for one in filed:
        if one.cancelled is not None and one.cancelled.effective > today:
            yield Ended(number=one.number, place=one.case.place, effective=one.cancelled.effective)
