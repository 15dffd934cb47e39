"""Compare what the rows say with what the history last said of them, both ways.

Filings are gone through once, each with its person and its papers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select
from sqlmodel import Session, SQLModel
from sqlmodel import select as rows_of

from desk_app.clock import CHINA
from desk_app.records.audit import Verb
from desk_app.records.inspection import Area
from desk_app.storage.history import audit, states
from desk_app.storage.history.states import (
    ACT_STATE,
    FILING_STATE,
    FORMER_STATE,
    JOB_STATE,
    PERSON_STATE,
    State,
)
from desk_app.storage.schema.tables import (
    ACT,
    AUDIT,
    FILING,
    FORMER,
    PERSON,
    PRINT_JOB,
    Clerk,
    Hall,
    Setting,
)

Finding = tuple[Area, str]

_BATCH = 500
_SEALED, _DIGITS = '":"#', 12
_PAPER = "paper:"


@dataclass(slots=True)
class _Told:
    """What the history last said of a subject, and of its papers."""

    filed: str | None = None
    holder: str | None = None
    held_since: int = 0  # seq at which ``holder`` was said
    row: str | None = None
    papers: dict[int, str] = field(default_factory=dict)
    acts: dict[int, str] = field(default_factory=dict)
    formers: dict[int, str] = field(default_factory=dict)


_NOTHING = _Told()


def filings(session: Session) -> Iterator[Finding]:
    """Yield what is wrong with filings, the people they are of, and their papers."""
    query = (
        select(FILING.c.id, FILING.c.number, FILING.c.number_rev, FILING.c.person_id)
        .add_columns(*FILING_STATE.raw)
        .order_by(FILING.c.id)
    )
    rows = session.connection().execute(query, execution_options={"yield_per": _BATCH})
    seen: set[int] = set()
    for batch in iter(lambda: list(islice(rows, _BATCH)), []):
        # Where somebody's seal fits one of their filings it fits all: the latest word counts.
        new = {row[3]: row[1] for row in batch if row[3] not in seen}
        seen.update(new)
        told = _said(session, [row[1] for row in batch] + [f"person:{one}" for one in new])
        yield from _persons(session, new, told)
        yield from _batch(session, batch, told)


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
    subjects = {entry.subject for entry in audit.of_kind(session, kind=_PAPER)}
    for subject in sorted(subjects | set(kept)):
        told = _said(session, [subject], since=since).get(subject, _NOTHING)
        yield from _papers(session, subject.removeprefix(_PAPER), kept.get(subject, []), told)


def staff(session: Session) -> Iterator[Finding]:
    """Yield what is wrong with the people of the hall and their roles, halls and settings."""
    yield from _few(session, Clerk, states.CLERK_STATE, "clerk:", "staff_no", "工号 {}")
    yield from _few(session, Hall, states.HALL_STATE, "hall:", "code", "服务厅 {}")
    yield from _few(session, Setting, states.SETTING_STATE, "setting:", "name", "设置 {}")
    if len(audit.of_kind(session, kind="upgrade:")) > 1:
        yield Area.STAFF, "操作记录里内容的封存记了不止一次，现有内容可能被重新认过一遍。"


def _batch(session: Session, batch: Sequence[Any], told: Mapping[str, _Told]) -> Iterator[Finding]:
    jobs = _jobs(session, batch[0][0], batch[-1][0])
    acts = _lettered(session, ACT, ACT_STATE, ACT.c.filing_id.between(batch[0][0], batch[-1][0]))
    for one, number, number_rev, _, *values in batch:
        own = told.get(number, _NOTHING)
        if own.filed != FILING_STATE.of_raw(session, values) or number_rev != number[::-1]:
            yield Area.FILINGS, f"备案 {number} 的内容与操作记录不符。"
        if acts.get(one, {}) != own.acts:
            yield Area.FILINGS, f"备案 {number} 办过什么、原来怎样，与操作记录不符。"
        yield from _papers(session, number, jobs.get(one, ()), own)


def _persons(
    session: Session, new: Mapping[int, str], told: Mapping[str, _Told]
) -> Iterator[Finding]:
    """Yield what is wrong with people, each by the number of one of their filings."""
    query = select(PERSON.c.id_rev, PERSON.c.phone_rev, *PERSON_STATE.raw)
    place = PERSON_STATE.place("id")
    formers = _lettered(session, FORMER, FORMER_STATE, FORMER.c.person_id.in_(new))
    for id_rev, phone_rev, *values in session.connection().execute(
        query.where(PERSON.c.id.in_(new))
    ):
        number = new[values[place]]
        own, changed = told.get(number, _NOTHING), told.get(f"person:{values[place]}", _NOTHING)
        latest = changed if changed.held_since > own.held_since else own
        if latest.holder != PERSON_STATE.of_raw(session, values):
            yield Area.PEOPLE, f"备案 {number} 的申请人资料与操作记录不符。"
        if formers.get(values[place], {}) != changed.formers:
            yield Area.PEOPLE, f"备案 {number} 的申请人从前的姓名、号码与操作记录不符。"
        if not _turned(values, id_rev, phone_rev):
            yield Area.PEOPLE, f"备案 {number} 的申请人查找用的号码与证件号码、电话不符。"


def _turned(person: Sequence[Any], id_rev: str, phone_rev: str) -> bool:
    number, phone = (person[PERSON_STATE.place(name)] for name in ("id_number", "phone"))
    return bool((id_rev, phone_rev) == (number[::-1], phone[::-1]))


def _jobs(session: Session, first: int, last: int) -> dict[int, list[Any]]:
    query = select(PRINT_JOB.c.filing_id, *JOB_STATE.raw)
    query = query.where(PRINT_JOB.c.filing_id.between(first, last))
    found: dict[int, list[Any]] = {}
    for owner, *values in session.connection().execute(query.order_by(PRINT_JOB.c.id)):
        found.setdefault(owner, []).append(values)
    return found


def _lettered(
    session: Session, table: Table, state: State, of: ColumnElement[bool]
) -> dict[int, dict[int, str]]:
    """Return the fingerprints of rows that belong to others, by those and by their own ids."""
    owner = next(one for one in ("filing_id", "person_id") if one in table.c)
    found: dict[int, dict[int, str]] = {}
    for values in session.connection().execute(select(*state.raw).where(of)):
        whose, one = values[state.place(owner)], values[state.place("id")]
        found.setdefault(whose, {})[one] = state.of_raw(session, values)
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
        if _SEALED not in body or (since and _moment(body) < since):
            continue
        _hear(said.setdefault(subject, _Told()), seq, body)
    return said


def _hear(told: _Told, seq: int, body: str) -> None:
    """Take in the fingerprints of an entry: ``"name":"#digest"``, as nothing else in it looks."""
    before, *after = body.split(_SEALED)  # three times as fast as looking for a pattern
    for piece in after:
        name, digest = before.rpartition('"')[2], "#" + piece[:_DIGITS]
        if name == states.FILED:
            told.filed = digest
        elif name == states.HOLDER:
            told.holder, told.held_since = digest, seq
        elif name == states.ROW:
            told.row = digest
        elif name.isdecimal():
            told.papers[int(name)] = digest
        elif name.startswith(states.ACT) and name[1:].isdecimal():
            told.acts[int(name[1:])] = digest
        elif name.startswith(states.FORMER) and name[1:].isdecimal():
            told.formers[int(name[1:])] = digest
        before = piece


def _purged_before(session: Session) -> str:
    """Return the moment before which the hall's own papers were purged; "" where none were."""
    days = [
        entry.detail["before"]
        for entry in audit.of_kind(session, kind="hall:")
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
    subjects = {entry.subject for entry in audit.of_kind(session, kind=subject)}
    names = sorted({one.removeprefix(subject) for one in subjects} | set(rows))
    told = _said(session, [subject + one for one in names])
    for one in names:
        last = told.get(subject + one, _NOTHING).row
        if one not in rows:
            if last is not None:
                yield Area.STAFF, f"{words.format(one)} 的记录不见了。"
        elif last != state.of(session, rows[one]):
            yield Area.STAFF, f"{words.format(one)} 的内容与操作记录不符。"
