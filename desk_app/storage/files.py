"""Files of the data folder: private to the user, and there whole or not at all."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk_app.errors import EnvironmentFailureError

_SENTENCES = {
    errno.ENOSPC: "磁盘已满，没有写成。请清理出空间再试。",
    errno.EDQUOT: "磁盘配额已用完，没有写成。请清理出空间再试。",
    errno.EROFS: "磁盘是只读的，没有写成。请换一个位置，或取消写保护。",
    errno.EACCES: "没有权限写入这个文件夹。请换一个位置，或请管理员开放权限。",
    errno.EPERM: "没有权限写入这个文件夹。请换一个位置，或请管理员开放权限。",
    errno.ENOENT: "文件夹不存在。请确认磁盘或U盘已接好。",
    errno.ENOTDIR: "这个位置不是文件夹。请另选一个文件夹。",
    errno.EISDIR: "这个位置是文件夹，不是文件。请另选一个文件名。",
    errno.ENAMETOOLONG: "文件名太长。请换一个短些的名字。",
}


@contextmanager
def explained() -> Iterator[None]:
    """Turn an error of the file system into a sentence with a way out."""
    try:
        yield
    except OSError as error:
        sentence = _SENTENCES.get(error.errno or 0, "读写文件出错。请检查磁盘和连接线后再试。")
        raise EnvironmentFailureError(sentence) from error


def private_folder(folder: Path) -> None:
    """Make the folder when it is not there, open to this user only."""
    with explained():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_private(path: Path) -> None:
    """Make an empty file open to this user only, in place of one left by a killed process."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def settle(unfinished: Path, target: Path) -> None:
    """Move a finished file to its name so that a power cut leaves the old one or the new one."""
    descriptor = os.open(unfinished, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    unfinished.replace(target)
    if sys.platform != "win32":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_whole(target: Path, content: bytes) -> None:
    """Write a small private file whole or not at all."""
    unfinished = target.with_name(target.name + ".part")
    with explained():
        try:
            make_private(unfinished)
            unfinished.write_bytes(content)
            settle(unfinished, target)
        finally:
            unfinished.unlink(missing_ok=True)
