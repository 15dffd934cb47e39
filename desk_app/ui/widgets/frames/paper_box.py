"""One paper as it will come out, with the two things that can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.papers.paper_overlay import PaperOverlay
from desk_app.ui.widgets.papers.pdf_view import PdfView
from desk_app.ui.widgets.text import OneLine

HEIGHT = 420


class PaperBox(QWidget):
    """A preview with print and save; PgUp and PgDn turn pages.

    Signals: ``print_wanted``, ``save_wanted``.
    """

    print_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.pdf: bytes | None = None
        self._overlay: PaperOverlay | None = None
        self.view = PdfView(f"{name}预览，PgUp PgDn 翻页", whole_page=True)
        self.view.setMinimumHeight(px(HEIGHT))
        self.view.shown.connect(self._tell_page)
        self.print = Button("打印", kind="primary", key="Ctrl P", icon="printer")
        self.save = Button("另存为 PDF", key="Ctrl S", icon="download")
        self.pages = OneLine()
        self.enlarge = Button("放大", key="F9", icon="zoom-in")
        self.enlarge.clicked.connect(self._enlarge)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addWidget(self.pages, 1)
        row.addWidget(self.enlarge)
        row.addWidget(self.save)
        row.addWidget(self.print)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(row)
        column.addWidget(self.view, 1)
        keys.bind(self, {"Ctrl+P": self._print, "Ctrl+S": self._save, "F9": self._enlarge})
        self.hide()

    def show_pdf(self, pdf: bytes) -> None:
        """Show a paper, ready to be printed."""
        self.pdf = pdf
        self.view.show_pdf(pdf)
        self.show()
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Show nothing."""
        self.pdf = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages."""
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        if event.key() in turns:
            self.view.turn(turns[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _tell_page(self, page: int, pages: int) -> None:
        self.pages.setText(f"第 {page + 1} 页，共 {pages} 页   PgUp PgDn 翻页")

    def _enlarge(self) -> None:
        """Show the paper over the whole screen, wide enough to be read."""
        if self.pdf is None:
            return
        if self._overlay is None:
            self._overlay = PaperOverlay(self._over())
        self._overlay.open_with(self.pdf, self.enlarge)

    def _over(self) -> QWidget:
        """Return the page this box is on, as far out as there is a page."""
        outer: QWidget = self
        while (parent := outer.parentWidget()) is not None and not outer.isWindow():
            outer = parent
            if isinstance(outer, SectionPage):
                break
        return outer

    def _print(self) -> None:
        if self.pdf is not None:
            self.print_wanted.emit()

    def _save(self) -> None:
        if self.pdf is not None:
            self.save_wanted.emit()
