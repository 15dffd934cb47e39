"""The program's own log: what went wrong, never who was concerned."""

import logging
import logging.handlers
from pathlib import Path

LOG_NAME = "desk-app.log"


def set_up(folder: Path) -> Path:
    """Write warnings and errors to a rotating file in ``folder`` and return its path.

    Messages are written by the program itself and hold verbs, record numbers and
    error kinds; names, ID numbers and phones never reach a logger.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / LOG_NAME
    handler = logging.handlers.RotatingFileHandler(
        target, maxBytes=1_000_000, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return target
