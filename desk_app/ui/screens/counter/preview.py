"""The live picture of the form that will be printed."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.errors import DeskError
from desk_app.services.case.checking import Verdict
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import previewing
from desk_app.ui import tasks, theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.papers.pdf_view import PdfView
from desk_app.ui.widgets.text import Text

REST_MS = 180


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

        tasks.run(self, make, tasks.ignore, tasks.ignore)

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

    def _fail(self, error: DeskError) -> None:
        self.view.show_message(error.message)

    def _count(self, page: int, pages: int) -> None:
        self._pages.setText(f"第 {page + 1} / {pages} 页 · F9 放大" if pages > 1 else "F9 放大")
