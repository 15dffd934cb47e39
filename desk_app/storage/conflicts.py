"""Say who was faster, where two counters change the same record."""

from sqlmodel import Session

from desk_app.errors import StateConflictError
from desk_app.records.audit import AuditRecord, Verb
from desk_app.storage import audit

_NO_CHANGES = frozenset({Verb.PRINT, Verb.REPRINT, Verb.EXPORT})
_UNKNOWN = "这条记录刚才被别人改过。请重新打开，核对后再做。"


def expect_unchanged(session: Session, *, subject: str, kept: int | None, seen: int) -> None:
    """Raise StateConflictError naming counter, clerk and deed when a record is not as it was seen.

    ``subject`` is what the history calls the record; ``kept`` and ``seen`` are its versions.
    """
    if kept == seen:
        return
    changes = [
        entry
        for entry in audit.of_subject(session, subject=subject)
        if entry.verb not in _NO_CHANGES
    ]
    raise StateConflictError(_told(changes[-1]) if changes else _UNKNOWN)


def _told(entry: AuditRecord) -> str:
    where = f"{entry.counter} 号窗（工号 {entry.actor}）"
    when = f"{entry.at:%H:%M}"
    return f"这条备案刚才被 {where}于 {when} {entry.verb.label}。请重新打开，核对后再做。"
