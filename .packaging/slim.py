# ruff: noqa: INP001 - a script of the build, no package
"""Leave out of a Linux program folder what a counter never uses: slim.py PROGRAM_FOLDER.

Libraries that every desktop has (system-libraries.txt; the .deb depends on them), libraries that
nothing left needs, symbols, and the parts of Qt's character tables for other languages. Needs
binutils. That the program still runs is for the self test and prove.sh to show.
"""

import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Loaded by name while the program runs; every other library is there because one of these needs it.
LOADED = re.compile(r"\.cpython-|\.abi3\.so|/plugins/|/libpython3|/libpdfium|/desk-app$")
# Wheels rewrite some libraries in ways that strip damages; these were tried.
STRIPPED = re.compile(r"\.cpython-|\.abi3\.so$|/libpython3|/libicu(i18n|uc)|/libqpdf|^[^/]*\.so")
# What Qt asks ICU for: the order of Chinese and English words, encodings, time zones.
TABLES = re.compile(
    r"(coll/)?(root|pool|res_index|zh(_\w+)?|en(_\w+)?)\.res|coll/ucadata\.icu"
    r"|(cnvalias|ulayout|uemoji|pnames)\.icu|(gb18030|ibm-1386_P100-2001)\.cnv|\w+\.nrm"
    r"|(icuver|icustd|keyTypeData|likelySubtags|metadata|numberingSystems|supplementalData"
    r"|timezoneTypes|windowsZones|zoneinfo64|metaZones)\.res"
)


def main() -> None:
    """Slim the folder and say what it came to."""
    program = Path(sys.argv[1])
    before = size(program)
    drop_system_libraries(program)
    share_openssl(program / "_internal")
    drop_unneeded(program)
    for path in libraries(program):
        if STRIPPED.search(path.relative_to(program / "_internal").as_posix()):
            run("strip", "--strip-unneeded", str(path))
    for path in program.rglob("libicudata.so.*"):
        if not path.is_symlink():
            reduce_tables(path)
    print(f"{before} MiB, slimmed to {size(program)} MiB")  # noqa: T201


def size(folder: Path) -> int:
    """Return the size of the files of a folder in MiB."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) >> 20


def run(*command: str) -> str:
    """Return what a command prints; raises CalledProcessError when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout


def libraries(program: Path) -> list[Path]:
    """Return the compiled files of the folder, links left out."""
    found = (path for path in (program / "_internal").rglob("*.so*") if not path.is_symlink())
    return [path for path in found if path.read_bytes()[:4] == b"\x7fELF"]


def drop_system_libraries(program: Path) -> None:
    """Remove the libraries that the package depends on instead."""
    for row in (HERE / "system-libraries.txt").read_text(encoding="ascii").splitlines():
        (program / "_internal" / row.split()[0]).unlink(missing_ok=True)


def share_openssl(folder: Path) -> None:
    """Let Python use the newer OpenSSL that PostgreSQL's driver brings along.

    OpenSSL promises that a library of 3.x serves what was built with an earlier 3.y.
    """
    own = [folder / f"{name}.so.3" for name in ("libcrypto", "libssl")]
    brought = [
        path
        for name in ("libcrypto", "libssl")
        for path in folder.glob(f"psycopg_binary.libs/{name}-*.so.3")
    ]
    if len(brought) == len(own) and version(brought[0]) >= version(own[0]) > []:
        for mine, other in zip(own, brought, strict=True):
            mine.unlink(missing_ok=True)
            mine.symlink_to(other.relative_to(folder))


def version(library: Path) -> list[int]:
    """Return the version that an OpenSSL library states; empty for another major one."""
    stated = re.search(rb"OpenSSL (3[.\d]+)", library.read_bytes())
    return [int(part) for part in stated[1].split(b".")] if stated else []


def drop_unneeded(program: Path) -> None:
    """Remove libraries that no program, module or plug-in needs, and links to nothing."""
    places: dict[str, list[Path]] = {}
    for path in libraries(program):
        places.setdefault(path.name, []).append(path)
    every = [path for paths in places.values() for path in paths]
    waiting = [path for path in (*every, program / "desk-app") if LOADED.search(path.as_posix())]
    needed: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in needed:
            needed.add(path)
            for name in re.findall(r"NEEDED.*\[(.*)\]", run("readelf", "--dynamic", str(path))):
                waiting += places.get(name, [])
    for path in set(every) - needed:
        path.unlink()
    for link in (program / "_internal").rglob("*"):
        if link.is_symlink() and not link.exists():
            link.unlink()


def reduce_tables(library: Path) -> None:
    """Build the library of ICU's tables anew with those that are used, as ICU's own build does."""
    archive = library.read_bytes()
    name = re.search(r"icudt\d+", run("nm", "--dynamic", str(library)))
    soname = re.search(r"SONAME.*\[(.*)\]", run("readelf", "--dynamic", str(library)))
    if name is None or soname is None:
        raise ValueError(f"{library.name} holds no tables")
    start = archive.index(b"\xda\x27\x14\x00\x00\x00\x00\x00\x02\x00CmnD") - 2
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "tables").write_bytes(reduced(archive[start:], len(name[0]) + 2))
        (folder / "tables.s").write_text(
            f".section .rodata\n.balign 16\n.globl {name[0]}_dat\n.type {name[0]}_dat, @object\n"
            f'{name[0]}_dat: .incbin "tables"\n.size {name[0]}_dat, .-{name[0]}_dat\n'
            '.section .note.GNU-stack,"",%progbits\n',
            encoding="ascii",
        )
        run("as", "-I", scratch, "-o", f"{scratch}/tables.o", f"{scratch}/tables.s")
        run("ld", "-shared", "-soname", soname[1], "-o", str(library), f"{scratch}/tables.o")


def reduced(archive: bytes, prefix: int) -> bytes:
    """Return an ICU common data archive with the tables of TABLES only.

    ``prefix`` is the length of the package name, with its slash, that each table's name begins
    with. Layout (unicode-org/icu, ucmndata.h): a header; the number of tables; for each the
    places of its name and content, counted from that number; names; contents on multiples of 16.
    """
    header = struct.unpack_from("<H", archive)[0]
    body = archive[header:]
    count = struct.unpack_from("<L", body)[0]
    rows = [struct.unpack_from("<LL", body, 4 + 8 * i) for i in range(count)]
    ends = [*(row[1] for row in rows[1:]), len(body)]
    kept = []
    for (at, start), end in zip(rows, ends, strict=True):
        name = body[at : body.index(b"\0", at) + 1]
        if TABLES.fullmatch(name[prefix:-1].decode("ascii")):
            kept.append((name, body[start:end]))
    names_at = 4 + 8 * len(kept)
    names = b"".join(name for name, _ in kept)
    contents, places = b"", []
    first = names_at + len(names)
    first += -first % 16
    for name, content in kept:
        places.append((names_at + names.index(name), first + len(contents)))
        contents += content + bytes(-len(content) % 16)
    toc = struct.pack("<L", len(kept)) + b"".join(struct.pack("<LL", *row) for row in places)
    return archive[:header] + (toc + names).ljust(first, b"\0") + contents


if __name__ == "__main__":
    main()
