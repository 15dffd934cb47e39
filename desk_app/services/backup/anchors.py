"""Compare the history with what was said of it elsewhere: in backups, on day-end papers.

Who holds the key can write a whole history anew such that it fits itself. It does not fit then
what was copied away before, so every head that can be found is looked up in the history.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk_app.errors import RefusedError
from desk_app.records.audit import Verb
from desk_app.records.backup import Backup
from desk_app.records.inspection import Fault
from desk_app.storage.backup import backups
from desk_app.storage.database.database import Database, Session
from desk_app.storage.filings import listing
from desk_app.storage.history import audit

AREA = "操作记录与备份、日结单的核对"

_ALL = listing.Criteria()
_HEAD = re.compile(r"(\d{1,15})-([0-9a-f]{16,64})")
_REMEDY = (
    "数据文件可能被换成了旧的一份，或操作记录被整个重写过。"
    "请停止登记并报告主管，保留数据文件夹和这份凭据，查明以前不要恢复、不要删除任何文件。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """What the history was compared with, and where it differs."""

    backups: int
    papers: int
    faults: tuple[Fault, ...]


def expect_heads(typed: Iterable[str]) -> tuple[str, ...]:
    """Return heads as they were typed from papers; raise RefusedError for what is none."""
    heads = tuple(one.strip().lower().replace(" ", "") for one in typed)
    for one in heads:
        if not _HEAD.fullmatch(one):
            raise RefusedError(
                "校验值应写成“条数-校验值”，例如 412-9f2c5a07b1e4d833，"
                "照日结单上的审计记录条数和审计校验值的前 16 位或全部填写。"
            )
    return heads


def compare(
    database: Database, *, folder: Path, found: Iterable[Backup], typed: Iterable[str] = ()
) -> Anchors:
    """Look up in the history what backups of this folder and typed heads say of it.

    Backups of other halls on the same stick are left out. One that was made after the state to
    which the records were put back on purpose does not count as a difference.
    """
    papers = expect_heads(typed)
    with database.reading() as session:
        put_back = tuple(_put_back(session))
        own = [one for one in found if backups.is_of(one.path, folder)]
        faults = [
            _fault(f"{one.made_at:%Y-%m-%d %H:%M} 的备份（{one.path}，校验值 {one.history}）")
            for one in own
            if not _holds(session, one.history) and not _explained(one, put_back)
        ]
        faults += [_fault(f"日结单上的校验值 {one}") for one in papers if not _holds(session, one)]
    return Anchors(backups=len(own), papers=len(papers), faults=tuple(faults))


def unknown_here(
    database: Database, *, folder: Path, newest: Iterable[Backup]
) -> tuple[Backup, int] | None:
    """Return the backup that is furthest ahead of the records, and how many filings more it has.

    ``newest`` are the newest of the places where there are any. None where the records know them
    all, were put back on purpose, or have come further: whose history went another way is told
    by ``compare``.
    """
    own = [one for one in newest if backups.is_of(one.path, folder)]
    with database.reading() as session:
        here = int(audit.head(session).partition("-")[0])
        ahead = [one for one in own if seq(one.history) > here]
        if not ahead or any(_explained(one, tuple(_put_back(session))) for one in ahead):
            return None
        furthest = max(ahead, key=lambda one: seq(one.history))
        return furthest, max(0, furthest.filings - listing.count(session, criteria=_ALL))


def seq(head: str) -> int:
    """Return how many entries a head of the history stands for."""
    return int(head.partition("-")[0] or 0)


def _fault(what: str) -> Fault:
    return Fault(area=AREA, finding=f"现有操作记录里没有{what}所记的那一条。", remedy=_REMEDY)


def _holds(session: Session, head: str) -> bool:
    found = _HEAD.fullmatch(head)
    if found is None:
        return False
    if int(found[1]) == 0:
        return True
    entry = next(audit.since(session, seq=int(found[1])), None)
    return entry is not None and entry.seq == int(found[1]) and entry.hash.startswith(found[2])


def _put_back(session: Session) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when to when entries were given up: by restoring, or as missing and accepted."""
    first: dict[str, datetime] = {}
    for entry in audit.of_kind(session, kind="hall:"):
        if entry.verb is Verb.RESTORE:
            yield datetime.fromisoformat(entry.detail["made_at"]), entry.at
        elif entry.verb is Verb.GAP_FOUND:
            first.setdefault(entry.detail["sealed"], _last_before(session, entry.detail["found"]))
        elif entry.verb is Verb.GAP_ACCEPTED:
            yield first.get(entry.detail["sealed"], entry.at), entry.at


def _last_before(session: Session, head: str) -> datetime:
    """Return when the last entry was written that was there when others were found missing."""
    return next(audit.since(session, seq=int(head.partition("-")[0]))).at


def _explained(one: Backup, put_back: tuple[tuple[datetime, datetime], ...]) -> bool:
    return any(begun <= one.made_at <= ended for begun, ended in put_back)
