"""The process in which a vendor's library runs: ``python -m desk_app.devices.vendor_host FILE``.

One request a line comes in, one answer a line goes out, both JSON: ``{"do": "open"}`` and
``{"do": "read"}``; ``{"ok": true, "text": BASE64 or null}`` or ``{"ok": false, "error": CODE}``
with a code of ``ERRORS``. The library may crash here without harm to the program. Any other
program that speaks these lines can take the place of this one.
"""

import base64
import ctypes
import json
import os
import sys
from collections.abc import Iterator
from typing import IO, Any

USB_PORTS = range(1001, 1017)
SERIAL_PORTS = range(1, 17)
_OK, _FOUND, _NO_CARD = 0x90, 0x9F, 0x80
_KEEP_OPEN = 0  # the port was opened by us: the library must not open and close it at each call


class Library:
    """The functions of sdtapi that reading takes."""

    def __init__(self, path: str) -> None:
        """Load the library; raise OSError."""
        loader: Any = getattr(ctypes, "WinDLL", ctypes.CDLL)
        self._call = loader(path)
        self._port: int | None = None

    def open(self) -> bool:
        """Open the first port that has a reader; tell whether there was one."""
        for port in (*USB_PORTS, *SERIAL_PORTS):
            if self._call.SDT_OpenPort(port) == _OK:
                self._port = port
                return True
        return False

    def find(self) -> bool:
        """Tell whether a card was found and chosen."""
        answer = ctypes.create_string_buffer(64)
        found = self._call.SDT_StartFindIDCard(self._port, answer, _KEEP_OPEN)
        if found not in {_FOUND, _NO_CARD}:
            raise ConnectionError
        if found == _NO_CARD:
            return False
        return bool(self._call.SDT_SelectIDCard(self._port, answer, _KEEP_OPEN) == _OK)

    def text(self) -> bytes | None:
        """Return the text of the chosen card, or None where it cannot be read."""
        text, photo = ctypes.create_string_buffer(1024), ctypes.create_string_buffer(4096)
        lengths = ctypes.c_uint(0), ctypes.c_uint(0)
        done = self._call.SDT_ReadBaseMsg(
            self._port,
            text,
            ctypes.byref(lengths[0]),
            photo,
            ctypes.byref(lengths[1]),
            _KEEP_OPEN,
        )
        return text.raw[: lengths[0].value] if done == _OK else None


def main(arguments: list[str] | None = None) -> int:
    """Answer requests until the input ends."""
    path = (sys.argv[1:] if arguments is None else arguments)[0]
    requests, answers = _lines()
    library: Library | None = None
    for line in requests:
        if library is None:
            try:
                library = Library(path)
            except OSError:
                _say(answers, {"ok": False, "error": "unusable"})
                continue
        _say(answers, _answer(library, json.loads(line)["do"]))
    return 0


def _lines() -> tuple[Iterator[str], IO[str]]:
    """Keep the pipes for ourselves: what the library prints must not get between the lines."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return iter(sys.stdin.readline, ""), answers


def _answer(library: Library, request: str) -> dict[str, object]:
    if request == "open":
        return {"ok": True, "text": None} if library.open() else {"ok": False, "error": "no_reader"}
    try:
        if not library.find():
            return {"ok": True, "text": None}
    except ConnectionError:
        return {"ok": False, "error": "gone"}
    text = library.text()
    if text is None:
        return {"ok": False, "error": "unreadable"}
    return {"ok": True, "text": base64.b64encode(text).decode("ascii")}


def _say(answers: IO[str], answer: dict[str, object]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main())
