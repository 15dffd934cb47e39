"""Backups: one file with the encrypted records, the key file, and a description of both.

The file is a ZIP archive, the records in it uncompressed. It opens with the passphrases of the day
it was made. The hall's own blanks and fonts are in it too; older backups have none.
"""

import contextlib
import hashlib
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from desk_app import files
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, Stopped
from desk_app.records.backup import Backup, Loss
from desk_app.records.filing import FilingSummary
from desk_app.storage.backup import own_files
from desk_app.storage.database.database import FILE_NAME, Database
from desk_app.storage.filings import listing
from desk_app.storage.folder import scratch
from desk_app.storage.history import audit
from desk_app.storage.keys import keyfile, keys
from desk_app.storage.schema import schema
from desk_app.storage.schema.failures import DamagedError, explained
from desk_app.storage.schema.tables import FILING

SUFFIX = ".deskbackup"

_DESCRIPTION = "backup.json"
_FORMAT = "desk-app-backup-1"
_BESIDE = "beside"
_PIECE = 1024 * 1024
# What reading an archive with any bit changed may give.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, RuntimeError,
    AttributeError,
)  # fmt: skip
_NOT_OURS = "这个文件不是本程序的备份，或已损坏。请换一个备份文件。"
_DAMAGED = "这份备份已损坏，不能用来恢复。请换一个备份文件。"
_SOURCE_DAMAGED = "数据文件有损坏，没有做成备份。请保留以前的备份，并用核验功能查明。"
_NO_ROOM = "磁盘空间不够解开这份备份，什么都没有改动。请清理出空间再试。"
_LONGEST = 4 * 1024 * 1024  # bytes of what is not the records: description, keys
_MOST = 1 << 50
_HEAD = re.compile(r"\d{1,15}-[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAYS, _WEEKS, _MONTHS = 7, 4, 12


def name(at: datetime) -> str:
    """Return the file name of an automatic backup."""
    return f"desk-{at:%Y%m%d-%H%M%S}{SUFFIX}"


def make(
    database: Database,
    *,
    folder: Path,
    target: Path,
    clock: Clock,
    stopped: Stopped | None = None,
    judge: Callable[[Path], object] | None = None,
) -> Backup:
    """Write a backup of the records in ``folder`` to ``target``, and check it before it counts.

    The counter may go on working meanwhile: the backup is the state at its beginning.
    ``stopped`` is asked now and then; saying True raises StoppedError and leaves
    nothing behind. A file called ``target`` is replaced only when the new one is whole, and
    ``judge``, which is given it under another name, raises nothing.
    """
    files.private_folder(target.parent)
    with files.replacing(target) as part, explained():
        with scratch.within(folder) as place:
            copy = place / FILE_NAME
            files.make_private(copy)
            database.copy_to(copy, stopped=stopped)
            _pack(part, copy, folder, _facts(database, copy, clock))
        _expect_packed(part)
        if judge is not None:
            judge(part)
    return look(target)


def look(path: Path) -> Backup:
    """Return what a backup file states of itself.

    Raises EnvironmentFailureError when it is none of ours, or cut off.
    """
    with _archive(path) as archive:
        return _described(path, _description(archive))


def verify(path: Path, key: bytes, *, folder: Path) -> Backup:
    """Unpack a backup for a while in a data folder, open it and read every page.

    Raises DamagedError when anything differs from what was written.
    """
    with scratch.within(folder) as place:
        backup = unpack(path, into=place)
        check(backup, key, folder=place)
    return backup


def unpack(path: Path, *, into: Path) -> Backup:
    """Unpack a backup into a folder, which can then be unlocked and opened like any other.

    Raises DamagedError when its bytes differ from those that were written.
    """
    backup = look(path)
    files.private_folder(into)
    with files.explained(), _archive(path) as archive:
        _expect_sizes(archive, backup, room=shutil.disk_usage(into).free)
        for member in (FILE_NAME, keys.FILE_NAME):
            files.make_private(into / member)
            with archive.open(member) as source, (into / member).open("wb") as target:
                shutil.copyfileobj(source, target, _PIECE)
        own_files.unpack(archive, _description(archive).get(_BESIDE, {}), into=into)
    if _sha256(into / FILE_NAME) != backup.sha256:
        raise DamagedError(_DAMAGED)
    return backup


def check(backup: Backup, key: bytes, *, folder: Path) -> None:
    """Read every page of unpacked records, and compare them with the description."""
    with Database.open(folder, key) as database:
        if database.damaged_pages():
            raise DamagedError(_DAMAGED)
        with database.reading() as session:
            filings = session.connection().execute(select(func.count()).select_from(FILING))
            found = (filings.scalar_one(), audit.head(session))
    if found != (backup.filings, backup.history):
        raise DamagedError(_DAMAGED)


def every(folder: Path) -> tuple[Backup, ...]:
    """Return the readable automatic backups in a folder, newest first."""
    found = []
    for path in folder.glob(f"desk-*{SUFFIX}"):
        with contextlib.suppress(EnvironmentFailureError):
            found.append(look(path))
    return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))


