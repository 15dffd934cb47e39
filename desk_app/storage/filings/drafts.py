"""Cases that are being typed; nothing typed is lost, nothing is deleted silently."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from desk_app.clock import Clock
from desk_app.errors import StateConflictError
from desk_app.records.audit import Verb
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingRecord
from desk_app.records.hall import Seat
from desk_app.storage.history import audit
from desk_app.storage.history.races import at_window
from desk_app.storage.schema.tables import Clerk, Draft, Filing


def start(
    session: Session,
    *,
    seat: Seat,
    data: Mapping[str, Any],
    clock: Clock,
    filing: FilingRecord | None = None,
) -> DraftRecord:
    """Begin a draft; ``filing`` is the one that it changes or completes."""
    now = clock.now()
    row = Draft(
        counter=seat.counter,
        clerk_id=seat.clerk.id,
        data=dict(data),
        filing_id=filing.id if filing else None,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    return _record(row, seat.clerk.name, filing.number if filing else None)


def save(
    session: Session, *, seat: Seat, draft: DraftRecord, data: Mapping[str, Any], clock: Clock
) -> DraftRecord:
    """Keep what has been typed so far and return the draft with its new version.

    Raises StateConflictError when another counter took it over or wrote it meanwhile.
    """
    row = _current(session, draft)
    row.data, row.clerk_id, row.updated_at = dict(data), seat.clerk.id, clock.now()
    session.flush()
    return _record(row, seat.clerk.name, draft.filing)


def take_over(session: Session, *, seat: Seat, draft: DraftRecord, clock: Clock) -> DraftRecord:
    """Move a draft to this counter and clerk."""
    row = _current(session, draft)
    detail = {"counter": [row.counter, seat.counter]}
    row.counter, row.clerk_id, row.updated_at = seat.counter, seat.clerk.id, clock.now()
    session.flush()
    _log(session, seat, clock, Verb.DRAFT_TAKEN, row, detail)
    return _record(row, seat.clerk.name, draft.filing)


def discard(
    session: Session, *, seat: Seat, draft: DraftRecord, clock: Clock, registered: bool = False
) -> None:
    """Delete a draft: on the clerk's word, or because its case is ``registered`` now."""
    row = _current(session, draft)
    session.delete(row)
    session.flush()
    if not registered:
        _log(session, seat, clock, Verb.DRAFT_DISCARDED, row, {"filing": draft.filing})


def by_id(session: Session, *, draft_id: int) -> DraftRecord | None:
    """Return a draft."""
    return next(iter(_records(session, col(Draft.id) == draft_id)), None)


def every(session: Session, *, counter: int | None = None) -> tuple[DraftRecord, ...]:
    """Return the drafts of a counter, or of all, the one typed last first."""
    return _records(session, *([] if counter is None else [col(Draft.counter) == counter]))


def _records(session: Session, *conditions: Any) -> tuple[DraftRecord, ...]:
    query = (
        select(Draft, Clerk.name, Filing.number)
        .join(Clerk, col(Clerk.id) == Draft.clerk_id)
        .outerjoin(Filing, col(Filing.id) == Draft.filing_id)
        .where(*conditions)
        .order_by(col(Draft.updated_at).desc(), col(Draft.id).desc())
    )
    return tuple(_record(*found) for found in session.exec(query))


def _record(row: Draft, clerk: str, filing: str | None) -> DraftRecord:
    if row.id is None or row.version is None:
        raise ValueError(row.id)
    return DraftRecord(
        id=row.id,
        counter=row.counter,
        clerk_id=row.clerk_id,
        clerk=clerk,
        data=row.data,
        filing=filing,
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
    )


def _current(session: Session, draft: DraftRecord) -> Draft:
    row = session.get(Draft, draft.id)
    # A file gives the number of a deleted draft to the next one.
    if row is None or row.created_at != draft.created_at:
        raise StateConflictError("这份草稿已经登记或删除了。请刷新草稿列表。")
    if row.version != draft.version:
        by = at_window(row.counter, session.get_one(Clerk, row.clerk_id).name, row.updated_at)
        raise StateConflictError(f"这份草稿刚才由 {by} 改过或接手了。请从草稿列表重新打开。")
    return row


def _log(
    session: Session, seat: Seat, clock: Clock, verb: Verb, row: Draft, detail: dict[str, Any]
) -> None:
    subject = f"draft:{row.id}"
    audit.append(session, at=clock.now(), seat=seat, verb=verb, subject=subject, detail=detail)
