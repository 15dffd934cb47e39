"""Cases that are being typed; nothing typed is lost, nothing is deleted silently."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingRecord
from desk_app.records.hall import Desk


def start(
    session: Session,
    *,
    desk: Desk,
    data: Mapping[str, Any],
    clock: Clock,
    filing: FilingRecord | None = None,
) -> DraftRecord:
    """Begin a draft; ``filing`` is the one that it changes or completes."""
    raise NotImplementedError


def save(
    session: Session, *, desk: Desk, draft: DraftRecord, data: Mapping[str, Any], clock: Clock
) -> DraftRecord:
    """Keep what has been typed so far and return the draft with its new version.

    Raises StateConflictError when another counter took it over or wrote it meanwhile.
    """
    raise NotImplementedError


def take_over(session: Session, *, desk: Desk, draft: DraftRecord, clock: Clock) -> DraftRecord:
    """Move a draft to this counter and clerk."""
    raise NotImplementedError


def discard(
    session: Session, *, desk: Desk, draft: DraftRecord, clock: Clock, registered: bool = False
) -> None:
    """Delete a draft: on the clerk's word, or because its case is ``registered`` now."""
    raise NotImplementedError


def by_id(session: Session, *, draft_id: int) -> DraftRecord | None:
    """Return a draft."""
    raise NotImplementedError


def every(session: Session, *, counter: int | None = None) -> tuple[DraftRecord, ...]:
    """Return the drafts of a counter, or of all, the one typed last first."""
    raise NotImplementedError
