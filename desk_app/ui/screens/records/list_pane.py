"""The left of the records: what is listed, narrowed down, and the list itself."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desk_app.errors import DeskError
from desk_app.policy.regions import place
from desk_app.policy.vocabulary import FilingStatus, FilingType
from desk_app.records.filing import FilingSummary
from desk_app.services.desk.open_desk import Desk
from desk_app.services.finding import browsing, searching
from desk_app.services.finding.browsing import Chosen, Since
from desk_app.ui import tasks, theme
from desk_app.ui.models.case.statuses import STATUS_KINDS
from desk_app.ui.models.listing import masked
from desk_app.ui.models.paged import PagedListing, Row
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.editors.menu_choice import MenuChoice
from desk_app.ui.widgets.text import Pane, Text

WIDTH = 340
PEOPLE = 50
REST_MS = 60
AUTO, ALL = "auto", "all"
NOT_ENTERED, ENTERED = "not_entered", "entered"
SHORT = frozenset({Since.TODAY, Since.WEEK})  # read at once; anything longer in a worker
SINCE = [(AUTO, "今天"), *((one.value, one.label) for one in Since)]
TYPES = [(ALL, "全部类型"), *((one.value, one.label) for one in FilingType)]
STATUSES = [
    (ALL, "全部状态"),
    *((one.value, one.label) for one in FilingStatus if one is not FilingStatus.DRAFT),
    (NOT_ENTERED, "未录入官方系统"),
    (ENTERED, "已录入官方系统"),
]


class ListPane(Pane):
    """Signals: ``marked`` when another row is marked, ``opened`` on Enter, ``left`` on Esc."""

    marked = Signal()
    opened = Signal()
    left = Signal()
    failed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(theme.SURFACE, edge="right")
        self.setFixedWidth(px(WIDTH))
        self._desk, self.text = desk, ""
        self._latest = tasks.Latest(self, delay_ms=0)
        self.listing = PagedListing(self._fetch)
        self.list = RowList("查到的备案", height=52)
        self.list.setModel(self.listing)
        self.list.selectionModel().currentChanged.connect(self.marked)
        self.list.opened.connect(self._open)
        self.count = Text("", theme.CAPTION, color=theme.INK_500, tabular=True)
        self.heading = Text("", theme.INPUT, theme.SEMIBOLD)
        self.since = MenuChoice("登记时间", SINCE)
        self.type = MenuChoice("备案类型", TYPES)
        self.status = MenuChoice("状态", STATUSES)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self.refresh)
        for choice in (self.since, self.type, self.status):
            choice.chosen.connect(self.refresh)
        self._lay_out()

    # -- what the screen asks for ---------------------------------------------------------

    def search(self, text: str) -> None:
        """List what fits a text, as it is typed; today's filings for an empty one."""
        self.text = text
        self._resting.start()

    def open_number(self, number: str) -> None:
        """List one filing by its number, whatever was chosen before."""
        for choice, options in ((self.since, SINCE), (self.type, TYPES), (self.status, STATUSES)):
            choice.set_code(options[0][0])
        self.text = number
        self.refresh()
        self._mark(number)
        self.list.setFocus()

    def _mark(self, number: str) -> None:
        """Mark the filing of a number among those of its person."""
        rows = (self.listing.index(row, 0) for row in range(self.listing.rowCount()))
        for index in rows:
            thing = self.listing.thing(index)
            if isinstance(thing, FilingSummary) and thing.number == number:
                self.list.setCurrentIndex(index)
                return

    def settle(self) -> None:
        """List at once what is still to be listed."""
        if self._resting.isActive():
            self.refresh()

    def refresh(self) -> None:
        """List anew."""
        self._resting.stop()
        chosen = self.chosen()
        self.since.show_as(chosen.since.label)
        try:
            self._list(chosen)
        except DeskError as error:  # what was listed before stays to be seen
            self._complain(error)

    def _list(self, chosen: Chosen) -> None:
        desk = self._desk
        if self.text.strip():
            self._take(self._hits(chosen))
        elif chosen.since in SHORT:
            self._take(browsing.ids(desk=desk, chosen=chosen))
        else:
            self.count.setText("正在列出…")
            self._latest.ask(
                lambda: browsing.ids(desk=desk, chosen=chosen), self._take, self._complain
            )

    def chosen(self) -> Chosen:
        """Return what is listed; without a period of its own a search looks everywhere."""
        since, kind, status = self.since.code(), self.type.code(), self.status.code()
        auto = Since.EVER if self.text.strip() else Since.TODAY
        chosen = Chosen(
            since=auto if since == AUTO else Since(since),
            type=None if kind == ALL else FilingType(kind),
        )
        if status in {NOT_ENTERED, ENTERED}:
            return replace(
                chosen,
                entered=status == ENTERED,
                status=FilingStatus.ACCEPTED if status == NOT_ENTERED else None,
            )
        return chosen if status == ALL else replace(chosen, status=FilingStatus(status))

    def current(self) -> FilingSummary | None:
        """Return the filing that is marked."""
        thing = self.listing.thing(self.list.currentIndex())
        return thing if isinstance(thing, FilingSummary) else None

    # -- inside ---------------------------------------------------------------------------

    def _hits(self, chosen: Chosen) -> list[int]:
        today = self._desk.clock.today()
        hits = searching.find(desk=self._desk, text=self.text, limit=PEOPLE)
        found = (filing for hit in hits for filing in hit.filings)
        return [one.id for one in found if chosen.fits(one, today=today)]

    def _take(self, ids: "Sequence[int] | array[int]") -> None:
        self.listing.fill(ids)
        self.heading.setText("查到的备案" if self.text.strip() else "备案")
        self.count.setText(f"{len(ids)} 件")
        if ids and not self.list.currentIndex().isValid():
            self.list.mark_first()
        self.marked.emit()

    def _complain(self, error: DeskError) -> None:
        self.count.setText("")
        self.failed.emit(error.message)

    def _fetch(self, ids: Sequence[int]) -> Mapping[int, Row]:
        try:
            found = browsing.lines(desk=self._desk, wanted=ids)
        except DeskError as error:
            self._complain(error)
            return {}
        return {one.id: (_look(one), one) for one in found}

    def _lay_out(self) -> None:
        head, filters = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(px(16), 0, px(16), px(2))
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.count)
        filters.setContentsMargins(px(14), 0, px(12), px(6))
        filters.setSpacing(px(10))
        for choice in (self.since, self.type, self.status):
            filters.addWidget(choice)
        filters.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(14), 1, px(8))
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(filters)
        column.addWidget(self.list, 1)
        words = "↑↓ 选择   Enter 打开   F6 筛选   Esc 返回办理"
        caps = Text(words, theme.CAPTION, color=theme.INK_500)
        caps.setContentsMargins(px(16), px(6), 0, 0)
        column.addWidget(caps)
        for widget in (self.list, self.since, self.type, self.status):
            keys.bind(widget, {"Esc": self.left.emit}, where=Qt.ShortcutContext.WidgetShortcut)

    def focus_filters(self) -> None:
        """Put the keyboard into the first filter, from where Tab leads on."""
        self.since.setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self, index: QModelIndex) -> None:
        del index
        self.opened.emit()


def _look(filing: FilingSummary) -> RowLook:
    where = place(filing.place)
    kind = filing.variant.label if filing.variant else filing.type.label
    note = f"{kind} · {where.name if where else filing.place}"
    status = STATUS_KINDS[filing.status]
    return RowLook(masked(filing.name), note, filing.status.label, status, f"{filing.day:%Y-%m-%d}")
