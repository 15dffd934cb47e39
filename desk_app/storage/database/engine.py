"""Connect to the records: an encrypted SQLite file, or a PostgreSQL server of the hall."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, pool
from sqlalchemy.exc import OperationalError
from sqlmodel import create_engine

# Measured: with FULL no acknowledged record is lost in a power cut; NORMAL lost up to 15.
# Not ``cipher_memory_security``: 2 ms more at each registering, and a lock leaves nothing to wipe.
_PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",
    # Damage of the log takes all that is in it: let it hold the last few filings at most.
    "wal_autocheckpoint=100",
    "foreign_keys=on",
    "busy_timeout=10000",
    "cache_size=-65536",
)
# A counter waits its turn for so long; one that hangs in the middle is thrown out.
_LIMITS = "-c lock_timeout=15s -c idle_in_transaction_session_timeout=120s"
_PATIENCE = {
    "connect_timeout": 4,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 5_000,
    "application_name": "desk-app",
}
_HEX = tuple(f"{byte:02x}".encode() for byte in range(256))
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_NULL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def connect(path: Path, key: bytes, *, how: str = "mode=rw") -> Any:
    """Return a raw connection to an existing encrypted file (32-byte key), set up but for WAL.

    ``how`` is how the driver is told to open it. Raises OperationalError where it cannot be opened.
    """
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - a C library that a look at the help can spare

    try:
        connection = dbapi2.connect(
            f"{path.absolute().as_uri()}?{how}",
            uri=True,
            timeout=10,
            isolation_level=None,  # BEGIN is ours: the driver's own leaves schema changes outside
            check_same_thread=False,
        )
    except dbapi2.Error as error:
        raise OperationalError(None, None, error) from None
    connection.execute("pragma cipher_log_level=none")  # else a wrong key writes to stderr
    with raw_key(key) as written:
        connection.set_key(written)
    return connection


@contextmanager
def raw_key(key: bytes) -> Iterator[bytearray]:
    """Give a data key as the cipher wants it written, and wipe that afterwards.

    In the text of a statement it would stay in memory until its place is used again.
    """
    written = bytearray(b"x'" + bytes(2 * len(key)) + b"'")
    for place, byte in enumerate(key):
        written[2 + 2 * place : 4 + 2 * place] = _HEX[byte]
    try:
        yield written
    finally:
        written[:] = bytes(len(written))


def encrypted(path: Path, key: bytes, *, read_only: bool = False) -> Engine:
    """Return an engine on an existing encrypted file; ``read_only`` refuses every change."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    pragmas = (*_PRAGMAS, "query_only=on") if read_only else _PRAGMAS

    def creator() -> Any:
        connection = connect(path, key)
        try:
            for pragma in pragmas:
                connection.execute(f"pragma {pragma}")
        except dbapi2.Error:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite://",
        creator=creator,
        module=dbapi2,
        poolclass=pool.QueuePool,
        hide_parameters=True,
        json_serializer=_json,
    )
    event.listen(engine, "begin", _begin)
    return engine


def server(url: str, *, role: str | None = None) -> Engine:
    """Return an engine on a PostgreSQL database, for halls with several counters.

    ``role`` is the one to act as, where whoever signs in may. A server that does not answer is
    given up after seconds, and asked again at the next deed.
    """
    acting = f" -c role={role}" if role else ""
    return create_engine(
        url,
        hide_parameters=True,
        json_serializer=_json,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,  # else the first deed after the server's return would fail
        connect_args=_PATIENCE | {"options": _LIMITS + acting},
    )


def _json(value: object) -> str:
    """Write JSON with Chinese as it is, half the size of the escapes.

    What no text can hold (half a character, a null character), as a broken input method may
    leave it in a draft, is replaced or left out, so that the rest is kept.
    """
    written = _ENCODER.encode(value)
    if "\\u0000" in written:
        written = _NULL.sub(r"\1", written)
    try:
        written.encode()
    except UnicodeEncodeError:
        return written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return written


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
