"""Seal what a filing says, so that a row changed behind the program's back is noticed."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import JSON, Date, DateTime, select, type_coerce
from sqlalchemy.types import NullType, TypeDecorator
from sqlmodel import Session

from desk_app.storage import discretion
from desk_app.storage.tables import FILING

# All that a filing says. Not the link to the one it replaces, which a purge may cut.
COLUMNS = tuple(
    column.name
    for column in FILING.c
    if column.name not in {"id", "hall_id", "clerk_id", "person_id", "number_rev", "replaces_id"}
)
_BATCH = 500


class Stated(Protocol):
    """A row of the filing table, however it was read."""

    number: Any
    registered_at: Any


def seal(session: Session, row: Stated) -> str:
    """Return the keyed fingerprint of a row: written with each change, compared by the check."""
    values = [_plain(getattr(row, name)) for name in COLUMNS]
    return discretion.seal(session, values)


def every(session: Session) -> Iterator[tuple[str, str]]:
    """Yield number and fingerprint of each filing, oldest row first.

    Values are taken as the driver gives them: making objects of a million rows takes as long as
    all the rest.
    """
    raw = [type_coerce(FILING.c[name], NullType()) for name in COLUMNS]
    query = select(FILING.c.number.label("sealed"), *raw).order_by(FILING.c.id)
    rows = session.connection().execute(query, execution_options={"yield_per": _BATCH})
    for number, *values in rows:
        for place, read in _READERS:
            if values[place] is not None:
                values[place] = read(values[place])
        yield number, discretion.seal(session, values)


def _plain(value: Any) -> Any:
    return value.timestamp() if hasattr(value, "timestamp") else value


def _instant(value: str | datetime) -> float:
    if isinstance(value, str):  # SQLite has no type for it: UTC, without saying so
        value = datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.timestamp()


def _content(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _readers() -> Iterator[tuple[int, Callable[[Any], Any]]]:
    """Yield what makes, of the driver's value in a place, the one that was sealed."""
    for place, name in enumerate(COLUMNS):
        kind = FILING.c[name].type
        bare = kind.impl if isinstance(kind, TypeDecorator) else kind
        if isinstance(bare, JSON):
            yield place, _content
        elif isinstance(bare, DateTime):
            yield place, _instant
        elif isinstance(bare, Date):
            yield place, str


_READERS = tuple(_readers())
