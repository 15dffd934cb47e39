"""What lies beside the records and is needed to go on: the hall's own blanks and fonts.

Rules, holidays, printer profiles and settings are in the records themselves. Which card reader or
type size a computer has is its own matter.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from desk_app import files
from desk_app.storage.schema.failures import DamagedError

BLANKS, FONTS = "blanks", "fonts"
FOLDERS = (BLANKS, FONTS)

_INSIDE = "beside/"
_PIECE = 1024 * 1024
# A year keeps some twenty backups; what is larger is named instead of taken along each time.
_LARGEST, _MOST = 64 * _PIECE, 256 * _PIECE
# Names that lead elsewhere, here or on Windows.
_NOWHERE = re.compile(
    r"""[<>:"/\\|?*\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)""", re.IGNORECASE
)
_DAMAGED = "这份备份里的样表或字体已损坏，不能用来恢复。请换一个备份文件。"


def names(folder: Path) -> Iterator[str]:
    """Yield what there is, as ``blanks/NAME`` or ``fonts/NAME``; not what is being written."""
    for place in FOLDERS:
        if (folder / place).is_dir():
            for path in sorted((folder / place).iterdir()):
                if path.is_file() and not path.name.startswith("."):
                    yield f"{place}/{path.name}"


def pack(archive: zipfile.ZipFile, folder: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """Write it into an archive; return the SHA-256 of each, and the names of what was left out.

    Left out is what cannot be read, a file above 64 MB, and what would make more than 256 MB.
    """
    taken: dict[str, str] = {}
    left_out: list[str] = []
    room = _MOST
    for name in names(folder):
        content = _content(folder / name, min(room, _LARGEST))
        if content is None:
            left_out.append(name)
            continue
        archive.writestr(_INSIDE + name, content, zipfile.ZIP_DEFLATED)
        taken[name] = hashlib.sha256(content).hexdigest()
        room -= len(content)
    return taken, tuple(left_out)


def unpack(archive: zipfile.ZipFile, listed: Mapping[str, str], *, into: Path) -> None:
    """Write what a backup lists into a folder; raise DamagedError where it is not what was packed.

    A name that leads anywhere else than into the two folders is refused in the same way.
    """
    room = _MOST
    for name, sha256 in listed.items():
        place, _, plain = name.partition("/")
        if place not in FOLDERS or plain[:1] in {"", "."} or _NOWHERE.search(plain):
            raise DamagedError(_DAMAGED)
        content = read(archive, name, sha256)
        room -= len(content)
        if room < 0:
            raise DamagedError(_DAMAGED)
        files.private_folder(into / place)
        files.make_private(into / name)
        (into / name).write_bytes(content)


def read(archive: zipfile.ZipFile, name: str, sha256: str) -> bytes:
    """Return one thing out of a backup; raise DamagedError where it is not what was packed.

    What the archive itself is found wrong with is raised as it comes.
    """
    info = archive.getinfo(_INSIDE + name)
    content = archive.read(info) if info.file_size <= _LARGEST else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedError(_DAMAGED)
    return content


def _content(path: Path, most: int) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= most else None
    except OSError:
        return None
