"""The history of every change: append-only, each entry sealed with the hash of the one before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from desk_app.records.audit import AuditRecord, Verb
from desk_app.records.hall import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What checking the history gave; ``broken_at`` is the first entry that does not fit."""

    entries: int
    head: str  # "seq-hash16", printed on the day-end paper
    broken_at: int | None
    fault: str | None  # a Chinese sentence


def append(
    session: Session,
    *,
    at: datetime,
    desk: Desk | None,
    verb: Verb,
    subject: str,
    detail: Mapping[str, Any],
) -> AuditRecord:
    """Write one entry in the session's own transaction; anything that looks like an identity
    number or a phone is masked.
    """
    raise NotImplementedError


def head(session: Session) -> str:
    """Return the seal of the latest entry, as printed on the day-end paper."""
    raise NotImplementedError


def of_subject(session: Session, *, subject: str) -> tuple[AuditRecord, ...]:
    """Return the entries about a record, oldest first."""
    raise NotImplementedError


def latest(
    session: Session, *, before: int | None = None, limit: int = 100
) -> tuple[AuditRecord, ...]:
    """Return the latest entries, newest first; ``before`` is the seq where the last page ended."""
    raise NotImplementedError


def verify(session: Session) -> ChainReport:
    """Recompute every seal."""
    raise NotImplementedError
