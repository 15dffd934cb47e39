"""What can be done so that memory tells nobody what it held."""

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_PR_SET_DUMPABLE = 4
_WER_NOHEAP = 1
_CLASSES = range(16, 513, 16)  # sizes of what Python keeps together; larger goes to the system
_HEAD = 33  # bytes that an empty ``bytes`` takes
_SMALL, _MANY = range(24, 1040, 16), 400  # bytes of a piece of the system's, and how many
_LARGE, _MEGABYTE = [528 * 9**step // 8**step for step in range(42)], 1024 * 1024
_M_PERTURB, _WIPED = -6, 0x5A
_FILL = 6 * 1024 * 1024  # of each size: more than a day at the counter leaves free


def keep_private() -> None:
    """Let no other program of this account read the memory, and no crash write it to a file.

    The first on Linux only; on Windows a report of a crash leaves out what was in use. Programs
    that this one starts are not concerned.
    """
    if sys.platform == "win32":
        ctypes.windll.kernel32.WerSetFlags(_WER_NOHEAP)
    if not sys.platform.startswith("linux"):
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _call("prctl", _PR_SET_DUMPABLE, 0, 0, 0, 0)


def scrub() -> None:
    """Overwrite what Python keeps for small objects that were freed.

    A string in use cannot be wiped, and one that was freed stays until its place is used again:
    here each place is. A sixth of a second of one core, meant for a worker thread. Have garbage
    looked for before.
    """
    for size in _CLASSES:
        filled = [bytes(size - _HEAD) for _ in range(_FILL // size)] if size > _HEAD else []
        del filled


@contextmanager
def wiping() -> Iterator[None]:
    """Have the system's own memory wiped as it is freed; then overwrite what was free before.

    On Linux only, and of the thread that calls; ``refill`` is for the others.
    """
    _call("mallopt", _M_PERTURB, _WIPED)
    try:
        yield
    finally:
        _call("mallopt", _M_PERTURB, 0)
        _fill()
        _call("malloc_trim", 0)  # whole pages go back to the system, which empties them


def refill() -> None:
    """Overwrite what the system keeps of small pieces that the calling thread has freed.

    Each thread has a few of each size for itself, which are not wiped as they are freed and are
    given out first: so they are asked for, and ``calloc`` would pass them by. On Linux only.
    """
    library = _library()
    if library is None:
        return
    library.malloc.restype = ctypes.c_void_p
    library.malloc.argtypes = [ctypes.c_size_t]
    library.free.argtypes = [ctypes.c_void_p]
    for size in _SMALL:
        places = [library.malloc(size) for _ in range(_MANY)]
        for place in filter(None, places):
            ctypes.memset(place, 0, size)
            library.free(place)


def _fill() -> None:
    refill()
    for size in _LARGE:
        filled = [bytes(size - _HEAD) for _ in range(_MEGABYTE // size)]
        del filled


def _call(name: str, *values: int) -> None:
    """Call a function of the C library where it has it."""
    function: Callable[..., Any] | None = getattr(_library(), name, None)
    if function is not None:
        function(*values)


def _library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform.startswith("linux") else None
