"""The program's own log: what went wrong, never who was concerned."""

import logging
import os
import traceback
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

log = logging.getLogger(__name__)
LOG_NAME = "desk-app.log"


def set_up(folder: Path) -> Path:
    """Write warnings and errors to a rotating file in ``folder`` and return its path.

    Messages are written by the program itself and hold verbs, record numbers and
    error kinds; names, ID numbers and phones never reach a logger.
    """
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - it brings the network along

    class Private(RotatingFileHandler):
        """Open to this user only, like everything else in the folder."""

        def _open(self) -> TextIOWrapper:
            made = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            return open(made, "a", encoding=self.encoding)  # noqa: PTH123

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
            """Go on without it: whoever works is told of a bad disk in words, by what they do."""

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / LOG_NAME
    # Not made before there is something to write: looking into a folder changes nothing in it.
    handler = Private(target, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    for before in [one for one in root.handlers if isinstance(one, RotatingFileHandler)]:
        root.removeHandler(before)  # of the folder that was open before
        before.close()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return target


def note_error(error: BaseException) -> None:
    """Log the kind of an error and where it came from; its text may hold what was typed."""
    log.error("unexpected %s at %s", type(error).__name__, " < ".join(_places(error)))


def place(error: BaseException) -> str:
    """Return the file and line of the program where an error was raised."""
    return next(_places(error), "?")


def _places(error: BaseException) -> Iterator[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return (f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[::-1][:8])
