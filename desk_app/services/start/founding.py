"""The first start: never over anything that is there, and whole or not at all.

What is new is made in a folder of its own and moved in at the end, the intention written first.
"""

from pathlib import Path

from desk_app import files
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, StateConflictError
from desk_app.policy.vocabulary import Role
from desk_app.records.audit import Verb
from desk_app.records.hall import HallFields, Seat
from desk_app.services.backup import backing_up
from desk_app.services.desk import timekeeping
from desk_app.services.keys import passphrases
from desk_app.storage.database.database import FILE_NAME as RECORDS
from desk_app.storage.database.database import Database
from desk_app.storage.folder import intentions
from desk_app.storage.folder.intentions import Deed, Intention
from desk_app.storage.history import audit
from desk_app.storage.keys import keyfile, keys
from desk_app.storage.people import clerks, halls
from desk_app.storage.schema import meta, seal
from desk_app.storage.server.hall_file import FILE_NAME as SERVER
from desk_app.storage.upkeep.leftovers import SETTING_UP

FIRST_STAFF_NO = "01"

_READY = "ready"
_OLD_MARK = "setting-up"  # of versions before 2026-12; it decides nothing any more
# In this order: records without their seal, or keys without records, look like a loss.
_PARTS = (seal.FILE_NAME, RECORDS, keys.FILE_NAME)
# Whatever shows that a hall worked here.
_TRACES = (
    RECORDS,
    f"{RECORDS}-wal",
    seal.FILE_NAME,
    SERVER,
    keys.FILE_NAME,
    keyfile.BEFORE,
    "keys-shared.json",
    "drafts-set-aside.bin",
    "records-*",
    "replaced-*",
    "moving-to-local",
    "rekeying",
    "restoring",
    f"{backing_up.FOLDER}/*.deskbackup",
)
_THERE = "这个文件夹里已有数据，不能再次初始化。请换一个文件夹。"
_UNTOUCHED = "没有改动任何文件。"
_ENDED = (
    "上次的首次设置在最后一步被打断，已自动完成，请用当时设的口令登录。"
    "恢复码还没有显示过，请登录后马上更换恢复码，抄好锁入保险柜。"
)
_GIVEN_UP = "上次没有做完的首次设置已撤销；文件夹里现有的数据没有动。"


def is_founded(folder: Path) -> bool:
    """Tell whether the folder holds a hall's data; False only where there is no trace of any.

    Touches nothing. Raises EnvironmentFailureError saying what is missing and how to get it back.
    """
    found = _traces(folder)
    if not found:
        return False
    if keys.exist(folder):
        if not any((folder / name).is_file() for name in (RECORDS, SERVER)):
            raise EnvironmentFailureError(_without_records(folder))
        keyfile.load(folder)
        return True
    raise EnvironmentFailureError(_without_keys(folder, found))


def found_hall(
    *,
    folder: Path,
    hall: HallFields,
    counter: int,
    name: str,
    passphrase: str,
    clock: Clock,
    cost: keys.Cost | None = None,
) -> tuple[Database, Seat, str]:
    """Make key file and records with a hall and its first supervisor.

    Returns the open records, the seat and the recovery code. Raises StateConflictError or
    EnvironmentFailureError where anything of a hall is there: nothing was touched then.
    """
    _expect_nothing(folder)
    passphrases.expect_strong(passphrase, hall, name)
    with intentions.alone(folder, Deed.SET_UP):
        _expect_nothing(folder)
        prepared = folder / SETTING_UP
        intentions.clear(prepared)
        try:
            key, code = keys.create(
                prepared,
                staff_no=FIRST_STAFF_NO,
                name=name,
                role=Role.SUPERVISOR,
                passphrase=passphrase,
                **({"cost": cost} if cost else {}),
            )
            with Database.create(prepared, key, clock=clock) as database:
                seat = _first_seat(database, hall=hall, counter=counter, name=name, clock=clock)
            files.sync_all(prepared)
            intentions.declare(folder, Intention(deed=Deed.SET_UP, stage=_READY))
        except BaseException:
            intentions.clear(prepared)
            raise
        _move_in(folder)
    return Database.open(folder, key), seat, code


def end(*, folder: Path, intention: Intention) -> str:
    """End a set-up that was cut off at its last step, or give it up where other data came."""
    del intention
    prepared = folder / SETTING_UP
    if any((prepared / name).exists() and (folder / name).exists() for name in _PARTS):
        intentions.clear(prepared)
        intentions.forget(folder)
        return _GIVEN_UP
    _move_in(folder)
    return _ENDED


