"""Set a log aside that a killed program left and that was hurt since, where the file has it all.

What the file has already of such a log is written over it again, page by page as far as the log
can be read: older pages among newer ones, and the last connection that is closed makes that last.
So both are looked at before anything is written, the file first: whoever works there meanwhile only
adds to the log, so a log that does not reach as far as the file is hurt.
"""

from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import OperationalError

from desk_app import files
from desk_app.errors import EnvironmentFailureError
from desk_app.storage.database import engine, pages
from desk_app.storage.schema.failures import DamagedError, RejectedRowError, explained

_ALONE, _THROUGH = "mode=ro&immutable=1", "mode=ro"  # neither brings a log into the file
_SAID = (
    "数据文件旁边的日志 {log} 已损坏，这次没有用它，已改名为 {kept} 保存在原处，请不要删除；"
    "数据文件本身逐页核对过，没有损坏。"
)


def set_aside(path: Path, key: bytes) -> str | None:
    """Set the log of a file aside where it is hurt and the file is whole without it.

    Returns the sentence that says so; None where nothing was done.
    """
    log = path.with_name(f"{path.name}-wal")
    if not log.is_file() or not log.stat().st_size or not _is_behind(path, key):
        return None
    with explained():
        if pages.damaged_alone(path, key, how=_ALONE):
            return None
    return _moved(path, key, log)


def _is_behind(path: Path, key: bytes) -> bool:
    """Tell whether the records read through the log are damaged or older than the file alone."""
    try:
        alone = _reached(path, key, _ALONE)
        return _reached(path, key, _THROUGH, or_else=-1) < alone
    except (EnvironmentFailureError, RejectedRowError):
        return False  # the file is nothing without its log, or the opening itself says why


def _reached(path: Path, key: bytes, how: str, *, or_else: int | None = None) -> int:
    """Return how many entries the history has; ``or_else`` where what is read is damaged."""
    try:
        with explained(), closing(engine.connect(path, key, how=how)) as raw:
            try:
                found = raw.execute("select seq from audit_head").fetchone()
            except raw.DatabaseError as error:
                raise OperationalError(None, None, error) from None
    except DamagedError:
        if or_else is None:
            raise
        return or_else
    return int(found[0]) if found else 0


def _moved(path: Path, key: bytes, log: Path) -> str | None:
    names = (log.with_name(f"{log.name}.set-aside-{count}") for count in range(1, 1000))
    kept = next(name for name in names if not name.exists())
    try:
        files.move(log, kept)
    except OSError:
        return None  # in use, or nothing can be written here: the opening says what is wrong
    if not _is_alone(path, key):
        kept.replace(log)
        return None
    return _SAID.format(log=log.name, kept=kept.name)


def _is_alone(path: Path, key: bytes) -> bool:
    """Tell whether nobody else has the file open, who would go on with the log."""
    with closing(engine.connect(path, key)) as raw:
        try:
            raw.execute("pragma busy_timeout=0")
            raw.execute("pragma locking_mode=exclusive")
            raw.execute("select seq from audit_head").fetchone()
        except raw.DatabaseError:
            return False
    return True
