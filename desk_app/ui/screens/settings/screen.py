"""The settings of the hall, a page each; what only a supervisor may change says so to others."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from desk_app.policy.vocabulary import Role
from desk_app.services.desk import Desk
from desk_app.ui.screens.settings.about import AboutPage
from desk_app.ui.screens.settings.appearance import AppearancePage
from desk_app.ui.screens.settings.hall import hall_page, safety_page
from desk_app.ui.screens.settings.locked import LockedPage
from desk_app.ui.screens.settings.passphrase import passphrase_page
from desk_app.ui.widgets.sections import Section, SectionPage, Sections

OPEN_TO_ALL = frozenset({"passphrase", "appearance", "about"})


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
            ("passphrase", "我的口令", "更换自己的口令", self._passphrase),
            ("appearance", "外观", "界面字号", self._appearance),
            ("safety", "安全", "锁屏时间、保存年限", self._safety),
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

    def _passphrase(self) -> SectionPage:
        return passphrase_page(self._desk)

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
