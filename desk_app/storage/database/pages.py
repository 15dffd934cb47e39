"""Tell damaged pages of the encrypted file from pages that are only on their way into it.

The file alone is not the records: newer pages stand in the log beside it (``-wal``). Whoever reads
the file past the log meets pages that a checkpoint has not written yet, holes that it left because
somebody was still reading, and pages that it is writing at that moment. So what looks damaged in
the file is looked at again, from a fresh opening, through the log, and with the file held still.
"""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from desk_app.storage.database import engine

_PAGE = 4096
# Of the driver's errors these are said of the file itself; others say that it was not looked at.
_OF_THE_FILE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR")
_UNWRITABLE = "SQLITE_READONLY"
_TRIES, _PAUSE_S = 20, 0.1


def damaged(path: Path, key: bytes) -> tuple[str, ...]:
    """Return what is wrong with the pages of a file, in the database's words: 2 s a gigabyte.

    Each page carries a keyed check, so a single changed bit is noticed. Nothing is returned that
    a second look does not find again. Raises OperationalError where the file cannot be looked at.
    """
    with closing(engine.connect(path, key)) as raw:
        _bring_in(raw)
        if not (_marked(raw) or _torn(raw)):
            return ()
    with closing(engine.connect(path, key)) as raw:
        return _torn(raw) or _marked_at_rest(raw, path, key)


def damaged_alone(path: Path, key: bytes, *, how: str) -> tuple[str, ...]:
    """Return what is wrong with a file read without its log, while nobody writes to it.

    ``how`` is how the driver is told to open it so. Raises as ``damaged``.
    """
    with closing(engine.connect(path, key, how=how)) as raw:
        return _torn(raw) or tuple(line for line in _marked(raw) if not _is_hole(path, line))


def _marked_at_rest(raw: Any, path: Path, key: bytes) -> tuple[str, ...]:
    """Return the pages whose check fails while nobody writes and the log is wholly in the file.

    Where somebody goes on reading an older state the log cannot be brought in: then what was read
    through it counts, and that was sound. A page of zeros was never written: it is a free one.
    """
    with _still(path, key):
        if not _bring_in(raw):
            return ()
        return tuple(line for line in _marked(raw) if not _is_hole(path, line))


def _bring_in(raw: Any) -> bool:
    """Write what the log holds into the file; tell whether the log holds nothing more now."""
    for _ in range(_TRIES):
        try:
            busy, logged, brought = raw.execute("pragma wal_checkpoint(passive)").fetchone()
        except raw.DatabaseError as error:
            _expect_of_the_file(error, _UNWRITABLE)
            return True  # a damaged log, or no place to write: nothing will move there
        if not busy:
            return bool(logged == brought)
        time.sleep(_PAUSE_S)  # somebody else is bringing it in
    return False


def _marked(raw: Any) -> tuple[str, ...]:
    """Return the pages of the file whose keyed check fails, read past the log."""
    return _lines(raw, "cipher_integrity_check")


def _torn(raw: Any) -> tuple[str, ...]:
    """Return what is wrong with the pages in use, read through the log as everybody reads them."""
    return tuple(line for line in _lines(raw, "quick_check") if line != "ok")


def _lines(raw: Any, pragma: str) -> tuple[str, ...]:
    try:
        return tuple(row[0] for row in raw.execute(f"pragma {pragma}"))
    except raw.DatabaseError as error:
        _expect_of_the_file(error)
        return (error.sqlite_errorname,)


def _expect_of_the_file(error: Any, *others: str) -> None:
    """Raise what says nothing of the file: that it is in use, or that memory is short."""
    if not str(getattr(error, "sqlite_errorname", "")).startswith((*_OF_THE_FILE, *others)):
        raise OperationalError(None, None, error) from None


@contextmanager
def _still(path: Path, key: bytes) -> Iterator[None]:
    """Keep everybody from writing; where nothing can be written nobody does."""
    with closing(engine.connect(path, key)) as raw:
        try:
            raw.execute("begin immediate")
        except raw.DatabaseError as error:
            _expect_of_the_file(error, _UNWRITABLE)
        yield


def _is_hole(path: Path, line: str) -> bool:
    number = line.rpartition(" ")[2]  # "HMAC verification failed for page 12"
    if not number.isdecimal():
        return False
    with path.open("rb") as file:
        file.seek((int(number) - 1) * _PAGE)
        return file.read(_PAGE) == bytes(_PAGE)
