"""Keep what is being typed, field by field, exactly as it was typed."""

from collections.abc import Mapping
from typing import Any

from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Session
from desk_app.storage.filings import drafts, filings
from desk_app.storage.folder import set_aside
from desk_app.storage.schema.failures import ServerLostError


def save(
    *,
    desk: Desk,
    case: Mapping[str, Any],
    draft: DraftRecord | None = None,
    filing: FilingRecord | None = None,
) -> DraftRecord:
    """Keep a raw case, in a new draft or in the one it has; ``filing`` is the one it changes.

    While the hall's server is away it is kept in the data folder, encrypted, under a number
    below zero; the next save after the server's return brings it there.
    """
    try:
        if draft is not None and set_aside.is_here(draft):
            return _bring(desk, draft, case)
        with desk.database.writing() as session:
            if draft is not None:
                return drafts.save(
                    session, seat=desk.seat, draft=draft, data=case, clock=desk.clock
                )
            return drafts.start(session, seat=desk.seat, data=case, clock=desk.clock, filing=filing)
    except ServerLostError:
        return set_aside.keep(
            desk.folder,
            key=desk.database.key,
            seat=desk.seat,
            draft=draft,
            data=case,
            filing=filing.number if filing else None,
            clock=desk.clock,
        )


def is_set_aside(draft: DraftRecord | None) -> bool:
    """Tell whether a draft is kept in the data folder until the hall's server is back."""
    return draft is not None and set_aside.is_here(draft)


def on_record(*, desk: Desk, draft: DraftRecord | None) -> DraftRecord | None:
    """Return a draft as it is with the records, bringing it there where it was set aside."""
    if draft is None or not set_aside.is_here(draft):
        return draft
    return _bring(desk, draft, draft.data)


def bring_all(*, desk: Desk) -> None:
    """Bring every draft that was set aside to the server: it is back."""
    for one in set_aside.every(desk.folder, key=desk.database.key):
        if one.became is None:
            _bring(desk, one.draft, one.draft.data)


def _bring(desk: Desk, draft: DraftRecord, case: Mapping[str, Any]) -> DraftRecord:
    """Put a draft that was set aside on the server: where it came from, unless that went on."""
    key = desk.database.key
    known = set_aside.find(desk.folder, key=key, draft_id=draft.id)
    with desk.database.writing() as session:
        there = _goes_on(session, known)
        if there is not None:
            kept = drafts.save(session, seat=desk.seat, draft=there, data=case, clock=desk.clock)
        else:
            number = draft.filing
            filing = filings.by_number(session, number=number) if number else None
            kept = drafts.start(session, seat=desk.seat, data=case, clock=desk.clock, filing=filing)
    if known is not None:
        set_aside.brought(desk.folder, key=key, draft_id=draft.id, became=kept.id)
    return kept


def _goes_on(session: Session, known: set_aside.SetAside | None) -> DraftRecord | None:
    """Return the draft on the server that nobody else has written since, or None."""
    if known is None:
        return None
    if known.became is not None:
        return drafts.by_id(session, draft_id=known.became)
    if known.base is None:
        return None
    there = drafts.by_id(session, draft_id=known.base.id)
    return there if there is not None and there.version == known.base.version else None


def open_drafts(*, desk: Desk, everywhere: bool = False) -> tuple[DraftRecord, ...]:
    """Return the drafts of this counter, or of every counter, the one typed last first."""
    key = desk.database.key
    waiting = [one.draft for one in set_aside.every(desk.folder, key=key) if one.became is None]
    with desk.database.reading() as session:
        found = drafts.every(session, counter=None if everywhere else desk.counter)
    return (*waiting, *found)


def take_over(*, desk: Desk, draft: DraftRecord) -> DraftRecord:
    """Move a draft of another counter to this one."""
    if set_aside.is_here(draft):
        return _bring(desk, draft, draft.data)
    with desk.database.writing() as session:
        return drafts.take_over(session, seat=desk.seat, draft=draft, clock=desk.clock)


def discard(*, desk: Desk, draft: DraftRecord) -> None:
    """Delete a draft on the clerk's word; the history keeps that it was done."""
    if set_aside.is_here(draft):
        set_aside.remove(desk.folder, key=desk.database.key, draft_id=draft.id)
        return
    with desk.database.writing() as session:
        drafts.discard(session, seat=desk.seat, draft=draft, clock=desk.clock)
