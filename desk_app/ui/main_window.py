"""The window: top bar, one screen at a time, short messages; it leads from screen to screen.

Nothing heavy is imported here: the window is painted first, the working screens are made
elsewhere and handed over to ``enter``.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QStackedLayout, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.inside import Inside, Routes
from desk_app.ui.models.keys.held_keys import WATCHED, HeldKeys
from desk_app.ui.models.keys.scans import ScanFilter
from desk_app.ui.screens.door import Door
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys, paint
from desk_app.ui.widgets.clip import ClipGuard
from desk_app.ui.widgets.displays.notices import Banner, Toast
from desk_app.ui.widgets.frames.top_bar import TopBar

if TYPE_CHECKING:
    from desk_app.ui.screens.first_start import FirstStart
    from desk_app.ui.screens.help.overlay import HelpOverlay

NAME = "异地就医备案窗口"
SEARCH = "查找姓名、证件号码或受理编号"
IDLE_MINUTES = 10
HELP_PROPERTY = "help"  # of a screen: its name in the table of keys
ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
    }
)


@dataclass(frozen=True, slots=True)
class Sign:
    """What the bar says of a desk: where, and who."""

    place: str
    person: str


class MainWindow(QWidget):
    """Signals: ``shown`` after the first paint, ``lock_wanted``, ``closed``.

    ``close_wanted`` asks, where somebody is signed in, to do what closing takes and then to
    call ``let_close``.
    """

    shown = Signal()
    lock_wanted = Signal()
    close_wanted = Signal()
    closed = Signal()
    asks_before_closing = False
    """Whether closing is asked about also where nobody is signed in."""
    behind: QWidget | None = None
    """The screen that is hidden by the door or a page apart."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(NAME)
        self.setWindowIcon(QIcon(paint.pixmap("stethoscope", theme.PRIMARY, 64, 1.0)))
        self.bar = TopBar(NAME, search=SEARCH, search_key="Ctrl K")
        self.door = Door()
        self.door.setProperty(HELP_PROPERTY, "door")
        self._help: HelpOverlay | None = None
        self._first_start: FirstStart | None = None
        self._inside: Inside | None = None
        self._painted = self._may_close = False
        self._apart = True  # at the door, or on a page that belongs to no desk
        self.notice = Banner(kind="warn")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.door)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.notice)
        column.addLayout(self._stack, 1)
        self.toast = Toast(self)
        # A screen made later than the toast would otherwise lie over it.
        self._stack.currentChanged.connect(self.toast.raise_)
        self.clip = ClipGuard(self)
        self._held = HeldKeys()
        self._routes = Routes(self, self.bar, self._open_inside)
        self._scans = ScanFilter(self, self._routes.snapshot)
        self._idle = self._idle_timer()
        self._connect()
        self.resize(px(1366), px(696))
        self.setMinimumSize(px(900), px(430))

    def _connect(self) -> None:
        self._scans.scanned.connect(self._routes.open_scanned)
        self.bar.person.clicked.connect(self._lock)
        self.bar.help.clicked.connect(self.toggle_help)
        keys.bind(
            self,
            {"F1": self.toggle_help, "F12": self._lock},
            where=Qt.ShortcutContext.WindowShortcut,
        )

    def _idle_timer(self) -> QTimer:
        """Return the timer that locks after a time without a key."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(IDLE_MINUTES * 60_000)
        timer.timeout.connect(self._lock)
        return timer

    @property
    def inside(self) -> Inside | None:
        """The screens of the desk that is signed in, or None at the door."""
        return self._inside

    def first_start(self) -> "FirstStart":
        """Show and return the set-up of a new data folder."""
        if self._first_start is None:
            from desk_app.ui.screens.first_start import FirstStart  # noqa: PLC0415 - seen once

            self._first_start = FirstStart()
            self._first_start.setProperty(HELP_PROPERTY, "first_start")
            self._stack.addWidget(self._first_start)
        self._stack.setCurrentWidget(self._first_start)
        self._first_start.fields["name"].setFocus()
        return self._first_start

    def enter(self, inside: Inside, sign: Sign) -> None:
        """Go through the door."""
        self.leave()
        self._inside = inside
        for screen in inside.screens():
            self._stack.addWidget(screen)
        self.bar.show_desk(sign.place, sign.person, "锁定（F12）")
        self.return_inside(inside.screens()[0])

    def return_inside(self, screen: QWidget) -> None:
        """Show the screen that was open, and hear of idleness again."""
        self.door.forget()
        self.behind = None
        self._apart = False
        self._stack.setCurrentWidget(screen)
        self.bar.show_tools(shown=True)
        self._idle.start()
        if self._inside is not None:
            self._inside.arrive()

    def set_idle_minutes(self, minutes: int) -> None:
        """Lock after so many minutes without a key."""
        self._idle.setInterval(minutes * 60_000)

    def show_screen(self, screen: QWidget) -> None:
        """Show one of the screens inside; at the door not before somebody has come in."""
        self.add_screen(screen)
        if self._apart:
            self.behind = screen  # work that was begun before the lock has ended
        else:
            self._stack.setCurrentWidget(screen)

    def add_screen(self, screen: QWidget) -> None:
        """Take a screen of the desk that was made after its door was passed."""
        if self._stack.indexOf(screen) < 0:
            self._stack.addWidget(screen)

    def show_apart(self, page: QWidget) -> None:
        """Show a page that belongs to no desk: nothing else can be reached from it."""
        self._idle.stop()
        self._apart = True
        self.bar.show_tools(shown=False)
        self.toast.hide()
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def let_close(self) -> None:
        """Close as soon as what is going on has ended; Qt closes nothing while it closes."""
        self._may_close = True
        QTimer.singleShot(0, self, self.close)

    def current(self) -> QWidget:
        """Return the screen shown."""
        return self._stack.currentWidget() or self.door

    def show_door(self) -> None:
        """Hide everything behind the door, questions too; what was typed was saved before."""
        for question in self.findChildren(QDialog):
            question.reject()
        if not self._apart:
            self.behind = self.current()
        self._idle.stop()
        self._apart = True
        self.clip.forget()
        self._scans.forget()
        self.bar.show_state("")
        self.notice.say("")
        self.bar.search.edit.clear()
        self.bar.show_tools(shown=False)
        self.toast.hide()
        self._stack.setCurrentWidget(self.door)
        self.door.secret.edit.clear()
        self.door.secret.setFocus()

    def keep_keyboard(self) -> None:
        """Let the passphrase be typed where what had the keyboard is gone."""
        at = QApplication.focusWidget()
        elsewhere = at is None or not self.door.isAncestorOf(at)
        if self.current() is self.door and elsewhere and QApplication.activeModalWidget() is None:
            self.door.secret.setFocus()

    def toggle_help(self) -> None:
        """Show what the screen in hand does and its keys, or close that again."""
        if self._help is None:
            # Not before the first paint, which would have to wait for it.
            from desk_app.ui.screens.help.overlay import HelpOverlay  # noqa: PLC0415

            self._help = HelpOverlay(self)
        if self._help.isVisible():
            self._help.close_up()
        else:
            self._help.open_on(str(self.current().property(HELP_PROPERTY) or ""))

    def leave(self) -> None:
        """Give up the screens of a desk, for a change of shift."""
        if self._inside is None:
            return
        for screen in self._inside.screens():
            self._stack.removeWidget(screen)
        self._inside.let_go()
        self._inside = self.behind = None
        self.bar.show_desk("", "", "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what all of the application does: idleness, scanned codes, keys that are held."""
        kind = event.type()
        if kind in ACTIVITY and self._idle.isActive():
            self._idle.start()
        scanning = kind == QEvent.Type.KeyPress and self._open_inside() is not None
        if scanning and self._scans.eventFilter(watched, event):
            return True
        return kind in WATCHED and self._held.watch(watched, event)

    def event(self, event: QEvent) -> bool:
        """Tell of the first paint, once."""
        done = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            self._see_everything()
            QTimer.singleShot(0, self, self.shown.emit)
        return done

    def _see_everything(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the passphrase be typed at once."""
        super().showEvent(event)
        if self.current() is self.door:
            self.door.secret.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is typed before going; where somebody is signed in, more has to be done."""
        asks = self._inside is not None or self.asks_before_closing
        if asks and not self._may_close:
            if self._inside is not None:
                self._inside.put_aside()
            event.ignore()
            self.close_wanted.emit()
            return
        self.clip.forget()
        self.closed.emit()
        super().closeEvent(event)

    def _open_inside(self) -> Inside | None:
        return None if self._apart else self._inside

    def _lock(self) -> None:
        if self._open_inside() is not None:
            self.lock_wanted.emit()
