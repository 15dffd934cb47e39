"""The window as a program: it builds everything, in the order that lets the clerk type soonest.

The window is painted with nothing but Qt and our own light modules; database, papers and the
working screens are then imported in a worker thread while the passphrase is being typed.
"""

import linecache
import logging
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QObject, QProcess, QThread
from PySide6.QtWidgets import QApplication, QWidget

from desk_app import logs
from desk_app.clock import Clock
from desk_app.errors import DeskError
from desk_app.services import type_size
from desk_app.ui import tasks, theme
from desk_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from desk_app.services.desk import Desk
    from desk_app.services.opening import SetUp
    from desk_app.storage.lock import FolderLock
    from desk_app.ui.workplace import Workplace

log = logging.getLogger(__name__)

UNEXPECTED = "程序出了意外，您输入的内容已存为草稿。请再试一次；若再出现，请告诉管理员。"


def run(folder: Path, *, demo: bool = False, clock: Clock | None = None) -> int:
    """Open the window on a data folder and return when it is closed (0).

    With ``demo`` the folder is filled with made-up cases and entered without a passphrase.
    """
    prepare_input_method(os.environ)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("a Qt application without windows is running already")
    application.setApplicationName("desk-app")
    theme.set_up(application, scale=theme.SCALES[type_size.read(folder)])
    program = Program(folder, clock=clock or Clock(), demo=demo)
    sys.excepthook = program.on_error
    program.window.show()
    return application.exec()


def prepare_input_method(environment: "os._Environ[str]") -> None:
    """Let Chinese be typed where Qt brings no plugin for fcitx: talk to it the ibus way.

    Must happen before the application object is made. Measured with fcitx5; ibus itself is
    not affected.
    """
    if not sys.platform.startswith("linux"):
        return
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    has_fcitx = any((plugins / "platforminputcontexts").glob("*fcitx*"))
    if environment.get("QT_IM_MODULE", "") in {"", "fcitx", "fcitx5"} and not has_fcitx:
        environment["QT_IM_MODULE"] = "ibus"
        environment["IBUS_USE_PORTAL"] = "1"


@dataclass(frozen=True, slots=True)
class Parts:
    """What is loaded behind the first paint."""

    workplace: "type[Workplace]"
    people: tuple[tuple[str, str, str], ...]
    set_up: bool


