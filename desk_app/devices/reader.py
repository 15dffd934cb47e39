"""What a reader is to the program, and what a plug-in of a third party has to offer.

A plug-in is a class registered under the entry-point group ``desk_app.devices``; made without
arguments it is a ``Source``. Its readers are used from one thread only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from desk_app.devices.card import Card

ENTRY_POINTS = "desk_app.devices"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceInfo:
    """A reader that was found: ``address`` is what opens it, ``title`` what a clerk is shown."""

    source: str
    address: str
    title: str


class Reader(Protocol):
    """An open reader."""

    def read(self) -> Card | None:
        """Return the card that lies on the reader, or None without one; raise DeviceError."""

    def close(self) -> None:
        """Let the device go; never raises."""


@runtime_checkable
class Announcer(Protocol):
    """A reader that also calls ``found`` when it has a card and begins to read it.

    Reading takes a real reader a second or more; a plug-in need not offer this.
    """

    found: Callable[[], None]


class Source(Protocol):
    """One way to reach readers."""

    name: str

    def probe(self) -> list[DeviceInfo]:
        """Return what may be a reader, without disturbing it."""

    def open(self, address: str) -> Reader:
        """Open the device at an address; raise DeviceError when that fails."""
