"""What the counter holds of the documents a filing needs."""

from dataclasses import dataclass

from desk_app.policy.guidance.documents import missing_documents, settled_states
from desk_app.policy.guidance.guidance import guide
from desk_app.policy.vocabulary import DocumentState
from desk_app.records.filing import FilingRecord
from desk_app.services.case.kept_case import facts_of, open_end
from desk_app.services.desk.open_desk import Desk
from desk_app.services.rules import rulekeeping


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDocument:
    """A required document: its name, its state, and in words what is still wanted of it."""

    name: str
    state: DocumentState
    wanted: str = ""


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


def end_words(*, desk: Desk, filing: FilingRecord) -> str:
    """Return the last day of a filing, or how the rules of its day word an open end."""
    end = filing.case.end
    if end is not None:
        return end.isoformat()
    return open_end(filing.case, on=filing.day, shelf=rulekeeping.shelf(desk=desk))
