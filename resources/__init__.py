"""Locate the files that ship with the product: fonts, regions, rules, icons, licences."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Return the absolute path of a shipped file or folder, for example ``path("fonts")``.

    Raises FileNotFoundError when the installation lacks it, so that a broken
    package is noticed where it is asked for and not three layers further.
    """
    found = _ROOT.joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(f"resources/{'/'.join(parts)} is missing from this installation")
    return found