def _move_in(folder: Path) -> None:
    prepared = folder / SETTING_UP
    intentions.put_in_place(folder, prepared=prepared, kept=prepared / "old", names=_PARTS)
    intentions.forget(folder)
    intentions.clear(prepared)
    forget_old_mark(folder)


def forget_old_mark(folder: Path) -> None:
    """Take away the mark that earlier versions left where a set-up was cut off or refused."""
    with files.explained():
        (folder / _OLD_MARK).unlink(missing_ok=True)


def _first_seat(
    database: Database, *, hall: HallFields, counter: int, name: str, clock: Clock
) -> Seat:
    with database.writing() as session:
        timekeeping.note_signing_in(session, clock)
        kept = halls.add(session, hall=hall, clock=clock)
        clerk = clerks.add(
            session, staff_no=FIRST_STAFF_NO, name=name, role=Role.SUPERVISOR, clock=clock
        )
        seat = Seat(hall=kept, counter=counter, clerk=clerk)
        audit.append(
            session,
            at=clock.now(),
            seat=seat,
            verb=Verb.SET_UP,
            subject=f"hall:{kept.code}",
            detail={},
        )
        meta.put(session, name=meta.CODE_SHOWN, value=False)
    return seat


def _expect_nothing(folder: Path) -> None:
    """Raise StateConflictError or EnvironmentFailureError where anything of a hall is there."""
    try:
        there = is_founded(folder)
    except EnvironmentFailureError as error:
        raise StateConflictError(f"不能在这里首次设置。{error.message}") from error
    if there:
        raise StateConflictError(_THERE)


def _traces(folder: Path) -> tuple[str, ...]:
    return tuple(
        str(path.relative_to(folder)) for name in _TRACES for path in sorted(folder.glob(name))
    )


def _without_keys(folder: Path, found: tuple[str, ...]) -> str:
    if not any(name in {RECORDS, f"{RECORDS}-wal"} for name in found):
        said = f"这个文件夹里有以前的数据（{found[0]}），但没有 records.db 和 keys.json，"
    else:
        said = "这个文件夹里有备案数据（records.db），但没有密钥文件 keys.json，"
    if SERVER in found:
        said = "这个文件夹在服务器上办理，但没有密钥文件 keys.json，"
        return f"{said}打不开，{_UNTOUCHED}请管理员重新执行 desk-app hall join。"
    said += f"打不开，{_UNTOUCHED}"
    if keyfile.BEFORE in found:
        return (
            f"{said}请把同一文件夹里的 keys.json.before 复制一份，改名为 keys.json，再打开本程序；"
            f"打不开时，{_from_backup(folder)}"
        )
    return (
        f"{said}keys.json 可能被杀毒软件隔离，或没有从原来的电脑一起拷来："
        f"请先找回它，放进这个文件夹。找不到时，{_from_backup(folder)}"
    )


def _without_records(folder: Path) -> str:
    return (
        f"这个文件夹里有密钥文件 keys.json，但没有数据文件 records.db，{_UNTOUCHED}"
        "records.db 可能被移走，或没有从原来的电脑一起拷来：请先找回它，放进这个文件夹。"
        f"找不到时，{_from_backup(folder)}"
        "如果这里从没办过业务（首次设置曾被打断），请把 keys.json 移到别处，再重新设置。"
    )


def _from_backup(folder: Path) -> str:
    newest = next(iter(backing_up.kept(folder=folder)), None)
    if newest is None:
        return "请用U盘等处的备份（.deskbackup）恢复：desk-app restore 备份文件。"
    return (
        f"请用最近的备份恢复：desk-app restore {newest.path}"
        f"（做于 {newest.made_at:%Y-%m-%d %H:%M}，{newest.filings} 件）。"
    )


def note_code(*, database: Database, shown: bool) -> None:
    """Note whether the recovery code is in somebody's hands; where not, everybody is told."""
    if database.path is None:
        return  # a counter of a server has no code of its own
    with database.writing() as session:
        if meta.get(session, name=meta.CODE_SHOWN) is not shown:
            meta.put(session, name=meta.CODE_SHOWN, value=shown)


def code_warning(*, database: Database) -> str | None:
    """Return a sentence where the recovery code of the first set-up was never shown."""
    with database.reading() as session:
        shown = meta.get(session, name=meta.CODE_SHOWN)
    if shown is not False:
        return None
    return (
        "恢复码还没有收好过：首次设置时没有显示，或没有核对。"
        "请主管在“设置—人员”里更换恢复码，抄好锁入保险柜。"
    )
