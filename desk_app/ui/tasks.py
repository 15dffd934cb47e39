"""Work that would hold up the window, done in a worker thread; its result comes back to Qt's."""

import gc
from collections import deque
from collections.abc import Callable
from enum import Enum, auto
from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QRunnable,
    QThreadPool,
    QTimer,
    Signal,
)

from desk_app import files, logs
from desk_app.errors import DeskError

Result = TypeVar("Result")


class Lane(Enum):
    """Threads that do not wait for each other; in each, one piece of work at a time."""

    COUNTER = auto()
    """What the clerk waits for, done in a moment."""
    LONG = auto()
    """What the clerk asked for and what takes long: other work goes on meanwhile."""
    ASIDE = auto()
    """What nobody asked for."""
    PRINTER = auto()
    """What asks a printing system: one that hangs must not hold up searching or registering."""


_waiting: dict[Lane, deque[None]] = {lane: deque() for lane in Lane}
COLLECT_MS = 400
COLLECT_AT = (700, 10, 60)
"""Per generation: how many new objects, or collections of the one before, are worth a look."""


class Collector(QObject):
    """Looks for garbage in the thread it was made in, and lets no other thread do it.

    Python looks in whichever thread happens to make an object. What is left of a window would
    then be deleted by a worker, which ends the program.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(COLLECT_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @staticmethod
    def collect() -> None:
        """Look through the oldest generation that is due, and those younger than it."""
        seen = gc.get_count()
        due = [at for at, least in enumerate(COLLECT_AT) if seen[at] >= least]
        if due:
            gc.collect(due[-1])


def collect_here() -> None:
    """Let garbage be looked for in this thread only, as long as there is the application."""
    application = QCoreApplication.instance()
    if application is None:
        return
    gc.disable()
    if application.findChild(Collector) is None:
        Collector(application)


def ignore(_result: object) -> None:
    """Do nothing with what became of work that nobody waits for."""


def fault(error: Exception) -> None:
    """Raise what is no refusal but a bug: the program keeps the draft, says so, notes where."""
    raise error


class _Reply(QObject):
    """Carries what became of work from the worker thread to the thread of the window.

    Who is to be told is known to its connections only: a reference to them would keep a closed
    window alive for as long as the work is known to its thread.
    """

    came = Signal(str, object)
    ended = Signal()
    done = Signal(object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.came.connect(self._tell)

    def _tell(self, end: str, value: object) -> None:
        """Tell all in one turn: nothing else is begun between the end of work and its result."""
        self.deleteLater()
        self.ended.emit()
        getattr(self, end).emit(value)


class _Work(QRunnable):
    """One piece of work."""

    def __init__(self, work: Callable[[], object], reply: _Reply, lane: Lane) -> None:
        super().__init__()
        self._work, self._reply, self._lane = work, reply, lane
        _waiting[lane].append(None)

    def run(self) -> None:
        """Do the work and send the result or the error."""
        try:
            self._do()
        finally:
            _waiting[self._lane].pop()

    def _do(self) -> None:
        try:
            with files.explained():
                result = self._work()
        except DeskError as error:
            self._send("refused", error)
        except Exception as error:  # noqa: BLE001 - whatever happened is told to the caller
            self._send("failed", error)
        else:
            self._send("done", result)

    def _send(self, end: str, value: object) -> None:
        try:
            self._reply.came.emit(end, value)
        except RuntimeError:
            return  # the window was closed meanwhile: nobody waits any more


def run(
    owner: QObject,
    work: Callable[[], Result],
    done: Callable[[Result], object],
    refused: Callable[[DeskError], object],
    *,
    faults: Callable[[Exception], object] = fault,
    ended: Callable[[], object] | None = None,
    lane: Lane = Lane.COUNTER,
) -> None:
    """Do ``work`` in a worker thread; tell what became of it in the owner's thread.

    First ``ended`` is called, then ``done`` with the result, or ``refused`` with an error that has
    a sentence (those of the file system get theirs here). Any other error is a bug: only who must
    go on all the same gives ``faults``. Nothing is called once the owner is gone. ``work`` must
    not touch a widget.
    """
    reply = _Reply(owner)
    if ended is not None:
        reply.ended.connect(ended)
    reply.done.connect(done)
    reply.refused.connect(refused)
    reply.failed.connect(faults)
    _threads(lane).start(_Work(work, reply, lane))


def waited_for(
    owner: QObject,
    work: Callable[[], Result],
    done: Callable[[Result], object],
    failed: Callable[[Exception], object],
) -> None:
    """Do what a whole screen waits for: it is told of a bug too, and waits no longer."""
    run(owner, work, done, failed, faults=failed)


def quietly(
    owner: QObject,
    work: Callable[[], Result],
    done: Callable[[Result], object] = ignore,
    *,
    lane: Lane = Lane.ASIDE,
) -> None:
    """Do what nobody asked for: if it fails nobody is told, only the log."""
    run(owner, work, done, logs.note_error, faults=logs.note_error, lane=lane)


def under_way(*lanes: Lane) -> bool:
    """Tell whether anything is done, or waits to be done, in one of these lanes."""
    return any(_waiting[lane] for lane in lanes)


def in_turns(owner: QObject, *steps: Callable[[], None]) -> None:
    """Do the steps one after the other, each in a turn of the event loop of its own.

    For what only the window's thread can do and what would hold it up in one piece. Steps that
    are left are dropped once the owner is gone or one of them has failed.
    """
    if steps:

        def act() -> None:
            steps[0]()
            in_turns(owner, *steps[1:])

        QTimer.singleShot(0, owner, act)


@cache
def _threads(lane: Lane) -> QThreadPool:
    pool = QThreadPool.globalInstance() if lane is Lane.COUNTER else QThreadPool()
    pool.setMaxThreadCount(1)
    return pool


class Latest(QObject):
    """Does only the newest of the things asked for, after a short rest.

    For previews: while one is being made, what is asked for meanwhile waits, each
    request replaces the one before, and a result that is out of date is dropped.
    """

    def __init__(self, owner: QObject, *, delay_ms: int) -> None:
        super().__init__(owner)
        self._waiting: Callable[[], None] | None = None
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay_ms)
        self._timer.timeout.connect(self._start)

    @property
    def idle(self) -> bool:
        """Whether nothing is being made and nothing waits."""
        return not self._busy and self._waiting is None

    def ask(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], object],
        refused: Callable[[DeskError], object],
        *,
        faults: Callable[[Exception], object] = fault,
    ) -> None:
        """Ask for ``work``; as ``run``, but only where nothing newer was asked for meanwhile."""
        newest = self._newest

        def start() -> None:
            run(self, work, newest(done), newest(refused), faults=newest(faults))

        self._waiting = start
        self._timer.start()

    def _start(self) -> None:
        if self._busy or self._waiting is None:
            return
        start, self._waiting, self._busy = self._waiting, None, True
        start()

    def _newest(self, tell: Callable[[Any], object]) -> Callable[[Any], None]:
        """Return what tells a result only if it is still wanted."""

        def told(result: object) -> None:
            if self._finish():
                tell(result)

        return told

    def _finish(self) -> bool:
        """Note the end of a run; return whether its result is still wanted."""
        self._busy = False
        if self._waiting is None:
            return True
        if not self._timer.isActive():
            self._start()
        return False