def newest(folder: Path) -> Backup | None:
    """Return the readable automatic backup in a folder that is newest by its name."""
    for path in sorted(folder.glob(f"desk-*{SUFFIX}"), reverse=True):
        with contextlib.suppress(EnvironmentFailureError):
            return look(path)
    return None


def is_of(path: Path, folder: Path) -> bool:
    """Tell whether a backup is of the records of a folder: several halls may share a stick."""
    try:
        with _archive(path) as archive:
            packed = keyfile.parse(archive.read(keys.FILE_NAME))
    except EnvironmentFailureError:
        return False
    return packed.id == keyfile.load(folder).id


def loss(database: Database, *, backup: Backup) -> Loss:
    """Return what would be missing after going back to a backup, as far as it can be read."""
    lost: list[FilingSummary] = []
    try:
        with database.reading() as session:
            for line in listing.newest(session):
                last = backup.last_registered_at
                if last is not None and line.registered_at <= last:
                    break
                lost.append(line)
    except DamagedError:
        return Loss(filings=tuple(lost), whole=False)
    return Loss(filings=tuple(lost), whole=True)


def rotate(folder: Path) -> tuple[Path, ...]:
    """Remove automatic backups that are not needed any more, and return which.

    Kept are the newest of each of the latest 7 days, 4 weeks and 12 months that have any; files
    with other names are never touched.
    """
    kept: set[Path] = set()
    backups = every(folder)
    for period, wanted in ((_day, _DAYS), (_week, _WEEKS), (_month, _MONTHS)):
        newest: dict[Any, Path] = {}
        for backup in backups:
            newest.setdefault(period(backup.made_at.date()), backup.path)
        kept.update(list(newest.values())[:wanted])
    gone = tuple(backup.path for backup in backups if backup.path not in kept)
    for path in gone:
        with files.explained():
            path.unlink()
    return gone


def _day(day: date) -> date:
    return day


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _facts(database: Database, copy: Path, clock: Clock) -> dict[str, Any]:
    """Describe the copy from itself: the records went on changing since it was taken."""
    with database.beside(copy) as taken, taken.reading() as session:
        if taken.damaged_pages():
            raise DamagedError(_SOURCE_DAMAGED)
        newest = select(FILING.c.number, FILING.c.registered_at).order_by(
            FILING.c.registered_at.desc(), FILING.c.id.desc()
        )
        last = session.connection().execute(newest.limit(1)).first()
        count = session.connection().execute(select(func.count()).select_from(FILING))
        facts = {
            "format": _FORMAT,
            "made_at": clock.now().isoformat(),
            "revision": schema.HEAD,
            "filings": count.scalar_one(),
            "last_number": last.number if last else None,
            "last_registered_at": last.registered_at.isoformat() if last else None,
            "history": audit.head(session),
        }
    return facts | {"size": copy.stat().st_size, "sha256": _sha256(copy)}


