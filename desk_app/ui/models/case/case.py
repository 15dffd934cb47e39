"""The case on the screen: raw text by field, as it is typed, with a signal for every change."""

import copy
from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

GROUPS = ("applicant", "agent", "documents", "answers")


class CaseModel(QObject):
    """A raw case (the nested JSON of DESIGN.md 4) that is addressed by dotted paths.

    Signals: ``changed`` with the path that changed, ``loaded`` when another case took its place.
    """

    changed = Signal(str)
    loaded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._data: dict[str, Any] = {}

    def load(self, data: Mapping[str, Any]) -> None:
        """Take over another case."""
        self._data = copy.deepcopy(dict(data))
        for group in GROUPS:
            self._data[group] = dict(self._data.get(group) or {})
        self.loaded.emit()

    def data(self) -> dict[str, Any]:
        """Return a copy of the whole case."""
        return copy.deepcopy(self._data)

    def get(self, path: str) -> str:
        """Return the text of a field; an empty string where there is none."""
        group, _, name = path.rpartition(".")
        holder = self._data.get(group, {}) if group else self._data
        value = holder.get(name)
        return "" if value is None else str(value)

    def set(self, path: str, value: str | None) -> bool:
        """Put a text in; return whether that changed anything, and tell it."""
        if self.get(path) == (value or ""):
            return False
        group, _, name = path.rpartition(".")
        holder = self._data.setdefault(group, {}) if group else self._data
        holder[name] = value
        self.changed.emit(path)
        return True

    def forget(self, path: str) -> None:
        """Take a field away altogether; tells nobody."""
        group, _, name = path.rpartition(".")
        holder = self._data.get(group, {}) if group else self._data
        holder.pop(name, None)

    def keep_documents(self, known: Collection[str]) -> bool:
        """Untick the documents that are not among the known; return whether there were any."""
        held = self._data.get("documents", {})
        foreign = set(held) - set(known)
        for name in foreign:
            del held[name]
        return bool(foreign)

    def has_person(self) -> bool:
        """Tell whether anything of a person was typed, so that the case is worth keeping."""
        applicant = self._data.get("applicant", {})
        return any(applicant.get(name) for name in ("name", "id_number", "phone"))
