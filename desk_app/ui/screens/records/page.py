"""One filing: what it says, its papers, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.policy.names import mask_id, mask_phone
from desk_app.policy.regions import place
from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.filing import FilingRecord
from desk_app.records.labels import label
from desk_app.records.print_job import PrintJobRecord
from desk_app.services import printing
from desk_app.ui import theme
from desk_app.ui.models.purpose import can_complete
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.notices import Banner
from desk_app.ui.widgets.text import Card, ScrollArea, Text

LABEL_WIDTH = 130
OPEN_END = "长期有效"
IN_FORCE = {FilingStatus.ACCEPTED, FilingStatus.AWAITING_DOCUMENTS}
STATUS_COLORS = {
    FilingStatus.ACCEPTED: theme.OK,
    FilingStatus.AWAITING_DOCUMENTS: theme.WARN,
}


class FilingPage(QWidget):
    """Signals: ``print_wanted``, ``complete_wanted``, ``change_wanted``, ``cancel_wanted``."""

    print_wanted = Signal()
    change_wanted = Signal()
    cancel_wanted = Signal()
    complete_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.filing: FilingRecord | None = None
        self._cards: list[QWidget] = []
        self._shown_whole = False
        self._jobs: Sequence[PrintJobRecord] = ()
        self.title = Text("", theme.PAGE_TITLE, theme.SEMIBOLD, tabular=True)
        self.status = Text("", theme.INPUT, theme.MEDIUM)
        self.banner = Banner()
        self.reprint = Button("补打表单", kind="primary", key="Ctrl P", icon="printer")
        self.complete = Button("补齐材料", key="F4", icon="list-checks")
        self.change = Button("变更", key="F7", icon="pencil-line")
        self.cancel = Button("注销", kind="danger", key="F8", icon="ban")
        self.reveal = Button("显示完整号码", kind="quiet", icon="eye")
        self.reprint.clicked.connect(self.print_wanted)
        self.complete.clicked.connect(self.complete_wanted)
        self.change.clicked.connect(self.change_wanted)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.reveal.clicked.connect(self._toggle)
        self._lay_out()

    def show_filing(self, filing: FilingRecord, jobs: Sequence[PrintJobRecord]) -> None:
        """Show a filing and its print jobs, numbers masked."""
        self.filing, self._jobs, self._shown_whole = filing, jobs, False
        self.title.setText(filing.number)
        self.status.setText(filing.status.label)
        self.status.set_color(STATUS_COLORS.get(filing.status, theme.INK_500))
        self.complete.setVisible(can_complete(filing))
        self.change.setEnabled(filing.status == FilingStatus.ACCEPTED)
        self.cancel.setEnabled(filing.status in IN_FORCE)
        self.reprint.setEnabled(bool(jobs))
        self.banner.say("")
        self._fill()

    def _toggle(self) -> None:
        self._shown_whole = not self._shown_whole
        self._fill()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(self.title)
        head.addWidget(self.status, 1)
        actions = QHBoxLayout()
        actions.setSpacing(px(8))
        for button in (self.reprint, self.complete, self.change, self.cancel, self.reveal):
            actions.addWidget(button)
        actions.addStretch(1)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, px(6), px(10))
        self._column.setSpacing(px(8))
        self._column.addStretch(1)
        area = ScrollArea(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(14), 0)
        column.setSpacing(px(10))
        column.addLayout(head)
        column.addLayout(actions)
        column.addWidget(self.banner)
        column.addWidget(area, 1)

    def _fill(self) -> None:
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()  # it goes only when the event loop comes round
            card.deleteLater()
        self._cards = []
        if self.filing is None:
            return
        self.reveal.set_text("隐藏号码" if self._shown_whole else "显示完整号码")
        parts = [
            ("申请人", _applicant(self.filing, whole=self._shown_whole)),
            ("备案", _terms(self.filing)),
            ("经过", _course(self.filing)),
            ("打印记录", _prints(self._jobs)),
        ]
        if self.filing.case.agent is not None:
            parts.insert(1, ("代办人", _agent(self.filing, whole=self._shown_whole)))
        for title, lines in parts:
            if lines:
                card = _card(title, lines)
                self._column.insertWidget(len(self._cards), card)
                self._cards.append(card)


Line = tuple[str, str]


def _applicant(filing: FilingRecord, *, whole: bool) -> list[Line]:
    person = filing.case.applicant
    lines = [
        (label("applicant.name"), person.name),
        (person.id_kind.label, person.id_number if whole else mask_id(person.id_number)),
        (label("applicant.phone"), person.phone if whole else mask_phone(person.phone)),
        (label("applicant.insurance"), person.insurance.label),
    ]
    further = ("employer", "household_address")
    return lines + [
        (label(f"applicant.{name}"), getattr(person, name))
        for name in further
        if getattr(person, name)
    ]


def _agent(filing: FilingRecord, *, whole: bool) -> list[Line]:
    agent = filing.case.agent
    if agent is None:
        return []
    return [
        (label("agent.name"), f"{agent.name}（{agent.relation}）"),
        (agent.id_kind.label, agent.id_number if whole else mask_id(agent.id_number)),
        (label("agent.phone"), agent.phone if whole else mask_phone(agent.phone)),
    ]


def _terms(filing: FilingRecord) -> list[Line]:
    case = filing.case
    where = place(case.place)
    kind = case.variant.label if case.variant else case.type.label
    lines = [
        (label("type"), kind),
        (label("method"), case.method.label),
        (label("place"), where.full_name if where else case.place),
        ("起止", f"{case.begin.isoformat()} 至 {case.end.isoformat() if case.end else OPEN_END}"),
    ]
    further = ("place_address", "referral_hospital", "reason", "remark")
    return lines + [(label(name), getattr(case, name)) for name in further if getattr(case, name)]


def _course(filing: FilingRecord) -> list[Line]:
    lines = [("登记", f"{filing.registered_at:%Y-%m-%d %H:%M} · {filing.clerk}")]
    lines += [("变更自", filing.replaces)] if filing.replaces else []
    lines += [("已变更为", filing.replaced_by)] if filing.replaced_by else []
    if filing.cancelled:
        ended = filing.cancelled
        words = f"{ended.effective.isoformat()} 起 · {ended.text or ended.reason.label}"
        lines.append(("注销", words))
    lines += [("官方系统编号", filing.official_no)] if filing.official_no else []
    return lines


def _prints(jobs: Sequence[PrintJobRecord]) -> list[Line]:
    return [(f"{job.printed_at:%m-%d %H:%M}", _print_words(job)) for job in jobs]


def _print_words(job: PrintJobRecord) -> str:
    again = f"补打第 {job.copy} 次 · " if job.copy else ""
    return f"《{printing.title_of(job.printed.paper)}》{again}{job.outcome.label}"


def _card(title: str, lines: Sequence[Line]) -> Card:
    card = Card(title)
    grid = QGridLayout()
    grid.setContentsMargins(px(3), 0, px(3), px(8))
    grid.setHorizontalSpacing(px(12))
    grid.setVerticalSpacing(px(4))
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(lines):
        small = Text(name, theme.LABEL, color=theme.INK_500, wrap=True)
        small.setFixedWidth(px(LABEL_WIDTH))
        grid.addWidget(small, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Text(value, theme.BODY, tabular=True, wrap=True), row, 1)
    card.body.addLayout(grid)
    return card
