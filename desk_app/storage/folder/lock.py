"""What only one process may do with a data folder, and what only one thread at a time."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from desk_app import files
from desk_app.errors import EnvironmentFailureError, Stopped, expect_wanted

FILE_NAME = "window.lock"
_HELD = "本程序已经打开着这份数据。请切换到已打开的窗口，不要重复打开。"
_STUCK = "另一个程序一直占着数据文件夹。请关闭其他程序再试。"
_LOOK_S = 0.1
_SHORTLY_S, _PATIENCE_S = 0.002, 10.0
_HERE: set[Path] = set()  # the windows' locks that this process holds


class HeldError(EnvironmentFailureError):
    """Another process, or another thread of this one, holds what was to be locked."""


class FolderLock:
    """Hold the data folder for this process; the system lets go when the process ends."""

    def __init__(
        self, folder: Path, *, name: str = FILE_NAME, held: str = _HELD, shared: bool = False
    ) -> None:
        """Take the folder; raise HeldError saying ``held`` when another has it.

        ``name`` is the file that is locked: one for each thing only one process may do.
        ``shared`` lets others take it who share it too, and nobody else.
        """
        files.private_folder(folder)
        with files.explained():
            self._descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        if not _take(self._descriptor, shared=shared):
            os.close(self._descriptor)
            raise HeldError(held)
        self._path = (folder / name).absolute()
        if not shared:
            _HERE.add(self._path)

    def release(self) -> None:
        """Let the folder go."""
        _HERE.discard(self._path)
        os.close(self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


@contextmanager
def sole(folder: Path, *, held: str) -> Iterator[None]:
    """Keep the windows of other processes from the folder, whether this one has its own or not.

    Raises HeldError saying ``held`` where another has one.
    """
    if (folder / FILE_NAME).absolute() in _HERE:
        yield
        return
    with FolderLock(folder, held=held):
        yield


@contextmanager
def in_turn(folder: Path, *, name: str, stopped: Stopped | None, said: str) -> Iterator[None]:
    """Wait until no other thread or process does what ``name`` stands for, then hold it.

    Raises StoppedError saying ``said`` when ``stopped`` tells so while it waits.
    """
    with _waited(folder, name=name, stopped=stopped, said=said):
        yield


@contextmanager
def shared(folder: Path, *, name: str) -> Iterator[None]:
    """Keep whoever wants ``name`` for itself from it; others may share it at the same time."""
    with _waited(folder, name=name, shared=True):
        yield


def _waited(
    folder: Path,
    *,
    name: str,
    shared: bool = False,
    stopped: Stopped | None = None,
    said: str = "",
) -> FolderLock:
    while True:
        try:
            return FolderLock(folder, name=name, shared=shared)
        except HeldError:
            expect_wanted(stopped, said)
            time.sleep(_LOOK_S)


@contextmanager
def briefly(folder: Path, name: str) -> Iterator[None]:
    """Hold a file's name for a moment, waiting for others who do the same.

    Raises HeldError where somebody holds it for longer than any of them should.
    """
    end = time.monotonic() + _PATIENCE_S
    while True:
        try:
            lock = FolderLock(folder, name=name, held=_STUCK)
            break
        except HeldError:
            if time.monotonic() > end:
                raise
            time.sleep(_SHORTLY_S)
    with lock:
        yield


if sys.platform == "win32":
    import msvcrt
    import random

    _PLACES = 1 << 20  # whoever shares takes one of them, whoever does not takes all

    def _take(descriptor: int, *, shared: bool) -> bool:
        os.lseek(descriptor, random.randrange(_PLACES) if shared else 0, os.SEEK_SET)  # noqa: S311
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1 if shared else _PLACES)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(descriptor: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
