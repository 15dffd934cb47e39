"""Seal the rows that records of an older version have, once, when they are brought up to date.

What the history of that time already contradicts is left unsealed, so that the check still names
it: an upgrade must not make good what somebody changed before it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session
from sqlmodel import select as rows_of

from desk_app.records.audit import Verb
from desk_app.storage.filings import numbers
from desk_app.storage.history import audit, states
from desk_app.storage.history.states import (
    FILING_BEFORE_0003,
    FILING_STATE,
    JOB_STATE,
    PERSON_STATE,
)
from desk_app.storage.schema.tables import (
    AUDIT,
    DAY_SEQ,
    FILING,
    HALL,
    PERSON,
    PRINT_JOB,
    Clerk,
    Hall,
    Setting,
)

Entry = tuple[str, dict[str, Any]]

_BATCH = 500
_STATE = re.compile(r'"state":"(#[0-9a-f]+)"')
_PRINTED = re.compile(r'"sha256":"([0-9a-f]{64})"')
_PERSON_WIDTH, _FILING_WIDTH = len(PERSON_STATE.names), len(FILING_STATE.names)


def seal(session: Session, *, at: datetime, before: str, now: str) -> None:
    """Write the seals of every row into the history, and that it was done."""
    many = 0
    for batch in _filings(session):
        many += len(batch)
        audit.append_many(session, at=at, verb=Verb.UPGRADE, entries=batch)
    rest = [*_sheets(session), *_staff(session), *_numbers(session)]
    rest.append((f"upgrade:{now}", {"from": before, "to": now, "filings": many}))
    audit.append_many(session, at=at, verb=Verb.UPGRADE, entries=rest)


def _filings(session: Session) -> Iterator[list[Entry]]:
    """Yield, batch by batch, what is said of each filing, its person and its papers."""
    query = (
        select(FILING.c.id, FILING.c.number)
        .add_columns(*PERSON_STATE.raw, *FILING_STATE.raw)
        .add_columns(*(one.label(f"old_{place}") for place, one in _old()))
        .select_from(FILING.join(PERSON, PERSON.c.id == FILING.c.person_id))
        .order_by(FILING.c.id)
    )
    last = 0
    while (
        batch := session.connection().execute(query.where(FILING.c.id > last).limit(_BATCH)).all()
    ):
        last = batch[-1][0]
        yield list(_entries(session, batch))


def _old() -> Iterator[tuple[int, Any]]:
    return enumerate(FILING_BEFORE_0003.raw)


def _entries(session: Session, batch: Sequence[Any]) -> Iterator[Entry]:
    said, printed = _said(session, [row[1] for row in batch])
    papers = _papers(session, [row[0] for row in batch], printed)
    for filing_id, number, *values in batch:
        person, rest = values[:_PERSON_WIDTH], values[_PERSON_WIDTH:]
        detail: dict[str, Any] = {states.HOLDER: PERSON_STATE.of_raw(session, person)}
        if FILING_BEFORE_0003.of_raw(session, rest[_FILING_WIDTH:]) == said.get(number):
            detail[states.FILED] = FILING_STATE.of_raw(session, rest[:_FILING_WIDTH])
        if filing_id in papers:
            detail[states.JOBS] = papers[filing_id]
        yield number, detail


def _said(session: Session, subjects: Sequence[str]) -> tuple[dict[str, str], set[str]]:
    """Return what the history last said of filings, and which papers it knows of any."""
    query = select(AUDIT.c.subject, AUDIT.c.body).where(AUDIT.c.subject.in_(subjects))
    said: dict[str, str] = {}
    printed: set[str] = set()
    for subject, body in session.connection().execute(query.order_by(AUDIT.c.seq)):
        printed.update(_PRINTED.findall(body))
        if found := _STATE.search(body):
            said[subject] = found[1]
    return said, printed


def _papers(session: Session, ids: Sequence[int], printed: set[str]) -> dict[int, dict[str, str]]:
    query = select(PRINT_JOB.c.filing_id, *JOB_STATE.raw).where(PRINT_JOB.c.filing_id.in_(ids))
    found: dict[int, dict[str, str]] = {}
    for owner, *values in session.connection().execute(query.order_by(PRINT_JOB.c.id)):
        if values[JOB_STATE.place("sha256")] in printed:
            one = str(values[JOB_STATE.place("id")])
            found.setdefault(owner, {})[one] = JOB_STATE.of_raw(session, values)
    return found


def _sheets(session: Session) -> Iterator[Entry]:
    query = select(PRINT_JOB.c.paper, *JOB_STATE.raw).where(PRINT_JOB.c.filing_id.is_(None))
    rows = session.connection().execute(query.order_by(PRINT_JOB.c.id)).all()
    subjects = {f"paper:{row[0]}" for row in rows}
    _, printed = _said(session, sorted(subjects))
    for paper, *values in rows:
        if values[JOB_STATE.place("sha256")] in printed:
            one = str(values[JOB_STATE.place("id")])
            yield f"paper:{paper}", {states.JOBS: {one: JOB_STATE.of_raw(session, values)}}


def _staff(session: Session) -> Iterator[Entry]:
    for clerk in session.exec(rows_of(Clerk)):
        yield f"clerk:{clerk.staff_no}", {states.ROW: states.CLERK_STATE.of(session, clerk)}
    for hall in session.exec(rows_of(Hall)):
        yield f"hall:{hall.code}", {states.ROW: states.HALL_STATE.of(session, hall)}
    for setting in session.exec(rows_of(Setting)):
        yield f"setting:{setting.name}", {states.ROW: states.SETTING_STATE.of(session, setting)}


def _numbers(session: Session) -> Iterator[Entry]:
    """Yield the days whose numbers do not all stand on filings that are here."""
    same = (
        (FILING.c.hall_id == DAY_SEQ.c.hall_id)
        & (FILING.c.counter == DAY_SEQ.c.counter)
        & (FILING.c.day == DAY_SEQ.c.day)
    )
    query = (
        select(HALL.c.code, DAY_SEQ.c.counter, DAY_SEQ.c.day, DAY_SEQ.c.last, DAY_SEQ.c.purged)
        .add_columns(func.count(FILING.c.id).label("found"))
        .select_from(DAY_SEQ.join(HALL, HALL.c.id == DAY_SEQ.c.hall_id).outerjoin(FILING, same))
        .group_by(
            HALL.c.code, DAY_SEQ.c.hall_id, DAY_SEQ.c.counter, DAY_SEQ.c.day, DAY_SEQ.c.last,
            DAY_SEQ.c.purged,
        )
    )  # fmt: skip
    for row in session.connection().execute(query).all():
        if row.purged and row.found + row.purged == row.last:
            name = f"{row.code}-{row.counter:02d}-{row.day:%Y%m%d}"
            yield numbers.SUBJECT + name, {"last": row.last, "purged": row.purged}
