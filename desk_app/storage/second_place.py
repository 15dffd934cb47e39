"""Where backups are copied to, noted beside the records too: needed when those cannot be opened.

The setting in the records is what counts; the note has nothing but the name of a folder.
"""

from pathlib import Path

from desk_app import files

FILE_NAME = "second-backup-folder.txt"


def read(folder: Path) -> Path | None:
    """Return the folder that was noted, whether it is there now or not; None without a note."""
    try:
        text = (folder / FILE_NAME).read_bytes().decode("utf-8", "surrogateescape").strip()
        return Path(text) if text and "\0" not in text else None
    except OSError:
        return None


def note(folder: Path, place: Path | None) -> None:
    """Note a folder in place of the one before, or none."""
    if read(folder) == place:
        return
    if place is None:
        with files.explained():
            (folder / FILE_NAME).unlink(missing_ok=True)
    else:
        files.write_whole(folder / FILE_NAME, str(place).encode("utf-8", "surrogateescape"))
