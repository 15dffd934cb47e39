"""Encrypt the records anew under another data key: into new files, which then take the places.

Whoever kept an old key file opens nothing that is written afterwards. All is made ready in a folder
of its own, read back, and moved in by an intention that is ended at the next start after a cut.
"""

import secrets
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from desk_app import files
from desk_app.errors import EnvironmentFailureError, Stopped, StoppedError
from desk_app.storage.database import engine, pages
from desk_app.storage.database.database import FILE_NAME, Database
from desk_app.storage.folder import intentions, lock, sealing, set_aside
from desk_app.storage.folder.intentions import Deed, Intention
from desk_app.storage.folder.stopping import ASKED_EVERY
from desk_app.storage.history import audit
from desk_app.storage.keys import keyfile, keys
from desk_app.storage.schema import meta, seal
from desk_app.storage.schema.failures import explained
from desk_app.storage.schema.seal import Seal
from desk_app.storage.schema.tables import Rows
from desk_app.storage.upkeep.leftovers import REKEYING

_READY = "ready"
_OLD = "old"
_LOG = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm")
_RESEALED = ((set_aside.FILE_NAME, set_aside.PURPOSE),)
_NAMES = (
    FILE_NAME,
    seal.FILE_NAME,
    keys.FILE_NAME,
    keyfile.BEFORE,
    *(name for name, _ in _RESEALED),
)
_SLACK = 64 * 1024 * 1024
_NO_ROOM = "磁盘空间不够，没有更换数据密钥：要留出 {} MB。请清理后再试。"
_STOPPED = "已取消，数据密钥没有更换，资料没有改动。"
_WINDOW = "本程序的窗口开着这份数据，现在不能更换数据密钥。请在窗口里更换，或关闭窗口后再试。"
_GAP = (
    "数据末尾缺少记录，现在不能更换数据密钥，没有改动。请先按登录时的提示处理缺少的记录，再更换。"
)
_DIFFERS = "重新加密的数据和原来的核对不上，没有更换，原来的数据没有改动。请联系技术人员。"
_NOT_ENDED = "数据密钥已备好，但没能换上：{}请重新打开本程序，会自动做完。"
_ENDED = "上次更换数据密钥在最后一步被打断，已自动做完，没有少什么。"


def rekey(
    database: Database,
    folder: Path,
    *,
    settle: Callable[[Session], None],
    progress: Callable[[float], None] | None = None,
    stopped: Stopped | None = None,
) -> None:
    """Give the records a new data key; nobody else writes meanwhile.

    ``settle`` writes what is to be noted into the new records; ``progress`` hears the part done,
    0 to 1. The database is the new one afterwards. Raises HeldError where a window of another
    process has the records open, StoppedError, EnvironmentFailureError: nothing was changed then.
    """
    new = secrets.token_bytes(32)
    if database.gap is not None:
        raise EnvironmentFailureError(_GAP)
    with intentions.alone(folder, Deed.REKEY), lock.sole(folder, held=_WINDOW):
        prepared = folder / REKEYING
        intentions.clear(prepared)
        try:
            with database.holding():
                _copy(database, prepared, new, progress, stopped)
                with keyfile.held(folder):
                    _make_ready(database, folder, new, settle)
                    intention = Intention(deed=Deed.REKEY, stage=_READY, leaving=True)
                    intentions.declare(folder, intention)
        except BaseException:
            if intentions.read(folder) is None:
                intentions.clear(prepared)
            raise
        try:
            with database.exchanging(new):
                end(folder=folder, intention=intention)
        except EnvironmentFailureError as error:
            raise EnvironmentFailureError(_NOT_ENDED.format(error.message)) from error


def end(*, folder: Path, intention: Intention) -> str:
    """Put what was made ready in its place, also after a cut; return the sentence that says so."""
    del intention
    prepared = folder / REKEYING
    with keyfile.held(folder):
        intentions.put_in_place(
            folder, prepared=prepared, kept=prepared / _OLD, names=_NAMES, gone=_gone(folder)
        )
        intentions.forget(folder)
    intentions.clear(prepared)
    return _ENDED


def _gone(folder: Path) -> tuple[str, ...]:
    """Return what belongs to the old file and must not lie beside the new one."""
    return _LOG if (folder / REKEYING / FILE_NAME).exists() else ()


def _copy(
    database: Database,
    prepared: Path,
    new: bytes,
    progress: Callable[[float], None] | None,
    stopped: Stopped | None,
) -> None:
    """Encrypt everything into a new file, and read it back."""
    path, target = _file(database), prepared / FILE_NAME
    files.private_folder(prepared)
    with files.explained():
        size = sum(one.stat().st_size for one in (path, path.with_name(_LOG[0])) if one.exists())
        free = shutil.disk_usage(prepared).free
        files.make_private(target)
    if free < size + _SLACK:
        raise EnvironmentFailureError(_NO_ROOM.format((size + _SLACK) >> 20))

    def asked() -> bool:
        if progress is not None:
            progress(min(0.99, target.stat().st_size / max(size, 1)))
        return stopped is not None and stopped()

    with explained(), closing(engine.connect(path, database.key)) as raw:
        with engine.raw_key(new) as written:
            raw.execute("attach database ? as fresh key ?", (str(target), written))
        # Until it was read back and brought to the disk, nothing depends on the new file.
        raw.execute("pragma fresh.journal_mode=off")
        raw.execute("pragma fresh.synchronous=off")
        raw.set_progress_handler(asked, ASKED_EVERY * 100)
        try:
            raw.execute("select sqlcipher_export('fresh')")
        except raw.OperationalError as error:
            if stopped is not None and stopped():  # it names no interruption, as others do
                raise StoppedError(_STOPPED) from None
            raise OperationalError(None, None, error) from None
    with explained(), database.beside(target, key=new) as fresh:
        if pages.damaged(target, new) or _counts(fresh) != _counts(database):
            raise EnvironmentFailureError(_DIFFERS)


def _file(database: Database) -> Path:
    if database.path is None:
        raise EnvironmentFailureError("数据在服务器上，不由本程序加密，没有数据密钥可换。")
    return database.path


def _counts(database: Database) -> tuple[object, ...]:
    with database.reading() as session:
        connection = session.connection()
        rows = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Rows.metadata.sorted_tables
        ]
        return (audit.head(session), *rows)


def _make_ready(
    database: Database, folder: Path, new: bytes, settle: Callable[[Session], None]
) -> None:
    """Make key file and small files for the new data key, and note it in the new records."""
    prepared = folder / REKEYING
    header = keys.with_new_key(keyfile.load(folder), key=database.key, new=new)
    keyfile.write(prepared, header)
    if (folder / keyfile.BEFORE).exists():
        shutil.copyfile(prepared / keys.FILE_NAME, prepared / keyfile.BEFORE)
    for name, purpose in _RESEALED:
        if (folder / name).exists():
            content = sealing.unseal(database.key, purpose, (folder / name).read_bytes())
            files.write_whole(prepared / name, sealing.seal(new, purpose, content))
    with database.beside(prepared / FILE_NAME, key=new) as fresh:
        with fresh.writing() as session:
            settle(session)
            meta.put(session, name=meta.KEYS, value=header.generation)
            meta.put(session, name=meta.REKEY_DUE, value=None)
        with fresh.reading() as session:
            Seal(prepared, new).renew(seal.full(session.connection()))
    for name in _LOG:
        if (prepared / name).exists():
            raise EnvironmentFailureError(_DIFFERS)
    (prepared / FILE_NAME).chmod(0o600)
    files.sync_all(prepared)
