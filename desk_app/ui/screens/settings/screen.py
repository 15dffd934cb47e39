"""The settings of the hall, a page each; what only a supervisor may change says so to others."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from desk_app.policy.vocabulary import Role
from desk_app.services.desk.open_desk import Desk
from desk_app.ui.screens.settings.about import AboutPage
from desk_app.ui.screens.settings.appearance import AppearancePage
from desk_app.ui.screens.settings.data.backup import BackupPage
from desk_app.ui.screens.settings.data.data import DataPage
from desk_app.ui.screens.settings.data.importing import ImportPage
from desk_app.ui.screens.settings.data.restoring import RestorePage
from desk_app.ui.screens.settings.hall import hall_page, safety_page
from desk_app.ui.screens.settings.locked import LockedPage
from desk_app.ui.screens.settings.printing.printing import PrintingPage
from desk_app.ui.screens.settings.printing.sheets import SheetsPage
from desk_app.ui.screens.settings.reader import ReaderPage
from desk_app.ui.screens.settings.rules.holidays import HolidaysPage
from desk_app.ui.screens.settings.rules.packs import PacksPage
from desk_app.ui.screens.settings.rules.rules import RulesPage
from desk_app.ui.screens.settings.staff.passphrase import PassphrasePage
from desk_app.ui.screens.settings.staff.staff import StaffPage
from desk_app.ui.widgets.frames.sections import Section, SectionPage, Sections

OPEN_TO_ALL = frozenset({"passphrase", "reader", "appearance", "about"})


class Settings(Sections):
    """The settings.

    Signals: ``changed`` after rules or holidays were changed, ``idle_changed`` with minutes,
    ``renewed`` with a desk after a change that shows everywhere, ``restore_wanted`` with a
    function that restores a backup once the desk is closed.
    """

    changed = Signal()
    idle_changed = Signal(int)
    renewed = Signal(object)
    restore_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        super().__init__("设置", tuple(self._section(*row) for row in self._rows()))

    def _rows(self) -> tuple[tuple[str, str, str, Callable[[], SectionPage]], ...]:
        return (
            ("hall", "服务厅", "名称、地址、电话", self._hall),
            ("staff", "人员", "新增、角色、口令、停用", self._staff),
            ("passphrase", "我的口令", "更换口令，钥匙串登录", self._passphrase),
            ("rules", "规则口径", "说法不一的问题，本局答复", self._rules),
            ("packs", "规则更新", "新规则，看不同，退回", self._packs),
            ("holidays", "节假日", "放假和调休", self._holidays),
            ("printing", "打印", "打印机、份数", self._printing),
            ("reader", "读卡器", "用哪一台，自动读卡", self._reader),
            ("sheets", "样表与校准", "本局空白表、套印", self._sheets),
            ("backup", "备份", "立即备份，第二位置", self._backup),
            ("restore", "恢复", "回到一份备份", self._restore),
            ("import", "导入", "别的窗口、旧电脑的备案", self._import),
            ("appearance", "外观", "界面字号", self._appearance),
            ("safety", "安全", "锁屏时间、保存年限", self._safety),
            ("data", "数据", "核对资料，检查电脑", self._data),
            ("about", "关于", "版本和许可", AboutPage),
        )

    def _section(
        self, name: str, title: str, note: str, make: Callable[[], SectionPage]
    ) -> Section:
        if name in OPEN_TO_ALL or self._desk.clerk.role is Role.SUPERVISOR:
            return Section(name, title, note, make)
        return Section(name, title, note, _Locked(title))

    def _hall(self) -> SectionPage:
        return hall_page(self._desk, self.renewed.emit)

    def _staff(self) -> SectionPage:
        return StaffPage(self._desk, self.renewed.emit)

    def _rules(self) -> SectionPage:
        page = RulesPage(self._desk)
        page.changed.connect(self.changed)
        return page

    def _packs(self) -> SectionPage:
        page = PacksPage(self._desk)
        page.changed.connect(self.changed)
        return page

    def _holidays(self) -> SectionPage:
        page = HolidaysPage(self._desk)
        page.changed.connect(self.changed)
        return page

    def _printing(self) -> SectionPage:
        return PrintingPage(self._desk)

    def _reader(self) -> SectionPage:
        return ReaderPage(self._desk, self.renewed.emit)

    def _sheets(self) -> SectionPage:
        return SheetsPage(self._desk)

    def _backup(self) -> SectionPage:
        return BackupPage(self._desk)

    def _restore(self) -> SectionPage:
        page = RestorePage(self._desk)
        page.restore_wanted.connect(self.restore_wanted)
        return page

    def _import(self) -> SectionPage:
        page = ImportPage(self._desk)
        page.changed.connect(self.changed)
        return page

    def _data(self) -> SectionPage:
        return DataPage(self._desk)

    def _passphrase(self) -> SectionPage:
        return PassphrasePage(self._desk)

    def _safety(self) -> SectionPage:
        return safety_page(self._desk, self.idle_changed.emit)

    def _appearance(self) -> SectionPage:
        return AppearancePage(self._desk, unsaved=self.unsaved, renewed=self.renewed.emit)


class _Locked:
    """Makes the page that says who may."""

    def __init__(self, title: str) -> None:
        self._title = title

    def __call__(self) -> SectionPage:
        """Make it."""
        return LockedPage(self._title)
