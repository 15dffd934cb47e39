"""One program window per data folder."""

import os
import sys
from pathlib import Path
from typing import Self

from desk_app.errors import EnvironmentFailureError
from desk_app.storage import files

FILE_NAME = "window.lock"
_HELD = "本程序已经打开着这份数据。请切换到已打开的窗口，不要重复打开。"


class FolderLock:
    """Hold the data folder for this process; the system lets go when the process ends."""

    def __init__(self, folder: Path, *, name: str = FILE_NAME, held: str = _HELD) -> None:
        """Take the folder; raise EnvironmentFailureError saying ``held`` when another has it.

        ``name`` is the file that is locked: one for each thing only one process may do.
        """
        files.private_folder(folder)
        with files.explained():
            self._descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        if not _take(self._descriptor):
            os.close(self._descriptor)
            raise EnvironmentFailureError(held)

    def release(self) -> None:
        """Let the folder go."""
        os.close(self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
