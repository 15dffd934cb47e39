"""Delete what need not be kept any longer, leaving a count of it and no trace of anybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlmodel import Session

from desk_app.clock import CHINA, Clock
from desk_app.errors import RefusedError, Stopped
from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.audit import Verb
from desk_app.records.hall import Seat
from desk_app.storage.filings import filings, numbers
from desk_app.storage.folder.stopping import stoppable
from desk_app.storage.history import audit
from desk_app.storage.people import halls
from desk_app.storage.schema.tables import ACT, DRAFT, FILING, FORMER, PERSON, PRINT_JOB, SEARCH_KEY

YEARS = 2  # papers that rest on a commitment must be kept two years at least
_STOPPED = "已停止清除，一件也没有删除。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """How much was deleted."""

    filings: int
    people: int
    papers: int


def due(session: Session, *, before: date) -> int:
    """Return how many filings ended, ran out or were given up before a day."""
    query = select(func.count()).select_from(FILING).where(_over(before))
    return int(session.connection().execute(query).scalar_one())


def run(
    session: Session, *, seat: Seat, before: date, clock: Clock, stopped: Stopped | None = None
) -> Purged:
    """Delete those filings with their papers and drafts, and people who have none left.

    Filings without an end stay. What was deleted is overwritten in the file; backups made before
    still hold it until they are rotated out. The numbers count as given for good.
    Raises RefusedError for a day less than two years ago, StoppedError once ``stopped`` says so.
    """
    today = clock.today()
    latest = date(today.year - YEARS, today.month, min(today.day, 28))
    if before > latest:
        raise RefusedError(f"保存期限不得少于 {YEARS} 年，请选 {latest:%Y-%m-%d} 或更早的日期。")
    with _overwriting(session), stoppable(session, stopped, said=_STOPPED):
        _count_out(session, before, seat, clock)
        cut = _cut(session, before)
        purged = _delete(session, before)
        filings.state_again(session, ids=cut, seat=seat, clock=clock)
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=Verb.PURGE,
        subject="hall:" + seat.hall.code,
        detail={"before": before, "filings": purged.filings, "people": purged.people},
    )
    session.expire_all()
    return purged


def _over(before: date) -> ColumnElement[bool]:
    return or_(
        FILING.c.closed_day < before,
        and_(FILING.c.status == FilingStatus.ACCEPTED, FILING.c.end < before),
        and_(FILING.c.status == FilingStatus.AWAITING_DOCUMENTS, FILING.c.day < before),
    )


def _count_out(session: Session, before: date, seat: Seat, clock: Clock) -> None:
    """Note in each day's numbers how many of them are not kept any more."""
    place = (FILING.c.hall_id, FILING.c.counter, FILING.c.day)
    counts = select(*place, func.count().label("gone")).where(_over(before)).group_by(*place)
    known = {hall.id: hall for hall in halls.every(session)}
    for row in session.connection().execute(counts).all():
        of = numbers.DayOf(hall=known[row.hall_id], counter=row.counter, day=row.day)
        numbers.count_out(session, of=of, gone=row.gone, seat=seat, clock=clock)


def _cut(session: Session, before: date) -> list[int]:
    """Return the filings that stay and replaced one that goes: they lose the link to it."""
    over = select(FILING.c.id).where(_over(before))
    query = select(FILING.c.id).where(FILING.c.replaces_id.in_(over), FILING.c.id.not_in(over))
    return list(session.connection().execute(query).scalars())


def _delete(session: Session, before: date) -> Purged:
    run = session.connection().execute
    over = select(FILING.c.id).where(_over(before))
    papers = run(delete(PRINT_JOB).where(PRINT_JOB.c.filing_id.in_(over))).rowcount
    # Ledgers name people too; sheets of the hall go by the day they were made.
    made = datetime.combine(before, time.min, CHINA)
    sheets = and_(PRINT_JOB.c.filing_id.is_(None), PRINT_JOB.c.printed_at < made)
    papers += run(delete(PRINT_JOB).where(sheets)).rowcount
    run(delete(ACT).where(ACT.c.filing_id.in_(over)))
    run(delete(DRAFT).where(DRAFT.c.filing_id.in_(over)))
    run(update(FILING).where(FILING.c.replaces_id.in_(over)).values(replaces_id=None))
    filings = run(delete(FILING).where(_over(before))).rowcount
    without = ~exists().where(FILING.c.person_id == PERSON.c.id)
    left = select(PERSON.c.id).where(without)
    run(delete(FORMER).where(FORMER.c.person_id.in_(left)))
    run(delete(SEARCH_KEY).where(SEARCH_KEY.c.person_id.in_(left)))
    people = run(delete(PERSON).where(without)).rowcount
    return Purged(filings=filings, people=people, papers=papers)


@contextmanager
def _overwriting(session: Session) -> Iterator[None]:
    """Have SQLite overwrite deleted rows with zeros."""
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    session.connection().exec_driver_sql("pragma secure_delete=on")
    try:
        yield
    finally:
        session.connection().exec_driver_sql("pragma secure_delete=off")
