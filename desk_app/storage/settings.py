"""Settings, kept with the records; every change is audited."""

from typing import Any

from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.records.hall import Desk


def get(session: Session, *, name: str) -> Any | None:
    """Return the JSON value of a setting, or None where it was never set."""
    raise NotImplementedError


def put(session: Session, *, desk: Desk, name: str, value: Any, clock: Clock) -> None:
    """Set a setting to a JSON value."""
    raise NotImplementedError
