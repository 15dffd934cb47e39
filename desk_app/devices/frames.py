"""The frames that an SDT reader speaks: built, and found again in what comes over the line.

A frame is the preamble, two bytes of length (of all that follows them), the body, and one
byte that makes the exclusive-or of length, body and itself zero.
"""

import functools
import operator

from desk_app.devices.errors import GarbledReplyError

PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
LONGEST = 4096
_HEAD = len(PREAMBLE) + 2


def _xor(content: bytes) -> int:
    return functools.reduce(operator.xor, content, 0)


def frame(body: bytes) -> bytes:
    """Return a body (command or status, then data) as a frame."""
    content = (len(body) + 1).to_bytes(2) + body
    return PREAMBLE + content + bytes([_xor(content)])


# Commands, as all published descriptions of the protocol give them.
STATUS = frame(b"\x11\xff")
FIND = frame(b"\x20\x01")
SELECT = frame(b"\x20\x02")
READ = frame(b"\x30\x01")

# The last of the three status bytes of an answer.
DONE, FOUND, NO_CARD = 0x90, 0x9F, 0x80


class FrameFinder:
    """Collects bytes as they come and gives each whole frame's body."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, content: bytes) -> bytes | None:
        """Take bytes; return the body of the first whole frame, or None while it is not there.

        What stands before a preamble is noise and is dropped. Raises GarbledReplyError when
        the check byte does not fit; the finder goes on behind the damaged frame then.
        """
        self._held += content
        while True:
            start = self._held.find(PREAMBLE)
            if start < 0:
                del self._held[: -(len(PREAMBLE) - 1)]
                return None
            del self._held[:start]
            if len(self._held) < _HEAD:
                return None
            length = int.from_bytes(self._held[len(PREAMBLE) : _HEAD])
            if not 1 <= length <= LONGEST:
                del self._held[0]  # an accident that looks like a preamble
                continue
            if len(self._held) < _HEAD + length:
                return None
            whole = bytes(self._held[len(PREAMBLE) : _HEAD + length])
            del self._held[: _HEAD + length]
            if _xor(whole):
                raise GarbledReplyError
            return whole[2:-1]
