"""Hold the data folder for one program at a time, so that no other writes to it meanwhile."""

from pathlib import Path

from desk_app.storage.folder.lock import FolderLock, HeldError

__all__ = ["FolderLock", "HeldError", "hold"]


def hold(*, folder: Path) -> FolderLock:
    """Hold the folder until it is released or the process ends.

    Raises HeldError where another program has it.
    """
    return FolderLock(folder)
