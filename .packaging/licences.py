# ruff: noqa: INP001 - a script of the build, no package
"""Gather the licence of everything that is shipped: licences.py PROGRAM_FOLDER TARGET.

Run by the Python of the build environment. Writes TARGET/THIRD-PARTY.txt, one line for each
package, and beside it the licence texts the packages bring along.
"""

import shutil
import sys
from importlib import metadata
from pathlib import Path

BUILD_ONLY = {"pip", "setuptools", "pyinstaller", "pyinstaller-hooks-contrib", "altgraph"}
ENDINGS = {"", ".txt", ".md"}
TEXTS = ("licen", "copying", "notice", "copyright")
# What is inside the packages without being one: libraries linked or bundled by them.
INSIDE = (
    ("Python", "PSF-2.0", "https://www.python.org"),
    ("Qt 6 (PySide6_Essentials)", "LGPL-3.0-only", "separate, replaceable shared libraries"),
    ("SQLCipher community (sqlcipher3)", "BSD-3-Clause", "https://www.zetetic.net/sqlcipher"),
    ("SQLite (sqlcipher3)", "public domain", "https://www.sqlite.org"),
    ("OpenSSL (sqlcipher3, cryptography, psycopg)", "Apache-2.0", "https://www.openssl.org"),
    ("PDFium (pypdfium2)", "BSD-3-Clause, Apache-2.0", "https://pdfium.googlesource.com"),
    ("QPDF (pikepdf)", "Apache-2.0", "https://qpdf.org"),
    ("libpq (psycopg)", "PostgreSQL", "https://www.postgresql.org"),
    ("Fonts, icons, colour profile", "OFL-1.1 and others", "resources/NOTICE.md"),
)


def main() -> None:
    """Write the list and copy the texts."""
    program, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    rows = [f"{name}: {licence} ({where})" for name, licence, where in INSIDE]
    for found in sorted(metadata.distributions(), key=lambda one: one.name.lower()):
        if found.name.lower() in BUILD_ONLY:
            continue
        rows.append(f"{found.name} {found.version}: {licence_of(found)}")
        for file in found.files or ():
            if any(word in file.name.lower() for word in TEXTS) and file.suffix in ENDINGS:
                place = target / f"{found.name}-{file.name}"
                source = Path(str(file.locate()))
                if source.is_file():
                    shutil.copy(source, place)
    shutil.copytree(program / "_internal/resources/licences", target / "fonts", dirs_exist_ok=True)
    (target / "THIRD-PARTY.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")


def licence_of(found: metadata.Distribution) -> str:
    """Return what a package states as its licence, in one line."""
    stated = found.metadata.get("License-Expression") or ""
    classed = [
        line.rpartition(" :: ")[2]
        for line in found.metadata.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    long = (found.metadata.get("License") or "").strip().splitlines()
    return stated or ", ".join(classed) or (long[0] if long else "see its licence file")


if __name__ == "__main__":
    main()
