"""Send papers to a printer of this computer, and note what became of each.

The printing system takes a PDF from standard input, so that no file is left behind. It tells
that a job was taken, never that paper came out: that the clerk sees.
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.errors import DeskError, EnvironmentFailureError
from desk_app.records.print_job import PrintOutcome
from desk_app.services.desk import Desk
from desk_app.services.issuing import IssuedPaper
from desk_app.storage import prints

TIMEOUT_S = 30
NO_PRINTER = "本机没有可用的打印机，请先接好打印机，或另存为 PDF。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of one paper: ``fault`` is a sentence for the clerk, or None."""

    paper: IssuedPaper
    outcome: PrintOutcome
    fault: str | None = None


def printers() -> tuple[str, ...]:
    """Return the printers of this computer, the default one first; none without a print system."""
    if shutil.which("lpstat") is None or shutil.which("lp") is None:
        return ()
    names = _ask("lpstat", "-e").splitlines()
    default = _ask("lpstat", "-d").rpartition(":")[2].strip()
    listed = [name.strip() for name in names if name.strip()]
    return tuple(sorted(listed, key=lambda name: name != default))


def send(
    *, desk: Desk, papers: Sequence[IssuedPaper], printer: str | None = None, copies: int = 1
) -> tuple[Sent, ...]:
    """Send papers in order and note each as printed or failed; one fault stops no other paper.

    Without a printer all of them are noted as failed.
    """
    sent = tuple(_send(paper, printer=printer, copies=copies) for paper in papers)
    for one in sent:
        settle(desk=desk, papers=(one.paper,), outcome=one.outcome)
    return sent


def settle(*, desk: Desk, papers: Sequence[IssuedPaper], outcome: PrintOutcome) -> None:
    """Note what became of papers, for example that the clerk saw none come out."""
    with desk.database.writing() as session:
        for paper in papers:
            prints.settle(session, desk=desk.seat, job=paper.job, outcome=outcome, clock=desk.clock)


def _send(paper: IssuedPaper, *, printer: str | None, copies: int) -> Sent:
    try:
        _spool(paper.pdf, title=paper.title, printer=printer, copies=copies)
    except DeskError as error:
        return Sent(paper=paper, outcome=PrintOutcome.FAILED, fault=error.message)
    return Sent(paper=paper, outcome=PrintOutcome.PRINTED)


def _spool(pdf: bytes, *, title: str, printer: str | None, copies: int) -> None:
    chosen = printer or next(iter(printers()), None)
    program = shutil.which("lp")
    if chosen is None or program is None:
        raise EnvironmentFailureError(NO_PRINTER)
    command = [program, "-d", chosen, "-n", str(copies), "-t", title, "-o", "media=A4", "-"]
    try:
        done = subprocess.run(  # noqa: S603 - a list of our own words, no shell
            command, input=pdf, capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentFailureError("打印机没有回应，请检查打印机后重打。") from error
    if done.returncode != 0:
        raise EnvironmentFailureError("打印机没有接受这份表单，请检查打印机后重打。")


def _ask(*command: str) -> str:
    """Return what a print command answers; an empty text when it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - a list of our own words, no shell
            command, capture_output=True, timeout=TIMEOUT_S, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
