"""A page over the whole screen, wide enough to be read."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.papers.pdf_view import A4_RATIO, PdfView
from desk_app.ui.widgets.text import Pane, ScrollArea, Text

WIDTH = 860
KEYS = "↑↓ 移动   PgUp PgDn 翻页   Esc 关闭"


class PaperOverlay(QWidget):
    """The page over the whole screen, wide enough to be read.

    ↑↓ move it, PgUp and PgDn turn pages, Esc or F9 closes (``closed``).
    """

    closed = Signal()

    def __init__(self, parent: QWidget, *, keys: str = "") -> None:
        """Lie over ``parent``; ``keys`` names further keys that the screen binds."""
        super().__init__(parent)
        self._owner = parent
        self._before: QWidget | None = None
        self.view = PdfView("表单，放大", margin=18)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.view)
        self._area = ScrollArea(holder)
        self._keys = Text(
            "   ".join(part for part in (KEYS, keys) if part), theme.CAPTION, color=theme.INK_700
        )
        self._keys.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._keys.setFixedHeight(px(28))
        ground = Pane(theme.DESK)
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self._keys)
        inner.addWidget(self._area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("表单放大预览，按 Esc 关闭")
        self.hide()

    def open_with(self, pdf: bytes, before: QWidget | None) -> None:
        """Show a document; the keyboard goes back to ``before`` afterwards."""
        self._before = before
        self.setGeometry(self._owner.rect())
        width = min(px(WIDTH), self.width() - px(40))
        self.view.setFixedSize(width, round((width - px(36)) * A4_RATIO) + px(36))
        self._area.verticalScrollBar().setValue(0)
        self.view.show_pdf(pdf)
        self.show()
        self.raise_()
        self.setFocus()

    def close_up(self) -> None:
        """Go away and give the keyboard back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, turn pages or close."""
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        bar = self._area.verticalScrollBar()
        if event.key() == Qt.Key.Key_Escape:
            self.close_up()
        elif event.key() in turns:
            self.view.turn(turns[Qt.Key(event.key())])
        elif event.key() in moves:
            bar.setValue(bar.value() + moves[Qt.Key(event.key())] * bar.pageStep() // 3)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close."""
        super().mousePressEvent(event)
        self.close_up()
