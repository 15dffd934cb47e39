"""What the counter holds of the documents a filing needs."""

from dataclasses import dataclass
from datetime import date

from desk_app.policy.documents import missing_documents, settled_states
from desk_app.policy.facts import CaseFacts, is_guardian
from desk_app.policy.guidance import guide
from desk_app.policy.identity import age_on
from desk_app.policy.vocabulary import DocumentState
from desk_app.records.filing import Case, FilingRecord
from desk_app.services import rulekeeping
from desk_app.services.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDocument:
    """A required document: its name, its state, and in words what is still wanted of it."""

    name: str
    state: DocumentState
    wanted: str = ""


def facts_of(case: Case, *, on: date) -> CaseFacts:
    """Return what the rules ask about a kept case, judged on a day."""
    birth = case.applicant.birth
    age = age_on(birth, on) if birth else None
    return CaseFacts(
        region=case.region,
        type=case.type,
        method=case.method,
        on=on,
        variant=case.variant,
        id_kind=case.applicant.id_kind,
        age=age,
        has_agent=case.agent is not None,
        guardian=case.agent is not None and is_guardian(case.agent.relation, age),
        place=case.place,
        admission=case.admission,
        insurance=case.applicant.insurance,
    )


def of_filing(*, desk: Desk, filing: FilingRecord) -> tuple[HeldDocument, ...]:
    """Return the documents a filing needed on its day, each with what is held and what is not."""
    book = rulekeeping.shelf(desk=desk).rulebook(filing.case.region, on=filing.day)
    documents = guide(facts_of(filing.case, on=filing.day), book).documents
    states = settled_states(documents, filing.case.documents)
    wanted = {one.id: one.need_text for one in missing_documents(documents, states)}
    return tuple(
        HeldDocument(name=one.name, state=states[one.id], wanted=wanted.get(one.id, ""))
        for one in documents
    )
