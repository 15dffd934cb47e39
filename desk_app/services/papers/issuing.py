"""Make the papers of a filing and keep what they were made from."""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.files import explained, private_folder, write_whole
from desk_app.records.filing import FilingRecord
from desk_app.records.print_job import MAY_BE_OUT, Printed, PrintJobRecord, PrintOutcome
from desk_app.services.blanks import blanks
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import standing
from desk_app.storage.database.database import Session
from desk_app.storage.filings import prints
from forms import catalogue
from forms.catalogue import Marks
from forms.errors import PaperError
from forms.stored import PaperData

_PAGE = 65_536  # bytes that are written to try a folder
_SET = 500_000  # bytes that the papers of one filing take at most, as a rule


class NotSavedError(EnvironmentFailureError):
    """Papers that could not be saved, or noted as saved; what they are about stays as it is.

    ``files`` are those that are there, each in the place of its paper.
    """

    def __init__(self, message: str, files: tuple[Path | None, ...]) -> None:
        super().__init__(message)
        self.files = files


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedPaper:
    """A paper that was made; ``job`` knows how to make it again."""

    paper: str
    title: str
    pdf: bytes
    sha256: str
    file_name: str  # number and paper only, so that nothing personal is in it
    job: PrintJobRecord


def issue(
    session: Session,
    *,
    desk: Desk,
    filing: FilingRecord,
    papers: Mapping[str, PaperData],
    marked: bool = False,
) -> tuple[IssuedPaper, ...]:
    """Make the papers inside the caller's transaction and keep a job for each.

    ``marked`` papers say in the margin what was put right. A paper for which the hall uses the
    bureau's own blank is laid over it. Raises RefusedError naming the field when a character
    cannot be drawn or a text does not fit; the caller's transaction is thrown away then, and
    nothing half-registered remains.
    """
    used = blanks.in_use(session)
    made = []
    for paper, data in papers.items():
        blank = used.get(paper)
        edition = blank.edition if blank else catalogue.PAPERS[paper].edition
        note = standing.words(session, filing=filing, paper=paper) if marked else ""
        source = _Source(paper=paper, edition=edition, data=data, note=note)
        made.append(_issue(session, desk, filing, source))
    return tuple(made)


def again(
    session: Session, *, desk: Desk, filing: FilingRecord, job: PrintJobRecord
) -> IssuedPaper:
    """Make a paper again from the data and in the edition it was first made, as a reprint.

    Its margin says how the filing stands now. Only jobs count of which a paper came out, or may
    have come.
    """
    paper = job.printed.paper
    source = _Source(
        paper=paper,
        edition=job.printed.edition,
        data=catalogue.PAPERS[paper].data_type.from_json(job.printed.data),
        note=standing.words(session, filing=filing, paper=paper),
    )
    earlier = sum(
        1
        for other in prints.of_filing(session, filing_id=filing.id)
        if other.printed.paper == paper and other.outcome in MAY_BE_OUT
    )
    return _issue(session, desk, filing, source, reprint=earlier)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """What a paper is made from: its id, its edition, its values, and what its margin says."""

    paper: str
    edition: str
    data: PaperData
    note: str = ""


def _issue(
    session: Session, desk: Desk, filing: FilingRecord, source: _Source, reprint: int = 0
) -> IssuedPaper:
    marks = Marks(reprint=reprint, reprinted_at=desk.clock.now(), note=source.note)
    suffix = f"-r{reprint}" if reprint else ""
    return _kept(
        session,
        desk,
        source,
        _made(desk, source, marks),
        name=f"{filing.number}-{source.paper}{suffix}.pdf",
        filing=filing,
    )


def issue_of_hall(*, desk: Desk, paper: str, data: PaperData, name: str) -> IssuedPaper:
    """Make a paper that belongs to no filing and keep its job.

    Drawing it keeps nobody from writing.
    """
    source = _Source(paper=paper, edition=catalogue.PAPERS[paper].edition, data=data)
    pdf = render(paper, data)
    with desk.database.writing() as session:
        return _kept(session, desk, source, pdf, name=f"{name}-{paper}.pdf")


