"""Print jobs: what a paper was printed from, so that it can be printed again years later."""

from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.records.filing import FilingRecord
from desk_app.records.hall import Desk
from desk_app.records.print_job import Printed, PrintJobRecord, PrintOutcome


def add(
    session: Session,
    *,
    desk: Desk,
    paper: Printed,
    outcome: PrintOutcome,
    clock: Clock,
    filing: FilingRecord | None = None,
) -> PrintJobRecord:
    """Keep a print job; its copy number counts the earlier ones of this paper for this filing."""
    raise NotImplementedError


def settle(
    session: Session, *, desk: Desk, job: PrintJobRecord, outcome: PrintOutcome, clock: Clock
) -> PrintJobRecord:
    """Say what became of a job whose outcome was not yet known."""
    raise NotImplementedError


def by_id(session: Session, *, job_id: int) -> PrintJobRecord | None:
    """Return a print job."""
    raise NotImplementedError


def of_filing(session: Session, *, filing_id: int) -> tuple[PrintJobRecord, ...]:
    """Return the print jobs of a filing, oldest first."""
    raise NotImplementedError


def unconfirmed(session: Session) -> tuple[PrintJobRecord, ...]:
    """Return the jobs of which nobody said whether the paper came out, oldest first."""
    raise NotImplementedError
