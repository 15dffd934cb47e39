"""How values are kept in columns: codes by their code, structure as JSON, instants in UTC."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from desk_app.clock import CHINA


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


class Moment(TypeDecorator[datetime]):
    """A column of instants: kept in UTC, given back in China time."""

    impl = DateTime
    cache_ok = True

    def __init__(self) -> None:
        """Keep the zone where the database has a type for it; a file does not."""
        super().__init__(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC; raise ValueError for one that does not say its zone."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in China time."""
        del dialect
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(CHINA)


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
