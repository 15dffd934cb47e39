"""Readers that speak the SDT protocol over a serial port, real or made of USB."""

import contextlib
import os
import time
from collections.abc import Callable

import serial
from serial.tools import list_ports

from desk_app.devices.card import Card
from desk_app.devices.errors import (
    CardUnreadableError,
    DeviceError,
    GarbledReplyError,
    NoReaderError,
    ReaderGoneError,
    ReaderNotReadyError,
    ReaderSilentError,
)
from desk_app.devices.frames import DONE, FIND, FOUND, NO_CARD, READ, SELECT, STATUS, FrameFinder
from desk_app.devices.reader import DeviceInfo
from desk_app.devices.text_block import TEXT_LENGTH, parse

BAUD = 115_200
ANSWER_SECONDS = 0.5
READ_SECONDS = 3.0
_POLL_SECONDS = 0.05
_STATUS_BYTES = 3
_LENGTHS = 4  # two bytes for the text's, two for the photograph's
_GONE = (serial.SerialException, OSError, TypeError)  # pyserial meets a closed port with all three


class SerialSource:
    """Finds serial ports; ``DESK_CARD_PORT`` names one that the system does not list."""

    name = "serial"

    def probe(self) -> list[DeviceInfo]:
        """Return the serial ports that hang on a bus: not the empty ones of the board."""
        named = os.environ.get("DESK_CARD_PORT")
        ports = [(named, "指定的端口")] if named else []
        ports += [
            (port.device, port.description) for port in list_ports.comports() if port.hwid != "n/a"
        ]
        return [
            DeviceInfo(source=self.name, address=device, title=f"串口读卡器 {device}（{text}）")
            for device, text in ports
        ]

    def open(self, address: str) -> "SerialReader":
        """Open a port and ask the reader on it for its state."""
        return SerialReader(address)


class SerialReader:
    """A reader on a serial port."""

    def __init__(
        self,
        port: str,
        *,
        answer_seconds: float = ANSWER_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open ``port``; raise NoReaderError, ReaderSilentError or ReaderNotReadyError."""
        self._answer_seconds, self._monotonic = answer_seconds, monotonic
        self.found: Callable[[], None] = _nobody_listens
        try:
            self._line = serial.Serial(port, BAUD, timeout=_POLL_SECONDS, write_timeout=1.0)
        except (*_GONE, ValueError) as error:
            raise NoReaderError from error
        try:
            status, _ = self._ask(STATUS)
        except DeviceError:
            self.close()
            raise
        if status != DONE:
            self.close()
            raise ReaderNotReadyError

    def read(self) -> Card | None:
        """Find, select and read the card that lies there."""
        status, _ = self._ask(FIND)
        if status == NO_CARD:
            return None
        if status != FOUND:
            raise CardUnreadableError
        status, _ = self._ask(SELECT)
        if status != DONE:
            return None  # taken away meanwhile
        self.found()
        status, data = self._ask(READ, READ_SECONDS)
        if status != DONE:
            raise CardUnreadableError
        length = int.from_bytes(data[:2])
        if length < TEXT_LENGTH or len(data) < _LENGTHS + length:
            raise GarbledReplyError
        return parse(data[_LENGTHS : _LENGTHS + length])

    def close(self) -> None:
        """Close the port."""
        with contextlib.suppress(*_GONE):  # it may have gone away by itself
            self._line.close()

    def _ask(self, command: bytes, seconds: float | None = None) -> tuple[int, bytes]:
        """Send a command; return the last status byte of the answer and its data."""
        try:
            # What a late answer left behind; reset_input_buffer raises errors of termios.
            self._line.read(self._line.in_waiting)
            self._line.write(command)
            body = self._answer(seconds or self._answer_seconds)
        except _GONE as error:
            raise ReaderGoneError from error
        if len(body) < _STATUS_BYTES:
            raise GarbledReplyError
        return body[_STATUS_BYTES - 1], body[_STATUS_BYTES:]

    def _answer(self, seconds: float) -> bytes:
        finder, end = FrameFinder(), self._monotonic() + seconds
        while self._monotonic() < end:
            body = finder.feed(self._line.read(max(1, self._line.in_waiting)))
            if body is not None:
                return body
        raise ReaderSilentError


def _nobody_listens() -> None:
    """Do nothing."""
