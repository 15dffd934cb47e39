"""Make the papers of a group of people as one file, inside the transaction that registers them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desk_app.errors import RefusedError
from desk_app.records.filing import FilingRecord
from desk_app.records.print_job import Printed, PrintJobRecord, PrintOutcome
from desk_app.services.blanks import blanks
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import issuing, printing
from desk_app.services.settings import preferences
from desk_app.storage.database.database import Session
from desk_app.storage.filings import prints
from forms import catalogue
from forms.catalogue import bind
from forms.errors import PaperError
from forms.stored import PaperData

FilingPapers = tuple[FilingRecord, Mapping[str, PaperData]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedGroup:
    """The papers of a group: one file, and the job of each paper without its data."""

    pdf: bytes
    jobs: tuple[PrintJobRecord, ...]


def copies(desk: Desk) -> Mapping[str, int]:
    """Return how often the hall prints each paper."""
    return {one.paper: one.copies for one in preferences.copies(desk=desk)}


def print_group(
    session: Session, *, desk: Desk, group: Sequence[FilingPapers], copies: Mapping[str, int]
) -> PrintedGroup:
    """Make the papers of a group and keep a job for each.

    Raises RefusedError naming the field when a character cannot be drawn or a text does not fit.
    """
    used = blanks.in_use(session)
    if any(paper in used for _, papers in group for paper in papers):
        return _singly(session, desk, group, copies)
    try:
        pdf, pages = _rendered(desk, group, copies)
    except PaperError as error:
        raise RefusedError(error.message) from error
    digest, place, jobs = hashlib.sha256(pdf).hexdigest(), 0, []
    for record, papers in group:
        for paper, data in papers.items():
            printed = Printed(
                paper=paper,
                edition=catalogue.PAPERS[paper].edition,
                data=data.to_json(),
                sha256=digest,
                pages=pages[place],
            )
            place += copies[paper]
            jobs.append(_keep(session, desk, record, printed))
    return PrintedGroup(pdf=pdf, jobs=tuple(jobs))


def print_again(desk: Desk, record_no: str) -> PrintedGroup:
    """Make the papers of one filing again, each in the hall's number of copies."""
    made = printing.print_set(desk=desk, record_no=record_no)
    jobs = tuple(light(paper.job) for paper in made)
    return PrintedGroup(pdf=printing.as_one(desk=desk, papers=made), jobs=jobs)


def light(job: PrintJobRecord) -> PrintJobRecord:
    """Return a job without its data: that of a thousand people would be held for nothing."""
    return replace(job, printed=replace(job.printed, data={}))


def _keep(session: Session, desk: Desk, record: FilingRecord, printed: Printed) -> PrintJobRecord:
    job = prints.add(
        session,
        seat=desk.seat,
        paper=printed,
        outcome=PrintOutcome.UNCONFIRMED,
        clock=desk.clock,
        filing=record,
    )
    return light(job)


def _rendered(
    desk: Desk, group: Sequence[FilingPapers], copies: Mapping[str, int]
) -> tuple[bytes, tuple[int, ...]]:
    every = [
        one
        for _, papers in group
        for paper, data in papers.items()
        for one in [(paper, data)] * copies[paper]
    ]
    return catalogue.render_counted(every, title="备案名册", day=desk.clock.today())


def _singly(
    session: Session, desk: Desk, group: Sequence[FilingPapers], copies: Mapping[str, int]
) -> PrintedGroup:
    """Make each paper as a file of its own, as the bureau's own blanks need it."""
    issued = [
        paper
        for record, papers in group
        for paper in issuing.issue(session, desk=desk, filing=record, papers=papers)
    ]
    pdf = bind((paper.pdf, copies[paper.paper]) for paper in issued)
    return PrintedGroup(pdf=pdf, jobs=tuple(light(paper.job) for paper in issued))
