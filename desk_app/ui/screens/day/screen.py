"""The day: numbers, what needs attention, closing, lists to take away."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from desk_app.services.desk.open_desk import Desk
from desk_app.ui.screens.day.closing import ClosingPage, LedgerPage
from desk_app.ui.screens.day.exporting import ExportPage
from desk_app.ui.screens.day.figures import FiguresPage
from desk_app.ui.screens.day.lists import ExpiringPage, ListPage, OfficialPage, WaitingPage
from desk_app.ui.screens.day.roster.page import RosterPage
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.frames.sections import Section, SectionPage, Sections

KEYS = ("Ctrl+Return", "Ctrl+E", "Ctrl+O")


class Day(Sections):
    """Signals: ``open_wanted`` with a record number, ``changed`` after something was done."""

    open_wanted = Signal(str)
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__(
            "今日与日结",
            (
                Section("figures", "办理统计", "今日、本周、本月", self._figures),
                Section("expiring", "即将到期", "30 天内到期的备案", self._expiring),
                Section("waiting", "待补正", "等着补材料的案件", self._waiting),
                Section("official", "待录入官方系统", "导出清单，标记已录入", self._official),
                Section("roster", "单位名册", "一张表登记多人", self._roster),
                Section("closing", "日结", "打印日结单", self._closing),
                Section("ledger", "台账", "打印一段时间的台账", self._ledger),
                Section("export", "导出清单", "Excel、CSV、JSONL", self._export),
            ),
        )
        keys.bind(self, {key: _Press(self, key) for key in KEYS})

    def press(self, key: str) -> None:
        """Do what a key does on the page shown."""
        page = self.page
        if isinstance(page, OfficialPage | RosterPage | ClosingPage | LedgerPage | ExportPage):
            act: Callable[[], None] | None = page.keys().get(key)
            if act is not None:
                act()

    def refresh(self) -> None:
        """Show how things stand, where the page is in sight."""
        page = self.page
        if page is not None and page.isVisible() and not page.dirty and not page.busy:
            page.refresh()

    def _figures(self) -> SectionPage:
        return FiguresPage(self._desk)

    def _expiring(self) -> SectionPage:
        return self._opening(ExpiringPage(self._desk))

    def _waiting(self) -> SectionPage:
        return self._opening(WaitingPage(self._desk))

    def _official(self) -> SectionPage:
        page = OfficialPage(self._desk)
        page.changed.connect(self.changed)
        return page

    def _roster(self) -> SectionPage:
        page = RosterPage(self._desk)
        page.changed.connect(self.changed)
        return page

    def _closing(self) -> SectionPage:
        return ClosingPage(self._desk)

    def _ledger(self) -> SectionPage:
        return LedgerPage(self._desk)

    def _export(self) -> SectionPage:
        return ExportPage(self._desk)

    def _opening(self, page: ListPage) -> SectionPage:
        page.opened.connect(self.open_wanted)
        return page


class _Press:
    """Hands a key to the screen; a slot of its own for each."""

    def __init__(self, screen: Day, key: str) -> None:
        self._screen, self._key = screen, key

    def __call__(self) -> None:
        """Hand it on."""
        self._screen.press(self._key)
