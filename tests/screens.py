"""A screen of its own for every process of tests that opens real windows.

Two windows on one screen would take the keyboard from each other.
"""

import atexit
import os
import subprocess

SIZE = "1366x768x24"
TRIES = 5


def take_one() -> None:
    """Open the windows of this process, and of its children, on a virtual display of their own.

    Raises ``RuntimeError`` where none can be started.
    """
    for _ in range(TRIES):  # two that start at once may have chosen the same number
        number = _start()
        if number:
            os.environ["DISPLAY"] = f":{number}"
            return
    raise RuntimeError("no virtual display could be started (Debian: apt-get install xvfb)")


def _start() -> str:
    """Start a display that goes with this process; return its number, empty where it did not."""
    reading, writing = os.pipe()
    command = ["setpriv", "--pdeathsig", "TERM", "Xvfb", "-displayfd", str(writing)]
    with os.fdopen(reading) as told:
        display = subprocess.Popen(
            [*command, "-screen", "0", SIZE, "-nolisten", "tcp"],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        atexit.register(_end, display)
        return told.readline().strip()


def _end(display: subprocess.Popen[bytes]) -> None:
    display.terminate()
    display.wait()
