"""Where backups are copied to, noted beside the records too: needed when those cannot be opened.

The setting in the records is what counts; the note has nothing but the name of a folder, and before
it a check of it: one that was cut off may name a folder that is there. Older ones have no check.
"""

import hashlib
from pathlib import Path

from desk_app import files
from desk_app.storage.keys import keyfile

FILE_NAME = "second-backup-folder.txt"

_CHECK = b"check "
_ABSENT = (
    f"找不到第二备份位置，那里的备份没有列出：U盘没有插上，或记着它的文件 {FILE_NAME} 已损坏。"
    "请插好U盘再看；文件损坏时，到U盘或另一块磁盘上找 .deskbackup 文件，下一次自动备份会重新记好。"
)


def read(folder: Path) -> Path | None:
    """Return the folder that was noted, whether it is there now or not; None without a note."""
    content = _content(folder) or b""
    if content.startswith(_CHECK):
        named = content.partition(b"\n")[2]
        content = named if content == _checked(named) else b""
    text = content.decode("utf-8", "surrogateescape").strip()
    return Path(text) if text and "\0" not in text else None


def fault(folder: Path) -> str | None:
    """Return a sentence where a folder was noted and none is found there: no backup of it is."""
    place = read(folder)
    if not (folder / FILE_NAME).exists() or (place is not None and _is_there(place)):
        return None
    return _ABSENT


def note(folder: Path, place: Path | None) -> None:
    """Note a folder in place of the one before, or none."""
    wanted = None if place is None else _checked(str(place).encode("utf-8", "surrogateescape"))
    if _content(folder) == wanted:
        return
    with keyfile.held(folder):
        if wanted is None:
            with files.explained():
                (folder / FILE_NAME).unlink(missing_ok=True)
        else:
            files.write_whole(folder / FILE_NAME, wanted)


def _content(folder: Path) -> bytes | None:
    try:
        return (folder / FILE_NAME).read_bytes()
    except OSError:
        return None


def _checked(named: bytes) -> bytes:
    return _CHECK + hashlib.sha256(named).hexdigest()[:16].encode() + b"\n" + named


def _is_there(place: Path) -> bool:
    try:
        return place.is_dir()
    except OSError:  # a name too long for any folder
        return False
