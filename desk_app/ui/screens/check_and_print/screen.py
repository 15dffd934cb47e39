"""The page after the counter: read out, register, print."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from desk_app.errors import DeskError, StateConflictError
from desk_app.policy.guidance.guidance import Guidance, RequiredDocument
from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import Case, FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import changing, completing, forewarning, intake, races
from desk_app.services.filing.forewarning import Foresight
from desk_app.services.filing.rescuing import FolderGoneError
from desk_app.services.filing.withdrawing import Withdrawn
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.ui import tasks
from desk_app.ui.models.case.purpose import Purpose, purpose_of
from desk_app.ui.screens.check_and_print.papers import PapersPage
from desk_app.ui.screens.check_and_print.reading import ReadingPage
from desk_app.ui.widgets import keys

Result = tuple[FilingRecord, tuple[IssuedPaper, ...]]
ACTS = {Purpose.NEW: "受理", Purpose.CHANGE: "变更", Purpose.COMPLETE: "补齐"}


class CheckAndPrint(QWidget):
    """The page read out, then the papers.

    Signals: ``change_wanted`` with the path of a field, ``back_wanted``, ``registered`` once
    a number was given, ``next_wanted`` for a new case, ``changed`` and ``failed`` of the papers,
    ``conflicted`` where somebody else changed the draft or the filing meanwhile, ``said`` when
    something was taken back, with ``retype_wanted`` (its case) or ``look_wanted`` (a number).
    """

    change_wanted = Signal(str)
    back_wanted = Signal()
    registered = Signal(str)
    next_wanted = Signal()
    changed = Signal()
    failed = Signal(str)
    conflicted = Signal(object)
    homeless = Signal()
    retype_wanted = Signal(object)
    look_wanted = Signal(str)
    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._case: dict[str, Any] = {}
        self._draft: DraftRecord | None = None
        self._filing: FilingRecord | None = None
        self._purpose = Purpose.NEW
        self._missing: tuple[RequiredDocument, ...] = ()
        self._refused = False
        self._busy = False
        self.reading, self.papers = ReadingPage(), PapersPage(desk)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.reading)
        self._stack.addWidget(self.papers)
        self.reading.change_wanted.connect(self.change_wanted)
        self.reading.back_wanted.connect(self.back_wanted)
        self.reading.agreed.connect(self.register)
        self.papers.next_wanted.connect(self.next_wanted)
        self.papers.withdrawn.connect(self._withdrawn)
        self.papers.changed.connect(self.changed)
        self.papers.failed.connect(self.failed)
        keys.bind(self.reading, {"Ctrl+Return": self.register, "Esc": self.back_wanted.emit})

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
        self._purpose = purpose_of(filing, self._case)
        changing = self._purpose == Purpose.CHANGE
        verdict = intake.judged(
            desk=self._desk, case=self._case, replaced=filing, changing=changing
        )
        if verdict.case is None or verdict.guidance is None or verdict.open_questions:
            return False
        self._missing = verdict.missing
        self._stack.setCurrentWidget(self.reading)
        foreseen = self._foresee(verdict.case, verdict.guidance)
        self._refused = bool(foreseen.refused)
        self.reading.show_case(verdict.case, verdict.guidance, verdict.missing, foreseen)
        self.reading.show_act(self._act())
        return True

    def _act(self) -> str:
        """Word what the button does."""
        if self._refused:
            return "不能受理，返回修改"
        if self._missing:
            return "缺件登记（待补正）" if self._may_wait() else "材料不齐，返回补齐"
        return f"已告知同意，{ACTS[self._purpose]}并打印"

    def _may_wait(self) -> bool:
        """Tell whether the case may be kept as waiting for documents."""
        waiting = self._filing is None or self._filing.status == FilingStatus.AWAITING_DOCUMENTS
        return self._purpose != Purpose.CHANGE and waiting

    def _foresee(self, case: Case, guidance: Guidance) -> Foresight:
        """Return what stands against the case and what must be told before it is confirmed."""
        replaced = self._filing
        parts = [
            forewarning.foresee(desk=self._desk, case=case, guidance=guidance, replaced=replaced)
        ]
        if replaced is not None and self._purpose == Purpose.CHANGE:
            parts.insert(0, forewarning.of_change(desk=self._desk, replaced=replaced))
        elif replaced is not None:
            parts.append(
                forewarning.of_completion(desk=self._desk, replaced=replaced, guidance=guidance)
            )
        return forewarning.together(*parts)

    def show_papers(
        self, record: FilingRecord, papers: Sequence[IssuedPaper], deed: str = ""
    ) -> None:
        """Show the papers of a filing; a ``deed`` just done to it can be taken back."""
        self._stack.setCurrentWidget(self.papers)
        self.papers.open(record, papers, deed=deed)

    def register(self) -> None:
        """Register the case in a worker thread; nothing is half done whatever happens."""
        if self._busy or self.done:
            return
        if self._refused or (self._missing and not self._may_wait()):
            self.back_wanted.emit()
            return
        self._busy = True
        self.reading.go.setEnabled(False)
        works = {
            Purpose.NEW: self._intake,
            Purpose.CHANGE: self._change,
            Purpose.COMPLETE: self._complete,
        }
        tasks.run(self, works[self._purpose], self._done, self._not_done, ended=self._free)

    def _intake(self) -> Result:
        done = intake.register(
            desk=self._desk, case=self._case, on_missing=self._on_missing(), draft=self._draft
        )
        return done.record, done.papers

    def _change(self) -> Result:
        races.expect_as_seen(desk=self._desk, filing=self._filing)
        done = changing.change(
            desk=self._desk, record_no=self._old_number(), case=self._case, draft=self._draft
        )
        return done.new, done.papers

    def _complete(self) -> Result:
        races.expect_as_seen(desk=self._desk, filing=self._filing)
        done = completing.complete(
            desk=self._desk,
            record_no=self._old_number(),
            case=self._case,
            on_missing=self._on_missing(),
            draft=self._draft,
        )
        return done.record, done.papers

    def _on_missing(self) -> intake.OnMissing:
        return "notice" if self._missing else "refuse"

    def _old_number(self) -> str:
        if self._filing is None:
            raise RuntimeError("no filing to change or complete")
        return self._filing.number

    def _free(self) -> None:
        self._busy = False
        self.reading.go.setEnabled(True)

    def _done(self, result: Result) -> None:
        record, papers = result
        self.registered.emit(record.number)
        waits = record.status is FilingStatus.AWAITING_DOCUMENTS
        self.show_papers(record, papers, "已登记为待补正" if waits else f"已{ACTS[self._purpose]}")

    def _withdrawn(self, done: Withdrawn) -> None:
        """Go on with the case that was taken back, or look at the filing as it is now."""
        again = done.retyped
        if again is None:
            self.look_wanted.emit(done.shown)
        else:
            self.retype_wanted.emit(again)
        self.changed.emit()
        self.said.emit(done.words)

    def _not_done(self, error: DeskError) -> None:
        self.reading.go.setFocus()  # it lost the keyboard while it could not be pressed
        self.reading.say(error.message)
        if isinstance(error, StateConflictError):
            self._tell_conflict()
        elif isinstance(error, FolderGoneError):
            self.homeless.emit()

    def _tell_conflict(self) -> None:
        """Tell what was changed meanwhile, where it was the draft or the filing in hand."""
        desk, mine = self._desk, self._case
        found = None
        try:
            if self._filing is not None:
                found = races.of_filing(desk=desk, filing=self._filing, mine=mine)
            if found is None and self._draft is not None:
                found = races.of_draft(desk=desk, draft=self._draft, mine=mine)
        except DeskError as error:
            self.reading.say(error.message)
        if found is not None:
            self.conflicted.emit(found)
