"""Lists of filings to look at: soon at their end, waiting for documents, not yet entered."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout

from desk_app.policy.regions import place
from desk_app.policy.vocabulary import Role
from desk_app.records.filing import FilingRecord, FilingSummary
from desk_app.services.desk.open_desk import Desk
from desk_app.services.finding import worklists
from desk_app.services.finding.worklists import Ending
from desk_app.services.lists import official
from desk_app.services.lists.exporting import Exported
from desk_app.ui import dialogs, theme
from desk_app.ui.models.listing import ListingModel, masked
from desk_app.ui.models.printing.sender import documents
from desk_app.ui.tasks import Lane
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.editors.edits import LatinEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

ROW_HEIGHT, ROWS = 52, 8
URGENT = 7  # days
Rows = list[tuple[RowLook, object]]


class ListPage(SectionPage):
    """A list of filings; ``opened`` tells the record number of the one to work on."""

    opened = Signal(str)

    def __init__(self, title: str, about: str, *, empty: str) -> None:
        super().__init__(title, about)
        self._empty = empty
        self.listing = ListingModel()
        self.list = RowList(title, height=ROW_HEIGHT)
        self.list.setModel(self.listing)
        self.list.opened.connect(self._open)
        self.none = Text(empty, theme.BODY, color=theme.INK_500, wrap=True)
        self.box = self.card()
        self.box.body.setContentsMargins(0, px(6), 0, px(6))
        self.none.setContentsMargins(px(16), px(10), px(16), px(10))
        self.box.body.addWidget(self.none)
        self.box.body.addWidget(self.list)
        self.list.setMinimumHeight(px(ROW_HEIGHT * 3))
        self.show_rows([])

    def focus_first(self) -> None:
        """Put the keyboard into the list, or where there is none, stay."""
        if self.listing.rowCount():
            self.list.setFocus()

    def show_rows(self, rows: Rows) -> None:
        """Show rows, or that there are none, and tell how many there are."""
        self.listing.fill(rows)
        self.none.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.list.setFixedHeight(px(ROW_HEIGHT) * max(1, min(len(rows), ROWS)) + px(4))
        if rows and not self.list.currentIndex().isValid():
            self.list.mark_first()
        self.named.emit(f"{len(rows)} 件" if rows else "", "warn" if rows else "plain")

    def marked(self) -> FilingSummary | None:
        """Return the filing that is marked."""
        thing = self.listing.thing(self.list.currentIndex())
        return thing if isinstance(thing, FilingSummary) else None

    def _open(self, index: QModelIndex) -> None:
        thing = self.listing.thing(index)
        if isinstance(thing, FilingSummary):
            self.opened.emit(thing.number)


class ExpiringPage(ListPage):
    """What ends within thirty days."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "即将到期",
            f"{worklists.DAYS} 天内到期的备案，先到期的在前。按 Enter 打开，可补打或变更续期。",
            empty=f"{worklists.DAYS} 天内没有到期的备案。",
        )
        self._desk = desk

    def refresh(self) -> None:
        """Look anew."""
        desk = self._desk
        self.run(lambda: worklists.expiring(desk=desk), self._found)

    def _found(self, found: Sequence[Ending]) -> None:
        self.show_rows([(_ending_look(one), one.filing) for one in found])


