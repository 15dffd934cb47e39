"""Send papers that belong to no case on the screen, and say what became of them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from desk_app.errors import DeskError
from desk_app.files import write_whole
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import issuing
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.ui import dialogs, tasks
from desk_app.ui.models.printing import sending
from desk_app.ui.models.printing.following import Following
from desk_app.ui.models.printing.sending import GIVING, NO_PRINTER, Sending
from desk_app.ui.tasks import Lane

KINDS = "PDF (*.pdf)"


def documents() -> Path:
    """Return the folder saving begins in."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place))


class Sender(QObject):
    """Prints and saves for one page of a screen; ``said`` tells a sentence and its kind."""

    said = Signal(str, str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._busy = False
        self._following = Following(self)
        self._following.said.connect(self.said)

    def print(self, papers: Sequence[IssuedPaper]) -> None:
        """Send papers to the hall's printer and follow them."""
        taken, desk = tuple(papers), self._desk
        if taken and self._begin():
            self._ask_printer(lambda: sending.send(desk, taken))

    def print_plain(self, pdf: bytes, title: str) -> None:
        """Send a sheet that is no paper of the records, such as a test sheet."""
        desk = self._desk
        if self._begin():
            self._ask_printer(lambda: sending.send_plain(desk, pdf, title))

    def save(self, paper: IssuedPaper) -> None:
        """Ask where to, then save a paper and note that it was."""
        title = f"把《{paper.title}》另存到哪个文件夹"
        folder = dialogs.choose_folder(self._page, title, documents())
        if folder is not None:
            self.save_into(paper, folder)

    def save_into(self, paper: IssuedPaper, folder: Path) -> None:
        """Write a paper into a folder, whole or not at all."""
        desk = self._desk
        if self._begin():
            tasks.run(
                self,
                lambda: issuing.save(desk=desk, papers=[paper], folder=folder),
                self._saved,
                self._say_fault,
                ended=self._end,
            )

    def save_plain(self, pdf: bytes, title: str) -> None:
        """Ask where to, then save a sheet that is no paper of the records."""
        chosen = dialogs.save_as(self._page, f"把{title}另存为", documents(), f"{title}.pdf", KINDS)
        if chosen is not None:
            self.save_plain_to(pdf, chosen)

    def save_plain_to(self, pdf: bytes, chosen: Path) -> None:
        """Write such a sheet to a file, whole or not at all."""
        path = chosen if chosen.suffix else chosen.with_suffix(".pdf")
        if self._begin():
            work = lambda: (write_whole(path, pdf),)  # noqa: E731
            tasks.run(self, work, self._saved, self._say_fault, ended=self._end)

    def _ask_printer(self, work: Callable[[], Sending | None]) -> None:
        self.said.emit(f"{GIVING}…", "info")
        tasks.run(self, work, self._sent_off, self._say_fault, ended=self._end, lane=Lane.PRINTER)

    def _begin(self) -> bool:
        if self._busy:
            return False
        self._busy = True
        return True

    def _end(self) -> None:
        self._busy = False

    def _sent_off(self, sent: Sending | None) -> None:
        if sent is None:
            self.said.emit(NO_PRINTER, "warn")
        else:
            self._following.follow(sent)

    def _saved(self, files: tuple[Path, ...]) -> None:
        self.said.emit(f"已存为 {files[0].name}。", "ok")

    def _say_fault(self, error: DeskError) -> None:
        self.said.emit(error.message, "error")
