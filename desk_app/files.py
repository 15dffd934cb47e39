"""Files that are there whole or not at all: private, synced, read back where that matters.

The one writer of the project. Whatever is cut off, a power cut included, leaves the old file or
the new one, and two writers at once never share an unfinished file.
"""

import errno
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desk_app.errors import EnvironmentFailureError

UNFINISHED = ".part"
"""How the name of a file that is being written ends; one that is left over may be removed."""

_OTHER = "读写文件出错。请检查磁盘和连接线后再试。"
_SENTENCES = {
    errno.ENOSPC: "磁盘已满，没有写成。请清理出空间再试。",
    errno.EDQUOT: "磁盘配额已用完，没有写成。请清理出空间再试。",
    errno.EROFS: "磁盘是只读的，没有写成。请换一个位置，或取消写保护。",
    errno.EACCES: "没有权限读写。请换一个位置，或请管理员开放权限。",
    errno.EPERM: "没有权限读写。请换一个位置，或请管理员开放权限。",
    errno.ENOENT: "找不到文件或文件夹。请核对路径，确认磁盘或U盘已接好。",
    errno.ENOTDIR: "这个位置不是文件夹。请另选一个文件夹。",
    errno.EISDIR: "这个位置是文件夹，不是文件。请另选一个文件名。",
    errno.EEXIST: "这里已有同名的文件，没有写成。请换一个名字或位置。",
    errno.ENAMETOOLONG: "文件名太长。请换一个短些的名字。",
}


def sentence(error: OSError) -> str:
    """Return what an error of the file system means and what to do, without the file's name."""
    return _SENTENCES.get(error.errno or 0, _OTHER)


@contextmanager
def explained() -> Iterator[None]:
    """Turn an error of the file system into a sentence with a way out."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFailureError(sentence(error)) from error


def private_folder(folder: Path) -> None:
    """Make the folder when it is not there, open to this user only, its name on the disk itself."""
    with explained():
        if not folder.is_dir():
            private_folder(folder.parent)
            folder.mkdir(mode=0o700, exist_ok=True)
            sync(folder.parent)


def make_private(path: Path) -> None:
    """Make an empty file open to this user only, in place of one left by a killed process."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk itself."""
    folder = path.is_dir()
    if folder and sys.platform == "win32":
        return  # Windows has no handle of a folder to sync; its file systems journal names
    descriptor = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def settle(unfinished: Path, target: Path) -> None:
    """Move a finished file to its name so that a power cut leaves the old one or the new one."""
    sync(unfinished)
    unfinished.replace(target)
    sync(target.parent)


def move(present: Path, target: Path) -> None:
    """Move a file that is whole, into another folder as well, so that no power cut takes it back.

    The folder of ``target`` is made where it is not there.
    """
    private_folder(target.parent)
    present.replace(target)
    sync(target.parent)
    if present.parent != target.parent:
        sync(present.parent)


def sync_all(folder: Path) -> None:
    """Bring a folder with everything in it, and its own name, to the disk itself."""
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)
    sync(folder.parent)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a private file beside ``target`` to fill; it takes its place only when all went well.

    What was at ``target`` stays until then; on any error the half-written file is removed.
    Raises EnvironmentFailureError where the file system refuses.
    """
    with explained(), _begun(target) as part:
        try:
            yield part
            settle(part, target)
        finally:
            part.unlink(missing_ok=True)


def clear_unfinished(folder: Path) -> None:
    """Remove files that killed processes left half written; never one that is being written."""
    for path in folder.glob(f".*{UNFINISHED}*"):
        _clear_given_up(path)


def write_whole(
    target: Path, content: bytes, *, check: Callable[[bytes], object] | None = None
) -> Path:
    """Write a private file whole or not at all, and return its path.

    ``check`` is given what can be read back before it takes the place of the old file; what it
    raises leaves the old one. Raises EnvironmentFailureError where the file system refuses.
    """
    with replacing(target) as part:
        part.write_bytes(content)
        if check is not None:
            check(part.read_bytes())
    return target


def _private(target: Path) -> tuple[int, Path]:
    handle, name = tempfile.mkstemp(
        prefix=f".{target.name[:40]}.", suffix=UNFINISHED, dir=target.parent
    )
    return handle, Path(name)


if sys.platform == "win32":
    _DAY_S = 86_400

    @contextmanager
    def _begun(target: Path) -> Iterator[Path]:
        handle, part = _private(target)
        os.close(handle)  # what is open cannot be moved to its name there
        yield part

    def _clear_given_up(part: Path) -> None:
        if part.stat().st_mtime < time.time() - _DAY_S:
            part.unlink(missing_ok=True)

else:
    import fcntl

    @contextmanager
    def _begun(target: Path) -> Iterator[Path]:
        """Make a private file beside the target that nobody takes for left over meanwhile."""
        while True:
            handle, part = _private(target)
            if _claim(handle, part):
                break
            os.close(handle)
        try:
            yield part
        finally:
            os.close(handle)

    def _claim(handle: int, part: Path) -> bool:
        """Take the file; tell whether whoever clears up was not faster."""
        with suppress(OSError):  # a file system without locks is cleared up by nobody
            fcntl.flock(handle, fcntl.LOCK_EX)
        return part.exists()

    def _clear_given_up(part: Path) -> None:
        with suppress(OSError):
            handle = os.open(part, os.O_RDWR)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                part.unlink()  # while it is held, or its writer might just have begun
            finally:
                os.close(handle)