class WaitingPage(ListPage):
    """What waits for documents."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "待补正",
            "已登记、还缺材料的案件，等得最久的在前。按 Enter 打开，材料齐了按 F4 补齐。",
            empty="没有等着补材料的案件。",
        )
        self._desk = desk

    def refresh(self) -> None:
        """Look anew."""
        desk = self._desk
        self.run(lambda: worklists.waiting(desk=desk), self._found)

    def _found(self, found: Sequence[FilingSummary]) -> None:
        today = self._desk.clock.today()
        self.show_rows([(_waiting_look(one, today), one) for one in found])


class OfficialPage(ListPage):
    """What is not yet in the official system: a list to enter it by, and ticking it off."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "待录入官方系统",
            "已受理、还没有录入国家或省平台的备案。录入后在这里填上平台的编号。",
            empty="都已录入官方系统。",
        )
        self._desk = desk
        self.number = Field(
            FieldSpec(label="官方系统编号", helper="照平台上的编号填写，按 Enter 标记"),
            LatinEdit(max_length=official.LONGEST_NUMBER + 10),
        )
        self.number.edit.enter_submits = True
        self.number.edit.entered.connect(self._mark)
        self.mark = Button("标为已录入", kind="primary", key="Enter", icon="check")
        self.mark.clicked.connect(self._mark)
        self.export = Button("导出录入清单", icon="download", key="Ctrl E")
        self.export.clicked.connect(self._export)
        self.box.setParent(None)
        card = self.card()
        row = QHBoxLayout()
        row.setSpacing(px(10))
        row.addWidget(self.number, 1)
        row.addWidget(self.mark)
        row.addWidget(self.export)
        card.body.addLayout(row)
        self.body.addWidget(self.box)
        self.list.selectionModel().currentChanged.connect(self._name_current)

    @property
    def dirty(self) -> bool:
        """Whether a number was typed that is not marked."""
        return bool(self.number.text())

    def refresh(self) -> None:
        """Look anew."""
        desk = self._desk
        self.run(lambda: official.waiting(desk=desk), self._found)

    def save_to(self, path: Path) -> None:
        """Write the list to a file."""
        desk, progress = self._desk, self.progress
        masked = None if desk.clerk.role is Role.SUPERVISOR else True

        def work() -> Exported:
            return official.export(
                desk=desk,
                target=path,
                masked=masked,
                progress=progress.tell,
                stopped=progress.stopped,
            )

        self.run(work, self._exported, words="正在导出", stoppable=True, lane=Lane.LONG)

    def keys(self) -> dict[str, Callable[[], None]]:
        """Return the keys of this page."""
        return {"Ctrl+E": self._export}

    def _open(self, index: QModelIndex) -> None:
        """Go to the number: opening the filing is not what this list is for."""
        del index
        self.number.edit.setFocus()

    def _found(self, found: Sequence[FilingSummary]) -> None:
        self.show_rows([(_official_look(one), one) for one in found])
        self._name_current()

    def _name_current(self) -> None:
        filing = self.marked()
        self.mark.setEnabled(filing is not None)
        self.export.setEnabled(filing is not None)
        words = f"给 {filing.number} 填平台编号，按 Enter 标记" if filing else "没有要标记的"
        self.number.clear_state(words)

    def _mark(self) -> None:
        filing, number, desk = self.marked(), self.number.text(), self._desk
        if filing is None:
            return
        if not number:
            self.number.set_error("请填写平台上的编号")
            self.number.edit.setFocus()
            return

        def work() -> FilingRecord:
            return official.mark(desk=desk, record_no=filing.number, official_no=number)

        self.attempt(work, self._marked)

    def _marked(self, filing: FilingRecord) -> None:
        self.number.edit.clear()
        self.banner.say(f"{filing.number} 已标为已录入，编号 {filing.official_no}。", "ok")
        self.changed.emit()
        self.refresh()

    def _export(self) -> None:
        if not self.export.isEnabled():
            return
        name = f"待录入-{self._desk.clock.today():%Y%m%d}.xlsx"
        kinds = "Excel 表格 (*.xlsx);;CSV (*.csv)"
        chosen = dialogs.save_as(self, "把录入清单存为", documents(), name, kinds)
        if chosen is not None:
            self.save_to(chosen if chosen.suffix else chosen.with_suffix(".xlsx"))

    def _exported(self, done: Exported) -> None:
        hidden = "（证件号码已打星号，完整清单请主管导出）" if done.masked else ""
        self.banner.say(f"已导出 {done.rows} 件到 {done.path.name}{hidden}。", "ok")


def _words(filing: FilingSummary) -> str:
    where = place(filing.place)
    kind = filing.variant.label if filing.variant else filing.type.label
    return f"{kind} · {where.name if where else filing.place}"


def _title(filing: FilingSummary) -> str:
    return f"{masked(filing.name)}   {filing.number}"


def _ending_look(one: Ending) -> RowLook:
    left = "今天到期" if one.days == 0 else f"还有 {one.days} 天"
    kind = "error" if one.days <= URGENT else "warn"
    return RowLook(_title(one.filing), _words(one.filing), left, kind, f"{one.filing.end}")


def _waiting_look(filing: FilingSummary, today: date) -> RowLook:
    days = (today - filing.day).days
    since = "今天登记" if days <= 0 else f"已等 {days} 天"
    return RowLook(_title(filing), _words(filing), since, "warn", filing.day.isoformat())


def _official_look(filing: FilingSummary) -> RowLook:
    return RowLook(_title(filing), _words(filing), "未录入", "plain", filing.day.isoformat())
