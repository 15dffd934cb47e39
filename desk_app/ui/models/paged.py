"""Lists of any length: the ids are known, the rows come a page at a time as they are seen."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desk_app.ui.models.listing import THING_ROLE
from desk_app.ui.widgets.displays.rows import LOOK_ROLE, RowLook

Row = tuple[RowLook, object]
PAGE = 50
PAGES_KEPT = 20
GONE = RowLook("（已不在）", "已清除，或由备份恢复")


class PagedListing(QAbstractListModel):
    """Rows for a sequence of ids; ``fetch`` returns those it finds of a page, by their id.

    Few pages are kept, so a list of a million costs eight bytes a row.
    """

    def __init__(self, fetch: Callable[[Sequence[int]], Mapping[int, Row]]) -> None:
        super().__init__()
        self._fetch = fetch
        self._ids: Sequence[int] = ()
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()

    def fill(self, ids: Sequence[int]) -> None:
        """Show other ids; rows of the same ids are read anew where they stand."""
        self._pages.clear()
        if ids == self._ids:
            if ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, 0))
            return
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def thing(self, index: QModelIndex) -> object | None:
        """Return the record a row stands for; None where it is gone."""
        found = self._row(index.row())
        return found[1] if found else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = LOOK_ROLE) -> Any:
        """Return how a row looks, what it stands for, or how it is spoken."""
        wanted = {
            LOOK_ROLE,
            THING_ROLE,
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }
        found = self._row(index.row()) if role in wanted else None
        if found is None:
            return None
        look, thing = found
        return {LOOK_ROLE: look, THING_ROLE: thing}.get(role, look.spoken())

    def _row(self, row: int) -> Row | None:
        if not 0 <= row < len(self._ids):
            return None
        number, at = divmod(row, PAGE)
        if number not in self._pages:
            self._pages[number] = self._read(number)
            while len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return self._pages[number][at]

    def _read(self, number: int) -> list[Row]:
        wanted = self._ids[number * PAGE : (number + 1) * PAGE]
        found = self._fetch(wanted)
        return [found.get(one, (GONE, None)) for one in wanted]
