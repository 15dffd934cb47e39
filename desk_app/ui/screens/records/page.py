"""One filing: what it says, what else its person filed, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.policy.regions import place_words
from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.filing import FilingRecord
from desk_app.records.print_job import PrintJobRecord
from desk_app.services.case.documents_held import HeldDocument
from desk_app.services.filing.history import Past
from desk_app.services.papers.printing import title_of
from desk_app.ui import theme
from desk_app.ui.models.case.purpose import can_complete
from desk_app.ui.models.case.statuses import STATUS_KINDS
from desk_app.ui.models.listing import ListingModel
from desk_app.ui.screens.records import told
from desk_app.ui.screens.records.entered import EnteredCard
from desk_app.ui.screens.records.taking_back import TakingBackCard
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.frames.flow import flow_of
from desk_app.ui.widgets.text import Card, ScrollArea, Text
from desk_app.ui.widgets.whether_out import WhetherOut

LABEL_WIDTH = 130
ROW_HEIGHT, ROWS = 44, 5
STATUS_COLORS = {
    FilingStatus.ACCEPTED: theme.OK,
    FilingStatus.AWAITING_DOCUMENTS: theme.WARN,
}


class FilingPage(QWidget):
    """Signals: what is wanted of the filing; ``filing_wanted`` with the number of another.

    ``seen`` with papers and whether they came out of the printer.
    """

    print_wanted = Signal()
    change_wanted = Signal()
    cancel_wanted = Signal()
    complete_wanted = Signal()
    entered_wanted = Signal()
    undo_wanted = Signal()
    copy_wanted = Signal()
    filing_wanted = Signal(str)
    seen = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.filing: FilingRecord | None = None
        self._until = ""
        self._cards: list[QWidget] = []
        self._past_cards: list[QWidget] = []
        self._shown_whole = False
        self.title = Text("", theme.PAGE_TITLE, theme.SEMIBOLD, tabular=True)
        self.status = Text("", theme.INPUT, theme.MEDIUM)
        self.banner, self.entered, self.whether_out = Banner(), EnteredCard(), WhetherOut()
        self.taking = TakingBackCard()
        self.reprint = Button("补打表单", kind="primary", key="Ctrl P", icon="printer")
        self.complete = Button("补齐材料", key="F4")
        self.change = Button("变更", key="F7")
        self.cancel = Button("注销", kind="danger", key="F8")
        self.enter = Button("录入标记", key="F9")
        self.undo = Button("撤回", key="Ctrl Z", icon="rotate-ccw")
        self.copy = Button("复制证件号码", kind="quiet", icon="copy", small=True)
        self.reveal = Button("显示完整号码", kind="quiet", icon="eye", small=True)
        self.reprint.clicked.connect(self.print_wanted)
        self.complete.clicked.connect(self.complete_wanted)
        self.change.clicked.connect(self.change_wanted)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.enter.clicked.connect(self.entered_wanted)
        self.undo.clicked.connect(self.undo_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.reveal.clicked.connect(self._toggle)
        self.whether_out.answered.connect(self.seen)
        self._lay_out()

    def show_filing(self, filing: FilingRecord, *, printed: bool, until: str) -> None:
        """Show a filing, numbers masked; ``printed`` tells of papers, ``until`` words its end."""
        if self.filing is None or self.filing.person_id != filing.person_id:
            self._drop(self._past_cards)
        if self.filing is None or self.filing.id != filing.id:
            self._shown_whole = False
            self.entered.hide()
            self.whether_out.hide()
            self.taking.hide()
            self.banner.say("")
        self.filing, self._until = filing, until
        self.title.setText(filing.number)
        self.status.setText(filing.status.label)
        self.status.set_color(STATUS_COLORS.get(filing.status, theme.INK_500))
        self.complete.setVisible(can_complete(filing))
        self.change.setEnabled(filing.status == FilingStatus.ACCEPTED)
        self.cancel.setEnabled(filing.status.open)
        self.enter.setEnabled(filing.accepted_at is not None)
        self.reprint.setEnabled(printed)
        self.undo.set_text("撤回" if filing.status.open else "恢复")
        self._fill()

    def show_past(
        self, past: Past, held: Sequence[HeldDocument], doubtful: Sequence[PrintJobRecord]
    ) -> None:
        """Show the documents of the filing, and what else is known of the person.

        ``doubtful`` papers are asked after.
        """
        self._drop(self._past_cards)
        if self.filing is None or self.filing.number not in {one.number for one in past.filings}:
            return
        self.whether_out.ask([(_paper(one), one) for one in doubtful])
        if held:
            lacking = sum(bool(one.wanted) for one in held)
            note = f"还缺 {lacking} 份" if lacking else "已齐"
            self._past_cards.append(_card("材料", told.documents(held), note))
        others = [one for one in past.filings if one.number != self.filing.number]
        if others:
            self._past_cards.append(self._others(others))
        lines = told.course(past.events, self.filing.number)
        note = f"最近 {told.LATEST} 条" if len(lines) == told.LATEST else ""
        self._past_cards.append(_card("经过", lines, note))
        for card in self._past_cards:
            self._column.insertWidget(self._column.count() - 1, card)

    def _toggle(self) -> None:
        self._shown_whole = not self._shown_whole
        self._fill()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(self.title)
        head.addWidget(self.status, 1)
        head.addLayout(flow_of(self.copy, self.reveal, spacing=px(6), line_spacing=px(4)))
        buttons = (self.reprint, self.complete, self.change, self.cancel, self.enter, self.undo)
        actions = flow_of(*buttons, spacing=px(6), line_spacing=px(6))
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, px(6), px(10))
        self._column.setSpacing(px(8))
        self._column.addStretch(1)
        self._area = ScrollArea(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(10), 0)
        column.setSpacing(px(10))
        column.addLayout(head)
        column.addLayout(actions)
        column.addWidget(self.banner)
        column.addWidget(self.entered)
        column.addWidget(self.whether_out)
        column.addWidget(self.taking)
        column.addWidget(self._area, 1)

    def _drop(self, cards: list[QWidget]) -> None:
        for card in cards:
            self._column.removeWidget(card)
            card.hide()  # it goes only when the event loop comes round
            card.deleteLater()
        cards.clear()

    def _fill(self) -> None:
        self._drop(self._cards)
        if self.filing is None:
            return
        self.reveal.set_text("隐藏号码" if self._shown_whole else "显示完整号码")
        parts = [
            ("申请人", told.applicant(self.filing, whole=self._shown_whole)),
            ("代办人", told.agent(self.filing, whole=self._shown_whole)),
            ("备案", told.terms(self.filing, until=self._until)),
        ]
        for title, lines in parts:
            if lines:
                card = _card(title, lines)
                self._column.insertWidget(len(self._cards), card)
                self._cards.append(card)

    def _others(self, filings: Sequence[FilingRecord]) -> Card:
        """Return the list of the person's other filings, each to be opened."""
        card = Card("此人的其他备案", f"{len(filings)} 件")
        listing, shown = ListingModel(), RowList("此人的其他备案", height=ROW_HEIGHT, margin=8)
        listing.setParent(shown)
        listing.fill([(_look(one), one) for one in filings])
        shown.setModel(listing)
        shown.mark_first()
        shown.setFixedHeight(px(ROW_HEIGHT) * min(ROWS, len(filings)) + px(4))
        shown.opened.connect(self._open)
        card.body.addWidget(shown)
        return card

    def _open(self, index: QModelIndex) -> None:
        model = index.model()
        thing = model.thing(index) if isinstance(model, ListingModel) else None
        if isinstance(thing, FilingRecord):
            self.filing_wanted.emit(thing.number)


def _look(filing: FilingRecord) -> RowLook:
    case = filing.case
    note = f"{case.type.label} · {place_words(case.place)}"
    status = filing.status
    return RowLook(
        filing.number, note, status.label, STATUS_KINDS[status], f"{filing.day:%Y-%m-%d}"
    )


def _paper(job: PrintJobRecord) -> str:
    again = f"补打第 {job.copy} 次 · " if job.copy else ""
    return f"《{title_of(job.printed.paper)}》{again}{job.printed_at:%m-%d %H:%M}"


def _card(title: str, lines: Sequence[told.Line], note: str = "") -> Card:
    card = Card(title, note)
    grid = QGridLayout()
    grid.setContentsMargins(px(3), 0, px(3), px(8))
    grid.setHorizontalSpacing(px(12))
    grid.setVerticalSpacing(px(4))
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(lines):
        small = Text(name, theme.LABEL, color=theme.INK_500, tabular=True, wrap=True)
        small.setFixedWidth(px(LABEL_WIDTH))
        small.setContentsMargins(0, px(1), 0, 0)  # on one line with the larger text
        grid.addWidget(small, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Text(value, theme.BODY, tabular=True, wrap=True), row, 1)
    card.body.addLayout(grid)
    return card
