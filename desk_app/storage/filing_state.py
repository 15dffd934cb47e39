"""Seal what a filing says, so that a row changed behind the program's back is noticed."""

from typing import Any, Protocol

from sqlmodel import Session

from desk_app.storage import discretion
from desk_app.storage.tables import FILING

# All that a filing says. Not the link to the one it replaces, which a purge may cut.
COLUMNS = tuple(
    column.name
    for column in FILING.c
    if column.name not in {"id", "hall_id", "clerk_id", "person_id", "number_rev", "replaces_id"}
)


class Stated(Protocol):
    """A row of the filing table, however it was read."""

    number: Any
    registered_at: Any


def seal(session: Session, row: Stated) -> str:
    """Return the keyed fingerprint of a row: written with each change, compared by the check."""
    values = [_plain(getattr(row, name)) for name in COLUMNS]
    return discretion.seal(session, values)


def _plain(value: Any) -> Any:
    return value.timestamp() if hasattr(value, "timestamp") else value
