"""Where it is remembered, outside a data folder, how far its records had come."""

import hashlib
from contextlib import suppress
from pathlib import Path

from desk_app import paths

_NAME = 32


def place(folder: Path) -> Path:
    """Return the file among the user's own settings that is about a data folder."""
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:_NAME]
    return paths.state_folder() / "records" / name


def forget(folder: Path) -> None:
    """Remember nothing more of a folder: others take the place of its records."""
    with suppress(OSError):
        place(folder).unlink(missing_ok=True)
