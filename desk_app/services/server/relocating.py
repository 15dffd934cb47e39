"""Moving the records to the hall's server and back, whatever stops it: always one truth.

Up to the last moment the old place counts. Then the intention is to ask the server: what it has
kept in one transaction decides which place counts from then on, also after a power cut.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desk_app import files
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.storage.database.database import FILE_NAME as RECORDS
from desk_app.storage.folder import intentions
from desk_app.storage.folder.intentions import Deed, Intention
from desk_app.storage.keys import keys
from desk_app.storage.schema.failures import ServerLostError
from desk_app.storage.server import hall_file, server_address, shared_door
from desk_app.storage.server.hall_file import Connection
from desk_app.storage.upkeep import leftovers

_COPYING, _ASKING, _DECIDED = "copying", "asking", "decided"
_LOG = (f"{RECORDS}-wal", f"{RECORDS}-shm")
_OUT_DONE = "数据在服务器上，本机原来的文件留在 {}。请在本窗口执行 desk-app hall join。"
_OUT_UNDONE = "没有迁成：数据仍在本机，照旧使用；要迁移请重做一次。"
_IN_DONE = "数据在本机，服务器上的已停用。请在本机建立备份。"
_IN_UNDONE = "没有迁成：数据仍在服务器上，照旧使用；要迁回请重做一次。"
_UNKNOWN = (
    "{}中途断了，要连上服务器才知道数据现在在哪一边，在此之前不能办理。"
    "请接通服务器再打开本程序，会自动查清；两边的数据都没有动。"
)


def begin(folder: Path, deed: Deed, *, address: str, access: str, at: datetime) -> Intention:
    """Declare a move; ``address`` and ``access`` are what the door is looked at with.

    A server that keeps records with the keys of this folder was moved to from here; one that
    lets them go says at the door when.
    """
    out = deed is Deed.MOVE_OUT
    facts = {
        "address": address,
        "access": access,
        "at": at.isoformat(),
        "kept": f"{'records-before-server' if out else 'replaced'}-{at:%Y%m%d-%H%M%S}",
        "mark": "id" if out else shared_door.MOVED_AWAY,
        "value": shared_door.identity(folder) if out else at.isoformat(),
    }
    found = Intention(deed=deed, stage=_COPYING, facts=facts)
    intentions.declare(folder, found)
    return found


def ask_from_now_on(folder: Path, begun: Intention) -> None:
    """Let the server decide from now on: what it keeps next is the move itself."""
    intentions.declare(folder, replace(begun, stage=_ASKING, leaving=True))


def finish(folder: Path, begun: Intention) -> Path | None:
    """Take the remaining steps of a move that the server has kept; return the old file's place."""
    intentions.declare(folder, replace(begun, stage=_DECIDED, leaving=True))
    return _finish(folder, begun)


def break_off(folder: Path, begun: Intention) -> str:
    """Bring a folder into order after an error; say so where the move was kept all the same.

    Raises ServerLostError where only the server knows, and it is away.
    """
    found = intentions.read(folder) or begun
    return _end(folder, found) if _is_kept(found) else _undo(folder, found)


def end(*, folder: Path, intention: Intention) -> str:
    """End a move that was cut off, or take it back; return the sentence that says which.

    Raises ServerLostError where only the server knows, and it is away.
    """
    told = f"上次{intention.deed.label}中途断了，"
    if _is_kept(intention):
        return f"{told}刚才已接着做完：{_end(folder, intention)}"
    _undo(folder, intention)
    return told + (_OUT_UNDONE if intention.deed is Deed.MOVE_OUT else _IN_UNDONE)


def stay(*, folder: Path, passphrase: str, clock: Clock, staff_no: str | None = None) -> None:
    """Go on where the records were before a move nobody can ask the server about any more.

    On the word of a supervisor, whose ``passphrase`` is asked, that the server is gone for good.
    Raises RefusedError for the passphrase, the role, or where no move waits for the server.
    """
    found = intentions.read(folder)
    if found is None or found.stage != _ASKING:
        raise RefusedError("没有要问服务器才知道结果的迁移，什么都没有改动。")
    unlocked = keys.unlock(folder, passphrase=passphrase, clock=clock, staff_no=staff_no)
    if unlocked.role is not Role.SUPERVISOR:
        raise RefusedError("放弃迁移需要主管办理，请用主管的口令。")
    with intentions.alone(folder, found.deed):
        _undo(folder, found)


def _is_kept(intention: Intention) -> bool:
    """Tell whether the records are at the new place, asking the server where only it knows."""
    if intention.stage != _ASKING:
        return intention.stage == _DECIDED
    facts = intention.facts
    address = server_address.read(facts["address"])
    try:
        content = shared_door.settled(address, facts["access"])
    except ServerLostError:
        raise ServerLostError(_UNKNOWN.format(intention.deed.label)) from None
    except EnvironmentFailureError as error:
        said = _UNKNOWN.format(intention.deed.label)
        raise EnvironmentFailureError(f"{said}{error.message}") from None
    return content is not None and content.get(facts["mark"]) == facts["value"]


def _undo(folder: Path, intention: Intention) -> str:
    """Leave the records where they were."""
    if intention.deed is Deed.MOVE_OUT:
        shared_door.forget(folder)
    intentions.clear(folder / leftovers.MOVING)
    intentions.forget(folder)
    return ""


def _end(folder: Path, intention: Intention) -> str:
    kept = _finish(folder, intention)
    return _OUT_DONE.format(kept) if intention.deed is Deed.MOVE_OUT else _IN_DONE


def _finish(folder: Path, intention: Intention) -> Path | None:
    if intention.deed is Deed.MOVE_OUT:
        return _finish_out(folder, intention)
    return _finish_in(folder, intention)


def _finish_out(folder: Path, intention: Intention) -> Path | None:
    """Have the folder belong to the server, and put the file of records by."""
    address = server_address.read(intention.facts["address"])
    # The password is given on joining; until then nobody can sign in here.
    hall_file.write(folder, Connection(url=address.of_counter(), password=None), key=b"")
    kept = folder / f"{intention.facts['kept']}.db"
    with files.explained():
        for end in ("-wal", "-shm", ""):
            if (folder / f"{RECORDS}{end}").exists():
                files.move(folder / f"{RECORDS}{end}", kept.with_name(kept.name + end))
    intentions.forget(folder)
    return kept if kept.exists() else None


def _finish_in(folder: Path, intention: Intention) -> Path | None:
    """Put the file that came from the server in its place, and leave the server."""
    scratch, kept = folder / leftovers.MOVING, folder / intention.facts["kept"]
    if scratch.exists():
        names = tuple(sorted(path.name for path in scratch.iterdir()))
        gone = _LOG if RECORDS in names else ()
        intentions.put_in_place(folder, prepared=scratch, kept=kept, names=names, gone=gone)
    hall_file.remove(folder)
    shared_door.forget(folder)
    intentions.clear(scratch)
    intentions.forget(folder)
    return kept if kept.exists() else None
