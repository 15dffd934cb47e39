"""Put a backup in the place of the records, in one step that can be cut off anywhere."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk_app import files
from desk_app.clock import Clock
from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.records.backup import Backup
from desk_app.storage import attempts, backups, beside, keys
from desk_app.storage.database import FILE_NAME

_PREPARED = "restoring"
_READY = "ready"
_MOVED = (FILE_NAME, FILE_NAME + "-wal", FILE_NAME + "-shm", keys.FILE_NAME, attempts.FILE_NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put in place, who opened it, and where the files it replaced are kept."""

    backup: Backup
    unlocked: keys.Unlocked
    replaced: Path | None


def restore(
    path: Path,
    *,
    folder: Path,
    passphrase: str,
    clock: Clock,
    staff_no: str | None = None,
    role: Role | None = None,
) -> Restored:
    """Put a backup in the place of the records in ``folder``, keeping what it replaces.

    ``passphrase`` is one of the day the backup was made, of somebody in ``role`` where one is
    given. Nothing is touched before the backup
    was unpacked, opened and read to the last page. No window may have the records open. Blanks and
    fonts that the backup has not stay: nothing is printed wrong for having more of them.
    Raises RefusedError for the passphrase or the role, DamagedError for the backup.
    """
    prepared = folder / _PREPARED
    with files.explained():
        if prepared.exists():
            shutil.rmtree(prepared)
    try:
        backup = backups.unpack(path, into=prepared)
        unlocked = keys.unlock(prepared, passphrase=passphrase, clock=clock, staff_no=staff_no)
        _expect_role(unlocked, role)
        backups.check(backup, unlocked.key, folder=prepared)
    except BaseException:
        shutil.rmtree(prepared, ignore_errors=True)
        raise
    for leftover in (FILE_NAME + "-wal", FILE_NAME + "-shm"):
        (prepared / leftover).unlink(missing_ok=True)
    files.write_whole(prepared / _READY, clock.now().isoformat().encode())
    return Restored(backup=backup, unlocked=unlocked, replaced=finish(folder))


def _expect_role(unlocked: keys.Unlocked, role: Role | None) -> None:
    if role not in {None, unlocked.role}:
        raise RefusedError("恢复备份需要主管办理，请用备份那天一位主管的口令。")


def under_way(folder: Path) -> bool:
    """Tell whether a restoring was begun and not completed."""
    return (folder / _PREPARED / _READY).is_file()


def finish(folder: Path) -> Path | None:
    """Complete a restoring that was cut off; return where the replaced files are, if any are.

    Call it before the folder is unlocked. Does nothing where no restoring is under way.
    """
    prepared = folder / _PREPARED
    if not under_way(folder):
        return None
    with files.explained():
        begun = datetime.fromisoformat((prepared / _READY).read_text())
        replaced = folder / f"replaced-{begun:%Y%m%d-%H%M%S}"
        replaced.mkdir(mode=0o700, exist_ok=True)
        for name in _MOVED:
            _move_in(name, folder, replaced, keep=name in {FILE_NAME, keys.FILE_NAME})
        for name in tuple(beside.names(prepared)):
            _move_in(name, folder, replaced, keep=True)
        shutil.rmtree(prepared)
    return replaced if any(replaced.iterdir()) else None


def _move_in(name: str, folder: Path, replaced: Path, *, keep: bool) -> None:
    """Put one file of the backup in its place; ``keep`` leaves an old one that none replaces.

    What is still in "prepared" was not yet moved in, so what lies in the folder is old.
    """
    old, new = folder / name, folder / _PREPARED / name
    if old.exists() and (new.exists() or not keep):
        (replaced / name).parent.mkdir(mode=0o700, exist_ok=True)
        old.replace(replaced / name)
    if new.exists():
        old.parent.mkdir(mode=0o700, exist_ok=True)
        new.replace(old)
