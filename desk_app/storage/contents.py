"""Compare what the rows say with what the history last said of them, both ways.

Filings are gone through once, each with its person and its papers.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel
from sqlmodel import select as rows_of

from desk_app.clock import CHINA
from desk_app.records.audit import Verb
from desk_app.records.inspection import Area
from desk_app.storage import audit, states
from desk_app.storage.states import FILING_STATE, JOB_STATE, PERSON_STATE, State
from desk_app.storage.tables import AUDIT, FILING, PERSON, PRINT_JOB, Clerk, Hall, Setting

Finding = tuple[Area, str]

_BATCH = 500
_SAID = re.compile(r'"(state|person|row|\d+)":"(#[0-9a-f]+)"')
_PAPER = "paper:"
_WIDTH = len(PERSON_STATE.names)


@dataclass(slots=True)
class _Told:
    """What the history last said of a subject, and of its papers."""

    filed: str | None = None
    holder: str | None = None
    held_since: int = 0  # seq at which ``holder`` was said
    row: str | None = None
    papers: dict[int, str] = field(default_factory=dict)


def filings(session: Session) -> Iterator[Finding]:
    """Yield what is wrong with filings, the people they are of, and their papers."""
    query = (
        select(FILING.c.id, FILING.c.number, PERSON.c.id_rev, PERSON.c.phone_rev)
        .add_columns(FILING.c.number_rev, *PERSON_STATE.raw, *FILING_STATE.raw)
        .select_from(FILING.join(PERSON, PERSON.c.id == FILING.c.person_id))
        .order_by(FILING.c.id)
    )
    rows = session.connection().execute(query, execution_options={"yield_per": _BATCH})
    for batch in iter(lambda: list(islice(rows, _BATCH)), []):
        yield from _batch(session, batch)


def people(session: Session) -> Iterator[Finding]:
    """Yield whether there are people nobody filed for: a purge takes those along."""
    without = select(PERSON.c.id).except_(select(FILING.c.person_id)).subquery()
    many = session.connection().execute(select(func.count()).select_from(without)).scalar_one()
    if many:
        yield Area.PEOPLE, f"有 {many} 人没有任何备案，不是本程序登记的。"


def sheets(session: Session) -> Iterator[Finding]:
    """Yield what is wrong with the hall's own papers: day-end sheets, ledgers."""
    query = select(PRINT_JOB.c.paper, *JOB_STATE.raw).where(PRINT_JOB.c.filing_id.is_(None))
    kept: dict[str, list[Any]] = {}
    for row in session.connection().execute(query.order_by(PRINT_JOB.c.id)):
        kept.setdefault(_PAPER + row[0], []).append(row[1:])
    since = _purged_before(session)
    subjects = {entry.subject for entry in audit.about(session, subject=_PAPER, since=1)}
    for subject in sorted(subjects | set(kept)):
        told = _said(session, [subject], since=since).get(subject, _Told())
        yield from _papers(session, subject.removeprefix(_PAPER), kept.get(subject, []), told)


def staff(session: Session) -> Iterator[Finding]:
    """Yield what is wrong with the people of the hall and their roles, halls and settings."""
    yield from _few(session, Clerk, states.CLERK_STATE, "clerk:", "staff_no", "工号 {}")
    yield from _few(session, Hall, states.HALL_STATE, "hall:", "code", "服务厅 {}")
    yield from _few(session, Setting, states.SETTING_STATE, "setting:", "name", "设置 {}")
    if sum(1 for one in audit.about(session, subject="upgrade:0003", since=1)) > 1:
        yield Area.STAFF, "数据升级到 0003 记了不止一次，现有内容可能被重新认过一遍。"


