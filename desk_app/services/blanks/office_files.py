"""Turn office files into PDF by the office program of the computer, where it has one."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from desk_app.errors import EnvironmentFailureError, RefusedError

SUFFIXES = frozenset([".docx", ".doc", ".xlsx", ".xls", ".wps", ".et", ".odt", ".ods", ".rtf"])
_SECONDS = 180
_NAMES = ("soffice", "libreoffice")
_WINDOWS = ("LibreOffice/program/soffice.com", "LibreOffice/program/soffice.exe")
_LINUX = ("/usr/lib/libreoffice/program/soffice", "/opt/libreoffice*/program/soffice")
_BY_HAND = (
    "请用 WPS 或 Word 打开这个文件，点“文件”“另存为”（或“输出为 PDF”），存成 PDF 后再选那个 PDF。"
)


def program() -> Path | None:
    """Return the office program that can turn files into PDF; None where there is none."""
    found = (shutil.which(name) for name in _NAMES)
    return next((Path(one) for one in found if one), None) or next(_installed(), None)


def _installed() -> Iterator[Path]:
    """Yield the programs where their installers put them, though no path leads there."""
    if sys.platform == "win32":
        roots = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)"))
        places = (Path(root) / one for root in roots if root for one in _WINDOWS)
        yield from (one for one in places if one.is_file())
    else:
        for pattern in _LINUX:
            yield from sorted(Path("/").glob(pattern.lstrip("/")))


def version() -> str | None:
    """Return what the office program calls itself; None where there is none that answers."""
    found = program()
    if found is None:
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - the office program found above
            [found, "--version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = answer.stdout.split()
    return " ".join(words[:2]) or None


def to_pdf(content: bytes, suffix: str) -> bytes:
    """Return an office file as PDF.

    Raises EnvironmentFailureError where no program can do it, RefusedError for a file it cannot
    read; both say how to come to a PDF by hand.
    """
    found = program()
    if found is None:
        raise EnvironmentFailureError(f"这台电脑上没有能转换的办公软件（LibreOffice）。{_BY_HAND}")
    with tempfile.TemporaryDirectory(prefix="desk-form-") as folder:
        source = Path(folder) / f"form{suffix}"
        source.write_bytes(content)
        _convert(found, source)
        try:
            return source.with_suffix(".pdf").read_bytes()
        except FileNotFoundError:
            raise RefusedError(f"办公软件读不了这个文件，可能已损坏或有密码。{_BY_HAND}") from None


def _convert(found: Path, source: Path) -> None:
    folder = source.parent
    command = [
        str(found),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    ]
    try:
        subprocess.run(  # noqa: S603 - the office program found above
            command, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise RefusedError(f"办公软件转换这个文件用了太久，已停止。{_BY_HAND}") from None
    except OSError as error:
        raise EnvironmentFailureError(f"办公软件没有运行起来。{_BY_HAND}") from error
