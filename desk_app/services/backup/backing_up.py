"""Keep the records safe: backups that were opened before they count, and a look for damage."""

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from desk_app.clock import Clock
from desk_app.errors import (
    DeskError,
    EnvironmentFailureError,
    RefusedError,
    Stopped,
    expect_wanted,
)
from desk_app.files import clear_unfinished, private_folder, replacing
from desk_app.records.audit import Verb
from desk_app.records.backup import Backup
from desk_app.records.inspection import Fault, Inspection
from desk_app.services.backup import anchors, restoring
from desk_app.services.backup.restoring import Loss
from desk_app.services.desk import timekeeping
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.server import places
from desk_app.services.settings.preferences import BACKUP_FOLDER
from desk_app.storage.backup import backups
from desk_app.storage.database.database import Database
from desk_app.storage.folder import lock
from desk_app.storage.keys import keycheck, keys, second_place
from desk_app.storage.schema.failures import DamagedError, TamperedError
from desk_app.storage.upkeep import inspection
from desk_app.storage.upkeep.inspection import Area

__all__ = [
    "Area",
    "Automatic",
    "Damage",
    "DamagedError",
    "Examined",
    "TamperedError",
    "automatic",
    "back_up",
    "damage",
    "examine",
    "is_due",
    "is_ours",
    "kept",
    "second_fault",
    "second_folder",
    "set_second_folder",
    "verify",
]

FOLDER = "backups"
_STRANGE_KEYS = (
    "这里的 keys.json 和 backups 里的备份不是一套，可能是从别的电脑拷来的：原来的口令打不开它。"
    "请找回本机原来的 keys.json，或用备份恢复（desk-app restore）。"
)
OF_THEIR_DAY = (
    "备份用做备份那天的口令和恢复码打开，以后换口令、停用人员都改不了它："
    "请收好，不需要的旧备份请删除。"
)
PEOPLE_OF_THEN = "人员、口令和恢复码也回到了备份那天：那以后停用的人请再停用一次。"
_KEYS = "密钥文件"
LOCK = "backup.lock"
_STOPPED = "已取消备份，没有留下不完整的文件。"
_ABSENT = "文件夹不存在。请确认磁盘或U盘已接好，再试一次。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """What the automatic backup gave; ``fault`` says why the second folder has none."""

    backup: Backup
    second: Path | None
    fault: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Damage of the file of records, and the newest backup that was found good.

    ``loss`` is what going back to it would lose; None where nobody can tell.
    """

    places: int
    backup: Backup | None
    loss: Loss | None = None

    @property
    def message(self) -> str:
        """What happened and what to do, for the supervisor."""
        told = f"数据文件有 {self.places} 处损坏，请停止登记。"
        if self.backup is None:
            return told + "没有找到完好的备份：请保留这个文件夹，联系技术人员。"
        made = f"{self.backup.made_at:%Y-%m-%d %H:%M}"
        return told + f"最近一份完好的备份做于 {made}，请主管用它恢复。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a look at records without their guards gave, and the newest backup that is sound.

    ``loss`` is what going back to it would lose; None where nobody can tell.
    """

    inspection: Inspection
    backup: Backup | None
    loss: Loss | None


def back_up(*, desk: Desk, target: Path, stopped: Stopped | None = None) -> Backup:
    """Write a backup to ``target``, open it and read it to the last page before it counts.

    The counter may go on working meanwhile. Raises RefusedError for a place that holds something
    else, EnvironmentFailureError for a missing folder, a full disk, or when ``stopped`` says so.
    """
    desk.database.expect_in_place()  # before anything is made where the folder was
    _expect_free(desk, target)
    made = _make(desk, target, stopped)
    _note(desk, "file", made)
    return made


def automatic(*, desk: Desk, stopped: Stopped | None = None) -> Automatic:
    """Back up into the data folder and the second folder, and remove what has had its time.

    For closing the program, and for once a day (see ``is_due``). That the second folder is not
    there stops nothing and is told in ``fault``. One that is asked for while another is made, by
    the window itself or on the command line, comes after it: they would share a name, and either
    might remove what the other still copies.
    """
    desk.database.expect_in_place()
    with lock.in_turn(desk.folder, name=LOCK, stopped=stopped, said=_STOPPED):
        folder = desk.folder / FOLDER
        private_folder(folder)
        made = _make(desk, folder / backups.name(desk.clock.now()), stopped)
        believed = timekeeping.clock_warning(desk=desk) is None
        if believed:  # by a wrong clock good backups would have had their time
            backups.rotate(folder)
        second, fault = _copy_to_second(desk, made, rotate=believed)
    _note(desk, "automatic", made)
    return Automatic(backup=made, second=second, fault=fault)


def is_ours(*, desk: Desk) -> bool:
    """Tell whether backups are this program's to make: a hall's server has its own."""
    return desk.database.path is not None


def is_due(*, desk: Desk) -> bool:
    """Tell whether there is no automatic backup of today yet; never where it is a server's."""
    if not is_ours(desk=desk):
        return False
    made = (one.made_at.date() for one in backups.every(desk.folder / FOLDER))
    return desk.clock.today() not in made  # a newer one may be of a wrong clock


