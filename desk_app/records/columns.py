"""How values are kept in columns: what is coded by its code, what has structure as JSON."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine


class Coded(TypeDecorator[StrEnum]):
    """A text column that holds the code of an enumeration and gives back its member."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        """Keep values of ``kind``; the column is wide enough for any code to come."""
        super().__init__(length=40)
        self.kind = kind
        # Looked up for four columns of every row of every list, three times as fast as by a call.
        self._members = {member.value: member for member in kind}

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Return the code to store, refusing a code that the enumeration does not have."""
        del dialect
        return None if value is None else str(self.kind(value).value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:
        """Return the member a stored code stands for."""
        del dialect
        return None if value is None else self._members.get(value) or self.kind(value)


class Structured(TypeDecorator[Any]):
    """A column of JSON: as text in a file, on a server in the form that it can look into."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of column for a kind of database."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON())
        # Its package takes 4 MB that a counter without a server can spare.
        from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415

        return dialect.type_descriptor(JSONB())
