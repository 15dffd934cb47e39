"""Several counters on one PostgreSQL: make it ready, join it, move the records there and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desk_app import files
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.records.audit import Verb
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.server import places, relocating
from desk_app.storage.database.database import FILE_NAME as RECORDS
from desk_app.storage.database.database import Database, Session
from desk_app.storage.folder import intentions
from desk_app.storage.folder.intentions import Deed, Intention
from desk_app.storage.keys import keys
from desk_app.storage.people import halls
from desk_app.storage.schema import meta
from desk_app.storage.server import hall_file, server_address, server_roles, shared_door
from desk_app.storage.server.hall_file import Connection
from desk_app.storage.server.server_roles import Prepared
from desk_app.storage.upkeep import leftovers, moving
from desk_app.storage.upkeep.moving import Totals

__all__ = ["Joined", "Moved", "Prepared", "Totals", "init", "join", "move_to", "move_to_local"]

_OWN = (
    "这个数据文件夹已有自己的数据，不能直接加入服务器。"
    "请另用 --data 指定一个新文件夹加入；原有的备案可由主管导入。"
)
_TOO_MIGHTY = (
    "这是管理员的账号，能改动操作记录，不能给窗口用。请用 desk-app hall init 给出的窗口地址和口令。"
)
_NOT_READY = "服务器是用旧版程序准备的。请管理员再执行一次 desk-app hall init，再迁移。"
_NOTHING = (
    "服务器上还没有本厅的数据。请先在第一个窗口执行 desk-app hall move --to，再让其他窗口加入。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The hall a counter joined, and who may sign in there."""

    hall: str
    people: tuple[keys.Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was moved, compared table by table, and where the files it came from are kept."""

    totals: Totals
    kept: Path | None


def init(
    *, url: str, clock: Clock, password: str | None = None, new_password: bool = False
) -> Prepared:
    """Make a database ready for the counters, or bring it up to date after an update.

    ``url`` is of an administrator of the server. Returns what each counter is given; the
    password is told once, when it is made. Raises RefusedError for an address out of form.
    """
    address = _address(url, password)
    return server_roles.prepare(address, clock=clock, new_password=new_password)


def join(
    *,
    folder: Path,
    url: str,
    passphrase: str,
    clock: Clock,
    password: str | None = None,
    staff_no: str | None = None,
) -> Joined:
    """Have a data folder work on the server; ``passphrase`` is of somebody who works there.

    Raises RefusedError for a folder with records of its own or a wrong passphrase, and
    EnvironmentFailureError for a server that does not answer. Nothing was changed then.
    """
    address = _address(url, password)
    with Database.server(address.full(), clock=clock) as database:
        places.expect_in_use(database)
        with database.reading() as session:
            if server_roles.may_alter_history(session):
                raise RefusedError(_TOO_MIGHTY)
            found = halls.every(session)
            new = _take_door(session, folder)
            access = meta.get(session, name=meta.DOOR_ACCESS)
    try:
        unlocked = keys.unlock(folder, passphrase=passphrase, clock=clock, staff_no=staff_no)
    except BaseException:
        if new:
            shared_door.give_back(folder)
        raise
    looking = access["password"] if access else None
    kept = Connection(url=address.url, password=address.password, door=looking)
    hall_file.write(folder, kept, key=unlocked.key)
    own = min(found, key=lambda hall: hall.id)
    return Joined(hall=own.name, people=keys.slots(folder))


def move_to(*, desk: Desk, url: str, password: str | None = None) -> Moved:
    """Move the records of this counter's file to an empty server, compared row by row.

    ``url`` is of the administrator who ran ``init``. The file is kept under another name; the
    desk must be closed afterwards, and every counter, this one too, then joins the server.
    """
    require_supervisor(desk, "把数据迁到服务器")
    places.expect_local(desk.folder, "再次迁到服务器")
    address = _address(url, password)
    with (
        intentions.alone(desk.folder, Deed.MOVE_OUT),
        Database.server(address.full(), clock=desk.clock, role=address.owner) as target,
    ):
        with target.reading() as session:
            access = meta.get(session, name=meta.DOOR_ACCESS)
        if access is None:
            raise EnvironmentFailureError(_NOT_READY)
        with _under_way(desk, Deed.MOVE_OUT, address.url, access["password"]) as begun:

            def settle(session: Session) -> None:
                meta.put(session, name=meta.DOOR_ACCESS, value=access)
                _note(session, desk, "server")
                shared_door.publish(session, desk.folder)
                relocating.ask_from_now_on(desk.folder, begun)

            totals = moving.move(desk.database, target, settle=settle, let_go=lambda _: None)
        desk.database.close()
        return Moved(totals=totals, kept=relocating.finish(desk.folder, begun))


def move_to_local(*, desk: Desk) -> Moved:
    """Move the records from the server into this counter's own file, compared row by row.

    The server's records are closed with it, so that nobody goes on there. The desk must be
    closed afterwards.
    """
    require_supervisor(desk, "把数据迁回本机")
    if not places.on_server(desk.folder):
        raise RefusedError("本机的数据不在服务器上，不用迁回。")
    connection = hall_file.at_the_door(desk.folder)
    if connection.door is None:
        raise EnvironmentFailureError(_NOT_READY)
    scratch = desk.folder / leftovers.MOVING
    with intentions.alone(desk.folder, Deed.MOVE_IN):
        intentions.clear(scratch)
        with (
            _under_way(desk, Deed.MOVE_IN, connection.url, connection.door) as begun,
            Database.create(scratch, desk.database.key, clock=desk.clock) as target,
        ):

            def let_go(held: Session) -> None:
                target.seal_anew()
                target.close()  # all of it in one file, on the disk, before the server lets go
                with files.explained():
                    files.sync_all(scratch)
                meta.put(held, name=meta.CLOSED, value=begun.facts["at"])
                shared_door.close(held, moved=begun.facts["at"])
                relocating.ask_from_now_on(desk.folder, begun)

            totals = moving.move(
                desk.database,
                target,
                settle=lambda session: _note(session, desk, "local"),
                let_go=let_go,
            )
        desk.database.close()
        return Moved(totals=totals, kept=relocating.finish(desk.folder, begun))


@contextmanager
def _under_way(desk: Desk, deed: Deed, address: str, access: str) -> Iterator[Intention]:
    """Declare a move; where it ends in an error, bring the folder into order at once."""
    begun = relocating.begin(desk.folder, deed, address=address, access=access, at=desk.clock.now())
    try:
        yield begun
    except BaseException as error:
        told = relocating.break_off(desk.folder, begun)
        if told:
            raise EnvironmentFailureError(f"迁移已完成，只是收尾时出了错。{told}") from error
        raise


def _address(url: str, password: str | None) -> server_address.Address:
    read = server_address.read(url)
    return server_address.Address(url=read.url, password=password or read.password)


def _take_door(session: Session, folder: Path) -> bool:
    """Have the folder the server's people; tell whether it had none before."""
    if (folder / RECORDS).exists():
        raise RefusedError(_OWN)
    if keys.exist(folder):
        if not shared_door.is_same(session, folder):
            raise RefusedError(_OWN)
        return False
    if not halls.every(session) or not shared_door.fetch(session, folder):
        raise EnvironmentFailureError(_NOTHING)
    return True


def _note(session: Session, desk: Desk, to: str) -> None:
    desk.note(session, Verb.MOVE, f"hall:{desk.hall.code}", {"to": to})
