"""Bring the papers of a roster to a file or to a printer, and note what became of them."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from desk_app.errors import EnvironmentFailureError, Stopped
from desk_app.files import private_folder, write_whole
from desk_app.records.print_job import PrintJobRecord, PrintOutcome, SpooledRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import tracing
from desk_app.services.roster import papers
from desk_app.services.roster.checking import Progress
from desk_app.services.roster.registering import RegisteredRoster, file_name
from forms.catalogue import bind


def save(*, desk: Desk, done: RegisteredRoster, folder: Path) -> Path | None:
    """Write the papers into ``folder`` as one file and note with each what became of it.

    Raises EnvironmentFailureError saying which of the two failed.
    """
    if done.pdf is None:
        return None
    try:
        private_folder(folder)
        path = write_whole(folder / done.file_name, done.pdf)
    except EnvironmentFailureError as error:
        with suppress(EnvironmentFailureError):  # a full disk may be that of the records, too
            tracing.settle(desk=desk, papers=done.jobs, outcome=PrintOutcome.FAILED)
        raise EnvironmentFailureError(f"整份表单没有存上：{error.message}已登记的不变。") from error
    try:
        tracing.settle(desk=desk, papers=done.jobs, outcome=PrintOutcome.SAVED)
    except EnvironmentFailureError as error:
        raise EnvironmentFailureError(
            f"整份表单已存为 {path.name}，但没能记下来：{error.message}"
        ) from error
    return path


def send(*, desk: Desk, done: RegisteredRoster, printer: str) -> SpooledRecord:
    """Send the papers to a printer as one job, in roster order.

    Papers the printing system does not take are noted as failed; EnvironmentFailureError says
    why. Raises ValueError where there is nothing to print.
    """
    if done.pdf is None:
        raise ValueError("nothing to print")
    return tracing.send(
        desk=desk, papers=done.jobs, pdf=done.pdf, title=done.file_name, printer=printer
    )


def again(
    *,
    desk: Desk,
    done: RegisteredRoster,
    progress: Progress | None = None,
    stopped: Stopped | None = None,
) -> RegisteredRoster:
    """Make the same papers again, in roster order, with jobs of their own.

    A paper that came out before is marked as a reprint; one that failed is not. Stopped on the
    way, it holds those made so far.
    """
    parts: list[bytes] = []
    jobs: list[PrintJobRecord] = []
    numbers = list(dict.fromkeys(job.filing for job in done.jobs if job.filing is not None))
    for count, number in enumerate(numbers, 1):
        if stopped is not None and stopped():
            break
        made = papers.print_again(desk, number)
        parts.append(made.pdf)
        jobs += made.jobs
        if progress is not None:
            progress(count, len(numbers))
    pdf = bind((part, 1) for part in parts) if parts else None
    return replace(done, pdf=pdf, jobs=tuple(jobs), file_name=file_name(desk))
