"""Read-only facts in a row, such as what follows from an identity number."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint


class Facts(QWidget):
    """A label and the values under it in one sunken box, as high as a field.

    Each fact is a pair of its name, for screen readers, and its value.
    """

    def __init__(self, label: str, *, empty: str = "") -> None:
        super().__init__()
        self._label, self._empty = label, empty
        self._facts: list[tuple[str, str]] = []
        self._note = ""
        self.setFixedHeight(px(theme.HEAD) + px(theme.CONTROL) + px(theme.HELPER))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_facts(())

    def show_facts(self, facts: Sequence[tuple[str, str]], note: str = "") -> None:
        """Show facts, and below them a note."""
        self._facts, self._note = list(facts), note
        said = "，".join(f"{name} {value}" for name, value in facts)
        self.setAccessibleName(f"{self._label}：{said or self._empty}，{note}".rstrip("，"))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width that any layout may stretch."""
        return QSize(px(180), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw label, box, values and note."""
        del event
        painter = paint.smooth(self)
        head = px(theme.HEAD)
        label = QRectF(px(3), 0, self.width() - px(6), head)
        face = theme.font(theme.LABEL, theme.MEDIUM)
        paint.write(painter, label, self._label, face, theme.INK_700)
        box = QRectF(3, head + 3, self.width() - 6, px(theme.CONTROL) - 6)
        paint.rounded(painter, box, px(6), fill=theme.SUNKEN, line=theme.LINE)
        left = box.x() + px(12)
        face = theme.font(theme.BODY, theme.MEDIUM, tabular=True)
        for number, (_, value) in enumerate(self._facts):
            if number:
                painter.fillRect(QRectF(left, box.y() + px(11), 1, px(14)), QColor(theme.RULE))
                left += px(10)
            room = max(0.0, box.right() - px(6) - left)
            wide = min(theme.text_width(value, face) + 1, room)
            area = QRectF(left, box.y(), wide, box.height())
            paint.write(painter, area, value, face, theme.INK_900)
            left += wide + px(10)
        if not self._facts:
            area = box.adjusted(px(12), 0, -px(6), 0)
            paint.write(painter, area, self._empty, theme.font(theme.LABEL), theme.PLACEHOLDER)
        note = QRectF(px(4), self.height() - px(theme.HELPER), self.width() - px(8), px(18))
        paint.write(painter, note, self._note, theme.font(theme.CAPTION), theme.INK_500)
