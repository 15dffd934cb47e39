"""Find filings by the one search box, and work on the one that is open."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from desk_app.errors import DeskError
from desk_app.policy.vocabulary import CancelReason
from desk_app.records.print_job import PrintJobRecord, PrintOutcome
from desk_app.services.case import documents_held
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import consequences, history
from desk_app.services.filing.cancelling import CancelledFiling, cancel
from desk_app.services.filing.reinstating import Reinstated, reinstate
from desk_app.services.filing.withdrawing import Withdrawn, withdraw
from desk_app.services.finding import searching
from desk_app.services.lists import official
from desk_app.services.papers import printing, tracing
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.ui import tasks, theme
from desk_app.ui.screens.records.ending import EndingPanel
from desk_app.ui.screens.records.list_pane import ListPane
from desk_app.ui.screens.records.page import FilingPage
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.text import Text

PAST_REST_MS = 80


class Records(QWidget):
    """The records.

    Signals: ``change_wanted`` with a filing, ``complete_wanted`` with one that lacks documents,
    ``papers_made`` with a filing, its papers and what was done (nothing for a reprint),
    ``changed`` after something was done, ``copied`` with a number for the clipboard, ``said``
    with a short message, ``failed`` with a sentence, ``left`` on Esc.
    """

    change_wanted = Signal(object)
    complete_wanted = Signal(object)
    papers_made = Signal(object, object, str)
    changed = Signal()
    copied = Signal(str)
    said = Signal(str)
    failed = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._busy = False
        self.pane = ListPane(desk)
        self.list, self.listing = self.pane.list, self.pane.listing
        self.page, self.ending = FilingPage(), EndingPanel(desk.clock.today)
        self._past = tasks.Latest(self, delay_ms=PAST_REST_MS)
        self._empty = Text("", theme.BODY, color=theme.INK_500, wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._connect()

    # -- what the window asks for ---------------------------------------------------------

    def search(self, text: str) -> None:
        """Show what fits a text, as it is typed; today's filings for an empty one."""
        self.pane.search(text)

    def refresh(self) -> None:
        """Search anew where the list is in sight; whoever comes to it later searches anyway."""
        if self.isVisible():
            self.pane.refresh()

    def open_number(self, number: str) -> None:
        """Show one filing by its number."""
        self.pane.open_number(number)

    def move_mark(self, step: int) -> None:
        """Go up or down the list while the search box keeps the keyboard."""
        self.list.move_mark(step)

    def enter(self) -> None:
        """Go from the search box to the filing that is marked."""
        self.pane.settle()
        self.list.setFocus()

    # -- inside ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        right = QWidget()
        self._stack = QStackedLayout(right)
        for widget in (self._empty, self.page, self.ending):
            self._stack.addWidget(widget)
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.pane)
        body.addWidget(right, 1)

    def _connect(self) -> None:
        self.pane.marked.connect(self._show)
        self.pane.opened.connect(self._enter)
        self.pane.left.connect(self.left)
        self.pane.failed.connect(self.failed)
        self.page.print_wanted.connect(self._print)
        self.page.change_wanted.connect(self._change)
        self.page.complete_wanted.connect(self._complete)
        self.page.cancel_wanted.connect(self._ask_to_end)
        self.page.entered_wanted.connect(self._ask_for_number)
        self.page.undo_wanted.connect(self._ask_to_take_back)
        self.page.taking.confirmed.connect(self._take_back)
        self.page.taking.left.connect(self._leave_entered)
        self.page.copy_wanted.connect(self._copy_number)
        self.page.filing_wanted.connect(self.open_number)
        self.page.seen.connect(self._note_by_hand)
        self.page.entered.confirmed.connect(self._mark_entered)
        self.page.entered.left.connect(self._leave_entered)
        self.ending.confirmed.connect(self._end)
        self.ending.asked.connect(self._tell_consequences)
        self.ending.left.connect(self._show)
        keys.bind(
            self,
            {
                "Ctrl+P": self._print,
                "F4": self._complete,
                "F6": self.pane.focus_filters,
                "F7": self._change,
                "F8": self._ask_to_end,
                "F9": self._ask_for_number,
                "Ctrl+Z": self._ask_to_take_back,
            },
        )

    def _show(self) -> None:
        current = self.pane.current()
        if current is None:
            self._empty.setText(
                "没有查到，请换姓名、拼音首字母、证件号码后几位或受理编号再试。"
                if self.pane.text.strip()
                else "没有这样的备案。按 F6 放宽筛选，或按 Ctrl+K 查找。"
            )
            self._stack.setCurrentWidget(self._empty)
            return
        try:
            filing, jobs = searching.show(desk=self._desk, record_no=current.number)
        except DeskError as error:
            self.failed.emit(error.message)
            return
        until = documents_held.end_words(desk=self._desk, filing=filing)
        self.page.show_filing(filing, printed=bool(jobs), until=until)
        self._stack.setCurrentWidget(self.page)
        desk = self._desk
        self._past.ask(
            lambda: (
                history.of_person(desk=desk, person_id=filing.person_id),
                documents_held.of_filing(desk=desk, filing=filing),
                [
                    one
                    for one in tracing.doubtful(desk=desk, record_no=filing.number)
                    if one.outcome is PrintOutcome.SENT
                ],
            ),
            lambda found: self.page.show_past(*found),
            self._say_fault,
        )

    def _enter(self) -> None:
        if self._stack.currentWidget() is self.page and self.page.reprint.isEnabled():
            self.page.reprint.setFocus()

    def _ask_for_number(self) -> None:
        if self.page.filing is not None and self.page.enter.isEnabled():
            self._stack.setCurrentWidget(self.page)
            self.page.entered.open(self.page.filing)

    def _leave_entered(self) -> None:
        self.page.entered.hide()
        self.page.taking.hide()
        self.list.setFocus()

    def _mark_entered(self, number: str) -> None:
        filing = self.page.filing
        if filing is None:
            return
        try:
            official.mark(desk=self._desk, record_no=filing.number, official_no=number)
        except DeskError as error:
            self.page.entered.say(error.message)
            return
        self._leave_entered()
        self.refresh()
        self.changed.emit()
        self.said.emit("已标记为录入官方系统")

    def _note_by_hand(self, papers: tuple[PrintJobRecord, ...], came: bool) -> None:
        try:
            tracing.confirm(desk=self._desk, papers=papers, came=came)
        except DeskError as error:
            self.page.banner.say(error.message, "error")
            return
        self._show()
        self.page.reprint.setFocus()
        self.changed.emit()
        self.said.emit("已记下：纸出来了" if came else "已记下：纸没有出来，可按 Ctrl+P 打印")

    def _ask_to_take_back(self) -> None:
        if self.page.filing is not None and self._stack.currentWidget() is self.page:
            self.page.taking.open(self.page.filing, back=not self.page.filing.status.open)

    def _take_back(self, reason: str) -> None:
        filing, desk, taking = self.page.filing, self._desk, self.page.taking
        if filing is None or self._busy:
            return
        self._busy = True

        def work() -> Reinstated | Withdrawn:
            if taking.back:
                return reinstate(desk=desk, record_no=filing.number, reason=reason)
            return withdraw(desk=desk, record_no=filing.number, reason=reason)

        tasks.run(
            self,
            work,
            self._taken_back,
            lambda error: taking.say(error.message),
            ended=self._free,
        )

    def _taken_back(self, done: Reinstated | Withdrawn) -> None:
        self._leave_entered()
        self.refresh()
        self.changed.emit()
        if isinstance(done, Withdrawn):
            self.page.banner.say(done.words, "warn" if done.out else "ok")
        else:
            self.papers_made.emit(done.record, done.papers, "")

    def _copy_number(self) -> None:
        if self.page.filing is not None:
            self.copied.emit(self.page.filing.case.applicant.id_number)
            self.said.emit("证件号码已复制，一分钟后自动清除")

    def _complete(self) -> None:
        if self.page.filing is not None and self.page.complete.isVisible():
            self.complete_wanted.emit(self.page.filing)

    def _change(self) -> None:
        if self.page.filing is not None and self.page.change.isEnabled():
            self.change_wanted.emit(self.page.filing)

    def _ask_to_end(self) -> None:
        if self.page.filing is not None and self.page.cancel.isEnabled():
            self._stack.setCurrentWidget(self.ending)
            self.ending.open(self.page.filing)

    def _tell_consequences(self, reason: CancelReason) -> None:
        if self.page.filing is not None:
            told = consequences.of_cancelling(
                desk=self._desk, record=self.page.filing, reason=reason
            )
            self.ending.tell(told)

    def _end(self, reason: CancelReason, text: str, day: date) -> None:
        filing, desk = self.page.filing, self._desk
        if filing is None or self._busy:
            return
        self._busy = True

        def work() -> CancelledFiling:
            return cancel(
                desk=desk,
                record_no=filing.number,
                reason=reason,
                reason_text=text or None,
                effective=day,
            )

        tasks.run(
            self, work, self._ended, lambda error: self.ending.say(error.message), ended=self._free
        )

    def _free(self) -> None:
        self._busy = False

    def _ended(self, done: CancelledFiling) -> None:
        self.refresh()
        # Shown elsewhere: nothing is read twice.
        self.papers_made.emit(done.record, done.papers, "已注销")
        self.changed.emit()

    def _print(self) -> None:
        filing, desk = self.page.filing, self._desk
        if filing is None or self._busy or self._stack.currentWidget() is not self.page:
            return
        self._busy = True

        def work() -> tuple[IssuedPaper, ...]:
            return printing.print_set(desk=desk, record_no=filing.number)

        def made(papers: tuple[IssuedPaper, ...]) -> None:
            self.papers_made.emit(filing, papers, "")

        tasks.run(self, work, made, self._say_fault, ended=self._free)

    def _say_fault(self, error: DeskError) -> None:
        self.page.banner.say(error.message, "error")
