"""Keep what is being typed, field by field, exactly as it was typed."""

from collections.abc import Mapping
from typing import Any

from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingRecord
from desk_app.services.desk import Desk
from desk_app.storage import drafts


def save(
    *,
    desk: Desk,
    case: Mapping[str, Any],
    draft: DraftRecord | None = None,
    filing: FilingRecord | None = None,
) -> DraftRecord:
    """Keep a raw case, in a new draft or in the one it has; ``filing`` is the one it changes."""
    with desk.database.writing() as session:
        if draft is None:
            return drafts.start(session, desk=desk.seat, data=case, clock=desk.clock, filing=filing)
        return drafts.save(session, desk=desk.seat, draft=draft, data=case, clock=desk.clock)


def open_drafts(*, desk: Desk, everywhere: bool = False) -> tuple[DraftRecord, ...]:
    """Return the drafts of this counter, or of every counter, the one typed last first."""
    with desk.database.reading() as session:
        return drafts.every(session, counter=None if everywhere else desk.counter)


def take_over(*, desk: Desk, draft: DraftRecord) -> DraftRecord:
    """Move a draft of another counter to this one."""
    with desk.database.writing() as session:
        return drafts.take_over(session, desk=desk.seat, draft=draft, clock=desk.clock)


def discard(*, desk: Desk, draft: DraftRecord) -> None:
    """Delete a draft on the clerk's word; the history keeps that it was done."""
    with desk.database.writing() as session:
        drafts.discard(session, desk=desk.seat, draft=draft, clock=desk.clock)
