"""Record numbers: gapless for each hall, counter and day."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import sqlite
from sqlmodel import Session

from desk_app.errors import StateConflictError
from desk_app.records.gap import Gap
from desk_app.records.hall import HallRecord
from desk_app.storage import halls, seal
from desk_app.storage.tables import DAY_SEQ, FILING, DaySeq

_FORM = re.compile(r"(.+)-(\d{2})-(\d{8})-(\d{4,})")
GAP = "gap"
"""In the notes of a session: what is missing at the end of the records."""


def allocate(session: Session, *, hall: HallRecord, counter: int, day: date) -> tuple[str, int]:
    """Return the next number, such as ``FT-01-20261121-0001``, and its serial.

    It is taken in the session's own transaction: when that is thrown away, so is the number.
    Raises StateConflictError while filings are missing at the end of the records.
    """
    gap: Gap | None = session.info.get(GAP)
    if gap is not None and gap.blocks:
        raise StateConflictError(gap.message)
    row = {"hall_id": hall.id, "counter": counter, "day": day, "last": 1, "purged": 0}
    next_one = _next(session.get_bind().dialect.name)
    last = int(session.connection().execute(next_one, row).scalar_one())
    _note(session, hall, counter, day, last)
    return number(hall=hall, counter=counter, day=day, serial=last), last


@cache
def _next(dialect: str) -> Any:
    """Return the statement that counts one on and says how far it is."""
    insert: Any = sqlite.insert
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - 4 MB for servers only

        insert = postgresql.insert
    return (
        insert(DAY_SEQ)
        .on_conflict_do_update(
            index_elements=["hall_id", "counter", "day"], set_={"last": DAY_SEQ.c.last + 1}
        )
        .returning(DAY_SEQ.c.last)
    )


def set_last(session: Session, *, hall: HallRecord, counter: int, day: date) -> None:
    """Go on after the highest number that was brought in for a day from elsewhere.

    Numbers of that day which were not brought in count as kept elsewhere, like purged ones.
    """
    query = select(func.max(FILING.c.serial), func.count()).where(
        FILING.c.hall_id == hall.id, FILING.c.counter == counter, FILING.c.day == day
    )
    highest, found = session.connection().execute(query).one()
    row = session.get(DaySeq, (hall.id, counter, day))
    if row is None:
        row = DaySeq(hall_id=hall.id, counter=counter, day=day, last=0, purged=0)
        session.add(row)
    row.last = max(row.last, highest)
    row.purged = row.last - found
    session.flush()
    _note(session, hall, counter, day, row.last)


def skip(session: Session, *, hall: HallRecord, counter: int, day: date, serial: int) -> None:
    """Never give a number out again that is on papers, though its filing is not kept here."""
    row = session.get(DaySeq, (hall.id, counter, day))
    if row is None:
        row = DaySeq(hall_id=hall.id, counter=counter, day=day, last=0, purged=0)
        session.add(row)
    if serial > row.last:
        row.purged += serial - row.last
        row.last = serial
    session.flush()
    _note(session, hall, counter, day, row.last)


def is_one(text: str) -> bool:
    """Tell whether a text has the form of a record number."""
    return _FORM.fullmatch(text) is not None


def skip_named(session: Session, *, names: Iterable[str]) -> None:
    """Never give these numbers again, of halls that are known here."""
    for found in filter(None, map(_FORM.fullmatch, names)):
        hall = halls.by_code(session, code=found[1])
        if hall is not None:
            day = datetime.strptime(found[3], "%Y%m%d").date()  # noqa: DTZ007 - a day, no instant
            skip(session, hall=hall, counter=int(found[2]), day=day, serial=int(found[4]))


def number(*, hall: HallRecord, counter: int, day: date, serial: int) -> str:
    """Write a record number."""
    return f"{_day(hall, counter, day)}-{serial:04d}"


def _note(session: Session, hall: HallRecord, counter: int, day: date, last: int) -> None:
    """Have the last number of a day sealed beside the records, when they are kept."""
    session.info.setdefault(seal.GIVEN, {})[_day(hall, counter, day)] = last


def _day(hall: HallRecord, counter: int, day: date) -> str:
    return f"{hall.code}-{counter:02d}-{day:%Y%m%d}"
