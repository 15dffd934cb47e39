"""Turn a case into the plain data its papers are printed from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk_app.policy.guidance import Guidance, settled_states
from desk_app.policy.record_numbers import check_characters
from desk_app.policy.regions import place as place_of
from desk_app.policy.regions import region_name, within_province
from desk_app.policy.vocabulary import DocumentState
from desk_app.records.filing import Case, FilingRecord
from desk_app.records.person import PersonFields
from desk_app.services.desk import Desk
from forms import data as paper

REGISTRATIONS = (
    "guangdong_registration",
    "shenzhen_registration",
    "shenzhen_migrant_worker_registration",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Why and from when a filing ends, as its cancellation form states it."""

    day: date
    reason: str
    reason_text: str | None
    effective: date
    replaced_by: str | None = None


def office(desk: Desk, *, region: str) -> paper.Office:
    """Return who issues the paper, for an applicant insured in ``region``."""
    return paper.Office(
        hall=desk.hall.name,
        counter=f"{desk.counter}号窗口",
        clerk=desk.clerk.name,
        insured_region=region_name(region) or region,
        address=desk.hall.address,
        phone=desk.hall.phone,
        complaint_phone=desk.hall.complaint_phone,
    )


def registration(desk: Desk, *, record: FilingRecord, guidance: Guidance) -> paper.Registration:
    """Return the data of the registration form of a filing."""
    case = record.case
    return paper.Registration(
        number=record.number,
        check=check_characters(record.number),
        kind="change" if record.replaces else "new",
        day=record.accepted_day or record.day,
        office=office(desk, region=case.region),
        applicant=applicant_of(case),
        agent=agent_of(case),
        type=case.type,
        method=case.method,
        place=place_of_treatment(case),
        begin=case.begin,
        end=case.end,
        end_text=end_text(case.end),
        documents=document_lines(case.documents, guidance),
        admission=case.admission,
        admission_hospital=case.admission_hospital,
        referral_hospital=case.referral_hospital,
        reason=case.reason,
        outpatient=case.outpatient,
        consent=case.consent,
        remark=case.remark,
        replaces=record.replaces,
    )


def cancellation(desk: Desk, *, record: FilingRecord, ending: Ending) -> paper.Cancellation:
    """Return the data of the application that cancels ``record``."""
    case = record.case
    return paper.Cancellation(
        number=record.number,
        check=check_characters(record.number),
        day=ending.day,
        office=office(desk, region=case.region),
        applicant=applicant_of(case),
        agent=agent_of(case),
        type=case.type,
        method=case.method,
        place=place_of_treatment(case),
        begin=case.begin,
        end=case.end,
        end_text=end_text(case.end),
        accepted_day=record.accepted_day or record.day,
        reason=ending.reason,
        reason_text=ending.reason_text,
        effective=ending.effective,
        replaced_by=ending.replaced_by,
    )


def document_lines(
    states: Mapping[str, DocumentState], guidance: Guidance
) -> tuple[paper.DocumentLine, ...]:
    """Return every document the case needs with what was handed in of it."""
    settled = settled_states(guidance, states)
    return tuple(
        paper.DocumentLine(name=document.name, state=settled[document.id].value)
        for document in guidance.documents
    )


def end_text(end: date | None) -> str:
    """Word the end of a filing; without an end it lasts until something changes."""
    return end.isoformat() if end else "长期有效"


def applicant_of(case: Case) -> paper.Applicant:
    """Return the applicant of a case as papers name them."""
    applicant = case.applicant
    return paper.Applicant(
        **_person(applicant),
        phone2=applicant.phone2,
        nation=applicant.nation,
        insurance=applicant.insurance,
        social_card_no=applicant.social_card_no,
        insured_no=applicant.insured_no,
        employer=applicant.employer,
        household_address=applicant.household_address,
        employment=applicant.employment,
        residence_permit_no=applicant.residence_permit_no,
    )


def agent_of(case: Case) -> paper.Agent | None:
    """Return who acts for the applicant, if anybody."""
    agent = case.agent
    if agent is None:
        return None
    return paper.Agent(**_person(agent), relation=agent.relation, address=agent.address)


def place_of_treatment(case: Case) -> paper.Place:
    """Return where a case files to; a place no longer on the list keeps the name it had."""
    found = place_of(case.place)
    return paper.Place(
        code=case.place,
        province=found.province if found else "",
        city=found.name if found else region_name(case.place) or case.place,
        within_province=within_province(case.region, case.place),
        address=case.place_address,
    )


def _person(person: PersonFields) -> dict[str, Any]:
    return {
        "name": person.name,
        "id_kind": person.id_kind.label,
        "id_number": person.id_number,
        "phone": person.phone,
        "sex": person.sex.label if person.sex else None,
        "birth": person.birth,
    }
