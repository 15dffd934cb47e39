"""Power cuts: what a program does to files, written down, and played again up to any point.

Only what was brought to the disk (fsync) is sure to be there after a cut. Of the rest any part may
be: of a file's content any of the writes, of a folder's names the first few changes. A strict disk
keeps a name only when its folder was synced; a journalling one (as ext4) keeps all names with
whatever is synced next.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

COMPILER = shutil.which("cc")
SOURCE = Path(__file__).with_name("file_operations.c")


def lacking() -> str | None:
    """Return why nothing can be written down here, or None."""
    if not sys.platform.startswith("linux"):
        return "operations on files are watched on Linux only"
    return None if COMPILER else "no C compiler (Debian: apt-get install gcc)"


def watcher(folder: Path) -> Path:
    """Compile the library that watches operations on files."""
    library = folder / "file_operations.so"
    options = ["-shared", "-fPIC", "-O1", "-w", "-o"]
    subprocess.run([COMPILER or "cc", *options, str(library), str(SOURCE), "-ldl"], check=True)
    return library


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: (c)reate, (w)rite, (t)runcate, (s)ync, (r)ename, (u)nlink, (m)kdir, (a)ck."""

    kind: str
    path: str
    other: str
    at: int
    content: bytes


def read(log: Path) -> tuple[Operation, ...]:
    """Read what the library wrote down."""
    return tuple(_operations(log.read_bytes()))


def _operations(written: bytes) -> Iterator[Operation]:
    place = 0
    while place < len(written):
        end = written.index(b"\n", place)
        kind, *numbers = written[place:end].decode().split()
        one, two, at, size = map(int, numbers)
        place = end + 1
        parts = []
        for length in (one, two, size):
            parts.append(written[place : place + length])
            place += length
        yield Operation(kind, os.fsdecode(parts[0]), os.fsdecode(parts[1]), at, parts[2])


@dataclass(slots=True)
class _Content:
    sure: bytearray = field(default_factory=bytearray)
    waiting: list[Operation] = field(default_factory=list)


class Disk:
    """A folder as it is on the disk itself while operations are played on it."""

    def __init__(self, folder: Path, before: Path, *, strict: bool) -> None:
        """Start from a copy of the folder, ``before``, all of it on the disk."""
        self._folder, self._strict = str(folder), strict
        self._contents: dict[int, _Content] = {}
        self._now: dict[str, int | None] = {}  # None for a folder
        for path in before.rglob("*"):
            name = f"{folder}/{path.relative_to(before)}"
            self._now[name] = None if path.is_dir() else self._new(path.read_bytes())
        self._sure = dict(self._now)
        self._waiting: list[tuple[Operation, int | None]] = []
        self.acknowledged: list[str] = []

    def _new(self, content: bytes = b"") -> int:
        self._contents[len(self._contents)] = _Content(bytearray(content))
        return len(self._contents) - 1

    def play(self, operation: Operation) -> None:
        """Do one operation, as the program saw it done."""
        if operation.kind == "a":
            self.acknowledged.append(operation.path)
        elif operation.kind in "cmru":
            made = self._new() if operation.kind == "c" else None
            _rename(self._now, operation, made)
            self._waiting.append((operation, made))
        elif operation.kind in "wt":
            held = self._now.get(operation.path)
            if held is not None:
                self._contents[held].waiting.append(operation)
        else:
            self._sync(operation.path)

    def _sync(self, path: str) -> None:
        held = self._now.get(path)
        if held is not None:
            content = self._contents[held]
            for operation in content.waiting:
                _write(content.sure, operation)
            content.waiting.clear()
        elif self._strict:
            done = [one for one in self._waiting if path in _folders(one[0])]
            self._keep(done)
            self._waiting = [one for one in self._waiting if one not in done]
        if not self._strict:
            self._keep(self._waiting)
            self._waiting = []

    def _keep(self, changes: list[tuple[Operation, int | None]]) -> None:
        for operation, made in changes:
            _rename(self._sure, operation, made)

    def cut(self, chance: Random, *, into: Path) -> None:
        """Cut the power and write what is found afterwards into a new folder."""
        much = chance.choice((0.0, 0.5, 0.5, 1.0))
        self._keep(self._lucky(chance))
        shutil.rmtree(into, ignore_errors=True)
        into.mkdir()
        for name, held in sorted(self._sure.items()):
            target = into / os.path.relpath(name, self._folder)
            if not target.parent.is_dir() or name.endswith("-shm"):
                continue  # the folder itself is lost; what is shared in memory is made anew
            if held is None:
                target.mkdir()
                continue
            content = bytearray(self._contents[held].sure)
            for operation in self._contents[held].waiting:
                if chance.random() < much:
                    _write(content, operation)
            target.write_bytes(content)
            target.chmod(0o600)

    def _lucky(self, chance: Random) -> list[tuple[Operation, int | None]]:
        """Return the changes of names that came to the disk by themselves."""
        if not self._strict:
            return self._waiting[: chance.randint(0, len(self._waiting))]
        folders = {folder for one, _ in self._waiting for folder in _folders(one)}
        left = {folder: chance.randint(0, len(self._waiting)) for folder in sorted(folders)}
        kept = []
        for change in self._waiting:
            touched = _folders(change[0])
            if all(left[folder] > 0 for folder in touched):
                kept.append(change)
            for folder in touched:
                left[folder] -= 1
        return kept


def cuts(
    operations: tuple[Operation, ...], folder: Path, before: Path, *, many: int, first: int = 0
) -> Iterator[tuple[str, Disk, Random]]:
    """Yield a disk for each of so many cuts, spread over the operations, and what it was."""
    for turn in range(many):
        chance = Random(turn)
        strict = bool(turn % 2)
        disk = Disk(folder, before, strict=strict)
        place = first + (len(operations) - first) * (turn + 1) // many
        for operation in operations[:place]:
            disk.play(operation)
        yield f"cut {turn} after {place} of {len(operations)}, strict: {strict}", disk, chance


def _folders(operation: Operation) -> set[str]:
    names = (operation.path, operation.other) if operation.other else (operation.path,)
    return {name.rpartition("/")[0] for name in names}


def _rename(names: dict[str, int | None], operation: Operation, made: int | None) -> None:
    if operation.kind in "cm":
        names[operation.path] = made
    elif operation.kind == "u":
        names.pop(operation.path, None)
    elif operation.path in names:
        names[operation.other] = names.pop(operation.path)


def _write(content: bytearray, operation: Operation) -> None:
    if len(content) < operation.at:
        content.extend(bytes(operation.at - len(content)))
    if operation.kind == "t":
        del content[operation.at :]
    else:
        content[operation.at : operation.at + len(operation.content)] = operation.content
