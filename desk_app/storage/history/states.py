"""Seal what rows say, so that one changed, removed or put in behind the program's back is noticed.

With each change of a row its keyed fingerprint goes into the history; the check compares.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Date, DateTime, Table, type_coerce
from sqlalchemy.types import NullType, TypeDecorator
from sqlmodel import Session

from desk_app.storage.history import discretion
from desk_app.storage.schema.tables import ACT as ACT_TABLE
from desk_app.storage.schema.tables import CLERK, FILING, HALL, PERSON, PRINT_JOB, Rows
from desk_app.storage.schema.tables import FORMER as FORMER_TABLE

ROW, FILED, HOLDER, JOBS, ACTS, FORMERS = "row", "state", "person", "jobs", "acts", "formers"
"""Under which the details of an entry carry fingerprints: of the row the entry is about, of a
filing, of its person, of papers by their id, of acts and former names by theirs with a letter."""
ACT, FORMER = "a", "f"


class State:
    """What of the rows of a table is sealed: every column but some that follow from others."""

    def __init__(self, table: Table, *, but: frozenset[str] = frozenset()) -> None:
        self.names = tuple(column.name for column in table.c if column.name not in but)
        # As the driver gives them: objects of a million rows take as long as all the rest.
        self.raw: list[ColumnElement[Any]] = [
            type_coerce(table.c[name], NullType()).label(f"{table.name}_{name}")
            for name in self.names
        ]
        self._readers = tuple(_readers(table, self.names))

    def of(self, session: Session, row: object) -> str:
        """Return the fingerprint of a row that was read as an object, or is about to be written."""
        return discretion.seal(session, [_plain(getattr(row, name)) for name in self.names])

    def of_raw(self, session: Session, values: Sequence[Any]) -> str:
        """Return the fingerprint of what the driver gave for ``raw``."""
        read = list(values)
        for place, reader in self._readers:
            if read[place] is not None:
                read[place] = reader(read[place])
        return discretion.seal(session, read)

    def place(self, name: str) -> int:
        """Return where a column stands in ``raw``."""
        return self.names.index(name)


def _plain(value: Any) -> Any:
    return value.timestamp() if hasattr(value, "timestamp") else value


def _instant(value: str | datetime) -> float:
    if isinstance(value, str):  # SQLite has no type for it: UTC, without saying so
        value = datetime.fromisoformat(f"{value}+00:00")
    return value.timestamp()


def _content(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _readers(table: Table, names: Sequence[str]) -> Iterator[tuple[int, Callable[[Any], Any]]]:
    """Yield what makes, of the driver's value in a place, the one that was sealed."""
    for place, name in enumerate(names):
        kind = table.c[name].type
        bare = kind.impl if isinstance(kind, TypeDecorator) else kind
        if isinstance(bare, JSON):
            yield place, _content
        elif isinstance(bare, DateTime):
            yield place, _instant
        elif isinstance(bare, Date):
            yield place, str


# A filing is known in the history by its number; its row gets its id only when it is written.
FILING_STATE = State(FILING, but=frozenset({"id", "number_rev"}))
FILING_BEFORE_0003 = State(
    FILING, but=frozenset({"id", "hall_id", "clerk_id", "person_id", "number_rev", "replaces_id"})
)
PERSON_STATE = State(PERSON, but=frozenset({"id_rev", "phone_rev"}))
JOB_STATE = State(PRINT_JOB)
ACT_STATE = State(ACT_TABLE)
FORMER_STATE = State(FORMER_TABLE)
CLERK_STATE = State(CLERK)
HALL_STATE = State(HALL)
SETTING_STATE = State(Rows.metadata.tables["setting"])
