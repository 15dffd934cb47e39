"""Find filings by the one search box, and work on the one that is open."""

from datetime import date

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk_app.errors import DeskError
from desk_app.policy.regions import place
from desk_app.policy.vocabulary import CancelReason, FilingStatus
from desk_app.records.filing import FilingSummary
from desk_app.services import consequences, printing, searching
from desk_app.services.cancelling import CancelledFiling, cancel
from desk_app.services.desk import Desk
from desk_app.services.issuing import IssuedPaper
from desk_app.ui import tasks, theme
from desk_app.ui.models.listing import ListingModel, masked
from desk_app.ui.screens.records.ending import EndingPanel
from desk_app.ui.screens.records.page import FilingPage
from desk_app.ui.theme import px
from desk_app.ui.widgets.rows import RowList, RowLook
from desk_app.ui.widgets.text import Pane, Text

LIST_WIDTH = 340
PEOPLE = 50
REST_MS = 60
STATUS_KINDS = {
    FilingStatus.ACCEPTED: "ok",
    FilingStatus.AWAITING_DOCUMENTS: "warn",
    FilingStatus.CANCELLED: "plain",
    FilingStatus.CHANGED: "plain",
    FilingStatus.DRAFT: "info",
}


class Records(QWidget):
    """The records.

    Signals: ``change_wanted`` with a filing, ``complete_wanted`` with one that lacks documents,
    ``papers_made`` with a filing and its papers, ``changed`` after something was done,
    ``failed`` with a sentence, ``left`` on Esc.
    """

    change_wanted = Signal(object)
    complete_wanted = Signal(object)
    papers_made = Signal(object, object)
    changed = Signal()
    failed = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._text = desk, ""
        self._busy = False
        self.listing = ListingModel()
        self.list = RowList("查到的备案", height=52)
        self.list.setModel(self.listing)
        self.list.selectionModel().currentChanged.connect(self._show)
        self.list.opened.connect(self._enter)
        self.count = Text("", theme.CAPTION, color=theme.INK_500, tabular=True)
        self.heading = Text("", theme.INPUT, theme.SEMIBOLD)
        self.page, self.ending = FilingPage(), EndingPanel(desk.clock.today)
        self._empty = Text("", theme.BODY, color=theme.INK_500, wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._searching = QTimer(self)
        self._searching.setSingleShot(True)
        self._searching.setInterval(REST_MS)
        self._searching.timeout.connect(self.refresh)
        self._lay_out()
        self._connect()

    # -- what the window asks for ---------------------------------------------------------

    def search(self, text: str) -> None:
        """Show what fits a text, as it is typed; today's filings for an empty one."""
        self._text = text
        self._searching.start()

    def refresh(self) -> None:
        """Search anew."""
        found = self._find()
        self.listing.fill([(_look(one), one) for one in found])
        self.heading.setText("查到的备案" if self._text.strip() else "今日受理")
        self.count.setText(f"{len(found)} 件")
        if found and not self.list.currentIndex().isValid():
            self.list.mark_first()
        self._show()

    def open_number(self, number: str) -> None:
        """Show one filing by its number."""
        self._text = number
        self.refresh()
        self.list.setFocus()

    def move_mark(self, step: int) -> None:
        """Go up or down the list while the search box keeps the keyboard."""
        self.list.move_mark(step)

    def enter(self) -> None:
        """Go from the search box to the filing that is marked."""
        if self._searching.isActive():
            self._searching.stop()
            self.refresh()
        self.list.setFocus()

    # -- inside ---------------------------------------------------------------------------

    def _find(self) -> list[FilingSummary]:
        if not self._text.strip():
            return list(searching.today(desk=self._desk))
        hits = searching.find(desk=self._desk, text=self._text, limit=PEOPLE)
        return [filing for hit in hits for filing in hit.filings]

    def _lay_out(self) -> None:
        left = Pane(theme.SURFACE, edge="right")
        left.setFixedWidth(px(LIST_WIDTH))
        head = QHBoxLayout()
        head.setContentsMargins(px(16), 0, px(16), px(6))
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.count)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, px(14), 1, px(8))
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        keys = Text("↑↓ 选择   Enter 打开   Esc 返回办理", theme.CAPTION, color=theme.INK_500)
        keys.setContentsMargins(px(16), px(6), 0, 0)
        column.addWidget(keys)
        right = QWidget()
        self._stack = QStackedLayout(right)
        for widget in (self._empty, self.page, self.ending):
            self._stack.addWidget(widget)
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(left)
        body.addWidget(right, 1)

    def _connect(self) -> None:
        self.page.print_wanted.connect(self._print)
        self.page.change_wanted.connect(self._change)
        self.page.complete_wanted.connect(self._complete)
        self.page.cancel_wanted.connect(self._ask_to_end)
        self.ending.confirmed.connect(self._end)
        self.ending.asked.connect(self._tell_consequences)
        self.ending.left.connect(self._show)
        for key, act in {
            "Ctrl+P": self._print,
            "F4": self._complete,
            "F7": self._change,
            "F8": self._ask_to_end,
        }.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        escape = QShortcut(QKeySequence("Esc"), self.list)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self.left)

    def _current(self) -> FilingSummary | None:
        thing = self.listing.thing(self.list.currentIndex())
        return thing if isinstance(thing, FilingSummary) else None

    def _show(self) -> None:
        current = self._current()
        if current is None:
            self._empty.setText(
                "没有查到，请换姓名、拼音首字母、证件号码后几位或受理编号再试。"
                if self._text.strip()
                else "今天还没有受理。按 Ctrl+K 查找以前的备案。"
            )
            self._stack.setCurrentWidget(self._empty)
            return
        try:
            filing, jobs = searching.show(desk=self._desk, record_no=current.number)
        except DeskError as error:
            self.failed.emit(error.message)
            return
        self.page.show_filing(filing, jobs)
        self._stack.setCurrentWidget(self.page)

    def _enter(self, index: QModelIndex) -> None:
        del index
        if self._stack.currentWidget() is self.page and self.page.reprint.isEnabled():
            self.page.reprint.setFocus()

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

        tasks.run(self, work, self._ended, self._not_ended)

    def _ended(self, done: CancelledFiling) -> None:
        self._busy = False
        self.refresh()
        self.changed.emit()
        self.papers_made.emit(done.record, done.papers)

    def _not_ended(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, DeskError):
            raise error
        self.ending.say(error.message)

    def _print(self) -> None:
        filing, desk = self.page.filing, self._desk
        if filing is None or self._busy or self._stack.currentWidget() is not self.page:
            return
        self._busy = True

        def work() -> tuple[IssuedPaper, ...]:
            return printing.print_set(desk=desk, record_no=filing.number)

        def made(papers: tuple[IssuedPaper, ...]) -> None:
            self._busy = False
            self.papers_made.emit(filing, papers)

        tasks.run(self, work, made, self._not_printed)

    def _not_printed(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, DeskError):
            raise error
        self.page.banner.say(error.message, "error")


def _look(filing: FilingSummary) -> RowLook:
    where = place(filing.place)
    kind = filing.variant.label if filing.variant else filing.type.label
    note = f"{kind} · {where.name if where else filing.place}"
    status = STATUS_KINDS[filing.status]
    return RowLook(masked(filing.name), note, filing.status.label, status, f"{filing.day:%Y-%m-%d}")
