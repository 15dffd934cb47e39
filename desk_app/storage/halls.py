"""The hall this file belongs to."""

from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.records.hall import Desk, HallFields, HallRecord


def add(session: Session, *, hall: HallFields) -> HallRecord:
    """Keep a new hall; refuse a code that exists."""
    raise NotImplementedError


def every(session: Session) -> tuple[HallRecord, ...]:
    """Return the halls by code; a file of one hall has exactly one."""
    raise NotImplementedError


def by_code(session: Session, *, code: str) -> HallRecord | None:
    """Return a hall."""
    raise NotImplementedError


def change(
    session: Session, *, desk: Desk, hall: HallRecord, fields: HallFields, clock: Clock
) -> HallRecord:
    """Change what the papers say of a hall; the code stays, since numbers carry it."""
    raise NotImplementedError
