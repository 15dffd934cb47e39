"""What all data of papers share: they turn into JSON and back without loss."""

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperData:
    """Base of the data of one paper; ``from_json(to_json())`` gives an equal value."""

    def to_json(self) -> dict[str, Any]:
        """Return the data as JSON-able values."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the data stored by ``to_json``; raise TypeError for a key it does not know."""
        hints = typing.get_type_hints(cls)
        return cls(**{name: _typed(hints.get(name), value) for name, value in stored.items()})


def _plain(value: object) -> object:
    if isinstance(value, PaperData):
        return value.to_json()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        hint = next(kind for kind in typing.get_args(hint) if kind is not type(None))
    if typing.get_origin(hint) is tuple:
        return tuple(_typed(typing.get_args(hint)[0], item) for item in value)
    if is_dataclass(hint) and issubclass(typing.cast("type", hint), PaperData):
        return typing.cast("type[PaperData]", hint).from_json(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if hint is date else value