def _kept(
    session: Session,
    desk: Desk,
    source: _Source,
    pdf: bytes,
    *,
    name: str,
    filing: FilingRecord | None = None,
) -> IssuedPaper:
    printed = Printed(
        paper=source.paper,
        edition=source.edition,
        data=source.data.to_json(),
        sha256=hashlib.sha256(pdf).hexdigest(),
        pages=catalogue.page_count(pdf),
    )
    job = prints.add(
        session,
        seat=desk.seat,
        paper=printed,
        outcome=PrintOutcome.UNCONFIRMED,
        clock=desk.clock,
        filing=filing,
    )
    return IssuedPaper(
        paper=source.paper,
        title=catalogue.PAPERS[source.paper].title,
        pdf=pdf,
        sha256=printed.sha256,
        file_name=name,
        job=job,
    )


def _made(desk: Desk, source: _Source, marks: Marks) -> bytes:
    blank = blanks.of_edition(source.paper, source.edition)
    if blank is None:
        return render(source.paper, source.data, marks, edition=source.edition)
    try:
        return blanks.fill(desk.folder, blank, source.data, marks)
    except PaperError as error:
        raise RefusedError(error.message) from error


def render(
    paper: str, data: PaperData, marks: Marks | None = None, *, edition: str | None = None
) -> bytes:
    """Return the PDF of a paper; raise RefusedError naming what cannot be drawn or fitted."""
    try:
        return catalogue.render(paper, data, marks=marks, edition=edition)
    except PaperError as error:
        raise RefusedError(error.message) from error


def expect_room(folder: Path, *, sets: int) -> None:
    """Make the folder and try that so many sets of papers can be written into it.

    Raises EnvironmentFailureError while nothing is registered yet.
    """
    private_folder(folder)
    with explained(), tempfile.TemporaryFile(dir=folder) as tried:
        tried.write(bytes(_PAGE))
        free = shutil.disk_usage(folder).free
    if free < _SET * sets:
        raise EnvironmentFailureError(
            f"存表单的磁盘空间不够：{sets} 件约要 {_SET * sets // 1_000_000 + 1} MB，"
            f"只剩 {free // 1_000_000} MB。请清理出空间，或换一个文件夹。"
        )


def save(*, desk: Desk, papers: Sequence[IssuedPaper], folder: Path) -> tuple[Path, ...]:
    """Write papers into ``folder``, each whole or not at all, and note what became of each.

    A paper that cannot be written is noted as failed, so that the set can be repeated
    without a second number; NotSavedError is raised after the others were tried.
    """
    written = [_saved(paper, folder) for paper in papers]
    files = tuple(path for path, _ in written)
    faults = {fault for _, fault in written if fault is not None}
    try:
        _note(desk, papers, files)
    except EnvironmentFailureError as error:
        faults = faults or {error.message}
    if faults:
        lost = [paper.title for paper, path in zip(papers, files, strict=True) if path is None]
        told = f"《{'》《'.join(lost)}》没有存上：" if lost else "表单已存好，但没能记下来："
        raise NotSavedError(told + "".join(sorted(faults)), files)
    return tuple(path for path in files if path is not None)


def _saved(paper: IssuedPaper, folder: Path) -> tuple[Path | None, str | None]:
    """Return where a paper was written, if it was, and what went wrong."""
    try:
        private_folder(folder)
        return write_whole(folder / paper.file_name, paper.pdf), None
    except EnvironmentFailureError as error:
        return None, error.message


def _note(desk: Desk, papers: Sequence[IssuedPaper], files: Sequence[Path | None]) -> None:
    """Note what became of papers, all at once: each commit waits for the disk."""
    with desk.database.writing() as session:
        known = {job.id: job for job in prints.by_ids(session, ids=(one.job.id for one in papers))}
        for paper, path in zip(papers, files, strict=True):
            job = known.get(paper.job.id)
            if path is None and job is not None and job.outcome is PrintOutcome.SENT:
                continue  # it is at a printer all the same
            outcome = PrintOutcome.SAVED if path else PrintOutcome.FAILED
            prints.settle(session, seat=desk.seat, job=paper.job, outcome=outcome, clock=desk.clock)
