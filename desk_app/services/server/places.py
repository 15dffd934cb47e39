"""Where the records of a data folder are: in its own file, or on the hall's server."""

from pathlib import Path

from desk_app.clock import Clock
from desk_app.errors import RefusedError
from desk_app.storage.database.database import Database
from desk_app.storage.keys import keyfile
from desk_app.storage.schema import meta
from desk_app.storage.schema.witness import Witness
from desk_app.storage.server import hall_file, server_address, server_roles, shared_door

_BEHIND = (
    "服务器是由较早版本的程序准备的，还记不住各窗口用的号、时钟和送去打印的表，"
    "两台电脑同号也拦不住。请管理员用新版程序执行一次 desk-app hall init 服务器地址"
    "（管理员账号）；窗口的账号和口令不变，不用重新加入。"
)


def on_server(folder: Path) -> bool:
    """Tell whether the folder works on a server."""
    return hall_file.exists(folder)


def open_records(folder: Path, key: bytes, *, clock: Clock) -> Database:
    """Open the records of a folder, wherever they are.

    Raises EnvironmentFailureError: as ``Database.open``, or a server that is away, refuses the
    account, or whose records were moved elsewhere.
    """
    if not hall_file.exists(folder):
        database = Database.open(folder, key)
        try:
            database.watch(witness(folder, key))
        except BaseException:
            database.close()
            raise
        return database
    kept = hall_file.read(folder, key=key)
    address = server_address.read(kept.url)
    database = Database.server(address.full(kept.password), clock=clock, key=key)
    try:
        expect_in_use(database)
        shared_door.exchange(database, folder, clock=clock)
        shared_door.learn_access(database, folder, kept)
    except BaseException:
        database.close()
        raise
    return database


def witness(folder: Path, key: bytes) -> Witness:
    """Return what is remembered outside the folder of the records in it."""
    return Witness(folder, key, hall=keyfile.load(folder).id)


def outdated(database: Database) -> str | None:
    """Return a sentence where an earlier version made the server ready, and who mends that how."""
    if database.path is not None:
        return None
    with database.reading() as session:
        return _BEHIND if server_roles.is_behind(session) else None


def share_door(database: Database, folder: Path) -> None:
    """Let the other counters know who was let in or shut out here; nothing for a local file."""
    if database.path is None:
        shared_door.exchange(database, folder)


def look_at_door(folder: Path) -> bool:
    """Learn whom other counters let in or shut out; tell whether anybody is new.

    Needs nobody signed in. Raises EnvironmentFailureError where the server does not answer.
    """
    return hall_file.exists(folder) and shared_door.look(folder)


def expect_in_use(database: Database) -> None:
    """Raise EnvironmentFailureError where the records of a server were moved away from it."""
    with database.reading() as session:
        meta.expect_open(session)


def expect_local(folder: Path, deed: str) -> None:
    """Raise RefusedError where the records are on a server, for what is done to a file only."""
    if hall_file.exists(folder):
        raise RefusedError(
            f"本机的数据在服务器上，不能在这里{deed}。请用服务器自己的备份，"
            "或先用 desk-app hall move --to-local 迁回本机。"
        )
