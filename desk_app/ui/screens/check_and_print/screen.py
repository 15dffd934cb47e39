"""The page after the counter: read out, register, print."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk_app.errors import DeskError
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingRecord
from desk_app.services import changing, intake
from desk_app.services.checking import check
from desk_app.services.desk import Desk
from desk_app.services.issuing import IssuedPaper
from desk_app.ui import tasks
from desk_app.ui.screens.check_and_print.papers import PapersPage
from desk_app.ui.screens.check_and_print.reading import ReadingPage


class CheckAndPrint(QWidget):
    """The page read out, then the papers.

    Signals: ``change_wanted`` with the path of a field, ``back_wanted``, ``registered`` once
    a number was given, ``next_wanted`` for a new case, ``changed`` when papers came out.
    """

    change_wanted = Signal(str)
    back_wanted = Signal()
    registered = Signal(str)
    next_wanted = Signal()
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._case: dict[str, Any] = {}
        self._draft: DraftRecord | None = None
        self._filing: FilingRecord | None = None
        self._lacking = False
        self._busy = False
        self.reading, self.papers = ReadingPage(), PapersPage(desk)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.reading)
        self._stack.addWidget(self.papers)
        self.reading.change_wanted.connect(self.change_wanted)
        self.reading.back_wanted.connect(self.back_wanted)
        self.reading.agreed.connect(self.register)
        self.papers.next_wanted.connect(self.next_wanted)
        self.papers.changed.connect(self.changed)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self.reading)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.register)
        escape = QShortcut(QKeySequence("Esc"), self.reading)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.back_wanted)

    @property
    def done(self) -> bool:
        """Whether the case shown was registered."""
        return self._stack.currentWidget() is self.papers

    def open_case(
        self, case: Mapping[str, Any], draft: DraftRecord | None, filing: FilingRecord | None
    ) -> bool:
        """Show a raw case that has no problems but the consent; False if it has others.

        ``filing`` is the one it replaces.
        """
        # What is judged and registered is what will have been agreed to.
        self._case = {**case, "consent": True}
        self._draft, self._filing = draft, filing
        verdict = check(case=self._case, today=self._desk.clock.today())
        if verdict.case is None or verdict.guidance is None:
            return False
        self._lacking = bool(verdict.missing)
        self._stack.setCurrentWidget(self.reading)
        self.reading.show_case(
            verdict.case, verdict.guidance, verdict.missing, change=filing is not None
        )
        return True

    def show_papers(self, record: FilingRecord, papers: tuple[IssuedPaper, ...]) -> None:
        """Show the papers of a filing that was registered or ended."""
        self._stack.setCurrentWidget(self.papers)
        self.papers.open(record, papers)

    def register(self) -> None:
        """Register the case in a worker thread; nothing is half done whatever happens."""
        if self._busy or self.done:
            return
        if self._filing is not None and self._lacking:
            self.back_wanted.emit()
            return
        self._busy = True
        self.reading.go.setEnabled(False)
        tasks.run(self, self._change if self._filing else self._intake, self._done, self._fault)

    def _intake(self) -> tuple[FilingRecord, tuple[IssuedPaper, ...]]:
        done = intake.register(
            desk=self._desk,
            case=self._case,
            on_missing="notice" if self._lacking else "refuse",
            draft=self._draft,
        )
        return done.record, done.papers

    def _change(self) -> tuple[FilingRecord, tuple[IssuedPaper, ...]]:
        if self._filing is None:
            raise RuntimeError("no filing to change")
        done = changing.change(
            desk=self._desk, record_no=self._filing.number, case=self._case, draft=self._draft
        )
        return done.new, done.papers

    def _done(self, result: tuple[FilingRecord, tuple[IssuedPaper, ...]]) -> None:
        self._busy = False
        record, papers = result
        self.registered.emit(record.number)
        self.show_papers(record, papers)

    def _fault(self, error: Exception) -> None:
        self._busy = False
        self.reading.go.setEnabled(True)
        if not isinstance(error, DeskError):
            raise error
        self.reading.say(error.message)
