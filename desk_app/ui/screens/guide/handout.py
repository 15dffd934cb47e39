"""The handout before it is printed: see it, print it, save it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.services.desk.open_desk import Desk
from desk_app.ui import tasks
from desk_app.ui.models.printing.sender import Sender
from desk_app.ui.theme import px
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.papers.pdf_view import PdfView

TITLE = "异地就医备案须知"


class HandoutPage(QWidget):
    """The handout as it will be on paper; nothing of it is recorded."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.pdf: bytes | None = None
        self._title = TITLE
        self._wanted = 0
        self.banner = Banner()
        self.view = PdfView("须知预览，PgUp PgDn 翻页", whole_page=True)
        self.spool = Sender(desk, self)
        self.spool.said.connect(self.banner.say)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(4), px(24), px(12))
        column.setSpacing(px(8))
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)

    def open(self, title: str, make: Callable[[], bytes]) -> None:
        """Make a handout in a worker thread and show it."""
        self.pdf, self._title = None, f"{TITLE}-{title}"
        self._wanted += 1
        wanted = self._wanted
        self.banner.say("")
        self.view.show_message("正在生成…")

        def made(pdf: bytes) -> None:
            if wanted == self._wanted:  # nothing else was asked for meanwhile
                self.pdf = pdf
                self.view.show_pdf(pdf)

        tasks.run(self, make, made, lambda error: self.banner.say(error.message, "error"))

    def print(self) -> None:
        """Send the handout to the printer the hall has chosen."""
        if self.pdf is not None:
            self.spool.print_plain(self.pdf, TITLE)

    def save(self) -> None:
        """Ask where to, then save the handout as a PDF."""
        if self.pdf is not None:
            self.spool.save_plain(self.pdf, self._title)

    def save_to(self, path: Path) -> None:
        """Write the handout to a file, whole or not at all."""
        if self.pdf is not None:
            self.spool.save_plain_to(self.pdf, path)
