"""The card reader as the window sees it: how it stands in words, and the cards it reads."""

import queue
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.devices.errors import (
    DeviceError,
    LibraryUnusableError,
    NoReaderError,
    ReaderNotReadyError,
)
from desk_app.devices.reader import Reader
from desk_app.devices.watcher import (
    CardFound,
    CardRead,
    CardRemoved,
    Event,
    ReaderFailed,
    ReaderReady,
    Watcher,
)

PATIENCE_MS = 60_000
LISTEN_MS = 40
GIVEN_UP = "一分钟没有读到证件，已停止；要读请再按 F8，也可以手工输入。"
# After these nothing comes of waiting: the clerk types, or mends it and asks again.
_HOPELESS = (NoReaderError, ReaderNotReadyError, LibraryUnusableError)


class Standing(StrEnum):
    """How the reader stands."""

    RESTING = "resting"
    LOOKING = "looking"
    READY = "ready"
    READING = "reading"
    READ = "read"
    FAILED = "failed"


WORDS = {
    Standing.RESTING: "",
    Standing.LOOKING: "正在找读卡器…",
    Standing.READY: "请把证件放在读卡区",
    Standing.READING: "正在读卡，请勿移动证件",
    Standing.READ: "已读卡",
}


class CardReader(QObject):
    """Reads when asked, or by itself all the time; never in the window's thread.

    Signals: ``changed`` when ``standing`` or ``fault`` did, ``read`` with a card.
    """

    changed = Signal()
    read = Signal(object)

    def __init__(self, open_reader: Callable[[], Reader], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.standing = Standing.RESTING
        self.fault: DeviceError | None = None
        self.given_up = False
        self._asked = self._automatic = False
        # Nothing of Qt is touched from the watcher's thread: the window may be gone by then.
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._watcher = Watcher(open_reader, self._events.put)
        self._listening = QTimer(self)
        self._listening.setInterval(LISTEN_MS)
        self._listening.timeout.connect(self._listen)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)
        self.destroyed.connect(self._watcher.stop)

    @property
    def words(self) -> str:
        """What to tell of it: a few words, or a fault's sentence that says what to do."""
        if self.given_up:
            return GIVEN_UP
        return self.fault.message if self.fault else WORDS[self.standing]

    @property
    def asked(self) -> bool:
        """Whether somebody asked and waits for a card."""
        return self._asked

    @property
    def automatic(self) -> bool:
        """Whether cards are read without being asked for."""
        return self._automatic

    def ask(self) -> None:
        """Read the card that lies there, or the next one."""
        self._asked = True
        self._stand(Standing.LOOKING)
        self._patience.start()
        self._forget_what_was_reported()
        self._watcher.again()
        self._watch()

    def cancel(self) -> None:
        """Wait no longer."""
        self._done()
        self._stand(Standing.READY if self._automatic else Standing.RESTING)

    def set_automatic(self, *, on: bool) -> None:
        """Read every card that is laid down, or only when asked."""
        if on == self._automatic:
            return
        self._automatic = on
        if on:
            self._stand(Standing.LOOKING)
            self._watch()
        elif not self._asked:
            self._rest()
            self._stand(Standing.RESTING)

    def stop(self) -> None:
        """Stop for good, at once."""
        self._asked = self._automatic = False
        self._patience.stop()
        self._listening.stop()
        self._watcher.stop()

    def _listen(self) -> None:
        """Take what the watcher's thread has reported."""
        while not self._events.empty():
            self._take(self._events.get())

    def _forget_what_was_reported(self) -> None:
        """Drop what came after somebody stopped listening, unless every card counts."""
        while not self._automatic and not self._events.empty():
            self._events.get()

    def _watch(self) -> None:
        self._watcher.start()
        self._listening.start()

    def _rest(self) -> None:
        self._watcher.rest()
        self._listening.stop()

    def _take(self, event: Event) -> None:
        if not (self._asked or self._automatic):
            return  # it was cancelled meanwhile
        match event:
            case CardRead(card):
                self._done()
                self._stand(Standing.READ)
                self.read.emit(card)
            case ReaderFailed(error):
                if isinstance(error, _HOPELESS):
                    self._done()
                self._stand(Standing.FAILED, error)
            case CardFound():
                self._stand(Standing.READING)
            case ReaderReady() | CardRemoved():
                self._stand(Standing.READY)

    def _done(self) -> None:
        """Nobody waits any more; only automatic reading goes on."""
        self._asked = False
        self._patience.stop()
        if not self._automatic:
            self._rest()

    def _give_up(self) -> None:
        self._done()
        self._stand(Standing.FAILED, given_up=True)

    def _stand(
        self, standing: Standing, fault: DeviceError | None = None, *, given_up: bool = False
    ) -> None:
        self.standing, self.fault, self.given_up = standing, fault, given_up
        self.changed.emit()
