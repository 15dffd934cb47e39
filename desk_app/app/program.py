"""The way through the program: first paint, door, working screens, and back."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication

from desk_app import logs
from desk_app.app import heap, rare_faces
from desk_app.app.arrivals import Arrivals
from desk_app.app.locking import Kept, Locking, ask_before_closing, go_back, is_same, wipe
from desk_app.app.parts import (
    CodePaper,
    Entry,
    Opened,
    Parts,
    load_parts,
    open_demo,
    set_up,
    sign_out,
    unlock,
)
from desk_app.app.recovering import Recovering
from desk_app.clock import Clock
from desk_app.errors import DeskError
from desk_app.services.settings import type_size
from desk_app.ui import tasks, theme
from desk_app.ui.main_window import MainWindow
from desk_app.ui.widgets.classes import MAKING, meet_objects, meet_widgets

if TYPE_CHECKING:
    from desk_app.services.backup.restoring import Restored
    from desk_app.services.desk.open_desk import Desk
    from desk_app.services.start.holding import FolderLock
    from desk_app.services.start.opening import SetUp
    from desk_app.ui.safety import Rescue, Safety
    from desk_app.ui.workplace import Workplace

SWITCH_S = 0.0005
UNEXPECTED = "程序出了意外，您输入的内容已存为草稿。请再试一次；若再出现，请告诉管理员。"


class Program(QObject):
    """Leads from the first paint through the door and back; ``desk`` is there while one works."""

    def __init__(
        self, folder: Path, *, clock: Clock, demo: bool, device: str | None = None
    ) -> None:
        """Make the window; ``device`` names the card reader, as ``registry.opener`` takes it."""
        super().__init__()
        # While a worker computes, each event waits so long at most for the interpreter: with
        # the usual 5 ms some twenty events in a row would be a stall one feels.
        sys.setswitchinterval(SWITCH_S)
        self.window = MainWindow()
        self._arrivals = Arrivals(folder, self)
        self._folder, self._clock, self._demo = folder, clock, demo
        self._device = device
        self._parts: Parts | None = None
        self._loading = False
        self.desk: Desk | None = None
        self._waiting: tuple[str, str, int] | None = None
        self._hint = ""
        self._locking = Locking(self)
        self._arriving: Workplace | None = None
        self._lock: FolderLock | None = None
        self._safety: Safety | None = None
        self._rescue: Rescue | None = None
        self.window.shown.connect(self._load)
        self._connect_window()

    def _connect_window(self) -> None:
        self.window.lock_wanted.connect(self.lock)
        self.window.closed.connect(self._close)
        self.window.close_wanted.connect(self._part)
        self.window.door.submitted.connect(self._submitted)
        self.window.door.recall_wanted.connect(self._recall)
        self._recovering = Recovering(self.window, self._folder, self._clock, self._words)
        self.window.door.forgotten.connect(self._recovering.ask)

    # -- loading ------------------------------------------------------------------------

    def _load(self) -> None:
        self._loading = True
        heap.share()
        tasks.in_turns(self, *MAKING, self._load_parts)

    def _load_parts(self) -> None:
        work = partial(load_parts, self._folder, self._clock, demo=self._demo)
        tasks.waited_for(self, work, self._loaded, self._not_loaded)

    def _loaded(self, loaded: "tuple[Parts, FolderLock]") -> None:
        self._loading = False
        tasks.collect_here()
        self._parts, self._lock = loaded
        rare_faces.load(self)
        tasks.in_turns(self, meet_widgets, meet_objects)  # while a passphrase is typed
        if self._demo:
            self._begin_demo()
        elif not self._parts.set_up:
            start = self.window.first_start()
            start.submitted.connect(self._set_up)
            start.demo_wanted.connect(open_demo)
            start.finished.connect(self._enter)
        else:
            self._show_people()
            if self._parts.told:
                self.window.door.banner.say(self._parts.told, "warn")
            if self._waiting is not None:
                self._submitted(*self._waiting)

    def _not_loaded(self, error: Exception) -> None:
        """Say what stands in the way; the next try to sign in tries this again."""
        self._loading = False
        tasks.collect_here()
        self._waiting = None
        self._fault(error)

    # -- set-up ---------------------------------------------------------------------------

    def _set_up(self, values: dict[str, str]) -> None:
        folder, clock = self._folder, self._clock
        tasks.waited_for(
            self, lambda: set_up(folder, clock, values), self._is_set_up, self._not_set_up
        )

    def _is_set_up(self, done: "SetUp") -> None:
        self.desk = done.desk
        self._show_people()
        page = self.window.first_start()
        page.show_code(done.recovery_code)
        paper = CodePaper(done.desk, page.code)
        page.print_wanted.connect(paper.print)
        page.save_wanted.connect(paper.save)
        page.code.kept.connect(paper.note_kept)

    def _not_set_up(self, error: Exception) -> None:
        self.window.first_start().show_fault(self._words(error))

    def _begin_demo(self) -> None:
        folder, clock = self._folder, self._clock
        self.window.door.show_busy("正在准备演示…")
        self.window.show_door()

        def work() -> "Desk":
            from desk_app.services.proofs import demonstration

            return demonstration.fill(folder, clock)

        tasks.waited_for(self, work, self._demo_made, self._fault)

    def _demo_made(self, desk: "Desk") -> None:
        self.desk = desk
        self._show_people()
        self._enter()

    # -- in and out -----------------------------------------------------------------------

    def lock(self) -> None:
        """Hide everything, what was typed being a draft by then, and soon forget it."""
        inside, desk = self.window.inside, self.desk
        if inside is None or desk is None:
            return
        inside.put_aside()
        self._locking.begin(inside, self.window, self._forget)
        self.window.show_door()
        self._show_people()  # somebody may have been added meanwhile
        self.window.door.show_locked(desk.clerk.staff_no)

    def _forget(self) -> None:
        """Close the records and give up the screens: no key and no name is needed any more."""
        inside, desk = self.window.inside, self.desk
        if inside and desk and self._locking.keep(desk, inside, self.window):
            self._leave()
            self.desk = None
            self.window.keep_keyboard()
            tasks.quietly(self, lambda: sign_out(desk), self._forgotten, lane=tasks.Lane.COUNTER)

    def _forgotten(self, _done: None) -> None:
        tasks.in_turns(self, lambda: wipe(self.window))

    def _submitted(self, staff_no: str, passphrase: str, counter: int) -> None:
        if self._parts is None:
            self._waiting = (staff_no, passphrase, counter)
            self.window.door.show_busy("正在打开…")
            if not self._loading:
                self._load()
            return
        self._waiting = None
        self._sign_in(Entry(staff_no, passphrase, counter))

    def _sign_in(self, entry: Entry) -> None:
        self.window.door.show_busy("正在核对…")
        folder, clock, locked = self._folder, self._clock, self.desk
        work = lambda: unlock(folder, clock, entry, locked=locked)  # noqa: E731
        tasks.waited_for(self, work, self._unlocked, self._refused)

    def _recall(self, staff_no: str, counter: int) -> None:
        """Sign in by the computer's keyring."""
        self._sign_in(Entry(staff_no, None, counter))

    def _unlocked(self, opened: Opened) -> None:
        desk, before, behind = opened.desk, self.desk, self.window.behind
        kept = self._locking.take(self.window)
        self._hint = opened.hint
        if before is not None and behind is not None and is_same(before, desk):
            if desk is not before:
                desk.close()
            self.window.return_inside(behind)
            return
        self._leave()
        if before is not None:
            sign_out(before)
        self.desk = desk
        self._enter(kept)

    def _enter(self, kept: Kept | None = None) -> None:
        """Make the screens and go in, step by step, so that nothing stands still meanwhile.

        ``kept`` is what was kept while the screen was locked, perhaps by somebody else.
        """
        self._make_workplace()
        workplace, desk = self._arriving, self.desk
        if workplace is None or desk is None:
            return
        steps = [workplace.begin, self._watch, self._go_in]
        if kept is not None and kept.is_of(desk):
            steps.append(lambda: go_back(desk, workplace, self.window, kept))
        tasks.in_turns(workplace, *steps)

    def _make_workplace(self) -> None:
        if self._parts is not None and self.desk is not None:
            self._leave()
            workplace = self._parts.workplace(self.desk, self.window, device=self._device)
            self._arriving = workplace

    def _watch(self) -> None:
        """Have somebody look after the records before the screens can be left."""
        if self._parts is not None and self.desk is not None and not self._demo:
            self._safety = self._parts.safety(self.desk, self.window)
            self._safety.restore_wanted.connect(self._restore)

    def _go_in(self) -> None:
        """Show the screens that were made and begun."""
        workplace, self._arriving = self._arriving, None
        if workplace is None or self._parts is None or self.desk is None:
            return
        sign = workplace.sign()
        if self._demo:
            sign = replace(sign, place=f"演示，资料都是编的 · {sign.place}")
        self.window.enter(workplace, sign)
        workplace.renewed.connect(self._renew)
        workplace.restore_wanted.connect(self._restore)
        if self._safety is not None:
            self._safety.begin()
        if self._hint:
            self.window.toast.say(self._hint, "warn")
            self._hint = ""

    def _leave(self) -> None:
        """Give up the screens of a desk and what watches over its records."""
        self.window.leave()
        if self._arriving is not None:
            self._arriving.let_go()
            self._arriving = None
        if self._safety is not None:
            self._safety.end()
            self._safety = None

    def _part(self) -> None:
        """Close at once where nothing watches over records that need a backup."""
        self._locking.give_up()
        if self._locking.kept is not None:
            ask_before_closing(self.window, self._folder, self._locking.kept)
        elif self._safety is None:
            self.window.let_close()

    # -- what settings change everywhere --------------------------------------------------

    def _renew(self, desk: "Desk") -> None:
        """Make the screens anew for a desk that says something else now, or in another size."""
        inside, application = self.window.inside, QApplication.instance()
        if inside is None or not isinstance(application, QApplication):
            return
        inside.put_aside()
        self.desk = desk
        scale = theme.SCALES[type_size.read(self._folder)]
        if application.property(theme.SCALE_PROPERTY) != scale:
            theme.set_up(application, scale=scale)
            self._replace_window()
        self._make_workplace()
        if self._arriving is not None:
            self._arriving.begin()
        self._watch()
        self._go_in()
        if self.window.inside is not None:
            self.window.inside.turn_to("settings")
            self.window.toast.say("已保存，并已生效")

    def _replace_window(self) -> None:
        """Open a window drawn in the present size in the place of the one that is there."""
        before = self.window
        self._leave()
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

    def _restore(self, restore: Callable[..., "Restored"]) -> None:
        """Close the records, go back to a backup, and ask for the passphrase again."""
        inside, desk = self.window.inside, self.desk
        if inside is not None:
            inside.put_aside()
        self.window.show_door()
        self.window.door.show_busy("正在恢复备份…")
        self._leave()
        self.desk = None
        folder, clock, lock = self._folder, self._clock, self._lock

        def work() -> str:
            from desk_app.ui.models import losses

            if desk is not None:
                desk.close()
            return losses.restored(restore(folder=folder, clock=clock, window=lock))

        tasks.waited_for(self, work, self._restored, self._fault)

    def _restored(self, words: str) -> None:
        self._show_people()
        self.window.door.show_ready()
        self.window.door.banner.say(words, "ok")

    def _show_people(self) -> None:
        here = self.desk or self._locking.kept
        counter = here.counter if here else 0
        self._arrivals.show(self.window.door, counter=counter)

    def _refused(self, error: Exception) -> None:
        from desk_app.services.backup.backing_up import DamagedError

        self.window.door.show_fault(self._words(error) + self._locking.comfort(error))
        if isinstance(error, DamagedError) and self._parts is not None:
            if self._rescue is None:
                self._rescue = self._parts.rescue(self.window)
                self._rescue.restore_wanted.connect(self._restore)
                self._rescue.left.connect(self.window.show_door)
            self._rescue.tell_closed(error.message, self._folder)

    def _close(self) -> None:
        self._arrivals.stop()
        self._locking.give_up()
        if self._safety is not None:
            self._safety.guardian.stop()
        if self.desk is not None:
            sign_out(self.desk)
            self.desk = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # -- errors ---------------------------------------------------------------------------

    def _words(self, error: Exception) -> str:
        if isinstance(error, DeskError):
            return error.message
        logs.note_error(error)
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
        logs.note_error(error)
        if QThread.currentThread() is not self.thread():
            return
        if isinstance(error, DeskError):
            self.window.toast.say(error.message, "error")
            return
        inside = self.window.inside
        if inside is not None:
            inside.put_aside()
        self.window.toast.say(UNEXPECTED, "error")
