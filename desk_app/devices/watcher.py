"""Watch a reader and tell what happens on it: cards laid down and taken away, faults, recovery."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from desk_app.devices.card import Card
from desk_app.devices.errors import (
    CardUnreadableError,
    DeviceError,
    GarbledReplyError,
)
from desk_app.devices.reader import Announcer, Reader

log = logging.getLogger(__name__)

POLL_SECONDS = 0.3
SAME_CARD_SECONDS = 3.0
RECONNECT_SECONDS = 3.0
MISSES = 2
"""Polls without a card until it counts as taken away: one miss happens while a card is moved."""

# After these the reader itself is well; after any other it is opened anew.
_READER_WELL = (CardUnreadableError, GarbledReplyError)


@dataclass(frozen=True, slots=True)
class CardRead:
    """A card was laid down and read."""

    card: Card


@dataclass(frozen=True, slots=True)
class CardFound:
    """A card was laid down; it is being read, where the reader says so."""


@dataclass(frozen=True, slots=True)
class CardRemoved:
    """The card was taken away."""


@dataclass(frozen=True, slots=True)
class ReaderReady:
    """The reader can be used, for the first time or again, or was asked and has no card."""


@dataclass(frozen=True, slots=True)
class ReaderFailed:
    """Something is wrong; told once until it changes. ``error.message`` says what to do."""

    error: DeviceError


Event = CardFound | CardRead | CardRemoved | ReaderReady | ReaderFailed


class Watch:
    """The rules of watching, one poll at a time."""

    def __init__(
        self,
        open_reader: Callable[[], Reader],
        report: Callable[[Event], None],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Watch what ``open_reader`` opens and hand every event to ``report``."""
        self._open, self._report, self._monotonic = open_reader, report, monotonic
        self._reader: Reader | None = None
        self._fault: type[DeviceError] | None = None
        self._connect_at = 0.0
        self._seen: tuple[str, str] | None = None
        self._seen_at = 0.0
        self._lying = False
        self._misses = 0
        self._asked = False

    def poll(self) -> None:
        """Look at the reader once."""
        try:
            reader = self._connected()
            card = reader.read() if reader else None
        except DeviceError as error:
            self._failed(error)
            return
        except Exception as error:  # noqa: BLE001 - a plug-in may raise anything
            log.warning("card reader: %s", type(error).__name__)
            self._failed(DeviceError())
            return
        if reader is None:
            return
        if self._fault is not None:
            self._fault = None
            self._report(ReaderReady())
        if card is None:
            self._missed()
            self._answer_that_none_is_there()
        else:
            self._laid(card)

    def again(self) -> None:
        """Report anew how things stand, a card that lies there too: the clerk asked for it."""
        self._seen, self._fault, self._connect_at = None, None, 0.0
        self._asked = True

    def close(self) -> None:
        """Let the reader go, and forget that a card lies there."""
        self._lying = False
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _connected(self) -> Reader | None:
        """Return the open reader; None while it is too early to try again."""
        if self._reader is None:
            now = self._monotonic()
            if now < self._connect_at:
                return None
            self._connect_at = now + RECONNECT_SECONDS
            self._reader = self._open()
            if isinstance(self._reader, Announcer):
                self._reader.found = self._found
            self._fault, self._asked = None, False
            self._report(ReaderReady())
        return self._reader

    def _failed(self, error: DeviceError) -> None:
        if not isinstance(error, _READER_WELL):
            self._gone()
            self.close()
        if type(error) is not self._fault:
            self._fault = type(error)
            self._report(ReaderFailed(error))

    def _found(self) -> None:
        # After a fault the same card is tried again and again: its sentence stays to be read.
        if self._fault is None and (self._asked or not self._lying):
            self._report(CardFound())

    def _answer_that_none_is_there(self) -> None:
        if self._asked:
            self._asked = False
            self._report(ReaderReady())

    def _laid(self, card: Card) -> None:
        now, identity = self._monotonic(), (str(card.kind), card.number)
        same = identity == self._seen and now - self._seen_at <= SAME_CARD_SECONDS
        self._seen, self._seen_at = identity, now
        self._lying, self._misses, self._asked = True, 0, False
        if not same:
            self._report(CardRead(card))

    def _missed(self) -> None:
        self._misses += 1
        if self._misses >= MISSES:
            self._gone()

    def _gone(self) -> None:
        if self._lying:
            self._lying = False
            self._report(CardRemoved())


class Watcher:
    """A watch in a thread of its own, watching or at rest; events are reported from that thread.

    At rest the reader is let go, so that other programs may use it.
    """

    def __init__(
        self,
        open_reader: Callable[[], Reader],
        report: Callable[[Event], None],
        *,
        every: float = POLL_SECONDS,
    ) -> None:
        self._watch, self._every = Watch(open_reader, report), every
        self._watching = self._stopping = False
        self._turn = threading.Event()
        self._thread = threading.Thread(target=self._run, name="card watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch, for the first time or after a rest."""
        self._watching = True
        if self._thread.ident is None:
            self._thread.start()
        self._turn.set()

    def again(self) -> None:
        """Report anew how things stand, a card that lies there too."""
        self._watch.again()
        self._turn.set()

    def rest(self) -> None:
        """Stop watching until the next ``start``; returns at once."""
        self._watching = False
        self._turn.set()

    def stop(self, *, wait: bool = False) -> None:
        """Stop for good and let the reader go; with ``wait`` returns when that has happened."""
        self._stopping = True
        self._turn.set()
        if wait and self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stopping:
                if self._watching:
                    self._watch.poll()
                else:
                    self._watch.close()
                self._turn.wait(self._every if self._watching else None)
                self._turn.clear()
        finally:
            self._watch.close()
