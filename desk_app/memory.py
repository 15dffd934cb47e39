"""What can be done so that memory tells nobody what it held."""

import ctypes
import sys
from collections.abc import Callable
from typing import Any

_PR_SET_DUMPABLE = 4
_CLASSES = range(16, 513, 16)  # sizes of what Python keeps together; larger goes to the system
_HEAD = 33  # bytes that an empty ``bytes`` takes
_FILL = 6 * 1024 * 1024  # of each size: more than a day at the counter leaves free


def keep_private() -> None:
    """Let no other program of this account read the memory, and no crash write it to a file.

    On Linux only; on Windows nothing of the kind is done. Programs that this one starts are not
    concerned.
    """
    if not sys.platform.startswith("linux"):
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _call("prctl", _PR_SET_DUMPABLE, 0, 0, 0, 0)


def scrub() -> None:
    """Overwrite what was freed: what Python keeps for small objects, and what the system's has.

    A string in use cannot be wiped, and one that was freed stays until its place is used again:
    here each place is. A sixth of a second of one core, meant for a worker thread. Have garbage
    looked for before.
    """
    for size in _CLASSES:
        filled = [bytes(size - _HEAD) for _ in range(_FILL // size)] if size > _HEAD else []
        del filled
    _call("malloc_trim", 0)  # whole pages go back to the system, which empties them


def _call(name: str, *values: int) -> None:
    """Call a function of the C library where it has it."""
    if not sys.platform.startswith("linux"):
        return
    function: Callable[..., Any] | None = getattr(ctypes.CDLL(None), name, None)
    if function is not None:
        function(*values)
