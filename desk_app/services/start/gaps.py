"""What is missing at the end of the records: say it, name the way out, go on when accepted."""

from pathlib import Path

from desk_app.clock import Clock
from desk_app.errors import StateConflictError
from desk_app.records.audit import Verb
from desk_app.records.backup import Backup
from desk_app.records.gap import Gap, GapKind
from desk_app.records.hall import Seat
from desk_app.services.backup import anchors, backing_up
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Database, Session
from desk_app.storage.filings import filings, numbers
from desk_app.storage.history import audit


def look(database: Database, folder: Path) -> None:
    """Have the records fall short also of the newest backup, in the folder and in the second one.

    Only their descriptions are read. Does nothing for records on a server.
    """
    if database.path is None or database.gap is not None:
        return
    newest = backing_up.newest_kept(folder=folder)
    found = anchors.unknown_here(database, folder=folder, newest=newest)
    if found is None:
        return
    backup, many = found
    with database.reading() as session:
        head = audit.head(session)
        last = backup.last_number
        known = last is None or filings.by_number(session, number=last) is not None
    database.gap = Gap(
        kind=GapKind.MISSING,
        sealed=backup.history,
        found=head,
        entries=anchors.seq(backup.history) - anchors.seq(head),
        filings=many,
        numbers=() if known or last is None else (last,),
    )


def warning(*, desk: Desk) -> str | None:
    """Return what was missing when the records were opened, with every way out; None if nothing."""
    gap = desk.database.gap
    if gap is None:
        return None
    return gap.message + (_way_out(desk, gap) if gap.blocks else "")


def remark(*, desk: Desk) -> str | None:
    """Return a sentence where the log of the records was hurt and set aside; None if not."""
    aside = desk.database.log_aside
    if aside is None or desk.database.gap is not None:
        return aside
    return f"{aside}没有发现缺少备案，可以照常登记；请告诉主管，检查磁盘。"


def blocks(*, desk: Desk) -> bool:
    """Tell whether nobody may register until a supervisor has accepted what is missing."""
    return desk.database.gap is not None and desk.database.gap.blocks


def accept(*, desk: Desk) -> None:
    """Go on with the records as they are: what is missing is noted, its numbers are never given.

    Raises RefusedError without a supervisor, StateConflictError where nothing is missing.
    """
    require_supervisor(desk, "确认缺少的记录")
    gap = desk.database.gap
    if gap is None or not gap.blocks:
        raise StateConflictError("没有发现缺少记录，不用确认。")
    with desk.database.writing() as session:
        numbers.skip_named(session, names=gap.numbers, seat=desk.seat, clock=desk.clock)
        note(session, seat=desk.seat, gap=gap, verb=Verb.GAP_ACCEPTED, clock=desk.clock)
    desk.database.seal_anew()


def note(session: Session, *, seat: Seat, gap: Gap, verb: Verb, clock: Clock) -> None:
    """Note in the history what is missing."""
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=verb,
        subject=f"hall:{seat.hall.code}",
        detail={
            "kind": gap.kind.value,
            "sealed": gap.sealed,
            "found": gap.found,
            "entries": gap.entries,
            "filings": gap.filings,
            "numbers": list(gap.numbers),
        },
    )


def _way_out(desk: Desk, gap: Gap) -> str:
    there = backing_up.kept(folder=desk.folder)
    best = max(there, key=lambda one: anchors.seq(one.history), default=None)
    if best is None or anchors.seq(best.history) <= anchors.seq(gap.found):
        return (
            "没有找到含有它们的备份：请主管拿纸质表核对缺的是哪几件，确认后继续登记并照表补录"
            "（主管登录时确认，或用 desk-app verify --accept-missing）。"
        )
    made = f"{best.made_at:%Y-%m-%d %H:%M} 的备份（{best.path}，{best.filings} 件）"
    return (
        f"缺少的在{made}{_much(best, gap)}，请主管先用它恢复；"
        "用不了的，主管确认后可继续登记并照纸质表补录。"
    )


def _much(best: Backup, gap: Gap) -> str:
    if not gap.sealed:
        return "里至少有一部分"
    whole = best.history == gap.sealed or anchors.seq(best.history) > anchors.seq(gap.sealed)
    return "里都有" if whole else "里有其中一部分"
