"""Go back to a backup in one step, knowing beforehand what would be missing."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError
from desk_app.policy.vocabulary import Role
from desk_app.records.audit import AuditRecord, Verb
from desk_app.records.backup import Backup
from desk_app.records.hall import Seat
from desk_app.services import places
from desk_app.services.desk import Desk
from desk_app.storage import audit, backups, clerks, drafts, halls, numbers, restoring
from desk_app.storage.database import Database, Session
from desk_app.storage.lock import FolderLock

_BUSY = "正在恢复备份。请等它做完，再打开本程序。"
_LOCK = "restoring.lock"
_NUMBER = re.compile(r"(.+)-(\d{2})-(\d{8})-(\d{4,})")
_NEW = frozenset({Verb.REGISTER, Verb.IMPORT})
_CHANGED = frozenset({Verb.ACCEPT, Verb.SUPERSEDE, Verb.CANCEL, Verb.AMEND, Verb.MARK_ENTERED})
_ROUTINE = frozenset({Verb.SIGN_IN, Verb.SIGN_OUT, Verb.BACK_UP, Verb.VERIFY, Verb.REFUSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What the records have and a backup has not: record numbers, and how much else was done.

    ``related`` is False for a backup of other records, or of a history that went another way;
    the rest is empty then.
    """

    related: bool
    registered: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    others: tuple[tuple[str, int], ...] = ()  # what was done, in words, and how often
    drafts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put in place, and where the files it replaced are kept."""

    backup: Backup
    replaced: Path | None


def look(*, path: Path) -> Backup:
    """Return what a backup states of itself; raise EnvironmentFailureError when it is none."""
    return backups.look(path)


def loss(*, desk: Desk, backup: Backup) -> Loss:
    """Return exactly what going back to a backup would lose, from the history since."""
    return loss_of(desk.database, backup=backup)


def loss_of(database: Database, *, backup: Backup) -> Loss:
    """Return the same for records that nobody signed in to."""
    seq, _, digest = backup.history.partition("-")
    with database.reading() as session:
        entries = audit.since(session, seq=int(seq))
        own = next(entries, None)
        if own is None or own.seq != int(seq) or not own.hash.startswith(digest):
            return Loss(related=False)
        open_drafts = [one for one in drafts.every(session) if one.updated_at > backup.made_at]
        return _sorted_out(entries, drafts=len(open_drafts))


def restore(
    *,
    path: Path,
    folder: Path,
    passphrase: str,
    clock: Clock,
    staff_no: str | None = None,
    lost: Loss | None = None,
    window: FolderLock | None = None,
) -> Restored:
    """Put a backup in the place of the records, keeping what it replaces beside it.

    ``passphrase`` is a supervisor's of the day the backup was made. With ``lost``, numbers given
    since are never given again. ``window`` is the folder's lock where the caller holds it;
    otherwise no window may be open. Close every desk of this folder before.
    Raises RefusedError for passphrase or role, EnvironmentFailureError for a damaged backup.
    """
    if not path.is_file():
        raise EnvironmentFailureError("找不到这个备份文件。请核对文件名，确认磁盘或U盘已接好。")
    places.expect_local(folder, "恢复备份")
    held = window or FolderLock(folder)
    try:
        with FolderLock(folder, name=_LOCK, held=_BUSY):
            done = restoring.restore(
                path,
                folder=folder,
                passphrase=passphrase,
                clock=clock,
                staff_no=staff_no,
                role=Role.SUPERVISOR,
            )
        with Database.open(folder, done.unlocked.key) as database, database.writing() as session:
            _settle(session, done, lost, clock)
    finally:
        if window is None:
            held.release()
    return Restored(backup=done.backup, replaced=done.replaced)


def complete(*, folder: Path) -> None:
    """Complete a restoring that was cut off; do nothing where none was."""
    if restoring.under_way(folder):
        with FolderLock(folder, name=_LOCK, held=_BUSY):
            restoring.finish(folder)


def _sorted_out(entries: Iterable[AuditRecord], *, drafts: int) -> Loss:
    new: dict[str, None] = {}
    changed: dict[str, None] = {}
    others: Counter[str] = Counter()
    for entry in entries:
        if entry.verb in _NEW:
            if _NUMBER.fullmatch(entry.subject):
                new[entry.subject] = None
        elif entry.verb in _CHANGED:
            changed[entry.subject] = None
        elif entry.verb not in _ROUTINE:
            others[entry.verb.label] += 1
    return Loss(
        related=True,
        registered=tuple(new),
        changed=tuple(number for number in changed if number not in new),
        others=tuple(others.items()),
        drafts=drafts,
    )


def _settle(session: Session, done: restoring.Restored, lost: Loss | None, clock: Clock) -> None:
    """Note the restoring in the history, and keep the numbers that are on papers already."""
    clerk = clerks.by_staff_no(session, staff_no=done.unlocked.staff_no)
    if clerk is None:
        raise EnvironmentFailureError("备份里没有这个工号的人员记录。请换一份备份。")
    own = min(halls.every(session), key=lambda hall: hall.id)
    spent = lost.registered if lost else ()
    for found in filter(None, map(_NUMBER.fullmatch, spent)):
        hall = halls.by_code(session, code=found[1])
        if hall is not None:
            day = datetime.strptime(found[3], "%Y%m%d").date()  # noqa: DTZ007 - a day, no instant
            numbers.skip(session, hall=hall, counter=int(found[2]), day=day, serial=int(found[4]))
    audit.append(
        session,
        at=clock.now(),
        seat=Seat(hall=own, counter=0, clerk=clerk),
        verb=Verb.RESTORE,
        subject=f"hall:{own.code}",
        detail={
            "made_at": done.backup.made_at,
            "history": done.backup.history,
            "missing": list(spent),
        },
    )
