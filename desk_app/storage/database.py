"""Open the encrypted file of records and hand out sessions on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import Session

from desk_app.clock import Clock

FILE_NAME = "records.db"


class Database:
    """The records of one data folder; close it, or use it as a context manager."""

    @classmethod
    def create(cls, folder: Path, key: bytes, *, clock: Clock) -> "Database":
        """Make the encrypted file in ``folder`` with its tables, and open it.

        ``key`` is the 32-byte data key. Raises StateConflictError when there already is a file,
        EnvironmentFailureError when the folder cannot be written.
        """
        raise NotImplementedError

    @classmethod
    def open(cls, folder: Path, key: bytes) -> "Database":
        """Open the file in ``folder``, bringing an older schema up to date after a backup copy.

        Raises EnvironmentFailureError: no file, wrong key or damaged, written by a newer version,
        disk full, read-only.
        """
        raise NotImplementedError

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one consistent state; whatever it changes is thrown away."""
        raise NotImplementedError

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose changes are kept together on leaving, or not at all on an error.

        Raises StateConflictError when somebody else changed the same record meanwhile.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Close every connection."""
        raise NotImplementedError

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
