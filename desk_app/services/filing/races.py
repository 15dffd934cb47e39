"""Somebody else was faster: who it was, what they did, and how it differs from what is typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.errors import StateConflictError
from desk_app.policy.packs.rules import DocumentRule
from desk_app.policy.people.id_text import normalise_number
from desk_app.policy.vocabulary import IdKind
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingRecord
from desk_app.services.case import field_words
from desk_app.services.case.field_words import Changed
from desk_app.services.desk.open_desk import Desk
from desk_app.services.rules import rulekeeping
from desk_app.storage.database.database import Session
from desk_app.storage.filings import drafts, filings
from desk_app.storage.folder import set_aside
from desk_app.storage.history.races import at_window, last_change
from desk_app.storage.people import persons

_SOMEBODY = "刚才被别人改过。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What happened to a draft or a filing while it was open here.

    ``told`` says who, where, when and what. ``before`` is the case as it was opened here,
    ``theirs`` as it is kept now; ``draft`` or ``filing`` is what the others left, None where it
    is gone. ``number`` is of a filing to look at.
    """

    title: str
    told: str
    before: Mapping[str, Any]
    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]
    documents: Mapping[str, str]
    draft: DraftRecord | None = None
    filing: FilingRecord | None = None
    number: str | None = None

    @property
    def may_take(self) -> bool:
        """Tell whether one can go on with what the others left."""
        return self.draft is not None or (self.filing is not None and self.filing.status.open)

    def changes(self, *, whole: bool = False) -> tuple[Changed, ...]:
        """Return the fields that differ, in words before, here and there; or every field."""
        return field_words.differences(
            self.before, self.mine, self.theirs, documents=self.documents, whole=whole
        )


def of_draft(*, desk: Desk, draft: DraftRecord, mine: Mapping[str, Any]) -> Conflict | None:
    """Return what became of a draft since it was read, or None where nothing did."""
    if set_aside.is_here(draft):
        return None
    with desk.database.reading() as session:
        kept = drafts.by_id(session, draft_id=draft.id)
        if kept is not None and kept.created_at != draft.created_at:
            kept = None  # another one that was given its number
        if kept is not None and kept.version == draft.version:
            return None
        told, number = _fate(session, draft, kept, mine)
    return Conflict(
        title="这份草稿刚才在别处动过",
        told=told,
        before=draft.data,
        mine=mine,
        theirs=kept.data if kept is not None else draft.data,
        documents=_document_names(desk),
        draft=kept,
        number=number,
    )


def of_filing(*, desk: Desk, filing: FilingRecord, mine: Mapping[str, Any]) -> Conflict | None:
    """Return what became of a filing since it was read, or None where nothing did."""
    with desk.database.reading() as session:
        kept = filings.by_number(session, number=filing.number)
        if kept is not None and kept.version == filing.version:
            return None
        told = f"备案 {filing.number} {_deed(session, filing.number)}"
    return Conflict(
        title="这件备案刚才在别处动过",
        told=told,
        before=_plain(filing),
        mine=mine,
        theirs=_plain(kept or filing),
        documents=_document_names(desk),
        filing=kept,
        number=filing.number if kept is not None else None,
    )


def expect_as_seen(*, desk: Desk, filing: FilingRecord | None) -> None:
    """Raise StateConflictError where a filing is no longer as it was when it was opened here."""
    if filing is None:
        return
    found = of_filing(desk=desk, filing=filing, mine={})
    if found is not None:
        raise StateConflictError(found.told)


def _fate(
    session: Session, draft: DraftRecord, kept: DraftRecord | None, mine: Mapping[str, Any]
) -> tuple[str, str | None]:
    """Say what became of a draft, and name the filing it became."""
    if kept is not None:
        by = at_window(kept.counter, kept.clerk, kept.updated_at)
        return f"{by} 接着输入了这份草稿。", None
    filing = _registered_since(session, draft, mine)
    if filing is not None:
        by = at_window(filing.counter, filing.clerk, filing.registered_at)
        return f"{by} 已把它登记为 {filing.number}。", filing.number
    return f"这份草稿{_deed(session, f'draft:{draft.id}')}", None


def _registered_since(
    session: Session, draft: DraftRecord, mine: Mapping[str, Any]
) -> FilingRecord | None:
    person = mine.get("applicant") or {}
    kind, number = str(person.get("id_kind") or ""), str(person.get("id_number") or "")
    number = normalise_number(number)
    if kind not in set(IdKind) or not number:
        return None
    known = persons.by_document(session, id_kind=IdKind(kind), id_number=number)
    found = filings.of_person(session, person_id=known.id) if known is not None else ()
    return next((one for one in found if one.registered_at >= draft.updated_at), None)


def _deed(session: Session, subject: str) -> str:
    """Say who did what to a record last, and when."""
    done = last_change(session, subject=subject)
    return f"由 {done}。" if done else _SOMEBODY


def _plain(filing: FilingRecord) -> Mapping[str, Any]:
    case: dict[str, Any] = filing.case.model_dump(mode="json")
    return case


def _document_names(desk: Desk) -> Mapping[str, str]:
    shelf = rulekeeping.shelf(desk=desk)
    rulebook = shelf.rulebook(desk.hall.region, on=desk.clock.today())
    rules = (rule for rule in rulebook.rules if isinstance(rule, DocumentRule))
    return {rule.document: rule.name for rule in rules}
