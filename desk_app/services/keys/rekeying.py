"""A new data key for the records: after somebody left, or a passphrase or code was seen."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app.errors import DeskError, RefusedError, StateConflictError, Stopped
from desk_app.records.audit import Verb
from desk_app.services.backup import backing_up
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Session
from desk_app.storage.folder import lock
from desk_app.storage.folder.intentions import Intention
from desk_app.storage.keys import keyfile
from desk_app.storage.keys.keyslots import PASSPHRASE, RECOVERY
from desk_app.storage.schema import meta
from desk_app.storage.upkeep import rekeying

_ON_SERVER = (
    "数据在服务器上，不由本程序加密，没有数据密钥可换。有人离开或口令泄露时，请管理员用 "
    "desk-app hall init --new-password 换掉窗口口令，再在每个窗口重新执行 desk-app hall join。"
)
_STOPPED = "已取消，数据密钥没有更换，资料没有改动。"
_DONE = (
    "数据密钥已更换，以前的口令、恢复码和 keys.json 打不开今后的数据。"
    "以前的备份仍用当时的口令和恢复码打开，离开的人若留有备份也打得开："
    "请收好备份；不需要的旧备份请删除。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Whose slots an earlier version wrote: no new data key can be sent to them yet."""

    staff: tuple[str, ...]
    recovery: bool

    @property
    def words(self) -> str:
        """Who has to do what first; empty where nobody has."""
        told = ""
        if self.staff:
            told = f"工号 {'、'.join(self.staff)} 的口令还是旧格式，请他们各登录一次。"
        if self.recovery:
            told += "恢复码还是旧格式，请先更换恢复码。"
        return told


def waiting(folder: Path) -> Waiting:
    """Return who has to come first, by the key file."""
    slots = keyfile.load(folder).slots
    return Waiting(
        staff=tuple(sorted(one.staff_no for one in slots if one.kind == PASSPHRASE and one.of_old)),
        recovery=any(one.kind == RECOVERY and (one.of_old or one.hurt) for one in slots),
    )


def rekey(
    *,
    desk: Desk,
    leave_out: bool = False,
    progress: Callable[[float], None] | None = None,
    stopped: Stopped | None = None,
) -> None:
    """Encrypt the records under a new data key, which everybody who may sign in is given.

    ``leave_out`` goes on without those whose slot is of an earlier version: they need a new
    passphrase from a supervisor. Raises StateConflictError naming them otherwise, RefusedError
    where the records are on a server, and as ``storage.rekeying.rekey`` does.
    """
    require_supervisor(desk, "更换数据密钥")
    if desk.database.path is None:
        raise RefusedError(_ON_SERVER)
    first = waiting(desk.folder)
    if first.recovery or (first.staff and not leave_out):
        raise StateConflictError(f"数据密钥还没有更换。{first.words}")

    def settle(session: Session) -> None:
        desk.note(
            session,
            Verb.KEY_CHANGED,
            "key:data",
            {"deed": "rekeyed", "left_out": list(first.staff)},
        )

    # A backup is of one data key, records and key file.
    with lock.in_turn(desk.folder, name=backing_up.LOCK, stopped=stopped, said=_STOPPED):
        rekeying.rekey(
            desk.database, desk.folder, settle=settle, progress=progress, stopped=stopped
        )


def call_for(session: Session, *, desk: Desk, why: str) -> None:
    """Note in the session's transaction that a new data key is called for, where there is one."""
    if desk.database.path is None:
        return
    known: dict[str, Any] = meta.get(session, name=meta.REKEY_DUE) or {}
    reasons = [*known.get("why", []), why]
    since = known.get("since") or desk.clock.now().isoformat()
    meta.put(session, name=meta.REKEY_DUE, value={"since": since, "why": reasons[-9:]})


def attempt(*, desk: Desk, progress: Callable[[float], None] | None = None) -> None:
    """Rekey where that can be done now; where not, ``outcome`` says why and what to do."""
    if desk.database.path is None:
        return
    try:
        rekey(desk=desk, progress=progress)
    except DeskError as error:
        _note_fault(desk, error.message)


def owed(*, desk: Desk) -> str | None:
    """Return a sentence where a new data key is called for and was not made yet."""
    with desk.database.reading() as session:
        due: dict[str, Any] | None = meta.get(session, name=meta.REKEY_DUE)
    if not due or desk.database.path is None:
        return None
    first = waiting(desk.folder).words
    fault = "" if first else str(due.get("fault", ""))
    return (
        f"数据密钥该换还没有换：以前的口令或恢复码配上旧的 keys.json，仍打得开现在的数据。{first}"
        f"{fault}请主管在“设置—人员”里更换，或运行 desk-app staff rekey。"
    )


def end(*, folder: Path, intention: Intention) -> str:
    """End a rekeying that was cut off."""
    return rekeying.end(folder=folder, intention=intention)


def outcome(*, desk: Desk) -> str:
    """Return what became of the new data key that a deed just done called for."""
    if desk.database.path is None:
        return _ON_SERVER
    return owed(desk=desk) or _DONE


def _note_fault(desk: Desk, words: str) -> None:
    with desk.database.writing() as session:
        due: dict[str, Any] = meta.get(session, name=meta.REKEY_DUE) or {"why": []}
        meta.put(session, name=meta.REKEY_DUE, value=due | {"fault": words})