def _batch(session: Session, batch: Sequence[Any]) -> Iterator[Finding]:
    holders = {row[5 + PERSON_STATE.place("id")] for row in batch}
    told = _said(session, [row[1] for row in batch] + [f"person:{one}" for one in holders])
    jobs = _jobs(session, [row[0] for row in batch])
    sealed: dict[int, str] = {}
    for number_id, number, id_rev, phone_rev, number_rev, *values in batch:
        own, person, filing = told.get(number, _Told()), values[:_WIDTH], values[_WIDTH:]
        if own.filed != FILING_STATE.of_raw(session, filing) or number_rev != number[::-1]:
            yield Area.FILINGS, f"备案 {number} 的内容与操作记录不符。"
        one = person[PERSON_STATE.place("id")]
        if one not in sealed:
            sealed[one] = PERSON_STATE.of_raw(session, person)
            if not _turned(person, id_rev, phone_rev):
                yield Area.PEOPLE, f"备案 {number} 的申请人查找用的号码与证件号码、电话不符。"
        changed = told.get(f"person:{one}")
        latest = changed if changed and changed.held_since > own.held_since else own
        if latest.holder != sealed[one]:
            yield Area.PEOPLE, f"备案 {number} 的申请人资料与操作记录不符。"
        yield from _papers(session, number, jobs.get(number_id, []), own)


def _turned(person: Sequence[Any], id_rev: str, phone_rev: str) -> bool:
    number, phone = (person[PERSON_STATE.place(name)] for name in ("id_number", "phone"))
    return bool((id_rev, phone_rev) == (number[::-1], phone[::-1]))


def _jobs(session: Session, ids: Sequence[int]) -> dict[int, list[Any]]:
    query = select(PRINT_JOB.c.filing_id, *JOB_STATE.raw).where(PRINT_JOB.c.filing_id.in_(ids))
    found: dict[int, list[Any]] = {}
    for owner, *values in session.connection().execute(query.order_by(PRINT_JOB.c.id)):
        found.setdefault(owner, []).append(values)
    return found


def _papers(
    session: Session, of: str, jobs: Iterable[Sequence[Any]], told: _Told
) -> Iterator[Finding]:
    missing = dict(told.papers)
    for values in jobs:
        one = values[JOB_STATE.place("id")]
        if missing.pop(one, None) != JOB_STATE.of_raw(session, values):
            yield Area.PRINTS, f"第 {one} 次打印（{of}）与操作记录不符。"
    for one in missing:
        yield Area.PRINTS, f"第 {one} 次打印（{of}）的记录不见了。"


def _said(session: Session, subjects: Sequence[str], *, since: str = "") -> dict[str, _Told]:
    """Return what the history last said of each subject, from a moment on."""
    query = select(AUDIT.c.seq, AUDIT.c.subject, AUDIT.c.body).where(AUDIT.c.subject.in_(subjects))
    said: dict[str, _Told] = {}
    for seq, subject, body in session.connection().execute(query.order_by(AUDIT.c.seq)):
        found = _SAID.findall(body)
        if not found or (since and _moment(body) < since):
            continue
        told = said.setdefault(subject, _Told())
        for name, digest in found:
            if name == states.FILED:
                told.filed = digest
            elif name == states.HOLDER:
                told.holder, told.held_since = digest, seq
            elif name == states.ROW:
                told.row = digest
            else:
                told.papers[int(name)] = digest
    return said


def _purged_before(session: Session) -> str:
    """Return the moment before which the hall's own papers were purged; "" where none were."""
    days = [
        entry.detail["before"]
        for entry in audit.about(session, subject="hall:", since=1)
        if entry.verb is Verb.PURGE
    ]
    if not days:
        return ""
    return datetime.combine(date.fromisoformat(max(days)), time.min, CHINA).isoformat()


def _moment(body: str) -> str:
    return body.partition('"at":"')[2][:25]


def _few(
    session: Session, table: type[SQLModel], state: State, subject: str, name: str, words: str
) -> Iterator[Finding]:
    """Compare a table of few rows with the entries about each, both ways."""
    rows = {str(getattr(row, name)): row for row in session.exec(rows_of(table))}
    subjects = {entry.subject for entry in audit.about(session, subject=subject, since=1)}
    names = sorted({one.removeprefix(subject) for one in subjects} | set(rows))
    told = _said(session, [subject + one for one in names])
    for one in names:
        last = told.get(subject + one, _Told()).row
        if one not in rows:
            if last is not None:
                yield Area.STAFF, f"{words.format(one)} 的记录不见了。"
        elif last != state.of(session, rows[one]):
            yield Area.STAFF, f"{words.format(one)} 的内容与操作记录不符。"
