"""The number of this computer's counter: kept beside the records, and one computer's alone.

It stands in every record number, so two computers with one number would give the same numbers
out. On a hall's server it is known which computer works under which, and the second one is let in
only under another number, or after a supervisor said that the first is gone; elsewhere it shows
when the records of one are brought into the other.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.files import write_whole
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Database, Session
from desk_app.storage.history import audit
from desk_app.storage.people import settings
from desk_app.storage.schema import meta

FILE = "counter.json"
USUAL = 1
LAST = 99
LAPSES = timedelta(days=60)
"""After so long a computer that was not seen any more has no claim to its number."""
_SETTING = "counter_number"


class CounterTakenError(RefusedError):
    """Another computer works under the number on the hall's server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumber:
    """What is kept beside the records: the number, and a mark that only this computer has."""

    number: int
    computer: str


def judge(number: int) -> None:
    """Raise RefusedError for a number that no counter can have."""
    if not USUAL <= number <= LAST:
        raise RefusedError(f"窗口号应在 {USUAL} 到 {LAST} 之间。")


def read(folder: Path) -> int | None:
    """Return the number kept for a data folder, or None where it is still the usual one."""
    kept = _read(folder)
    return kept.number if kept else None


def keep(folder: Path, number: int) -> None:
    """Keep the number for every later start; nothing happens where it is kept already.

    Raises RefusedError for a number no counter can have, EnvironmentFailureError where it cannot
    be kept.
    """
    judge(number)
    kept = _read(folder)
    if kept is not None and kept.number == number:
        return
    computer = kept.computer if kept else secrets.token_hex(8)
    content = json.dumps({"number": number, "computer": computer})
    write_whole(folder / FILE, content.encode("utf-8"))


def change(*, desk: Desk, number: int, take: bool = False) -> None:
    """Give this computer another number from the next signing in on, and note it.

    ``take`` takes it from a computer that has it on the hall's server. Raises CounterTakenError
    for a number that is taken, RefusedError to anybody but a supervisor.
    """
    require_supervisor(desk, "改窗口号")
    judge(number)
    before, computer = read(desk.folder) or desk.counter, _mark(desk.folder, desk.counter)
    with desk.database.writing() as session:
        if desk.database.path is None:
            claim(session, desk.folder, number=number, clock=desk.clock, take=take)
        value = {"computer": computer, "from": before, "to": number}
        settings.put(session, seat=desk.seat, name=_SETTING, value=value, clock=desk.clock)
    keep(desk.folder, number)


def claim(session: Session, folder: Path, *, number: int, clock: Clock, take: bool = False) -> None:
    """Note on the hall's server that this computer works under a number.

    Raises CounterTakenError where another one does; ``take`` takes it from that one.
    """
    seen = _seen_elsewhere(session, folder, number=number, clock=clock)
    if seen is not None and not take:
        raise CounterTakenError(
            f"{number} 号窗口由另一台电脑使用（最近 {seen:%Y-%m-%d %H:%M}），"
            "两台同号会发出分不清的编号，这次没有做。"
            "请换一个窗口号：在登录页改，或 desk-app counter 新号；"
            f"那台电脑已不用的，请主管执行 desk-app counter {number} --take。"
        )
    mine = _mark(folder, number)
    left = {who: one for who, one in _claims(session).items()
            if one["number"] != number and who != mine}  # fmt: skip
    left[mine] = {"number": number, "seen": clock.now().isoformat()}
    meta.put_where_allowed(session, name=meta.COUNTERS, value=left)


def doubt(*, desk: Desk) -> str | None:
    """Say that another computer works under this number on the hall's server, or nothing.

    No two sign in under one number; but a supervisor may have given it away meanwhile.
    """
    if desk.database.path is not None:
        return None
    with desk.database.reading() as session:
        seen = _seen_elsewhere(session, desk.folder, number=desk.counter, clock=desk.clock)
    if seen is None:
        return None
    return (
        f"另一台电脑也在用 {desk.counter} 号窗口（最近 {seen:%Y-%m-%d %H:%M}），"
        "编号分不出是哪台办的。"
        "请在其中一台改窗口号：登录页的窗口号，或主管执行 desk-app counter 新号。"
    )


def _seen_elsewhere(
    session: Session, folder: Path, *, number: int, clock: Clock
) -> datetime | None:
    """Return when another computer was seen lately under a number."""
    mine = _mark(folder, number)
    seen = [
        datetime.fromisoformat(one["seen"])
        for computer, one in _claims(session).items()
        if one["number"] == number and computer != mine
    ]
    return max((one for one in seen if clock.now() - one < LAPSES), default=None)


def _claims(session: Session) -> dict[str, Any]:
    return dict(meta.get(session, name=meta.COUNTERS) or {})


def _mark(folder: Path, number: int) -> str:
    """Return the mark of this computer, making one where there is none."""
    if _read(folder) is None:
        keep(folder, number)
    kept = _read(folder)
    return kept.computer if kept else ""


def expected(folder: Path, database: Database) -> int:
    """Return the number to sign in with where none is given.

    Where none is kept beside the records, or it cannot be read, it is the one they were last
    worked under: they may have come here from another place, as a backup. Raises
    EnvironmentFailureError where one was kept and nothing says which: another might be given.
    """
    number = read(folder) or of_history(database)
    if number is None and is_damaged(folder):
        raise EnvironmentFailureError(
            f"记着窗口号的文件 {FILE} 损坏。请照本机以前的编号，用 --counter 写明窗口号登录一次。"
        )
    return number or USUAL


def of_history(database: Database) -> int | None:
    """Return the number the records were last worked under; None on a server, where all were."""
    if database.path is None:
        return None
    with database.reading() as session:
        entries = audit.latest(session)
    return next((entry.counter for entry in entries if entry.counter), None)


def is_damaged(folder: Path) -> bool:
    """Tell whether a number was kept that cannot be read any more."""
    return (folder / FILE).exists() and _read(folder) is None


def _read(folder: Path) -> OwnNumber | None:
    try:
        content = json.loads((folder / FILE).read_bytes())
        found = OwnNumber(number=int(content["number"]), computer=str(content["computer"]))
        judge(found.number)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, RefusedError):
        return None
    return found