def kept(*, folder: Path, second: Path | None = None) -> tuple[Backup, ...]:
    """Return the automatic backups in a data folder and in the second folder, newest first.

    Reads their descriptions only, so it works where the records cannot be opened; the second
    folder is the one noted beside them unless one is given.
    """
    found = list(backups.every(folder / FOLDER))
    second = second or second_place.read(folder)
    if second is not None:
        with contextlib.suppress(OSError):  # a stick that is half gone
            found += backups.every(second)
    return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))


def newest_kept(*, folder: Path) -> tuple[Backup, ...]:
    """Return the newest automatic backup of the data folder and that of the second folder."""
    found = [backups.newest(folder / FOLDER)]
    second = second_place.read(folder)
    if second is not None:
        with contextlib.suppress(OSError):  # a stick that is half gone
            found.append(backups.newest(second))
    return tuple(one for one in found if one is not None)


def keys_of_another(*, folder: Path) -> str:
    """Say that the key file is not the one the newest backup was made with, or nothing."""
    made = None if places.on_server(folder) else backups.newest(folder / FOLDER)
    return _STRANGE_KEYS if made and not backups.is_of(made.path, folder) else ""


def second_fault(*, folder: Path) -> str | None:
    """Return a sentence where the second folder is not found, so that ``kept`` lists less."""
    return second_place.fault(folder)


def second_folder(*, desk: Desk) -> Path | None:
    """Return the folder automatic backups are copied to, if one is set."""
    value = BACKUP_FOLDER.of(desk)
    return Path(value) if value else None


def set_second_folder(*, desk: Desk, folder: Path | None) -> None:
    """Set or give up the folder that automatic backups are copied to: another disk, a stick."""
    require_supervisor(desk, BACKUP_FOLDER.deed)
    if folder is not None:
        folder = folder.absolute()
        if not folder.is_dir():
            raise EnvironmentFailureError(_ABSENT)
        if folder.is_relative_to(desk.folder):
            raise RefusedError("这个位置就在数据文件夹里，坏了会一起坏。请选另一块磁盘或U盘。")
    BACKUP_FOLDER.set(desk, str(folder) if folder else None)
    second_place.note(desk.folder, folder)


def damage(*, desk: Desk) -> Damage | None:
    """Read every page of the records; return what is damaged and the newest good backup.

    Takes two seconds a gigabyte; the program does it in the background after it was opened.
    """
    damaged = desk.database.damaged_pages() if is_ours(desk=desk) else ()
    if not damaged:
        return None
    try:
        second = second_folder(desk=desk)
    except DeskError:
        second = None  # the setting itself may be in a damaged page
    candidates = kept(folder=desk.folder, second=second)
    good = _newest_good(desk.folder, desk.database.key, candidates)
    return Damage(places=len(damaged), backup=good, loss=_loss(desk.database, good))


def verify(
    *,
    desk: Desk,
    heads: Iterable[str] = (),
    progress: Callable[[Area], None] | None = None,
    stopped: Stopped | None = None,
) -> Inspection:
    """Check file, references, numbers, history, filings, papers and keys, and note that it was.

    The history is compared with every backup that is found, and with ``heads`` that were typed
    in from day-end papers. ``progress`` hears what is looked at next. Nothing is written to
    records whose pages are damaged, nor when ``stopped`` ends it by StoppedError.
    """
    anchors.expect_heads(heads := tuple(heads))
    found = inspection.inspect(desk.database, progress=progress, stopped=stopped)
    hurt = keycheck.faults(desk.folder, key=desk.database.key)
    found = replace(
        found,
        faults=(*found.faults, *(Fault(area=_KEYS, finding=one, remedy="") for one in hurt)),
    )
    if any(fault.area == Area.PAGES.label for fault in found.faults):
        return found
    found = _anchored(found, desk.database, desk.folder, heads)
    with desk.database.writing() as session:
        desk.note(
            session,
            Verb.VERIFY,
            f"hall:{desk.hall.code}",
            {"faults": len(found.faults), "entries": found.entries, "head": found.head},
        )
    return found


