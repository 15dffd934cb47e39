"""Turn a case into the plain data its papers are printed from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from desk_app.policy.guidance.facts import signers
from desk_app.policy.guidance.guidance import Guidance, settled_states
from desk_app.policy.guidance.paper_words import lock_rule, wording
from desk_app.policy.record_numbers import check_characters
from desk_app.policy.regions import place as place_of
from desk_app.policy.regions import region_name, within_province
from desk_app.policy.vocabulary import CancelReason, DocumentState
from desk_app.records.filing import Case, FilingRecord
from desk_app.records.person import PersonFields
from desk_app.services.case import documents_held
from desk_app.services.case.kept_case import facts_of
from desk_app.services.desk.open_desk import Desk
from desk_app.services.rules import rulekeeping
from forms import data as paper
from forms.stored import PaperData

_OF_THE_DEAD: Mapping[str, Any] = {"signers": ("heir",), "agent": None}
"""An agency ends with the death (民法典第一百七十三条): who comes signs as a relative or heir."""
_WORDED = frozenset({"applicant", "agent", "place", "documents"})
"""Fields of a case that a paper has in another form."""
REGISTRATIONS = (
    "guangdong_registration",
    "shenzhen_registration",
    "shenzhen_migrant_worker_registration",
)


Data = TypeVar("Data", bound=PaperData)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The filing that papers are made of, and where; ``open_end`` words an end left open."""

    desk: Desk
    record: FilingRecord
    open_end: str

    @property
    def day(self) -> date:
        """Return the day of acceptance, of registering while it is not accepted."""
        return self.record.accepted_day or self.record.day


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Why and from when a filing ends, as its cancellation form states it."""

    day: date
    reason: str
    reason_text: str | None
    effective: date
    replaced_by: str | None = None


def made(kind: type[Data], subject: Subject, /, **own: Any) -> Data:
    """Return the data of a paper: what papers share as the filing has it, and what is its own."""
    names = (one.name for one in fields(kind) if one.name in _SHARED and one.name not in own)
    return kind(**{name: _SHARED[name](subject) for name in names}, **own)


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


def registration(subject: Subject, guidance: Guidance) -> paper.Registration:
    """Return the data of the registration form of a filing."""
    record, case = subject.record, subject.record.case
    return made(
        paper.Registration,
        subject,
        kind="change" if record.replaces else "new",
        documents=document_lines(case.documents, guidance),
        replaces=record.replaces,
        declaration=wording("registration", guidance.rules, guidance.facts),
        agreed=wording("registration_consent", guidance.rules, guidance.facts),
    )


def cancellation(desk: Desk, *, record: FilingRecord, ending: Ending) -> paper.Cancellation:
    """Return the data of the application that cancels ``record``."""
    words = documents_held.end_words(desk=desk, filing=record)
    book = rulekeeping.shelf(desk=desk).rulebook(record.case.region, on=ending.day)
    facts = facts_of(record.case, on=ending.day)
    limit = lock_rule(book, facts)
    return made(
        paper.Cancellation,
        Subject(desk=desk, record=record, open_end=words),
        day=ending.day,
        accepted_day=record.accepted_day or record.day,
        reason=ending.reason,
        reason_text=ending.reason_text,
        effective=ending.effective,
        replaced_by=ending.replaced_by,
        declaration=wording("cancellation", book, facts),
        limit=f"本人已知晓参保地的规定：{limit.text}" if limit else "",
        **(_OF_THE_DEAD if ending.reason == CancelReason.DECEASED else {}),
    )


def document_lines(
    states: Mapping[str, DocumentState], guidance: Guidance
) -> tuple[paper.DocumentLine, ...]:
    """Return every document the case needs with what was handed in of it.

    One that nobody need hand in is left out where it was not.
    """
    settled = settled_states(guidance, states)
    return tuple(
        paper.DocumentLine(name=document.any_of, state=settled[document.id].value)
        for document in guidance.documents
        if document.blocks or settled[document.id] is not DocumentState.MISSING
    )


def applicant_of(case: Case) -> paper.Applicant:
    """Return the applicant of a case as papers name them."""
    return _person(paper.Applicant, case.applicant)


def agent_of(case: Case) -> paper.Agent | None:
    """Return who acts for the applicant, if anybody."""
    return None if case.agent is None else _person(paper.Agent, case.agent)


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


def _person(kind: type[Data], person: PersonFields) -> Data:
    """Return a person with every field that papers of a kind name, as the record has it."""
    told = {one.name: getattr(person, one.name) for one in fields(kind)}
    worded = {name: told[name] and told[name].label for name in ("id_kind", "sex")}
    return kind(**told | worded)


def _of_case(name: str) -> Callable[[Subject], Any]:
    return lambda subject: getattr(subject.record.case, name)


_SHARED: Mapping[str, Callable[[Subject], Any]] = {
    "number": lambda subject: subject.record.number,
    "check": lambda subject: check_characters(subject.record.number),
    "day": lambda subject: subject.day,
    "office": lambda subject: office(subject.desk, region=subject.record.case.region),
    "applicant": lambda subject: applicant_of(subject.record.case),
    "agent": lambda subject: agent_of(subject.record.case),
    "place": lambda subject: place_of_treatment(subject.record.case),
    "end_text": lambda subject: subject.open_end,
    "signers": lambda subject: signers(facts_of(subject.record.case, on=subject.day)),
    **{name: _of_case(name) for name in Case.model_fields if name not in _WORDED},
}
"""What papers share, by the name of the field."""
