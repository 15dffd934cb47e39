"""Go back to a backup in one step, knowing beforehand what would be missing."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desk_app.clock import Clock
from desk_app.errors import DeskError, EnvironmentFailureError
from desk_app.policy.vocabulary import Role
from desk_app.records.audit import AuditRecord, Verb
from desk_app.records.backup import Backup
from desk_app.records.hall import Seat
from desk_app.services.desk import counter_number
from desk_app.services.desk.open_desk import Desk
from desk_app.services.server import places
from desk_app.storage.backup import backups, restoring
from desk_app.storage.database.database import Database, Session
from desk_app.storage.filings import drafts, numbers
from desk_app.storage.folder import intentions
from desk_app.storage.folder.intentions import Deed, Intention
from desk_app.storage.folder.lock import FolderLock
from desk_app.storage.history import audit
from desk_app.storage.people import clerks, halls

NUMBER_OF_THEN = (
    "本机照备份用 {} 号窗口。做备份的电脑若还在办理，请给其中一台改窗口号，不然两台的编号会相同。"
)
_NEW = frozenset({Verb.REGISTER, Verb.IMPORT})
_CHANGED = frozenset({Verb.ACCEPT, Verb.SUPERSEDE, Verb.CANCEL, Verb.AMEND, Verb.MARK_ENTERED})
_ROUTINE = frozenset(
    {
        Verb.SIGN_IN, Verb.SIGN_OUT, Verb.BACK_UP, Verb.VERIFY, Verb.REFUSE, Verb.UPGRADE,
        Verb.NUMBERS, Verb.GAP_FOUND,
    }
)  # fmt: skip


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


def fuller(found: Iterable[Backup]) -> str:
    """Return a sentence where a backup has more filings than the newest; empty where none has.

    ``found`` are the backups that there are, newest first.
    """
    there = tuple(found)
    most = max(there, key=lambda one: one.filings, default=None)
    if most is None or most.filings <= there[0].filings:
        return ""
    return (
        f"请注意：{most.made_at:%Y-%m-%d %H:%M} 的备份（{most.path}）有 {most.filings} 件，"
        f"比最近的这份多 {most.filings - there[0].filings} 件，可能是后来清除了期满的，"
        "也可能是后来丢了：请主管先查明，再决定恢复哪一份。"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put in place, where the files it replaced are kept, and what they have more.

    ``lost`` is None where the files that were replaced could not be read; ``counter`` is the
    number this computer has from the backup now, None where it had one already.
    """

    backup: Backup
    replaced: Path | None
    lost: Loss | None
    counter: int | None


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

    ``passphrase`` is a supervisor's of the day the backup was made. Numbers given since are never
    given again: what is lost is looked up in the records themselves, after nobody can write to
    them any more; ``lost`` is what was known before, for where they cannot be read with the key
    of the backup. ``window`` is the folder's lock where the caller holds it; otherwise no window
    may be open. Close every desk of this folder before.
    Raises RefusedError for passphrase or role, EnvironmentFailureError for a damaged backup.
    """
    if not path.is_file():
        raise EnvironmentFailureError("找不到这个备份文件。请核对文件名，确认磁盘或U盘已接好。")
    places.expect_local(folder, "恢复备份")
    held = window or FolderLock(folder)
    try:
        with (
            intentions.alone(folder, Deed.RESTORE),
            restoring.prepared(
                path,
                folder=folder,
                passphrase=passphrase,
                clock=clock,
                staff_no=staff_no,
                role=Role.SUPERVISOR,
            ) as found,
        ):
            gone = _lost(folder, found) or lost
            kept = restoring.move_in(
                folder,
                found,
                passphrase=passphrase,
                clock=clock,
                settle=partial(_settle, found=found, lost=gone, clock=clock),
            )
            counter = _take_number(folder, found)
    finally:
        if window is None:
            held.release()
    return Restored(backup=found.backup, replaced=kept, lost=gone, counter=counter)


def _take_number(folder: Path, found: restoring.Prepared) -> int | None:
    """Keep the number of the counter that made a backup where none is kept; return it."""
    if counter_number.read(folder) is not None:
        return None
    with suppress(DeskError):  # it is restored; whoever signs in first finds the number as well
        with Database.examine(folder, found.unlocked.key) as restored:
            number = counter_number.of_history(restored)
        counter_number.keep(folder, number or counter_number.USUAL)
    return counter_number.read(folder)


def under_way(*, folder: Path) -> Intention | None:
    """Return how far a restoring is that was begun in the folder, if one was."""
    return restoring.under_way(folder)


def end(*, folder: Path, intention: Intention) -> str:
    """End a restoring that was cut off, or take it back; return the sentence that says which."""
    if not restoring.is_ready(intention):
        restoring.take_back(folder)
        return "上次恢复备份中途断了，没有恢复；原来的数据没有改动，照旧使用。"
    kept = restoring.finish(folder, intention)
    where = f"原来的文件留在 {kept}。" if kept else ""
    return f"上次恢复备份中途断了，刚才已接着做完：现在用的是备份里的数据。{where}"


def _lost(folder: Path, found: restoring.Prepared) -> Loss | None:
    """Return what the records have more than the backup; None where its key does not open them."""
    try:
        with Database.examine(folder, found.unlocked.key) as present:
            return loss_of(present, backup=found.backup)
    except DeskError:
        return None


def _sorted_out(entries: Iterable[AuditRecord], *, drafts: int) -> Loss:
    new: dict[str, None] = {}
    changed: dict[str, None] = {}
    others: Counter[str] = Counter()
    for entry in entries:
        if entry.verb in _NEW:
            if numbers.is_one(entry.subject):
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


def _settle(
    session: Session, *, found: restoring.Prepared, lost: Loss | None, clock: Clock
) -> None:
    """Note the restoring in the history, and keep the numbers that are on papers already."""
    clerk = clerks.by_staff_no(session, staff_no=found.unlocked.staff_no)
    if clerk is None:
        raise EnvironmentFailureError("备份里没有这个工号的人员记录。请换一份备份。")
    own = min(halls.every(session), key=lambda hall: hall.id)
    spent = lost.registered if lost else ()
    seat = Seat(hall=own, counter=0, clerk=clerk)
    numbers.skip_named(session, names=spent, seat=seat, clock=clock)
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=Verb.RESTORE,
        subject=f"hall:{own.code}",
        detail={
            "made_at": found.backup.made_at,
            "history": found.backup.history,
            "missing": list(spent),
        },
    )
