"""Print the papers of a filing, and print them again."""

from collections.abc import Sequence

from desk_app.errors import RefusedError
from desk_app.records.print_job import PrintJobRecord, SpooledRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.finding.searching import required
from desk_app.services.papers import issuing, tracing
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.services.settings import preferences
from desk_app.storage.filings import prints
from forms import catalogue
from forms.catalogue import bind


def print_set(
    *, desk: Desk, record_no: str, papers: Sequence[str] | None = None
) -> tuple[IssuedPaper, ...]:
    """Make the papers of a filing again from the data they were first made from.

    A paper that already came out is marked as a reprint (补打) in its margin; one that failed
    or was never made is a first print. Raises RefusedError for a paper this filing has not.
    """
    unknown = [paper for paper in papers or () if paper not in catalogue.PAPERS]
    if unknown:
        known = "、".join(f"{paper.id}（{paper.title}）" for paper in catalogue.PAPERS.values())
        raise RefusedError(f"没有名为“{'、'.join(unknown)}”的表单，可用的是：{known}。")
    with desk.database.writing() as session:
        record = required(session, record_no)
        jobs = _latest(prints.of_filing(session, filing_id=record.id))
        absent = [paper for paper in papers or () if paper not in jobs]
        if absent:
            titles = "、".join(f"《{catalogue.PAPERS[paper].title}》" for paper in absent)
            raise RefusedError(f"备案 {record.number} 没有{titles}。")
        return tuple(
            issuing.again(session, desk=desk, filing=record, job=jobs[paper])
            for paper in (papers or jobs)
        )


def title_of(paper: str) -> str:
    """Return the title of a paper by its id; the id itself where it is not in the catalogue."""
    known = catalogue.PAPERS.get(paper)
    return known.title if known else paper


def _latest(jobs: Sequence[PrintJobRecord]) -> dict[str, PrintJobRecord]:
    """Return the latest job of each paper, in the order the papers were first made."""
    return {job.printed.paper: job for job in jobs}


def send(*, desk: Desk, papers: Sequence[IssuedPaper], printer: str) -> SpooledRecord:
    """Send a set of papers to a printer as one job, in order, each in its number of copies.

    Papers the printing system does not take are noted as failed, so that the set can be
    repeated without a second number; EnvironmentFailureError says why.
    """
    return tracing.send(
        desk=desk,
        papers=[paper.job for paper in papers],
        pdf=as_one(desk=desk, papers=papers),
        title=papers[0].job.filing or papers[0].paper,
        printer=printer,
    )


def as_one(*, desk: Desk, papers: Sequence[IssuedPaper]) -> bytes:
    """Return a set of papers as one PDF, in order, each in the hall's number of copies."""
    many = {one.paper: one.copies for one in preferences.copies(desk=desk)}
    return bind((paper.pdf, many[paper.paper]) for paper in papers)
