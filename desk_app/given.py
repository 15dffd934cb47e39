"""Files that somebody names: what may be read of them, as what text, and under which names."""

import codecs
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.files import sentence

_LONGEST_NAME = 255  # bytes
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Zl", "Zp"])
_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"]
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(path: Path, *, what: str, most: int) -> bytes:
    """Return what is in a file that somebody names; ``what`` is what it should be, in words.

    Raises RefusedError for a folder, a device, a pipe on the disk, or more than ``most`` bytes:
    reading those never ends, or fills the memory. A pipe the program was started with is read.
    """
    with _named(path):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise RefusedError(f"这是文件夹，不是{what}。请选文件。")
        if not stat.S_ISREG(mode) and not (stat.S_ISFIFO(mode) and _is_handed(path)):
            raise RefusedError(f"这不是普通的文件，不能当{what}来读。请另选文件。")
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    if len(content) > most:
        raise RefusedError(
            f"{what}超过 {_size(most)}，太大了。请核对是不是选错了文件，或分成几份。"
        )
    return content


def is_portable(name: str) -> bool:
    """Tell whether a name of a file, without folders, is one on every system, and leads nowhere.

    Windows takes some names for devices, a colon for a hidden part of a file, and drops what
    stands last; control characters make lists lie.
    """
    stem = name.partition(".")[0].rstrip().upper()
    return (
        0 < len(name.encode("utf-8", "replace")) <= _LONGEST_NAME
        and not any(unicodedata.category(character) in _UNSEEN for character in name)
        and not set(name) & set('\\/:*?"<>|')
        and name.strip(". ") != ""
        and name == name.rstrip(". ")
        and stem not in _DEVICES
    )


def decoded(content: bytes) -> str | None:
    """Return the text of a file as editors save it: UTF-8, UTF-16 with its mark, or GB18030.

    A mark at the beginning is no part of it. None where it is none of these.
    """
    named = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EnvironmentFailureError(f"{sentence(error)}（{path.name}）") from error


def _is_handed(path: Path) -> bool:
    """Tell whether a pipe is one of the program's own descriptors, such as /dev/stdin."""
    return path.resolve().parent.name == "fd"


def _size(many: int) -> str:
    megabytes = many // 1_000_000
    return f"{megabytes} MB" if megabytes else f"{many // 1000} KB"
