"""Print jobs: what a paper was printed from, so that it can be printed again years later."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import BigInteger, and_, cast, or_
from sqlmodel import Session, col, func, select

from desk_app.clock import Clock
from desk_app.records.audit import Verb
from desk_app.records.filing import FilingRecord
from desk_app.records.hall import Seat
from desk_app.records.print_job import (
    CAME_OUT,
    FOR_SOMEBODY_TO_SAY,
    MAY_BE_OUT,
    NEVER_CAME,
    Printed,
    PrintJobRecord,
    PrintOutcome,
)
from desk_app.storage.history import audit, states
from desk_app.storage.schema import meta
from desk_app.storage.schema.tables import META, PRINT_JOB, Clerk, Filing, PrintJob

EARLIER = or_(
    PRINT_JOB.c.outcome == PrintOutcome.EARLIER,
    and_(
        PRINT_JOB.c.outcome == PrintOutcome.UNCONFIRMED,
        PRINT_JOB.c.id
        <= select(cast(META.c.value, BigInteger))
        .where(META.c.name == meta.FOLLOWED_SINCE)
        .scalar_subquery(),
    ),
)
"""Whether a paper was made before it was noted whether papers come out."""


def add(
    session: Session,
    *,
    seat: Seat,
    paper: Printed,
    outcome: PrintOutcome,
    clock: Clock,
    filing: FilingRecord | None = None,
) -> PrintJobRecord:
    """Keep a print job; its copy number counts the earlier ones of this paper for this filing.

    Only those count of which a paper came out or may have come.
    """
    row = PrintJob(
        filing_id=filing.id if filing else None,
        paper=paper.paper,
        edition=paper.edition,
        data=dict(paper.data),
        sha256=paper.sha256,
        pages=paper.pages,
        copy_no=_earlier(session, paper.paper, filing) if filing else 0,
        outcome=outcome,
        printed_at=clock.now(),
        counter=seat.counter,
        clerk_id=seat.clerk.id,
    )
    session.add(row)
    session.flush()
    number = filing.number if filing else None
    detail = {
        "paper": paper.paper,
        "edition": paper.edition,
        "sha256": paper.sha256,
        "copy": row.copy_no,
        "outcome": outcome.value,
        **sealed(session, row),
    }
    verb = Verb.REPRINT if row.copy_no else Verb.PRINT
    _log(session, seat, clock, verb, number or f"paper:{paper.paper}", detail)
    return _record(row, seat.clerk.name, number)


def begin_following(session: Session) -> None:
    """Note once up to which paper nobody noted whether it came out."""
    if meta.get(session, name=meta.FOLLOWED_SINCE) is None:
        latest = session.exec(select(func.max(PrintJob.id))).one() or 0
        meta.put_where_allowed(session, name=meta.FOLLOWED_SINCE, value=latest)


def settle(
    session: Session, *, seat: Seat, job: PrintJobRecord, outcome: PrintOutcome, clock: Clock
) -> PrintJobRecord:
    """Note what is now known of a job; what came out stays so, whatever is heard later.

    A job that failed or was cancelled may still come out. The history has each change.
    """
    row = session.get_one(PrintJob, job.id, with_for_update=True)
    if not _settled(row.outcome, outcome):
        detail = _change(session, row, outcome)
        _log(session, seat, clock, Verb.PRINT, _subject(job), detail)
    return _only(session, job.id)


def confirm(
    session: Session, *, seat: Seat, job_id: int, came: bool, clock: Clock
) -> PrintJobRecord | None:
    """Note what somebody says who looked; None, and nothing, where it is known otherwise."""
    session.get_one(PrintJob, job_id, with_for_update=True)
    job = _only(session, job_id)
    if job.outcome not in FOR_SOMEBODY_TO_SAY and not (came and job.outcome in NEVER_CAME):
        return None
    outcome = PrintOutcome.CONFIRMED if came else PrintOutcome.DENIED
    detail = _change(session, session.get_one(PrintJob, job_id), outcome)
    _log(session, seat, clock, Verb.PRINT, _subject(job), {**detail, "by_hand": True})
    return _only(session, job_id)


def _change(session: Session, row: PrintJob, outcome: PrintOutcome) -> dict[str, Any]:
    before, row.outcome = row.outcome, outcome
    session.flush()
    return {
        "paper": row.paper,
        "sha256": row.sha256,
        "outcome": [before, outcome],
        **sealed(session, row),
    }


def _subject(job: PrintJobRecord) -> str:
    return job.filing or f"paper:{job.printed.paper}"


def _only(session: Session, job_id: int) -> PrintJobRecord:
    return next(iter(_records(session, col(PrintJob.id) == job_id)))


def _settled(before: PrintOutcome, outcome: PrintOutcome) -> bool:
    """Tell whether an outcome says nothing that is better known already."""
    if before in CAME_OUT or before is outcome:
        return True
    return before in NEVER_CAME and outcome not in CAME_OUT


def sealed(session: Session, row: PrintJob) -> dict[str, Any]:
    """Return what the history keeps of a job as it is now."""
    return {states.JOBS: {str(row.id): states.JOB_STATE.of(session, row)}}


def by_ids(session: Session, *, ids: Iterable[int]) -> tuple[PrintJobRecord, ...]:
    """Return those of some print jobs that there are, oldest first."""
    return _records(session, col(PrintJob.id).in_(list(ids)))


def by_id(session: Session, *, job_id: int) -> PrintJobRecord | None:
    """Return a print job."""
    return next(iter(_records(session, col(PrintJob.id) == job_id)), None)


def of_filing(session: Session, *, filing_id: int) -> tuple[PrintJobRecord, ...]:
    """Return the print jobs of a filing, oldest first."""
    return _records(session, col(PrintJob.filing_id) == filing_id)


def of_filings(
    session: Session, *, filing_ids: Iterable[int]
) -> dict[int, tuple[PrintJobRecord, ...]]:
    """Return the print jobs of each of some filings, oldest first; nothing of those without any."""
    wanted = list(filing_ids)
    found: dict[int, list[PrintJobRecord]] = {}
    for owner, job in _owned(session, col(PrintJob.filing_id).in_(wanted)):
        found.setdefault(owner or 0, []).append(job)
    return {owner: tuple(jobs) for owner, jobs in found.items()}


def unconfirmed(session: Session) -> tuple[PrintJobRecord, ...]:
    """Return the jobs whose papers were made and not sent, oldest first."""
    found = _records(session, col(PrintJob.outcome) == PrintOutcome.UNCONFIRMED)
    return tuple(job for job in found if job.outcome is PrintOutcome.UNCONFIRMED)


def missing(session: Session, *, filing_ids: Iterable[int]) -> dict[int, PrintOutcome]:
    """Return why, for those of some filings of which the latest job of a paper never came out."""
    # Asked for by outcome, the database would go through every failure there ever was.
    query = (
        select(PrintJob.filing_id, PrintJob.paper, PrintJob.outcome)
        .where(col(PrintJob.filing_id).in_(list(filing_ids)))
        .order_by(col(PrintJob.id))
    )
    latest = {(filing, paper): PrintOutcome(what) for filing, paper, what in session.exec(query)}
    found: dict[int, PrintOutcome] = {}
    for (filing, _), outcome in latest.items():
        if filing is not None and outcome in NEVER_CAME:
            known = found.setdefault(filing, outcome)
            found[filing] = known if outcome is not PrintOutcome.FAILED else outcome
    return found


def _earlier(session: Session, paper: str, filing: FilingRecord) -> int:
    query = select(func.count()).where(
        col(PrintJob.filing_id) == filing.id,
        col(PrintJob.paper) == paper,
        or_(col(PrintJob.outcome).in_(MAY_BE_OUT), EARLIER),
    )
    return session.exec(query).one()


def _records(session: Session, condition: Any) -> tuple[PrintJobRecord, ...]:
    return tuple(job for _, job in _owned(session, condition))


def _owned(session: Session, condition: Any) -> Iterator[tuple[int | None, PrintJobRecord]]:
    query = (
        select(PrintJob, Clerk.name, Filing.number, EARLIER)
        .join(Clerk, col(Clerk.id) == PrintJob.clerk_id)
        .outerjoin(Filing, col(Filing.id) == PrintJob.filing_id)
        .where(condition)
        .order_by(col(PrintJob.id))
    )
    for row, clerk, filing, earlier in session.exec(query):
        yield row.filing_id, _record(row, clerk, filing, earlier=bool(earlier))


def _record(
    row: PrintJob, clerk: str, filing: str | None, *, earlier: bool = False
) -> PrintJobRecord:
    if row.id is None:
        raise ValueError(row.paper)
    return PrintJobRecord(
        id=row.id,
        filing=filing,
        printed=Printed(
            paper=row.paper,
            edition=row.edition,
            data=row.data,
            sha256=row.sha256,
            pages=row.pages,
        ),
        copy=row.copy_no,
        outcome=PrintOutcome.EARLIER if earlier else row.outcome,
        printed_at=row.printed_at,
        counter=row.counter,
        clerk_id=row.clerk_id,
        clerk=clerk,
    )


def _log(
    session: Session, seat: Seat, clock: Clock, verb: Verb, subject: str, detail: dict[str, Any]
) -> None:
    audit.append(session, at=clock.now(), seat=seat, verb=verb, subject=subject, detail=detail)
