"""Let who waits for long queries stop them on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from desk_app.errors import Stopped, StoppedError

ASKED_EVERY = 1_000
"""Steps of SQLite's machine between two questions: some milliseconds of work at most."""


@contextmanager
def stoppable(session: Session, stopped: Stopped | None, *, said: str) -> Iterator[None]:
    """Ask ``stopped`` while statements run; raise StoppedError with ``said`` when it says so.

    What was changed in the transaction is taken back then. Statements on a server cannot be
    stopped: there only who calls can look between two of them.
    """
    connection = session.connection()
    if stopped is None or connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.driver_connection
    raw.set_progress_handler(stopped, ASKED_EVERY)
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlite_errorname", "") != "SQLITE_INTERRUPT":
            raise
        raise StoppedError(said) from None
    finally:
        raw.set_progress_handler(None, 0)
