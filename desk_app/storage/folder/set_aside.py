"""Drafts typed while the hall's server is away: kept in the data folder, encrypted."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from desk_app import files
from desk_app.clock import Clock
from desk_app.records.draft import DraftRecord
from desk_app.records.hall import Seat
from desk_app.storage.folder import sealing

FILE_NAME = "drafts-set-aside.bin"

PURPOSE = "desk-app drafts set aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A draft that waits for the server; ``base`` is the one there that it goes on with.

    ``became`` is the draft on the server, once it was brought there.
    """

    draft: DraftRecord
    base: DraftRecord | None
    became: int | None = None


def is_here(draft: DraftRecord) -> bool:
    """Tell whether a draft is kept here and not on the server."""
    return draft.id < 0


def keep(
    folder: Path,
    *,
    key: bytes,
    seat: Seat,
    draft: DraftRecord | None,
    data: Mapping[str, Any],
    filing: str | None,
    clock: Clock,
) -> DraftRecord:
    """Keep what was typed, in place of what this draft had here; return it with its number here."""
    found = {one.draft.id: one for one in every(folder, key=key)}
    known = found.get(draft.id) if draft else None
    now = clock.now()
    kept = DraftRecord(
        id=draft.id if draft and is_here(draft) else min(found, default=0) - 1,
        counter=seat.counter,
        clerk_id=seat.clerk.id,
        clerk=seat.clerk.name,
        data=dict(data),
        filing=draft.filing if draft else filing,
        created_at=draft.created_at if draft else now,
        updated_at=now,
        version=draft.version + 1 if draft else 1,
    )
    base = known.base if known else draft if draft and not is_here(draft) else None
    became = known.became if known else None
    found[kept.id] = SetAside(draft=kept, base=base, became=became)
    _store(folder, key, tuple(found.values()))
    return kept


def every(folder: Path, *, key: bytes) -> tuple[SetAside, ...]:
    """Return what is kept here; nothing, at the price of one look, where nothing is."""
    path = folder / FILE_NAME
    if not path.is_file():
        return ()
    with files.explained():
        sealed = path.read_bytes()
    return tuple(_read(row) for row in json.loads(sealing.unseal(key, PURPOSE, sealed)))


def find(folder: Path, *, key: bytes, draft_id: int) -> SetAside | None:
    """Return one of them."""
    return next((one for one in every(folder, key=key) if one.draft.id == draft_id), None)


def brought(folder: Path, *, key: bytes, draft_id: int, became: int) -> None:
    """Note what a draft became on the server, so that a later save goes on with that one."""
    rows = every(folder, key=key)
    changed = tuple(
        replace(one, became=became) if one.draft.id == draft_id else one for one in rows
    )
    _store(folder, key, changed)


def remove(folder: Path, *, key: bytes, draft_id: int) -> None:
    """Forget one of them."""
    rows = every(folder, key=key)
    _store(folder, key, tuple(one for one in rows if one.draft.id != draft_id))


def _store(folder: Path, key: bytes, rows: tuple[SetAside, ...]) -> None:
    text = json.dumps([asdict(one) for one in rows], ensure_ascii=True, default=_written)
    files.write_whole(folder / FILE_NAME, sealing.seal(key, PURPOSE, text.encode()))


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _read(row: dict[str, Any]) -> SetAside:
    base = row["base"]
    return SetAside(
        draft=_draft(row["draft"]), base=_draft(base) if base else None, became=row["became"]
    )


def _draft(values: dict[str, Any]) -> DraftRecord:
    instants = {name: datetime.fromisoformat(values[name]) for name in ("created_at", "updated_at")}
    return DraftRecord(**{**values, **instants})
