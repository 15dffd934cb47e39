"""The lock: everything is hidden at once, and forgotten as soon as no work needs it."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from desk_app import memory
from desk_app.ui import tasks
from desk_app.ui.inside import Inside
from desk_app.ui.main_window import MainWindow
from desk_app.ui.tasks import Lane

if TYPE_CHECKING:
    from desk_app.services.desk.open_desk import Desk
    from desk_app.ui.returning import Caret
    from desk_app.ui.workplace import Workplace

HIDDEN_ONLY = "画面已遮住，资料还没有合上：刚才输入的没有存上，或连不上服务器。"
STILL_KEPT = "锁屏前办到哪里都留着：服务器接通后登录，就回到原处。"
LOOK_MS = 60
AGAIN_MS = 700
QUIET = 2  # looks in a row at which nothing was under way: work may follow work
PRINTING_LOOKS = 2_000  # two minutes: a printer without paper must not keep names in memory
WORK = (Lane.COUNTER, Lane.LONG, Lane.PRINTER)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a desk while it is locked: no name, and nothing that can be read."""

    staff_no: str
    counter: int
    sealed: bytes
    since: datetime

    def is_of(self, desk: "Desk") -> bool:
        """Tell whether a desk is of the same person at the same counter."""
        return (desk.clerk.staff_no, desk.counter) == (self.staff_no, self.counter)


class Locking(QObject):
    """Waits until no work needs the records; keeps where the clerk was, sealed, as ``kept``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._window: MainWindow | None = None
        self.kept: Kept | None = None
        self._caret: Caret = ("", 0)
        self._forget: Callable[[], None] | None = None
        self._quiet = self._looks = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def waiting(self) -> bool:
        """Whether everything is hidden only, because work goes on."""
        return self._forget is not None

    def begin(self, inside: Inside, window: MainWindow, forget: Callable[[], None]) -> None:
        """See where the caret is; call ``forget`` once what was asked for has told its result."""
        from desk_app.ui import returning
        from desk_app.ui.workplace import Workplace

        self._caret = returning.caret_of(inside) if isinstance(inside, Workplace) else ("", 0)
        self._forget, self._quiet, self._looks = forget, 0, 0
        self._window = window
        self._timer.start()

    def give_up(self) -> None:
        """Forget nothing: somebody came back meanwhile, or the program ends."""
        self._forget = None
        self._timer.stop()

    def keep(self, desk: "Desk", inside: Inside, window: MainWindow) -> bool:
        """Seal where the clerk is; where the screens have to stay say so and return False.

        They do where what is typed could not be saved, and while the hall's server is away: its
        clerk may come back before it does.
        """
        from desk_app.services.server import presence
        from desk_app.services.start import locking
        from desk_app.ui import returning
        from desk_app.ui.workplace import Workplace

        safe = inside.put_aside() and not presence.is_away(desk=desk)
        if not safe or window.behind is None or not isinstance(inside, Workplace):
            window.door.about.setText(HIDDEN_ONLY)
            return False
        place = returning.place_of(inside, window.behind, self._caret)
        sealed = locking.seal(desk=desk, place=place)
        self.kept = Kept(desk.clerk.staff_no, desk.counter, sealed, desk.clock.now())
        window.asks_before_closing = True
        return True

    def take(self, window: MainWindow) -> Kept | None:
        """Return what was kept and keep it no longer: somebody has signed in."""
        self.give_up()
        kept, self.kept = self.kept, None
        window.asks_before_closing = False
        return kept

    def comfort(self, error: Exception) -> str:
        """Return what to say of what was typed where the server is away for who comes back."""
        from desk_app.services.server.presence import ServerLostError

        return STILL_KEPT if self.kept is not None and isinstance(error, ServerLostError) else ""

    def _look(self) -> None:
        self._looks += 1
        busy = tasks.under_way(*WORK) or (self._looks < PRINTING_LOOKS and _follows(self._window))
        self._quiet = 0 if busy else self._quiet + 1
        if self._forget is not None and self._quiet >= QUIET:
            forget = self._forget
            self.give_up()
            forget()


def _follows(window: MainWindow | None) -> bool:
    """Tell whether papers are on their way to a printer, so that what became of them is noted."""
    from desk_app.ui.models.printing.following import Following

    following = window.findChildren(Following) if window is not None else ()
    return any(one.under_way for one in following)


def go_back(desk: "Desk", workplace: "Workplace", window: MainWindow, kept: Kept) -> None:
    """Bring the clerk back to where the lock came."""
    from desk_app.services.start import locking
    from desk_app.ui import returning

    place = locking.unseal(desk=desk, sealed=kept.sealed)
    if place is not None:
        returning.go_back(workplace, window, place)


def is_same(one: "Desk", other: "Desk") -> bool:
    """Tell whether two desks are of the same person at the same counter."""
    return (one.clerk.staff_no, one.counter) == (other.clerk.staff_no, other.counter)


def ask_before_closing(window: MainWindow, folder: Path, kept: Kept) -> None:
    """Close a locked window, asking where nothing was backed up since the lock."""
    from desk_app.services.backup import backing_up
    from desk_app.services.server import places
    from desk_app.ui.dialogs import Question

    newest = next(iter(backing_up.kept(folder=folder)), None)
    if places.on_server(folder) or (newest is not None and newest.made_at >= kept.since):
        window.let_close()
        return
    last = f"最近一次备份：{newest.made_at:%Y-%m-%d %H:%M}。" if newest else "还没有备份过。"
    question = Question(
        window,
        "不备份就关闭？",
        f"资料已锁上，现在关闭不会再做备份。{last}先登录再关闭，会照常备份。",
        yes="直接关闭",
        no="先登录",
        kind="danger",
    )
    question.agreed.connect(window.let_close)
    question.rejected.connect(window.door.secret.setFocus)
    question.open()


def wipe(window: MainWindow) -> None:
    """Delete what waits to be deleted, then overwrite what was freed.

    Some of what is deleted lets go of more in a later turn only, so it is done twice.
    """
    _collect(window)
    QTimer.singleShot(AGAIN_MS, window, lambda: _wipe_all(window))


def _wipe_all(window: MainWindow) -> None:
    _collect(window)
    tasks.quietly(window, memory.scrub)
    for lane in tasks.Lane:
        tasks.quietly(window, memory.refill, lane=lane)


def _collect(window: MainWindow) -> None:
    with memory.wiping():
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    window.keep_keyboard()
