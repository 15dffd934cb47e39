"""Record numbers: gapless for each hall, counter and day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import sqlite
from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.errors import StateConflictError
from desk_app.records.audit import Verb
from desk_app.records.gap import Gap
from desk_app.records.hall import HallRecord, Seat
from desk_app.storage.history import audit
from desk_app.storage.people import halls
from desk_app.storage.schema import seal
from desk_app.storage.schema.tables import DAY_SEQ, FILING, DaySeq

SUBJECT = "numbers:"
_FORM = re.compile(r"(.+)-(\d{2})-(\d{8})-(\d{4,})")
GAP = "gap"
"""In the notes of a session: what is missing at the end of the records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOf:
    """A day of a counter, which has numbers of its own."""

    hall: HallRecord
    counter: int
    day: date

    @property
    def name(self) -> str:
        """What its record numbers begin with."""
        return f"{self.hall.code}-{self.counter:02d}-{self.day:%Y%m%d}"


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
    _note(session, DayOf(hall=hall, counter=counter, day=day), last)
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


def set_last(session: Session, *, of: DayOf, seat: Seat, clock: Clock) -> None:
    """Go on after the highest number that was brought in for a day from elsewhere.

    Numbers of that day which were not brought in count as kept elsewhere, like purged ones.
    """
    query = select(func.max(FILING.c.serial), func.count()).where(
        FILING.c.hall_id == of.hall.id, FILING.c.counter == of.counter, FILING.c.day == of.day
    )
    highest, found = session.connection().execute(query).one()
    row = _row(session, of)
    row.last = max(row.last, highest)
    row.purged = row.last - found
    _state(session, row, of, seat, clock)


def skip_named(session: Session, *, names: Iterable[str], seat: Seat, clock: Clock) -> None:
    """Never give numbers again that are on papers, though their filings are not kept here.

    Those of halls that are not known here are left out.
    """
    for found in filter(None, map(_FORM.fullmatch, names)):
        hall = halls.by_code(session, code=found[1])
        if hall is None:
            continue
        day = datetime.strptime(found[3], "%Y%m%d").date()  # noqa: DTZ007 - a day, no instant
        of, serial = DayOf(hall=hall, counter=int(found[2]), day=day), int(found[4])
        row = _row(session, of)
        if serial > row.last:
            row.purged += serial - row.last
            row.last = serial
            _state(session, row, of, seat, clock)


def count_out(session: Session, *, of: DayOf, gone: int, seat: Seat, clock: Clock) -> None:
    """Count how many filings of a day are not kept any more: their numbers were given for good."""
    row = _row(session, of)
    row.purged += gone
    _state(session, row, of, seat, clock)


def is_one(text: str) -> bool:
    """Tell whether a text has the form of a record number."""
    return _FORM.fullmatch(text) is not None


def _row(session: Session, of: DayOf) -> DaySeq:
    row = session.get(DaySeq, (of.hall.id, of.counter, of.day))
    if row is None:
        row = DaySeq(hall_id=of.hall.id, counter=of.counter, day=of.day, last=0, purged=0)
        session.add(row)
    return row


def _state(session: Session, row: DaySeq, of: DayOf, seat: Seat, clock: Clock) -> None:
    """Note in the history where the numbers of a day stand, where no filing says so."""
    _note(session, of, row.last)
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=Verb.NUMBERS,
        subject=SUBJECT + of.name,
        detail={"last": row.last, "purged": row.purged},
    )


def number(*, hall: HallRecord, counter: int, day: date, serial: int) -> str:
    """Write a record number."""
    return f"{DayOf(hall=hall, counter=counter, day=day).name}-{serial:04d}"


def _note(session: Session, of: DayOf, last: int) -> None:
    """Have the last number of a day sealed beside the records, when they are kept."""
    session.info.setdefault(seal.GIVEN, {})[of.name] = last
