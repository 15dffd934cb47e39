"""Print jobs: what a paper was printed from, so that it can be printed again years later."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlmodel import Session, col, func, select

from desk_app.clock import Clock
from desk_app.records.audit import Verb
from desk_app.records.filing import FilingRecord
from desk_app.records.hall import Seat
from desk_app.records.print_job import (
    CAME_OUT,
    MAY_BE_OUT,
    NEVER_CAME,
    Printed,
    PrintJobRecord,
    PrintOutcome,
)
from desk_app.storage.history import audit, states
from desk_app.storage.schema.tables import Clerk, Filing, PrintJob


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


def settle(
    session: Session, *, seat: Seat, job: PrintJobRecord, outcome: PrintOutcome, clock: Clock
) -> PrintJobRecord:
    """Note what is now known of a job; what came out stays so, whatever is heard later.

    A job that failed or was cancelled may still come out. The history has each change.
    """
    row = session.get_one(PrintJob, job.id, with_for_update=True)
    before = row.outcome
    if _settled(before, outcome):
        return next(iter(_records(session, col(PrintJob.id) == job.id)))
    row.outcome = outcome
    session.flush()
    subject = job.filing or f"paper:{row.paper}"
    detail = {
        "paper": row.paper,
        "sha256": row.sha256,
        "outcome": [before, outcome],
        **sealed(session, row),
    }
    _log(session, seat, clock, Verb.PRINT, subject, detail)
    return next(iter(_records(session, col(PrintJob.id) == job.id)))


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
    """Return the jobs of which nobody said whether the paper came out, oldest first."""
    return _records(session, col(PrintJob.outcome) == PrintOutcome.UNCONFIRMED)


def failed(session: Session, *, filing_ids: Iterable[int]) -> frozenset[int]:
    """Return those of some filings of which the latest job of some paper never came out."""
    # Asked for by outcome, the database would go through every failure there ever was.
    query = (
        select(PrintJob.filing_id, PrintJob.paper, PrintJob.outcome)
        .where(col(PrintJob.filing_id).in_(list(filing_ids)))
        .order_by(col(PrintJob.id))
    )
    latest = {(filing, paper): outcome for filing, paper, outcome in session.exec(query)}
    return frozenset(
        filing
        for (filing, _), outcome in latest.items()
        if filing is not None and outcome in NEVER_CAME
    )


def _earlier(session: Session, paper: str, filing: FilingRecord) -> int:
    query = select(func.count()).where(
        col(PrintJob.filing_id) == filing.id,
        col(PrintJob.paper) == paper,
        col(PrintJob.outcome).in_(MAY_BE_OUT),
    )
    return session.exec(query).one()


def _records(session: Session, condition: Any) -> tuple[PrintJobRecord, ...]:
    return tuple(job for _, job in _owned(session, condition))


def _owned(session: Session, condition: Any) -> Iterator[tuple[int | None, PrintJobRecord]]:
    query = (
        select(PrintJob, Clerk.name, Filing.number)
        .join(Clerk, col(Clerk.id) == PrintJob.clerk_id)
        .outerjoin(Filing, col(Filing.id) == PrintJob.filing_id)
        .where(condition)
        .order_by(col(PrintJob.id))
    )
    for row, clerk, filing in session.exec(query):
        yield row.filing_id, _record(row, clerk, filing)


def _record(row: PrintJob, clerk: str, filing: str | None) -> PrintJobRecord:
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
        outcome=row.outcome,
        printed_at=row.printed_at,
        counter=row.counter,
        clerk_id=row.clerk_id,
        clerk=clerk,
    )


def _log(
    session: Session, seat: Seat, clock: Clock, verb: Verb, subject: str, detail: dict[str, Any]
) -> None:
    audit.append(session, at=clock.now(), seat=seat, verb=verb, subject=subject, detail=detail)