def _pack(target: Path, copy: Path, folder: Path, facts: dict[str, Any]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        taken, left_out = own_files.pack(archive, folder)
        told = facts | {_BESIDE: taken, "left_out": left_out}
        archive.writestr(_DESCRIPTION, json.dumps(told, ensure_ascii=False, indent=1))
        archive.writestr(keys.FILE_NAME, keys.content(folder))
        archive.write(copy, FILE_NAME)


def _expect_packed(path: Path) -> None:
    """Read everything back out of the archive: a bad stick is noticed now, not in need."""
    with _archive(path) as archive:
        facts = _description(archive)
        for name, sha256 in facts[_BESIDE].items():
            own_files.read(archive, name, sha256)
        digest = hashlib.sha256()
        with archive.open(FILE_NAME) as packed:
            while piece := packed.read(_PIECE):
                digest.update(piece)
    if digest.hexdigest() != facts["sha256"]:
        raise DamagedError("备份写到这个位置后读出来不一样。请换一个U盘或文件夹再备份。")


def _expect_sizes(archive: zipfile.ZipFile, backup: Backup, *, room: int) -> None:
    """Refuse, before anything is unpacked, what would be more than it says or than there is room.

    The records are stored as they are, so they cannot grow out of a small file.
    """
    records, held = archive.getinfo(FILE_NAME), archive.getinfo(keys.FILE_NAME)
    if records.compress_type != zipfile.ZIP_STORED or held.file_size > _LONGEST:
        raise DamagedError(_NOT_OURS)
    if records.file_size != backup.size:
        raise DamagedError(_DAMAGED)
    if records.file_size > room:
        raise EnvironmentFailureError(_NO_ROOM)


def _description(archive: zipfile.ZipFile) -> dict[str, Any]:
    info = archive.getinfo(_DESCRIPTION)
    if info.file_size > _LONGEST:
        raise DamagedError(_NOT_OURS)
    content = json.loads(archive.read(info))
    if not isinstance(content, dict) or not isinstance(content.get(_BESIDE, {}), dict):
        raise DamagedError(_NOT_OURS)
    return content


@contextlib.contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    if path.exists() and not path.is_file():  # a pipe or a device might never end
        raise DamagedError(_NOT_OURS)
    try:
        with files.explained(), zipfile.ZipFile(path) as archive:
            yield archive
    except _UNREADABLE as error:
        raise DamagedError(_NOT_OURS) from error


def _described(path: Path, content: dict[str, Any]) -> Backup:
    if content.pop("format") != _FORMAT:
        raise DamagedError(_NOT_OURS)
    last = content["last_registered_at"]
    read = {
        "made_at": datetime.fromisoformat(content["made_at"]),
        "last_registered_at": datetime.fromisoformat(last) if last else None,
        "beside": tuple(content.get(_BESIDE, ())),
        "left_out": tuple(content.get("left_out", ())),
    }
    backup = Backup(path=path, **(content | read))
    if not _is_sensible(backup):
        raise DamagedError(_NOT_OURS)
    return backup


def _is_sensible(backup: Backup) -> bool:
    """Tell whether each thing a description states is of its kind: anybody may have written it."""
    moments = (backup.made_at, backup.last_registered_at or backup.made_at)
    words = (backup.revision, backup.last_number or "", *backup.left_out)
    return (
        all(moment.tzinfo is not None for moment in moments)
        and all(
            type(count) is int and 0 <= count < _MOST for count in (backup.filings, backup.size)
        )
        and all(isinstance(word, str) and word.isprintable() for word in words)
        and _HEAD.fullmatch(backup.history) is not None
        and _SHA256.fullmatch(backup.sha256) is not None
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
