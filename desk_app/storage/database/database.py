"""Open the encrypted file of records and hand out sessions on it."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from desk_app import files
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, StateConflictError, Stopped, StoppedError
from desk_app.records.gap import Gap
from desk_app.storage.database import engine as engines
from desk_app.storage.database import leftover_log, pages, revisions
from desk_app.storage.database.in_place import Place
from desk_app.storage.filings import numbers
from desk_app.storage.folder.stopping import ASKED_EVERY
from desk_app.storage.history import discretion
from desk_app.storage.schema import meta, schema, seal, search_index
from desk_app.storage.schema.failures import SERVER_AWAY, ServerLostError, explained
from desk_app.storage.schema.seal import Seal
from desk_app.storage.schema.witness import Witness

__all__ = ["FILE_NAME", "Database", "Session"]

FILE_NAME = "records.db"
_log = logging.getLogger(__name__)

# What BEGIN IMMEDIATE is to a file. Every change ends in this row anyway, to seal the history;
# taking it first means that no two changes ever wait for each other.
_ONE_AT_A_TIME = "select id from audit_head for update"
_CANCELLED = "已取消，没有留下不完整的文件。"


class Database:
    """The records of one data folder; close it, or use it as a context manager."""

    def __init__(self, engine: Engine, path: Path | None, key: bytes) -> None:
        """Hold an engine whose schema is up to date; use ``create``, ``open`` or ``server``."""
        self.path = path  # None where the records are on a server
        self._there = threading.Event()  # else the file is being exchanged: wait for the new one
        # Whoever keeps asking for the server sets this: while it is away nobody else waits for it.
        self.hold_back = False
        self.away = False
        # What was missing at the end of the records when they were opened.
        self.gap: Gap | None = None
        # Says that their log was hurt and set aside then.
        self.log_aside: str | None = None
        self._seal: Seal | None = None
        self._witness: Witness | None = None
        self._hold(engine, key)

    def _hold(self, engine: Engine, key: bytes) -> None:
        self._place = Place(self.path) if self.path is not None else None
        self._key = key
        self._kept: dict[str, object] = {}  # what sessions need not ask for each time
        self._engine = engine
        self._reader: Engine = engine
        self._writer: Engine = engine
        if engine.dialect.name == "sqlite":
            self._writer = engine.execution_options(begin="BEGIN IMMEDIATE")
        else:
            self._reader = engine.execution_options(isolation_level="REPEATABLE READ")
        self._there.set()

    @contextmanager
    def exchanging(self, key: bytes) -> Iterator[None]:
        """Let another file, under another key, take the place of this one, and go on with it.

        Whoever asks for a session meanwhile waits.
        """
        self._there.clear()
        try:
            self.close()
            yield
            path = self._file()
            self._hold(engines.encrypted(path, key), key)
            self._seal = Seal(path.parent, key)
            self._witness = self._witness and self._witness.under(key)
        finally:
            self._there.set()

    @classmethod
    def create(cls, folder: Path, key: bytes, *, clock: Clock) -> Self:
        """Make the encrypted file in ``folder`` with its tables, and open it.

        ``key`` is the 32-byte data key. Raises StateConflictError when there already is a file,
        EnvironmentFailureError when the folder cannot be written.
        """
        target = folder / FILE_NAME
        if target.exists():
            raise StateConflictError("这个文件夹里已有数据，不能再次初始化。请换一个文件夹。")
        files.private_folder(folder)
        unfinished = target.with_suffix(".new")
        with files.explained(), explained():
            files.make_private(unfinished)
            engine = engines.encrypted(unfinished, key)
            with engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
                schema.create(connection, at=clock.now())
                start = seal.reached(connection)
            engine.dispose()
            Seal(folder, key).renew(start)
            files.settle(unfinished, target)
        return cls.open(folder, key)

    @classmethod
    def open(cls, folder: Path, key: bytes) -> Self:
        """Open the file in ``folder``, bringing an older schema up to date after a copy of it.

        Raises EnvironmentFailureError: no file, wrong key or damaged (DamagedError), without its
        guards (TamperedError, see ``examine``), written by a newer version, disk full, read-only.
        """
        path = _existing(folder)
        aside = leftover_log.set_aside(path, key)
        with explained():
            engine = engines.encrypted(path, key)
            try:
                known = revisions.usable(engine)
                database = cls(engine, path, key)
                database.log_aside = aside
                database._seal = Seal(folder, key)
                database.gap = database.fallen_short()
                revisions.bring_up_to_date(engine, path, key, known)
                database._renew_search()
                database._begin_seal()
            except BaseException:
                engine.dispose()
                raise
        return database

    @classmethod
    def examine(cls, folder: Path, key: bytes) -> Self:
        """Open the file in ``folder`` only to look at it, whatever became of its guards.

        Nothing is brought up to date, nothing can be written. Raises EnvironmentFailureError as
        ``open`` does, except for missing guards; also for a file of an older version.
        """
        path = _existing(folder)
        with explained():
            engine = engines.encrypted(path, key, read_only=True)
            try:
                with engine.connect() as connection:
                    revisions.expect_known(schema.revision(connection), (schema.HEAD,))
            except BaseException:
                engine.dispose()
                raise
        database = cls(engine, path, key)
        database._seal = Seal(folder, key)
        return database

    @classmethod
    def server(cls, url: str, *, clock: Clock, key: bytes = b"", role: str | None = None) -> Self:
        """Use a PostgreSQL database, making its tables when it is empty.

        ``key`` is the data key of the counter's own folder; ``role`` is whom to act as.
        """
        with explained():
            engine = engines.server(url, role=role)
            try:
                revisions.make_or_bring_up_to_date(engine, clock)
                database = cls(engine, None, key)
                database._renew_search()
            except BaseException:
                engine.dispose()
                raise
        return database

    @property
    def key(self) -> bytes:
        """The data key: for letting another person in, and for reading backups of these records."""
        return self._key

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one consistent state; whatever it changes is thrown away."""
        with self._reached(), self._session(self._reader) as session:
            yield session

    def _session(self, engine: Engine) -> Session:
        return Session(engine, expire_on_commit=False, info={discretion.KEPT: self._kept})

    def ping(self) -> None:
        """Ask for a sign of life, also while the server is away; raise ServerLostError if none."""
        try:
            with explained(), Session(self._reader) as session:
                session.connection().exec_driver_sql("select 1")
        except ServerLostError:
            self.away = self.hold_back
            raise
        self.away = False

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Explain errors; while the server is known to be away, do not wait for it again."""
        self._there.wait()
        if self.away:
            raise ServerLostError(SERVER_AWAY)
        try:
            with explained():
                yield
        except ServerLostError:
            self.away = self.hold_back
            raise
        except EnvironmentFailureError:
            self.expect_in_place()  # what a file says that is gone is no fault of the disk
            raise

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose changes are kept together on leaving, or not at all on an error.

        Raises StateConflictError when somebody else changed the same record meanwhile,
        FolderGoneError where the file is not in its folder any more: nothing counts then.
        """
        self.expect_in_place()
        with self.holding() as session:
            if self.path is None:
                meta.expect_open(session)
            yield session
            self._expect_kept()
        self._expect_kept()

    @contextmanager
    def holding(self) -> Iterator[Session]:
        """Keep everybody else from writing, for the deed that puts the records elsewhere itself."""
        with self._reached(), self._session(self._writer) as session:
            connection = session.connection()
            if self.path is None:
                connection.exec_driver_sql(_ONE_AT_A_TIME)
            session.info[numbers.GAP] = self.gap
            yield session
            reached, firm = seal.mark(session), session.info.get(seal.NOTED, False)
            session.commit()
        if reached is not None:
            self._advance(reached, firm=firm)

    def fallen_short(self) -> Gap | None:
        """Return what is missing at the end of the records, by the seal beside them.

        Also by what is remembered of them elsewhere, where they are watched.
        """
        found = None
        for one in (self._seal, self._witness):
            if one is not None and (found is None or not found.blocks):
                with explained(), self._engine.connect() as connection:
                    found = one.compare(connection) or found
        return found

    def watch(self, witness: Witness) -> None:
        """Compare the records with what is remembered of them elsewhere, and remember them on."""
        self._witness = witness
        if self.gap is None or not self.gap.blocks:
            self.gap = self.fallen_short() or self.gap
        if self.gap is None or not self.gap.blocks:
            with self.reading() as session:
                witness.renew(seal.full(session.connection()))

    def seal_anew(self) -> None:
        """Seal the records as they are, whatever was sealed before, and let numbers be given.

        For when they were put in place of others on purpose, or what is missing was acknowledged.
        Does nothing for records on a server.
        """
        if self._seal is not None:
            with self.reading() as session:
                now = seal.full(session.connection())
            self._seal.renew(now)
            if self._witness is not None:
                self._witness.renew(now)
            self.gap = None

    def _begin_seal(self) -> None:
        """Give records that have none a seal: they are of a time when there were none."""
        if self._seal is None or self._seal.exists or self.gap is not None:
            return
        with suppress(EnvironmentFailureError):  # the first change seals them as well
            self.seal_anew()

    def _advance(self, mark: seal.Mark, *, firm: bool) -> None:
        """Seal how far the records have come; the change itself is kept, whatever becomes of it.

        What is not ``firm`` is routine, which is remembered elsewhere only.
        """
        if self._seal is None or (self.gap is not None and self.gap.blocks):
            return
        try:
            # The seal may be that of another file by now; and never make a folder that is gone.
            self.expect_in_place()
            sealed = self._seal.advance(mark, holds=self._holds) if firm else None
        except EnvironmentFailureError as error:
            _log.warning("the end of the history was not sealed: %s", error.message)
            return
        if self._witness is not None and (sealed is not None or not firm):
            self._witness.note(mark, firm=sealed)

    def _holds(self, mark: seal.Mark) -> bool:
        with self.reading() as session:
            return seal.holds(session.connection(), mark)

    def expect_in_place(self) -> None:
        """Raise FolderGoneError unless the file in the folder is the one that is open."""
        if self._place is not None:
            self._place.expect_file()

    def _expect_kept(self) -> None:
        """Raise FolderGoneError unless what a transaction writes is found in the folder."""
        if self._place is not None:
            self._place.expect()

    def copy_to(self, target: Path, *, stopped: Stopped | None) -> None:
        """Write an encrypted copy of this moment to a new file, under the same key.

        Others go on reading and writing. Raises StoppedError when ``stopped``, which is asked
        every few milliseconds, says so.
        """
        with explained(), self._apart() as raw:
            raw.set_progress_handler(stopped, ASKED_EVERY)
            try:
                raw.execute("vacuum into ?", (str(target),))
            except raw.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_INTERRUPT":
                    raise OperationalError(None, None, error) from None
                raise StoppedError(_CANCELLED) from None

    def damaged_pages(self) -> tuple[str, ...]:
        """Return what reading every page finds wrong, as ``pages.damaged`` does."""
        self.expect_in_place()
        with explained():
            return pages.damaged(self._file(), self._key)

    def _renew_search(self) -> None:
        with self.reading() as session:
            outdated = search_index.outdated(session)
        if outdated:
            with self.writing() as session:
                search_index.rebuild(session)

    @contextmanager
    def beside(self, path: Path, *, key: bytes | None = None) -> Iterator["Database"]:
        """Open a copy of this file, under the key of this one or another."""
        used = key or self._key
        database = Database(engines.encrypted(path, used), path, used)
        try:
            yield database
        finally:
            database.close()

    @contextmanager
    def _apart(self) -> Iterator[Any]:
        """Give a connection of the driver itself, outside any transaction, and close it."""
        self.expect_in_place()
        raw = engines.connect(self._file(), self._key)
        try:
            yield raw
        finally:
            raw.close()

    def _file(self) -> Path:
        if self.path is None:
            raise EnvironmentFailureError("数据在服务器上，请用服务器自己的备份和检查工具。")
        return self.path

    def close(self) -> None:
        """Close every connection; one that a thread still uses is closed when it is given back."""
        event.listen(self._engine.pool, "checkin", _close_late)
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _close_late(connection: object, record: ConnectionPoolEntry) -> None:
    """Close a connection that comes back to a pool that was closed: it would just be dropped."""
    if connection is not None:
        record.invalidate()


def _existing(folder: Path) -> Path:
    path = folder / FILE_NAME
    if not path.is_file():
        raise EnvironmentFailureError(
            "数据文件夹里没有数据文件。请确认文件夹和磁盘；第一次使用请先初始化。"
        )
    return path
