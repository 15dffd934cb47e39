"""Record numbers: gapless for each hall, counter and day."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import sqlite
from sqlmodel import Session

from desk_app.records.hall import HallRecord
from desk_app.storage.tables import DAY_SEQ, FILING, DaySeq


def allocate(session: Session, *, hall: HallRecord, counter: int, day: date) -> tuple[str, int]:
    """Return the next number, such as ``FT-01-20261121-0001``, and its serial.

    It is taken in the session's own transaction: when that is thrown away, so is the number.
    """
    row = {"hall_id": hall.id, "counter": counter, "day": day, "last": 1, "purged": 0}
    next_one = _next(session.get_bind().dialect.name)
    last = int(session.connection().execute(next_one, row).scalar_one())
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


def number(*, hall: HallRecord, counter: int, day: date, serial: int) -> str:
    """Write a record number."""
    return f"{hall.code}-{counter:02d}-{day:%Y%m%d}-{serial:04d}"
