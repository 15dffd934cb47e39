"""The live picture of the form that will be printed."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.errors import DeskError
from desk_app.services import previewing
from desk_app.services.checking import Verdict
from desk_app.services.desk import Desk
from desk_app.ui import tasks, theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.pdf_view import A4_RATIO, PdfView
from desk_app.ui.widgets.text import Pane, ScrollArea, Text

REST_MS = 180
LARGE_WIDTH = 860


class LivePreview(QWidget):
    """A small page that follows the case; ``enlarge`` tells that it was pressed."""

    enlarge = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._latest = tasks.Latest(self, delay_ms=REST_MS)
        self.pdf: bytes | None = None
        self.view = PdfView("登记表预览，F9 放大")
        self._pages = Text("F9 放大", theme.CAPTION, color=theme.INK_500, tabular=True)
        head = QHBoxLayout()
        head.setContentsMargins(px(6), px(10), px(6), px(6))
        head.addWidget(Text("表单预览", theme.INPUT, theme.SEMIBOLD))
        head.addStretch(1)
        head.addWidget(self._pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), 0, px(12), px(8))
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self.view.setCursor(Qt.CursorShape.PointingHandCursor)
        self.view.shown.connect(self._count)
        self.view.show_message("选定备案类型后显示")

    def warm_up(self, case: Mapping[str, Any], verdict: Verdict) -> None:
        """Load fonts and the PDF library while the clerk is still reading the first name."""
        desk = self._desk

        def make() -> bytes:
            return previewing.preview(desk=desk, case=case, verdict=verdict)

        tasks.run(self, make, self._ignore, self._ignore)

    @staticmethod
    def _ignore(result: object) -> None:
        del result

    def follow(self, case: Mapping[str, Any], verdict: Verdict) -> None:
        """Make the picture of a case, after a short rest, in a worker thread."""
        desk = self._desk
        if not case.get("type"):
            self.pdf = None
            self.view.show_message("选定备案类型后显示")
            return

        def make() -> bytes:
            return previewing.preview(desk=desk, case=case, verdict=verdict)

        self._latest.ask(make, self._take, self._fail)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the large picture."""
        super().mousePressEvent(event)
        self.enlarge.emit()

    def _take(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.view.show_pdf(pdf)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            raise error
        self.view.show_message(error.message)

    def _count(self, page: int, pages: int) -> None:
        self._pages.setText(f"第 {page + 1} / {pages} 页 · F9 放大" if pages > 1 else "F9 放大")


class LargePreview(QWidget):
    """The page over the whole screen, wide enough to be read.

    ↑↓ move it, PgUp and PgDn turn pages, Esc or F9 closes (``closed``).
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent
        self._before: QWidget | None = None
        self.view = PdfView("登记表，放大", margin=18)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.view)
        self._area = ScrollArea(holder)
        self._keys = Text("↑↓ 移动   PgUp PgDn 翻页   Esc 关闭", theme.CAPTION, color=theme.INK_700)
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
        self.setAccessibleName("登记表放大预览，按 Esc 关闭")
        self.hide()

    def open_with(self, pdf: bytes, before: QWidget | None) -> None:
        """Show a document; the keyboard goes back to ``before`` afterwards."""
        self._before = before
        self.setGeometry(self._owner.rect())
        width = min(px(LARGE_WIDTH), self.width() - px(40))
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
