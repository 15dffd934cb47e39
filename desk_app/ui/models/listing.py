"""Lists for the screen: rows as they look, each with the thing it stands for."""

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desk_app.policy.people.names import mask_name
from desk_app.ui.widgets.displays.rows import LOOK_ROLE, RowLook

THING_ROLE = LOOK_ROLE + 1


LONG_MASK = re.compile(r"\*{4,}")


def masked(name: str) -> str:
    """Return a name as the public may see it; a long one shows no more than three stars."""
    return LONG_MASK.sub("***", mask_name(name))


class ListingModel(QAbstractListModel):
    """Pairs of a ``RowLook`` and the record behind it; filled as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[RowLook, object]] = []

    def fill(self, rows: Sequence[tuple[RowLook, object]]) -> None:
        """Show other rows; a list that did not change is left alone."""
        if [look for look, _ in rows] == [look for look, _ in self._rows]:
            self._rows = list(rows)
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def thing(self, index: QModelIndex) -> object | None:
        """Return the record a row stands for."""
        return self._rows[index.row()][1] if 0 <= index.row() < len(self._rows) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = LOOK_ROLE) -> Any:
        """Return how a row looks, what it stands for, or how it is spoken."""
        if not 0 <= index.row() < len(self._rows):
            return None
        look, thing = self._rows[index.row()]
        spoken = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        if role in spoken:
            return look.spoken()
        return {LOOK_ROLE: look, THING_ROLE: thing}.get(role)
