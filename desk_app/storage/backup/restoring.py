"""Put a backup in the place of the records: made ready beside them, moved in, each step durable."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk_app import files
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.records.backup import Backup
from desk_app.storage.backup import backups, own_files
from desk_app.storage.database.database import FILE_NAME, Database, Session
from desk_app.storage.folder import intentions
from desk_app.storage.folder.intentions import Deed, Intention
from desk_app.storage.history import audit
from desk_app.storage.keys import attempts, keys
from desk_app.storage.schema import seal

PREPARED = "restoring"

_READY = "ready"
_PREPARING = "preparing"
_GONE = (
    f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", f"{keys.FILE_NAME}.before", attempts.FILE_NAME,
    "setting-up",
)  # fmt: skip
_HALF = "恢复还没有做完，下次打开本程序时会接着做完；请不要动数据文件夹里的文件。"
_UNREADABLE = (
    "恢复后的数据和备份里的不一样，没有恢复成。原来的文件留在数据文件夹的 {} 里，请换一份备份再试。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A backup that lies unpacked beside the records, opened and read to its last page."""

    folder: Path
    backup: Backup
    unlocked: keys.Unlocked


@contextlib.contextmanager
def prepared(
    path: Path,
    *,
    folder: Path,
    passphrase: str,
    clock: Clock,
    staff_no: str | None = None,
    role: Role | None = None,
) -> Iterator[Prepared]:
    """Unpack a backup into a folder beside the records, and remove it when it was not used.

    ``passphrase`` is one of the day the backup was made, of somebody in ``role`` where one is
    given. From here on the records that are there do not count any more, unless it ends in an
    error. Raises RefusedError for the passphrase or the role, DamagedError for the backup.
    """
    place = folder / PREPARED
    intentions.clear(place)
    intentions.declare(folder, Intention(deed=Deed.RESTORE, stage=_PREPARING))
    try:
        backup = backups.unpack(path, into=place)
        unlocked = keys.unlock(place, passphrase=passphrase, clock=clock, staff_no=staff_no)
        _expect_role(unlocked, role)
        backups.check(backup, unlocked.key, folder=place)
        intentions.declare(folder, Intention(deed=Deed.RESTORE, stage=_PREPARING, leaving=True))
        yield Prepared(folder=place, backup=backup, unlocked=unlocked)
    except BaseException:
        with contextlib.suppress(EnvironmentFailureError):  # the first error is told
            left = under_way(folder)
            if left is not None and not is_ready(left):
                take_back(folder)
        raise


def move_in(
    folder: Path,
    found: Prepared,
    *,
    passphrase: str,
    clock: Clock,
    settle: Callable[[Session], None],
) -> Path | None:
    """Put what was made ready in the place of the records, and open it there.

    ``settle`` writes into it before. Blanks and fonts that the backup has not stay: nothing is
    printed wrong for having more of them. Returns where the replaced files are, if any are.
    Raises EnvironmentFailureError where what was put in place is not what was made ready.
    """
    with Database.open(found.folder, found.unlocked.key) as database:
        with database.writing() as session:
            settle(session)
        database.seal_anew()
        head = _head(database)
    for leftover in (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"):
        (found.folder / leftover).unlink(missing_ok=True)
    with files.explained():
        files.sync_all(found.folder)
    facts = {"kept": _free(folder, f"replaced-{clock.now():%Y%m%d-%H%M%S}")}
    intention = Intention(deed=Deed.RESTORE, stage=_READY, leaving=True, facts=facts)
    intentions.declare(folder, intention)
    try:
        kept = finish(folder, intention)
    except EnvironmentFailureError as error:
        raise EnvironmentFailureError(error.message + _HALF) from error
    staff_no = found.unlocked.staff_no
    opened = keys.unlock(folder, passphrase=passphrase, clock=clock, staff_no=staff_no)
    with Database.open(folder, opened.key) as database:
        if _head(database) != head:
            raise EnvironmentFailureError(_UNREADABLE.format(facts["kept"]))
    return kept


def is_ready(intention: Intention) -> bool:
    """Tell whether a restoring that was cut off can be ended; else it is taken back."""
    return intention.stage == _READY


def under_way(folder: Path) -> Intention | None:
    """Return how far a restoring is, one of an older version of the program too."""
    found = intentions.read(folder)
    mark = folder / PREPARED / _READY
    if found is None and mark.is_file():
        with files.explained():
            begun = datetime.fromisoformat(mark.read_text())
        facts = {"kept": f"replaced-{begun:%Y%m%d-%H%M%S}"}
        return Intention(deed=Deed.RESTORE, stage=_READY, leaving=True, facts=facts)
    return found if found is not None and found.deed is Deed.RESTORE else None


def take_back(folder: Path) -> None:
    """Remove what was made ready; the records were not touched."""
    intentions.clear(folder / PREPARED)
    intentions.forget(folder)


def finish(folder: Path, intention: Intention) -> Path | None:
    """Move in what was made ready, however far that had come; return where the old files are."""
    place, kept = folder / PREPARED, folder / intention.facts["kept"]
    names = (FILE_NAME, seal.FILE_NAME, keys.FILE_NAME, *own_files.names(place))
    files.private_folder(kept)
    # Only as long as the new file is not in place can what lies beside it be of the old one.
    gone = _GONE if (place / FILE_NAME).exists() else ()
    intentions.put_in_place(folder, prepared=place, kept=kept, names=(*names,), gone=gone)
    intentions.clear(place)
    intentions.forget(folder)
    with contextlib.suppress(OSError):  # nothing was replaced; otherwise it is not empty and stays
        kept.rmdir()
    return kept if kept.exists() else None


def _expect_role(unlocked: keys.Unlocked, role: Role | None) -> None:
    if role not in {None, unlocked.role}:
        raise RefusedError("恢复备份需要主管办理，请用备份那天一位主管的口令。")


def _free(folder: Path, name: str) -> str:
    """Return the name, or one like it that nothing has yet."""
    taken = {path.name for path in folder.glob(f"{name}*")}
    return next(one for one in (name, *(f"{name}-{n}" for n in range(2, 99))) if one not in taken)


def _head(database: Database) -> str:
    with database.reading() as session:
        return audit.head(session)
