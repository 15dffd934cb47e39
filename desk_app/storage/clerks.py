"""The people who work in the hall."""

from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.policy.vocabulary import Role
from desk_app.records.hall import ClerkRecord, Desk


def add(
    session: Session,
    *,
    staff_no: str,
    name: str,
    role: Role,
    clock: Clock,
    desk: Desk | None = None,
) -> ClerkRecord:
    """Keep a new person; ``desk`` is None for the first one. Refuse a staff number that exists."""
    raise NotImplementedError


def every(session: Session) -> tuple[ClerkRecord, ...]:
    """Return everybody by staff number, those who left too."""
    raise NotImplementedError


def by_staff_no(session: Session, *, staff_no: str) -> ClerkRecord | None:
    """Return a person."""
    raise NotImplementedError


def change(
    session: Session,
    *,
    desk: Desk,
    clerk: ClerkRecord,
    name: str,
    role: Role,
    active: bool,
    clock: Clock,
) -> ClerkRecord:
    """Change a person's name, role, or whether they still work here."""
    raise NotImplementedError