class Program(QObject):
    """Leads from the first paint through the door to the working screens, and back."""

    def __init__(self, folder: Path, *, clock: Clock, demo: bool) -> None:
        super().__init__()
        self.window = MainWindow()
        self._folder, self._clock, self._demo = folder, clock, demo
        self._parts: Parts | None = None
        self._loading = False
        self._desk: Desk | None = None
        self._waiting: tuple[str, str, int] | None = None
        self._screen: QWidget | None = None
        self._lock: FolderLock | None = None
        self.window.shown.connect(self._load)
        self._connect_window()

    def _connect_window(self) -> None:
        self.window.lock_wanted.connect(self.lock)
        self.window.closed.connect(self._close)
        self.window.door.submitted.connect(self._submitted)

    # -- loading ------------------------------------------------------------------------

    def _load(self) -> None:
        folder, demo = self._folder, self._demo
        self._loading = True
        tasks.run(self, lambda: _load_parts(folder, demo=demo), self._loaded, self._not_loaded)

    def _loaded(self, loaded: "tuple[Parts, FolderLock]") -> None:
        self._loading = False
        self._parts, self._lock = loaded
        if self._demo:
            self._begin_demo()
        elif not self._parts.set_up:
            start = self.window.first_start()
            start.submitted.connect(self._set_up)
            start.demo_wanted.connect(self._open_demo)
            start.finished.connect(self._enter)
        else:
            self.window.door.show_people(self._parts.people)
            if self._waiting is not None:
                self._submitted(*self._waiting)

    def _not_loaded(self, error: Exception) -> None:
        """Say what stands in the way; the next try to sign in tries this again."""
        self._loading = False
        self._waiting = None
        self._fault(error)

    # -- set-up ---------------------------------------------------------------------------

    def _set_up(self, values: dict[str, str]) -> None:
        folder, clock = self._folder, self._clock
        tasks.run(self, lambda: _set_up(folder, clock, values), self._is_set_up, self._not_set_up)

    def _is_set_up(self, done: "SetUp") -> None:
        self._desk = done.desk
        self._show_people()
        self.window.first_start().show_code(done.recovery_code)

    def _not_set_up(self, error: Exception) -> None:
        self.window.first_start().show_fault(self._words(error))

    @staticmethod
    def _open_demo() -> None:
        """Open the demonstration as a program of its own, on a folder of its own."""
        installed = getattr(sys, "frozen", False)  # by the installer: no Python to run a module
        arguments = ["demo"] if installed else ["-m", "desk_app", "demo"]
        QProcess.startDetached(sys.executable, arguments)

    def _begin_demo(self) -> None:
        folder, clock = self._folder, self._clock
        self.window.door.show_busy("正在准备演示…")
        self.window.show_door()
        tasks.run(self, lambda: _make_demo(folder, clock), self._demo_made, self._fault)

    def _demo_made(self, desk: "Desk") -> None:
        self._desk = desk
        self._show_people()
        self._enter()

    # -- in and out -----------------------------------------------------------------------

    def lock(self) -> None:
        """Hide everything; what was typed is a draft by then."""
        inside = self.window.inside
        if inside is None or self._desk is None:
            return
        inside.put_aside()
        self._screen = self.window.current()
        self.window.show_door()
        self.window.door.show_locked(self._desk.clerk.staff_no)

    def _submitted(self, staff_no: str, passphrase: str, counter: int) -> None:
        if self._parts is None:
            self._waiting = (staff_no, passphrase, counter)
            self.window.door.show_busy("正在打开…")
            if not self._loading:
                self._load()
            return
        self._waiting = None
        self.window.door.show_busy("正在核对…")
        folder, clock = self._folder, self._clock
        tasks.run(
            self,
            lambda: _unlock(folder, clock, staff_no, passphrase, counter),
            self._unlocked,
            self._refused,
        )

    def _unlocked(self, desk: "Desk") -> None:
        before = self._desk
        same = before is not None and self._is_same(before, desk)
        if same and self._screen is not None:
            desk.close()
            self.window.return_inside(self._screen)
            return
        self.window.leave()
        if before is not None:
            before.close()
        self._desk = desk
        self._enter()

    @staticmethod
    def _is_same(one: "Desk", other: "Desk") -> bool:
        return (one.clerk.staff_no, one.counter) == (other.clerk.staff_no, other.counter)

    def _enter(self) -> None:
        if self._parts is None or self._desk is None:
            return
        workplace = self._parts.workplace(self._desk, self.window)
        sign = workplace.sign()
        if self._demo:
            sign = replace(sign, place=f"演示，资料都是编的 · {sign.place}")
        self.window.enter(workplace, sign)
        workplace.renewed.connect(self._renew)
        workplace.restore_wanted.connect(self._restore)
        workplace.begin()

    # -- what settings change everywhere --------------------------------------------------

    def _renew(self, desk: "Desk") -> None:
        """Make the screens anew for a desk that says something else now, or in another size."""
        inside, application = self.window.inside, QApplication.instance()
        if inside is None or not isinstance(application, QApplication):
            return
        inside.put_aside()
        self._desk = desk
        scale = theme.SCALES[type_size.read(self._folder)]
        if application.property(theme.SCALE_PROPERTY) != scale:
            theme.set_up(application, scale=scale)
            self._replace_window()
        self._enter()
        if self.window.inside is not None:
            self.window.inside.turn_to("settings")
            self.window.toast.say("已保存，并已生效")

    def _replace_window(self) -> None:
        """Open a window drawn in the present size in the place of the one that is there."""
        before = self.window
        before.leave()
        before.closed.disconnect(self._close)
        self.window = MainWindow()
        self._connect_window()
        self._show_people()
        self.window.setGeometry(before.geometry())
        self.window.setWindowState(before.windowState())
        self.window.show()
        self.window.activateWindow()
        before.close()
        before.deleteLater()

    def _restore(self, restore: Callable[..., object]) -> None:
        """Close the records, go back to a backup, and ask for the passphrase again."""
        inside, desk = self.window.inside, self._desk
        if inside is None or desk is None:
            return
        inside.put_aside()
        self.window.show_door()
        self.window.door.show_busy("正在恢复备份…")
        self.window.leave()
        self._desk, self._screen = None, None
        folder, clock, lock = self._folder, self._clock, self._lock

        def work() -> None:
            desk.close()
            restore(folder=folder, clock=clock, window=lock)

        tasks.run(self, work, self._restored, self._fault)

    def _restored(self, done: None) -> None:
        del done
        self._show_people()
        self.window.door.show_ready()
        self.window.door.banner.say(
            "已恢复到备份时的资料，请登录。原来的资料另存在数据文件夹里。", "ok"
        )

    def _show_people(self) -> None:
        """Let the door know who may come in by what is in the folder now."""
        from desk_app.services import opening

        people = opening.people(self._folder)
        rows = [(one.staff_no, one.masked_name, one.role.label) for one in people]
        self.window.door.show_people(rows, counter=self._desk.counter if self._desk else 0)

    def _refused(self, error: Exception) -> None:
        self.window.door.show_fault(self._words(error))

    def _close(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # -- errors ---------------------------------------------------------------------------

    def _words(self, error: Exception) -> str:
        if isinstance(error, DeskError):
            return error.message
        _note(error)
        return UNEXPECTED

    def _fault(self, error: Exception) -> None:
        self.window.door.show_fault(self._words(error))

    def on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Keep the draft and say that something unexpected happened; log where, never what."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _note(error)
        if QThread.currentThread() is not self.thread():
            return
        if isinstance(error, DeskError):
            self.window.toast.say(error.message, "error")
            return
        inside = self.window.inside
        if inside is not None:
            inside.put_aside()
        self.window.toast.say(UNEXPECTED, "error")


def _note(error: BaseException) -> None:
    """Log the kind of an error and where it came from; its text may hold what was typed."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[::-1][:8])
    log.error("unexpected %s at %s", type(error).__name__, places)


def _load_parts(folder: Path, *, demo: bool) -> "tuple[Parts, FolderLock]":
    """Import what is heavy and take the folder; runs in a worker thread."""
    from desk_app.services import opening
    from desk_app.storage.lock import FolderLock
    from desk_app.ui.workplace import Workplace

    # Qt for Python looks at the source of every module that is imported, and keeps it: 29 MB.
    linecache.clearcache()
    lock = FolderLock(folder)
    logs.set_up(folder)
    set_up = not demo and opening.is_set_up(folder)
    people = (
        tuple((one.staff_no, one.masked_name, one.role.label) for one in opening.people(folder))
        if set_up
        else ()
    )
    return Parts(Workplace, people, set_up), lock


def _set_up(folder: Path, clock: Clock, values: dict[str, str]) -> "SetUp":
    from desk_app.records.hall import HallFields
    from desk_app.services import opening

    hall = HallFields(
        name=values["name"],
        code=values["code"],
        region=values["region"],
        address=values["address"] or None,
        phone=values["phone"] or None,
        complaint_phone=values["complaint_phone"] or None,
    )
    return opening.set_up(
        folder=folder,
        hall=hall,
        counter=int(values["counter"]),
        clerk_name=values["clerk_name"],
        passphrase=values["passphrase"],
        clock=clock,
    )


def _unlock(folder: Path, clock: Clock, staff_no: str, passphrase: str, counter: int) -> "Desk":
    from desk_app.services import opening

    return opening.unlock(
        folder=folder,
        passphrase=passphrase,
        staff_no=staff_no or None,
        counter=counter,
        clock=clock,
    )


def _make_demo(folder: Path, clock: Clock) -> "Desk":
    """Fill a folder with made-up cases and open it."""
    from desk_app.services import demonstration, intake, opening

    made = opening.set_up(
        folder=folder,
        hall=demonstration.HALL,
        counter=1,
        clerk_name=demonstration.CLERK,
        passphrase=demonstration.PASSPHRASE,
        clock=clock,
    )
    for sample in demonstration.samples():
        if sample.expect == "accepted":
            intake.register(desk=made.desk, case=sample.case, on_missing="notice")
    return made.desk
