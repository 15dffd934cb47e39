"""Keep the memory of the program together."""

import sys
from contextlib import suppress

_ARENA_MAX = -8  # the parameter of that name in the C library's malloc.h


def share() -> None:
    """Have worker threads take memory from where the window does; call it before there is one.

    Linux gives each thread a heap of its own, so that threads which compute side by side need not
    wait for each other. Python's take turns anyway, and what they leave free is of use to nobody.
    """
    if sys.platform == "linux":
        import ctypes  # not before the first paint

        with suppress(AttributeError):  # a C library that has one heap only
            ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
