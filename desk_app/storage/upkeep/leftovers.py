"""Remove what killed processes left in a data folder; never what a running one uses."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from desk_app import files
from desk_app.storage.backup import restoring
from desk_app.storage.folder import intentions, scratch
from desk_app.storage.folder.intentions import Deed
from desk_app.storage.folder.lock import HeldError

MOVING = "moving-to-local"
REKEYING = "rekeying"
SETTING_UP = "first-setup"

_PREPARED = (restoring.PREPARED, MOVING, REKEYING, SETTING_UP)
_OLD = ("backing-up-*", "backups/.*.unchecked*")  # as versions before 2026-12 called them
_PLACES = (".", "backups", "blanks", "fonts")


def clear(folder: Path) -> None:
    """Remove copies, unpacked backups and half-written files that nobody works with any more."""
    with contextlib.suppress(HeldError):
        _clear_prepared(folder)
    with contextlib.suppress(HeldError):
        scratch.clear(folder, *_OLD)
    for place in _PLACES:
        files.clear_unfinished(folder / place)


def _clear_prepared(folder: Path) -> None:
    """Remove what a deed made ready that never declared its intention, or forgot it."""
    if any(_present(folder)):
        with intentions.alone(folder, Deed.RESTORE):
            if intentions.read(folder) is None:
                for path in _present(folder):
                    intentions.clear(path)


def _present(folder: Path) -> Iterator[Path]:
    return (folder / name for name in _PREPARED if (folder / name).exists())
