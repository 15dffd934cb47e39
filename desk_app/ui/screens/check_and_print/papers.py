"""The papers of a filing: what became of each, and how to print, save or repeat it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.errors import DeskError
from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.filing import FilingRecord
from desk_app.records.print_job import CAME_OUT, NEVER_CAME, PrintOutcome
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import issuing, printing, tracing
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.services.papers.spooling import OUTCOMES, NotAnsweredError, SpoolStatus
from desk_app.services.papers.tracing import News
from desk_app.services.settings import preferences
from desk_app.ui import dialogs, tasks, theme
from desk_app.ui.models.listing import ListingModel
from desk_app.ui.models.printing import sending
from desk_app.ui.models.printing.following import Following
from desk_app.ui.models.printing.sending import GIVING, NO_PRINTER, NotTakenError, Sending
from desk_app.ui.models.printing.watching import NOT_KNOWN, NOT_OUT, PrintWatch
from desk_app.ui.screens.check_and_print.grace import Grace
from desk_app.ui.tasks import Lane
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.papers.pdf_view import PdfView
from desk_app.ui.widgets.text import Card, Text
from desk_app.ui.widgets.whether_out import WhetherRow

OUT = "已送达打印机，请核对纸张；没有出来的选中后按 F5 重打。"
NOT_SURE = "不知道印出没有，请看打印机"
CONFIRMED = "已记下：看过，纸出来了。"
DENIED = "已记下：看过，纸没有出来。处理好打印机后按 Ctrl+P 再打。"
STILL_WAITING = "还在打印机的队列里，没有再送一遍。不等了请先取消任务，或选中一份按 F5 重打。"
ROW_HEIGHT, ROWS_SHOWN = 54, 6
OUTCOME_KINDS = {
    PrintOutcome.SAVED: "ok",
    PrintOutcome.PRINTED: "ok",
    PrintOutcome.HANDED_OVER: "ok",
    PrintOutcome.FAILED: "error",
    PrintOutcome.CANCELLED: "error",
    PrintOutcome.UNCONFIRMED: "plain",
    PrintOutcome.EARLIER: "plain",
    PrintOutcome.CONFIRMED: "ok",
    PrintOutcome.DENIED: "error",
    PrintOutcome.SENT: "warn",
}
STATUS_WORDS = {
    FilingStatus.ACCEPTED: "已受理",
    FilingStatus.AWAITING_DOCUMENTS: "待补正：材料补齐后再受理",
}

Result = TypeVar("Result")


class PapersPage(QWidget):
    """Shown after registering; papers go on to the printer whatever is shown meanwhile.

    Signals: ``next_wanted`` for a new case, ``withdrawn`` with what was taken back, ``changed``
    when papers came out or did not, ``failed`` with a sentence where that is not in view.
    """

    next_wanted = Signal()
    withdrawn = Signal(object)
    changed = Signal()
    failed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.papers: list[IssuedPaper] = []
        self._copies: dict[str, int] = {}
        self._outcomes: dict[str, tuple[PrintOutcome, str]] = {}
        self._on_their_way: set[int] = set()
        self._shown = object()
        self._busy = False
        self.number = Text("", 26, theme.SEMIBOLD, theme.PRIMARY_DARK, tabular=True)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.status = Text("", theme.INPUT, theme.MEDIUM, theme.OK)
        self.banner = Banner()
        self._following = Following(self, out=OUT)
        self._following.said.connect(self.banner.say)
        self._following.ended.connect(self._ended)
        self.watch = PrintWatch(desk, self)
        self.watch.said.connect(self.failed)
        self.watch.learned.connect(self._learn)
        self.grace = self._grace()
        self.listing = ListingModel()
        self.list = RowList("本件的表单", height=ROW_HEIGHT, margin=12)
        self.list.setModel(self.listing)
        self.list.selectionModel().currentChanged.connect(self._show_paper)
        self.whether_out = WhetherRow("看过打印机了，不知道的几份：")
        self.whether_out.answered.connect(self._note_by_hand)
        self.view = PdfView("表单预览", whole_page=True)
        self._lay_out()
        self._bind_keys()

    def open(self, record: FilingRecord, papers: Sequence[IssuedPaper], *, deed: str = "") -> None:
        """Show what was done, and send its papers to the printer where there is one.

        A ``deed``, worded “已受理”, can be taken back for some seconds before that.
        """
        self.grace.finish()
        self._shown, self._busy = object(), False
        self.number.setText(record.number)
        self.status.setText(STATUS_WORDS.get(record.status, record.status.label))
        accepted = record.status == FilingStatus.ACCEPTED
        self.status.set_color(theme.OK if accepted else theme.WARN)
        self.papers = list(papers)
        self._copies = {one.paper: one.copies for one in preferences.copies(desk=self._desk)}
        self._following.hush()
        self._outcomes = {one.paper: (one.job.outcome, "") for one in papers}
        self.banner.say("")
        self._fill()
        self.list.mark_first()
        self._show_paper()
        if papers:
            self.print_button.setFocus()
        else:
            self.view.show_message("补齐材料后打印登记表")
            self.next_button.setFocus()
        self.grace.begin(record.number, deed)

    def _grace(self) -> Grace:
        grace = Grace(self._desk, self)
        grace.said.connect(self.banner.say)
        grace.over.connect(partial(self.print_all, announce=False))
        grace.refused.connect(self._say_fault)
        grace.withdrawn.connect(self.withdrawn)
        return grace

    def print_all(self, *, announce: bool = True) -> None:
        """Send every paper that has not come out yet, or all of them again.

        What waits in the printer's queue is not sent twice: it may still come.
        """
        wanted = [one for one in self.papers if not self._came_out(one)]
        waiting = [one for one in wanted if one.job.id not in self._on_their_way]
        if any(self._outcomes[one.paper][0] is not PrintOutcome.UNCONFIRMED for one in waiting):
            self._again(waiting)  # made anew, under a new job: a reprint where it may have come
        elif waiting:
            self._send(waiting, announce=announce)
        elif wanted and announce:
            self.banner.say(STILL_WAITING, "warn")
        elif announce:
            self._again(self.papers)

    def _lay_out(self) -> None:
        holder = QWidget()
        holder.setFixedWidth(px(430))
        left = QVBoxLayout(holder)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(px(8))
        left.addWidget(self._head())
        left.addWidget(self.banner)
        card = Card("表单", "请核对纸张；没有出来的可以重打")
        card.body.addWidget(self.list)
        left.addWidget(card)
        left.addWidget(self.whether_out)
        for row in self._actions():
            left.addLayout(row)
        left.addStretch(1)
        body = QHBoxLayout(self)
        body.setContentsMargins(px(20), px(16), px(16), px(12))
        body.setSpacing(px(16))
        body.addWidget(holder)
        body.addWidget(self.view, 1)

    def _head(self) -> Card:
        head = Card()
        head.body.setContentsMargins(px(18), px(12), px(18), px(12))
        head.body.addWidget(Text("受理编号", theme.LABEL, color=theme.INK_500))
        head.body.addWidget(self.number)
        head.body.addWidget(self.status)
        return head

    def _actions(self) -> tuple[QHBoxLayout, QHBoxLayout]:
        self.print_button = Button("打印全部", kind="primary", key="Ctrl P", icon="printer")
        self.save_button = Button("另存为 PDF", key="Ctrl S", icon="download")
        self.again_button = Button("重打这一份", key="F5", icon="rotate-ccw")
        self.next_button = Button("办理下一件", kind="tint", key="F2", icon="plus")
        self.print_button.clicked.connect(self._print)
        self.again_button.clicked.connect(self._repeat)
        self.save_button.clicked.connect(self._save)
        self.next_button.clicked.connect(self.next_wanted)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, buttons in (
            (first, (self.print_button, self.again_button)),
            (second, (self.save_button, self.next_button)),
        ):
            row.setSpacing(px(8))
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
        return first, second

    def _bind_keys(self) -> None:
        deeds = {"Ctrl+P": self._print, "Ctrl+S": self._save, "F5": self._repeat}
        keys.bind(self, deeds | {"Ctrl+Z": self.grace.take_back})

    def _print(self) -> None:
        if not self.grace.finish():
            self.print_all()

    def _came_out(self, paper: IssuedPaper) -> bool:
        return self._outcomes[paper.paper][0] in CAME_OUT

    def _fill(self) -> None:
        rows: list[tuple[RowLook, object]] = []
        for number, paper in enumerate(self.papers, start=1):
            outcome, fault = self._outcomes[paper.paper]
            place = f"第 {number} 种，共 {len(self.papers)} 种"
            note = fault or f"{place} · 打 {self._copies[paper.paper]} 份"
            kind = OUTCOME_KINDS[outcome]
            rows.append((RowLook(f"《{paper.title}》", note, outcome.label, kind), paper))
        self.listing.fill(rows)
        shown = max(1, min(ROWS_SHOWN, len(rows)))
        self.list.setFixedHeight(shown * px(ROW_HEIGHT) + px(4))
        self.whether_out.setVisible(bool(self._unsure()))

    def _unsure(self) -> list[IssuedPaper]:
        """Return the papers of which only somebody who looks can say whether they came out."""
        return [
            paper
            for paper in self.papers
            if self._outcomes[paper.paper][0] in {PrintOutcome.SENT, PrintOutcome.HANDED_OVER}
            and paper.job.id not in self._on_their_way
        ]

    def _note_by_hand(self, came: bool) -> None:
        papers = self._unsure()
        jobs = [paper.job for paper in papers]
        try:
            noted = tracing.confirm(desk=self._desk, papers=jobs, came=came)
        except DeskError as error:
            self._say_fault(error)
            return
        self._note(papers, noted[0].outcome, "")
        self.banner.say(CONFIRMED if came else DENIED, "ok" if came else "warn")
        self.changed.emit()
        self.print_button.setFocus()

    def _show_paper(self) -> None:
        paper = self.listing.thing(self.list.currentIndex())
        if isinstance(paper, IssuedPaper):
            self.view.show_pdf(paper.pdf)

    def _send(self, papers: Sequence[IssuedPaper], *, announce: bool) -> None:
        if self._busy or not papers:
            return
        self._busy = True
        self.banner.say(f"{GIVING}…", "info")
        desk, taken, shown = self._desk, tuple(papers), self._shown

        def done(sent: Sending | None) -> None:
            if shown is self._shown:
                self._sent(sent, announce=announce)
            elif sent is not None:
                self._following.follow_silently(sent)

        def refused(error: DeskError) -> None:
            if shown is self._shown:
                self._say_fault(error)
            self._not_sent(taken, error)

        tasks.run(
            self,
            lambda: sending.send(desk, taken),
            done,
            refused,
            ended=partial(self._free, shown),
            lane=Lane.PRINTER,
        )

    def _free(self, shown: object) -> None:
        """Take on other work, unless other papers are shown that may have begun theirs."""
        if shown is self._shown:
            self._busy = False

    def _run(self, work: Callable[[], Result], done: Callable[[Result], None]) -> None:
        """Do work that is done to its end; its result is dropped once other papers are shown."""
        shown = self._shown

        def tell(result: Result) -> None:
            if shown is self._shown:
                done(result)

        def refused(error: DeskError) -> None:
            if shown is self._shown:
                self._say_fault(error)

        tasks.run(self, work, tell, refused, ended=partial(self._free, shown))

    def _sent(self, sent: Sending | None, *, announce: bool) -> None:
        if sent is None:
            kind = "warn" if announce else "info"
            self.banner.say(NO_PRINTER, kind)
            return
        self._note(sent.papers, PrintOutcome.SENT, "已送打印机")
        self._on_their_way.update(paper.job.id for paper in sent.papers)
        self._fill()
        self._following.follow(sent, f"{len(sent.papers)} 份")

    def _not_sent(self, papers: tuple[IssuedPaper, ...], error: DeskError) -> None:
        if isinstance(error, NotTakenError):
            self._tell(papers, PrintOutcome.FAILED, "打印机没有接受")
        elif isinstance(error, NotAnsweredError):
            self._tell(papers, PrintOutcome.SENT, NOT_SURE)

    def _ended(self, sent: Sending, status: SpoolStatus) -> None:
        if sent.papers:
            self._tell(sent.papers, *_told_by(status))

    def _learn(self, news: News) -> None:
        """Show what was heard late of papers, where they are among those shown."""
        here = [paper for paper in self.papers if paper.job.id in news.papers]
        self._note(here, *_told_by(news.status))
        self.changed.emit()

    def _tell(self, papers: Sequence[IssuedPaper], outcome: PrintOutcome, why: str) -> None:
        """Show what became of papers, and say where the clerk is that they did not come out."""
        here = self._note(papers, outcome, why)
        self.changed.emit()
        if outcome not in CAME_OUT and not (here and self.isVisible()):
            words = NOT_OUT if outcome in NEVER_CAME else NOT_KNOWN
            self.failed.emit(words.format(papers[0].job.filing))

    def _note(self, papers: Sequence[IssuedPaper], outcome: PrintOutcome, words: str) -> bool:
        """Show what became of papers; return whether any of them is among those shown."""
        shown = {one.job.id for one in self.papers}
        here = [paper for paper in papers if paper.job.id in shown]
        self._on_their_way.difference_update(paper.job.id for paper in papers)
        self._outcomes.update({paper.paper: (outcome, words) for paper in here})
        if here:
            self._fill()
        return bool(here)

    def _repeat(self) -> None:
        paper = self.listing.thing(self.list.currentIndex())
        if isinstance(paper, IssuedPaper):
            self._again([paper])

    def _again(self, papers: Sequence[IssuedPaper]) -> None:
        """Make papers again as reprints, and send those."""
        number, desk = self.number.text(), self._desk
        wanted = [one.paper for one in papers]

        def work() -> tuple[IssuedPaper, ...]:
            return printing.print_set(desk=desk, record_no=number, papers=wanted)

        self._run(work, self._made_again)

    def _made_again(self, papers: tuple[IssuedPaper, ...]) -> None:
        fresh = {one.paper: one for one in papers}
        self.papers = [fresh.get(one.paper, one) for one in self.papers]
        self._outcomes.update({one.paper: (one.job.outcome, "") for one in papers})
        self._fill()
        self._show_paper()
        self._send(papers, announce=True)

    def _save(self) -> None:
        if not self.papers:
            return
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = dialogs.choose_folder(self, "把表单存到哪个文件夹", Path(start))
        if folder is not None:
            self.save_into(folder)

    def save_into(self, folder: Path) -> None:
        """Write every paper as a PDF into a folder."""
        desk, papers = self._desk, tuple(self.papers)
        self._busy = True
        self._run(lambda: issuing.save(desk=desk, papers=papers, folder=folder), self._saved)

    def _saved(self, files: tuple[Path, ...]) -> None:
        for paper in self.papers:
            self._outcomes[paper.paper] = (PrintOutcome.SAVED, "")
        self._fill()
        self.banner.say(f"{len(files)} 份已存为 PDF。", "ok")
        self.changed.emit()

    def _say_fault(self, error: DeskError) -> None:
        self.banner.say(error.message, "error")


def _told_by(status: SpoolStatus) -> tuple[PrintOutcome, str]:
    """Return what a status says of papers, and the words beside it."""
    outcome = OUTCOMES.get(status.state, PrintOutcome.SENT)
    return outcome, NOT_SURE if outcome is PrintOutcome.SENT else status.reason