def examine(
    *,
    folder: Path,
    passphrase: str,
    clock: Clock,
    staff_no: str | None = None,
    progress: Callable[[Area], None] | None = None,
) -> Examined:
    """Check records that are not opened any more since their guards were tampered with.

    Only reads; so nothing is noted in their history either. Raises RefusedError for the
    passphrase or where the records are on a server, EnvironmentFailureError where not even
    this can read them.
    """
    places.expect_local(folder, "核验")
    unlocked = keys.unlock(folder, passphrase=passphrase, clock=clock, staff_no=staff_no)
    with Database.examine(folder, unlocked.key) as database:
        found = inspection.inspect(database, progress=progress)
        found = _anchored(found, database, folder)
        backup = _newest_good(folder, unlocked.key, kept(folder=folder))
        loss = _loss(database, backup)
    return Examined(inspection=found, backup=backup, loss=loss)


def _anchored(
    found: Inspection, database: Database, folder: Path, heads: tuple[str, ...] = ()
) -> Inspection:
    """Return what was found, and how the history fits what was said of it elsewhere."""
    if not found.head or database.fallen_short() is not None:
        return found  # told already: what does not fit itself, or its seal, fits nothing else
    told = anchors.compare(database, folder=folder, found=kept(folder=folder), typed=heads)
    return replace(
        found,
        faults=(*found.faults, *told.faults),
        backups=told.backups,
        papers=told.papers,
    )


def _loss(database: Database, backup: Backup | None) -> Loss | None:
    if backup is not None:
        with contextlib.suppress(DeskError):  # what is damaged may be what would tell
            return restoring.loss_of(database, backup=backup)
    return None


def _newest_good(folder: Path, key: bytes, candidates: tuple[Backup, ...]) -> Backup | None:
    return next((one for one in candidates if _is_good(folder, key, one)), None)


def _make(desk: Desk, target: Path, stopped: Stopped | None) -> Backup:
    """Make a backup that takes its name only after it was opened and read to its last page."""

    def judge(unnamed: Path) -> None:
        expect_wanted(stopped, _STOPPED)
        backups.verify(unnamed, desk.database.key, folder=desk.folder)

    return backups.make(
        desk.database,
        folder=desk.folder,
        target=target,
        clock=desk.clock,
        stopped=stopped,
        judge=judge,
    )


def _expect_free(desk: Desk, target: Path) -> None:
    """Refuse to put a backup where there is no folder, or in the place of anything else."""
    if not target.parent.is_dir():
        raise EnvironmentFailureError(_ABSENT)
    if target.parent.resolve() == desk.folder.resolve():
        raise RefusedError("请不要把备份放在数据文件夹里，另选一块磁盘或U盘上的文件夹。")
    if not target.exists():
        return
    try:
        backups.look(target)
    except DeskError:
        raise RefusedError("已有同名的文件，而且不是备份，没有覆盖它。请换一个文件名。") from None


def _copy_to_second(desk: Desk, made: Backup, *, rotate: bool) -> tuple[Path | None, str | None]:
    folder = second_folder(desk=desk)
    second_place.note(desk.folder, folder)  # the setting may have come with a backup
    if folder is None:
        return None, None
    target = folder / made.path.name
    try:
        if not folder.is_dir():
            return None, f"第二备份位置没有做成：{_ABSENT}"
        clear_unfinished(folder)
        with replacing(target) as part:
            shutil.copyfile(made.path, part)
            if _digest(part) != _digest(made.path):
                return None, "第二备份位置写入后读出不一致，磁盘可能坏了。请换一个U盘。"
        if rotate:
            backups.rotate(folder)
    except (OSError, DeskError):
        return None, "第二备份位置写不进去。请检查U盘是否已满、写保护或已拔出。"
    return target, None


def _is_good(folder: Path, key: bytes, backup: Backup) -> bool:
    """Tell whether a backup opens, with this data key or one of those before it."""
    for one in (key, *keys.former(folder, key=key)):
        with contextlib.suppress(DeskError):
            backups.verify(backup.path, one, folder=folder)
            return True
    return False


def _note(desk: Desk, way: str, made: Backup) -> None:
    """Note in the history that a backup was made; it is made, whatever becomes of the note."""
    try:
        with desk.database.writing() as session:
            desk.note(
                session,
                Verb.BACK_UP,
                f"backup:{way}",
                {"filings": made.filings, "size": made.size, "history": made.history},
            )
    except EnvironmentFailureError as error:
        raise EnvironmentFailureError(
            f"备份已做好并核对过（{made.path.name}），但没能记入操作记录：{error.message}"
        ) from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
