"""How large the window is drawn on this computer; asked before the records are opened.

It belongs to the screen, not to the records, so it is kept in a small file beside them and no
backup brings it along. Imports nothing heavy: it is read before the first paint.
"""

from pathlib import Path

from desk_app.files import write_whole

FILE = "type_size.txt"
USUAL = "标准"
SIZES = (USUAL, "大", "特大")


def read(folder: Path) -> str:
    """Return the size chosen, one of ``SIZES``; the usual one where none was."""
    try:
        name = (folder / FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return USUAL
    return name if name in SIZES else USUAL


def keep(folder: Path, name: str) -> None:
    """Keep the size for the next start; raise EnvironmentFailureError where it cannot be kept."""
    write_whole(folder / FILE, name.encode("utf-8"))
