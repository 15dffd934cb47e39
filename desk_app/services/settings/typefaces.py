"""Further fonts for rare characters: the hall's own folder and what the system brings along."""

from pathlib import Path

from desk_app.storage.backup import own_files
from forms import catalogue
from forms.catalogue import Coverage

FOLDER = own_files.FONTS


def take_in(folder: Path) -> tuple[str, ...]:
    """Extend the print fonts by those in the data folder's ``fonts`` and the system's own.

    Returns a sentence for each font file that cannot be used.
    """
    own = folder / FOLDER
    places = (own,) if own.is_dir() else ()
    refused = catalogue.set_extra_fonts(*places, system=True)
    return tuple(error.message for error in refused)


def coverage() -> tuple[Coverage, Coverage]:
    """Return what can be printed of GB 18030-2022 level 3, and of its amendment 1."""
    return catalogue.font_coverage()
