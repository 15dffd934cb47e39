"""Readers behind a vendor's library, which runs in a process of its own."""

import base64
import binascii
import contextlib
import ctypes.util
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from desk_app.devices.card import Card
from desk_app.devices.errors import (
    CardUnreadableError,
    DeviceError,
    GarbledReplyError,
    LibraryCrashedError,
    LibraryUnusableError,
    NoReaderError,
    ReaderGoneError,
    ReaderSilentError,
)
from desk_app.devices.reader import DeviceInfo
from desk_app.devices.text_block import parse

ANSWER_SECONDS = 10.0
ERRORS: dict[str, type[DeviceError]] = {
    "unusable": LibraryUnusableError,
    "no_reader": NoReaderError,
    "gone": ReaderGoneError,
    "unreadable": CardUnreadableError,
}
_SECRETS = frozenset({"DESK_PASSPHRASE"})


class VendorSource:
    """Finds the vendor's library: the one ``DESK_SDTAPI`` names, or one the system knows."""

    name = "sdtapi"

    def probe(self) -> list[DeviceInfo]:
        """Return the library, where there is one."""
        named = os.environ.get("DESK_SDTAPI")
        path = named or ctypes.util.find_library("sdtapi")
        if not path:
            return []
        title = f"厂家驱动 {Path(path).name}"
        return [DeviceInfo(source=self.name, address=path, title=title)]

    def open(self, address: str) -> "HostedReader":
        """Start a process with the library and open the reader in it."""
        return HostedReader(host_command(address))


def host_command(library: str) -> list[str]:
    """Return the command that runs a library; an installed program is its own interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "card", "--host", library]
    return [sys.executable, "-m", "desk_app.devices.vendor_host", library]


class HostedReader:
    """A reader in another process that speaks the lines of ``vendor_host``."""

    def __init__(self, command: Sequence[str], *, answer_seconds: float = ANSWER_SECONDS) -> None:
        """Start the process and open the reader; raise DeviceError when either fails."""
        self._answer_seconds = answer_seconds
        environment = {name: text for name, text in os.environ.items() if name not in _SECRETS}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the command is the administrator's
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                errors="replace",
                env=environment,
            )
        except OSError as error:
            raise LibraryUnusableError from error
        self._lines: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, name="card reader", daemon=True)
        self._listener.start()
        try:
            self._ask("open")
        except DeviceError:
            self.close()
            raise

    def read(self) -> Card | None:
        """Return the card on the reader, or None."""
        text = self._ask("read")
        if text is None:
            return None
        try:
            return parse(base64.b64decode(text, validate=True))
        except binascii.Error:
            raise GarbledReplyError from None

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            _close(pipe)

    def _listen(self) -> None:
        pipe = self._process.stdout
        for line in pipe or ():
            self._lines.put(line)
        self._lines.put("")  # it ended

    def _ask(self, request: str) -> str | None:
        pipe = self._process.stdin
        try:
            if pipe is not None:
                pipe.write(json.dumps({"do": request}) + "\n")
                pipe.flush()
            line = self._lines.get(timeout=self._answer_seconds)
        except OSError:
            raise LibraryCrashedError from None
        except queue.Empty:
            raise ReaderSilentError from None
        if not line:
            raise LibraryCrashedError
        return _text_of(line)


def _text_of(line: str) -> str | None:
    try:
        answer = json.loads(line)
    except json.JSONDecodeError:
        raise GarbledReplyError from None
    if not isinstance(answer, dict):
        raise GarbledReplyError
    if answer.get("ok") is not True:
        raise ERRORS.get(str(answer.get("error")), DeviceError)
    text = answer.get("text")
    return text if isinstance(text, str) else None


def _close(pipe: IO[str] | None) -> None:
    with contextlib.suppress(OSError):  # what was not written yet has nobody to read it
        if pipe is not None:
            pipe.close()
