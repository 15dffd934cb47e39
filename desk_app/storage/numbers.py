"""Record numbers: gapless for each hall, counter and day."""

from datetime import date

from sqlmodel import Session

from desk_app.records.hall import HallRecord


def allocate(session: Session, *, hall: HallRecord, counter: int, day: date) -> tuple[str, int]:
    """Return the next number, such as ``FT-01-20261121-0001``, and its serial.

    It is taken in the session's own transaction: when that is thrown away, so is the number.
    """
    raise NotImplementedError
