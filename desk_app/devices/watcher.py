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
from desk_app.devices.reader import Reader

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
class CardRemoved:
    """The card was taken away."""


@dataclass(frozen=True, slots=True)
class ReaderReady:
    """The reader can be used, for the first time or again."""


@dataclass(frozen=True, slots=True)
class ReaderFailed:
    """Something is wrong; told once until it changes. ``error.message`` says what to do."""

    error: DeviceError


Event = CardRead | CardRemoved | ReaderReady | ReaderFailed


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
        else:
            self._laid(card)

    def again(self) -> None:
        """Report the card that lies there once more: the clerk asked for it."""
        self._seen = None

    def close(self) -> None:
        """Let the reader go."""
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
            self._fault = None
            self._report(ReaderReady())
        return self._reader

    def _failed(self, error: DeviceError) -> None:
        if not isinstance(error, _READER_WELL):
            self.close()
            self._gone()
        if type(error) is not self._fault:
            self._fault = type(error)
            self._report(ReaderFailed(error))

    def _laid(self, card: Card) -> None:
        now, identity = self._monotonic(), (str(card.kind), card.number)
        same = identity == self._seen and now - self._seen_at <= SAME_CARD_SECONDS
        self._seen, self._seen_at = identity, now
        self._lying, self._misses = True, 0
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
    """A watch in a thread of its own; events are reported from that thread."""

    def __init__(
        self,
        open_reader: Callable[[], Reader],
        report: Callable[[Event], None],
        *,
        every: float = POLL_SECONDS,
    ) -> None:
        self._watch, self._every = Watch(open_reader, report), every
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="card watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def again(self) -> None:
        """Report the card that lies there once more."""
        self._watch.again()

    def stop(self) -> None:
        """Stop watching and let the reader go; returns when that has happened."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._watch.poll()
                self._stopping.wait(self._every)
        finally:
            self._watch.close()
