"""Being asked to stop while a list is worked off: the case in hand is finished first."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from desk_app.errors import Stopped

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


@contextmanager
def noticed() -> Iterator[Stopped]:
    """Give a function that tells whether somebody asked to stop: Ctrl-C, kill, a closed terminal.

    Who asks a second time is not made to wait: KeyboardInterrupt is raised then.
    """
    asked = threading.Event()

    def note(number: int, frame: FrameType | None) -> None:
        del number, frame
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    wanted = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, note) for number in wanted}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
