"""One row of a rule file: typed reading of its keys, with errors that say where they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from desk_app.errors import RefusedError

Code = TypeVar("Code", bound=StrEnum)
_MOST = 9999  # months, copies, a year


class PackError(RefusedError):
    """A rule file that cannot be used; the message names the file, the row and the key."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table in a file, with what an error must name."""

    file: str
    name: str
    values: Mapping[str, Any]

    def fail(self, key: str, reason: str) -> PackError:
        """Return the error for a key of this row."""
        return PackError(f"规则文件 {self.file} 的 {self.name}：{key} {reason}，请改正后再导入。")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text that must be there, unless a default is given."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, "应为一段文字")
        return value

    def optional_text(self, key: str) -> str | None:
        """Return a text, or None when the key is absent."""
        return self.text(key) if key in self.values else None

    def number(self, key: str) -> int | None:
        """Return a whole number above zero of four digits at most, or None."""
        value = self.values.get(key)
        if value is not None and (type(value) is not int or not 1 <= value <= _MOST):
            raise self.fail(key, f"应为大于 0、不超过 {_MOST} 的整数")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return a yes or no."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.fail(key, "应为 true 或 false")
        return value

    def day(self, key: str) -> date | None:
        """Return a date, or None."""
        value = self.values.get(key)
        if value is not None and type(value) is not date:
            raise self.fail(key, "应为日期，例如 2027-01-01")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; an absent key is an empty list."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self.fail(key, "应为一组文字")
        return tuple(value)

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Return one of the allowed texts."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.fail(key, f"应为 {'、'.join(allowed)} 之一")
        return value

    def codes(self, key: str, kind: type[Code]) -> tuple[Code, ...]:
        """Return a list of members of an enumeration."""
        found = self.texts(key)
        unknown = [one for one in found if one not in tuple(kind)]
        if unknown:
            raise self.fail(key, f"有未知代码 {unknown[0]}")
        return tuple(kind(one) for one in found)

    def only(self, known: Iterable[str]) -> None:
        """Refuse a key that nothing reads: a slip of the pen would go unnoticed."""
        unknown = sorted(set(self.values) - set(known))
        if unknown:
            raise self.fail(unknown[0], "不是已知的项目")
