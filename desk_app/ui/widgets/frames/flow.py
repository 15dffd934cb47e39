"""Things side by side that go on to a further line where the window is narrow."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lays what it holds from left to right, in lines, each as high as the highest of it."""

    def __init__(self, *, spacing: int, line_spacing: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._across, self._down = spacing, line_spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take a thing in, at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many things there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one of them, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out and return it, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Grow no further than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow place makes it higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at a width."""
        return self._lay_out(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(rect)
        self._lay_out(rect, place=True)

    def sizeHint(self) -> QSize:
        """Return the size on one line."""
        hints = [one.sizeHint() for one in self._shown()]
        wide = sum(hint.width() for hint in hints) + self._across * max(0, len(hints) - 1)
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the widest thing."""
        size = QSize()
        for one in self._shown():
            size = size.expandedTo(one.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [one for one in self._items if not one.isEmpty()]

    def _lay_out(self, rect: QRect, *, place: bool) -> int:
        """Go through the lines and return how high they are together."""
        left, top, high = rect.x(), rect.y(), 0
        for one in self._shown():
            hint = one.sizeHint()
            if left > rect.x() and left + hint.width() > rect.right() + 1:
                left, top, high = rect.x(), top + high + self._down, 0
            if place:
                one.setGeometry(QRect(QPoint(left, top), hint))
            left += hint.width() + self._across
            high = max(high, hint.height())
        return top + high - rect.y()


def flow_of(*widgets: QWidget, spacing: int, line_spacing: int) -> Flow:
    """Return a flow of some widgets."""
    made = Flow(spacing=spacing, line_spacing=line_spacing)
    for widget in widgets:
        made.addWidget(widget)
    return made
