"""Turn what the database driver reports into a sentence with a way out."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError

from desk_app.errors import EnvironmentFailureError, StateConflictError

_OCCUPIED = "数据正被另一个程序占用，刚才的内容没有存上。请稍等片刻再试。"
# By the beginning of SQLite's own name for the error.
_SENTENCES = (
    ("SQLITE_FULL", "磁盘已满，刚才的内容没有存上。请清理出空间，再重做这一步；此前的记录都在。"),
    (
        "SQLITE_READONLY",
        "数据文件夹不能写入。请检查文件夹的权限，或磁盘是否写保护，再重新打开程序。",
    ),
    ("SQLITE_CANTOPEN", "打不开数据文件。请确认数据文件夹还在原处，所在的磁盘或U盘已接好。"),
    ("SQLITE_NOTADB", "数据文件解不开：密钥与文件不配，或文件已损坏。请用最近一次备份恢复。"),
    ("SQLITE_CORRUPT", "数据文件已损坏。请不要继续登记，用最近一次备份恢复。"),
    ("SQLITE_BUSY", _OCCUPIED),
    ("SQLITE_LOCKED", _OCCUPIED),
    # What was written may be whole though the disk would not confirm it.
    (
        "SQLITE_IOERR",
        "读写磁盘出错，刚才的内容不一定存上了。请检查磁盘和连接线，先查看办成没有再重办，并尽快备份。",
    ),
    ("SQLITE_PERM", "没有权限访问数据文件。请检查文件夹的权限。"),
    ("SQLITE_NOMEM", "电脑内存不足，刚才的内容没有存上。请关闭其他程序再试。"),
)
SERVER_AWAY = "连不上数据库服务器。请检查网线和服务器，再试一次；未保存的内容仍在窗口里。"
_FORBIDDEN = "这个窗口的账号无权改动服务器上的表。请管理员用新版程序再执行一次 desk-app hall init。"
_UNKNOWN_SERVER = (
    "不能确认这是本厅的服务器：证书对不上，或本机没有它。请管理员把服务器证书（或签发它的证书）"
    "放到本机，在地址里写 sslrootcert=文件，主机名用证书上的名称。没有证书时可以写 "
    "sslmode=require：内容仍加密，但同一网络里的人可以冒充服务器，读走全部资料。"
)
_REFUSALS = (
    (
        ("authentication", "password", "认证", "口令", "密码"),
        "服务器不接受这个账号或口令。请管理员用 desk-app hall join 重新连接。",
    ),
    (
        ("root certificate", "verify failed", "does not match", "not match host"),
        _UNKNOWN_SERVER,
    ),
    (
        ("ssl", "certificate", "tls", "encryption", "pg_hba"),
        "服务器不接受这样的连接：证书、sslmode 或服务器的 pg_hba.conf 不符。请管理员核对。",
    ),
)
_SAME_PERSON = "另一个窗口刚刚登记了同一个人。请重新打开，核对后再办。"
CHANGED = "这条记录刚才被别人改过。请重新打开，核对后再做。"


class DamagedError(EnvironmentFailureError):
    """The file cannot be decrypted or its pages do not fit: a backup is needed."""


class TamperedError(DamagedError):
    """The file lacks its guards, so somebody changed it past the program: look before use."""


class FolderGoneError(EnvironmentFailureError):
    """The data folder is not the one any more that was opened; what is typed is safe nowhere."""


class ServerLostError(EnvironmentFailureError):
    """The hall's server does not answer; what is typed can be kept here until it does."""


class RejectedRowError(Exception):
    """The database refused a row that our own code should not have written: a bug.

    Carries the constraint's name only; a server's own words would quote the values.
    """


def failure(error: DBAPIError) -> Exception:
    """Return the error to raise in place of one from the database driver."""
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    for beginning, sentence in _SENTENCES:
        if name.startswith(beginning):
            damaged = beginning in {"SQLITE_NOTADB", "SQLITE_CORRUPT"}
            return (DamagedError if damaged else EnvironmentFailureError)(sentence)
    if isinstance(error, IntegrityError):
        constraint = _constraint(error, name)
        if "uq_person" in constraint:  # two counters at the same moment, on a server only
            return StateConflictError(_SAME_PERSON)
        return RejectedRowError(constraint)
    if not name and isinstance(error, OperationalError | InterfaceError):
        return _server_failure(error)
    if getattr(error.orig, "sqlstate", None) == "42501":
        return EnvironmentFailureError(_FORBIDDEN)
    return RejectedRowError(f"{type(error).__name__} {name or type(error.orig).__name__}")


def _server_failure(error: DBAPIError) -> EnvironmentFailureError:
    state = str(getattr(error.orig, "sqlstate", None) or "08")
    if state[:2] in {"40", "55"}:
        return EnvironmentFailureError(_OCCUPIED)
    # A refused connection has no code, only the server's words, in its own language.
    words = str(error.orig).lower()
    for parts, sentence in _REFUSALS:
        if state[:2] in {"08", "28"} and any(part in words for part in parts):
            return EnvironmentFailureError(sentence)
    return ServerLostError(SERVER_AWAY)


def _constraint(error: IntegrityError, name: str) -> str:
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name)
    return f"{name}: {error.orig}"  # SQLite names columns, never values


@contextmanager
def explained() -> Iterator[None]:
    """Let no error of the driver out: raise what ``failure`` says, without the driver's text."""
    try:
        yield
    except StaleDataError:
        raise StateConflictError(CHANGED) from None
    except PoolTimeoutError:
        raise EnvironmentFailureError(_OCCUPIED) from None
    except DBAPIError as error:
        raise failure(error) from None
