"""The handout before it is printed: see it, print it, save it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.errors import DeskError
from desk_app.services import spooling
from desk_app.services.files import write_whole
from desk_app.ui import dialogs, tasks
from desk_app.ui.theme import px
from desk_app.ui.widgets.notices import Banner
from desk_app.ui.widgets.pdf_view import PdfView

FOLLOW_MS = 1500
TITLE = "异地就医备案须知"
KINDS = "PDF (*.pdf)"


class HandoutPage(QWidget):
    """The handout as it will be on paper; nothing of it is recorded."""

    def __init__(self) -> None:
        super().__init__()
        self.pdf: bytes | None = None
        self._title = TITLE
        self._busy = False
        self._job: spooling.SpoolJob | None = None
        self._wanted = 0
        self._following = QTimer(self)
        self._following.setSingleShot(True)
        self._following.setInterval(FOLLOW_MS)
        self._following.timeout.connect(self._follow)
        self.banner = Banner()
        self.view = PdfView("须知预览，PgUp PgDn 翻页", whole_page=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(4), px(24), px(12))
        column.setSpacing(px(8))
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)

    def open(self, title: str, make: Callable[[], bytes]) -> None:
        """Make a handout in a worker thread and show it."""
        self.pdf, self._title, self._job = None, f"{TITLE}-{title}", None
        self._wanted += 1
        wanted = self._wanted
        self.banner.say("")
        self.view.show_message("正在生成…")

        def made(pdf: bytes) -> None:
            if wanted == self._wanted:  # nothing else was asked for meanwhile
                self.pdf = pdf
                self.view.show_pdf(pdf)

        tasks.run(self, make, made, self._fault)

    def print(self) -> None:
        """Send the handout to the printer that is asked first."""
        pdf = self.pdf
        if pdf is None or self._busy:
            return
        self._busy = True

        def work() -> spooling.SpoolJob | None:
            printer = next(iter(spooling.printers()), None)
            if printer is None:
                return None
            return spooling.send(pdf=pdf, title=TITLE, printer=printer)

        tasks.run(self, work, self._sent, self._fault)

    def save(self) -> None:
        """Ask where to, then save the handout as a PDF."""
        if self.pdf is None:
            return
        place = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(place))
        chosen = dialogs.save_as(self, "把须知另存为", folder, f"{self._title}.pdf", KINDS)
        if chosen is not None:
            self.save_to(chosen)

    def save_to(self, path: Path) -> None:
        """Write the handout to a file, whole or not at all."""
        pdf = self.pdf
        if pdf is None or self._busy:
            return
        self._busy = True
        path = path if path.suffix else path.with_suffix(".pdf")
        tasks.run(self, lambda: write_whole(path, pdf), self._saved, self._fault)

    def _sent(self, job: spooling.SpoolJob | None) -> None:
        self._busy = False
        if job is None:
            self.banner.say("本机没有打印机，请另存为 PDF（Ctrl+S）。", "warn")
            return
        self._job = job
        self.banner.say("已送打印机，正在打印…", "info")
        self._following.start()

    def _follow(self) -> None:
        """Ask what became of the job that was sent last."""
        job = self._job
        if job is None:
            return
        tasks.run(self, lambda: spooling.status([job])[job], self._followed, self._fault)

    def _followed(self, status: spooling.SpoolStatus) -> None:
        if self._job is None:
            return
        if status.state is spooling.SpoolState.QUEUED:
            if status.reason:
                self.banner.say(f"打印机排队中：{status.reason}", "warn")
            self._following.start()
            return
        self._job = None
        if status.state is spooling.SpoolState.DONE:
            self.banner.say("已打印，请核对纸张。", "ok")
        else:
            self.banner.say(f"打印失败：{status.reason or '请检查打印机'}", "error")

    def _saved(self, result: object) -> None:
        del result
        self._busy = False
        self.banner.say("已存为 PDF。", "ok")

    def _fault(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, DeskError):
            self.banner.say(error.message, "error")
        elif isinstance(error, OSError):
            self.banner.say("文件没有写成，请检查文件夹和磁盘空间后再存。", "error")
        else:
            raise error
