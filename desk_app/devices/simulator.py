"""A simulated SDT reader on a pseudo-terminal: a real line, spoken to like a real reader."""

import os
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from desk_app.devices import frames
from desk_app.devices.errors import NoReaderError
from desk_app.devices.frames import PREAMBLE, FrameFinder, frame
from desk_app.devices.reader import DeviceInfo
from desk_app.devices.serial_reader import SerialReader
from desk_app.devices.text_block import RESIDENT, Layout, write

_PHOTO = bytes(1024)
_OK = b"\x00\x00\x90"
_LONGEST_REQUEST = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipCard:
    """A card to lay on the simulated reader: its fields as texts, in the order of a layout."""

    texts: Mapping[str, str]
    layout: Layout = RESIDENT

    def block(self) -> bytes:
        """Return the card's text block."""
        return write(self.layout, self.texts.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """How the reader behaves from now on."""

    chunk: int = 64  # bytes a time
    noise: bytes = b""  # before every answer
    damaged: bool = False  # a wrong check byte on the card's text
    silent: bool = False
    state: int = frames.DONE  # what it answers to the question for its state


DEMO_CARD = ChipCard(
    texts={
        "name": "黄海生",
        "sex": "1",
        "nation": "01",
        "birth": "19620715",
        "address": "广东省某某市某某区示范路1号",
        "number": "440399196207150311",
        "issuer": "某某市公安局某某分局",
        "valid_from": "20180101",
        "valid_to": "长期",
        "flag": " ",
    }
)
"""A made-up person, region 440399, which never existed."""


class Simulator:
    """A reader that answers on ``path`` until it is closed; use it as a context manager."""

    def __init__(self, card: ChipCard | None = None, behaviour: Behaviour | None = None) -> None:
        """Open a pseudo-terminal and begin to answer; raise NoReaderError where there is none."""
        if sys.platform == "win32":
            raise NoReaderError("本系统没有模拟读卡器所需的终端，请在 Linux 上演示读卡。")
        import pty  # noqa: PLC0415 - not there on Windows
        import tty  # noqa: PLC0415

        self._main, self._other = pty.openpty()
        tty.setraw(self._other)
        self.path = os.ttyname(self._other)
        self._card, self.behaviour = card, behaviour or Behaviour()
        self._selected = False
        self._plugged = True
        self._thread = threading.Thread(target=self._serve, name="simulated reader", daemon=True)
        self._thread.start()

    def lay(self, card: ChipCard | None) -> None:
        """Lay a card on the reader, in place of the one there; None takes it away."""
        self._card = card

    def unplug(self) -> None:
        """Let the device vanish, as when its plug is pulled."""
        if self._plugged:
            self._plugged = False
            os.write(self._other, PREAMBLE)  # wakes the thread, which then closes the line
            self._thread.join()
            os.close(self._other)

    def __enter__(self) -> Self:
        """Use the reader in a ``with`` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Unplug it on leaving the block."""
        self.unplug()

    def _serve(self) -> None:
        requests = FrameFinder()
        while self._plugged:
            request = requests.feed(os.read(self._main, _LONGEST_REQUEST))
            if request is not None and not self.behaviour.silent:
                self._send(self._answer(request))
        os.close(self._main)

    def _answer(self, request: bytes) -> bytes:
        card = self._card
        match request[:2]:
            case b"\x11\xff":
                return frame(bytes((0, 0, self.behaviour.state)))
            case b"\x20\x01":
                self._selected = False
                return frame(b"\x00\x00\x9f" + bytes(4) if card else b"\x00\x00\x80")
            case b"\x20\x02":
                self._selected = card is not None
                return frame(_OK + bytes(8) if card else b"\x00\x00\x81")
            case b"\x30\x01":
                return self._text(card)
        return frame(b"\x00\x00\x21")

    def _text(self, card: ChipCard | None) -> bytes:
        if card is None or not self._selected:
            return frame(b"\x00\x00\x41")
        block = card.block()
        lengths = len(block).to_bytes(2) + len(_PHOTO).to_bytes(2)
        whole = frame(_OK + lengths + block + _PHOTO)
        return whole[:-1] + bytes((whole[-1] ^ 1,)) if self.behaviour.damaged else whole

    def _send(self, content: bytes) -> None:
        content = self.behaviour.noise + content
        for start in range(0, len(content), self.behaviour.chunk):
            os.write(self._main, content[start : start + self.behaviour.chunk])


class SimulatedSource:
    """The source ``sim``: one simulated reader with a demonstration card on it."""

    name = "sim"

    def probe(self) -> list[DeviceInfo]:
        """Return the one simulated reader."""
        return [DeviceInfo(source=self.name, address="sim", title="模拟读卡器（演示用）")]

    def open(self, address: str) -> "SimulatedReader":
        """Start a simulated reader and open it over its line."""
        del address
        return SimulatedReader()


class SimulatedReader(SerialReader):
    """A serial reader together with the simulated device at the other end of its line."""

    def __init__(self) -> None:
        self._device = Simulator(DEMO_CARD)
        super().__init__(self._device.path)

    def close(self) -> None:
        """Close the line and end the device."""
        super().close()
        self._device.unplug()
