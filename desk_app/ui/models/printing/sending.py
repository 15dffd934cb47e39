"""The two ways to a printer: the printing system that takes a PDF, or pixels where none does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from desk_app.errors import EnvironmentFailureError
from desk_app.records.print_job import PrintOutcome
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import printing, spooling, tracing
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.services.settings import preferences
from desk_app.ui.widgets.papers import raster_print

NO_PRINTER = "本机没有打印机，请另存为 PDF（Ctrl+S）。"
NOT_CHOSEN = (
    "本机有几台打印机，系统没有设默认的一台。请由主管在“设置 → 打印”里选定，再按 Ctrl+P 打印。"
)
GIVING = "正在送打印机"
REFUSED = "打印机没有接受任务，请检查打印机后按 Ctrl+P 再打。"


class NotTakenError(EnvironmentFailureError):
    """A printer was found and did not take the papers, which are noted as failed."""


@dataclass(frozen=True, slots=True, eq=False)
class Sending:
    """Papers that were given to a printer; ``ask`` is None where nobody can be asked after them.

    It returns what became of them, notes that in the records, and is meant for a worker thread.
    """

    papers: tuple[IssuedPaper, ...]
    ask: Callable[[], spooling.SpoolStatus] | None


@dataclass(frozen=True, slots=True)
class Way:
    """The printer papers go to, and whether it takes a PDF or pixels."""

    name: str
    takes_pdf: bool


def known() -> tuple[str, ...]:
    """Return the printers this computer knows, the default one first; for a worker thread."""
    return spooling.printers() or raster_print.printers()


def send(desk: Desk, papers: Sequence[IssuedPaper]) -> Sending | None:
    """Give papers to the hall's printer; None where this computer has no printer.

    Meant for a worker thread. Raises NotTakenError when they are not taken, NotAnsweredError
    when nobody knows whether they were, and EnvironmentFailureError when it is not known to which
    printer: nothing was sent then.
    """
    taken, to = tuple(papers), way(desk)
    if to is None:
        return None
    try:
        return _send(desk, taken, to)
    except spooling.NotAnsweredError:
        raise
    except EnvironmentFailureError as error:
        raise NotTakenError(error.message) from error


def _send(desk: Desk, papers: tuple[IssuedPaper, ...], to: Way) -> Sending:
    if to.takes_pdf:
        job = printing.send(desk=desk, papers=papers, printer=to.name)
        return Sending(papers, partial(tracing.follow, desk=desk, job=job))
    pdf = printing.as_one(desk=desk, papers=papers)
    jobs = [paper.job for paper in papers]
    draw(to, pdf, partial(tracing.settle, desk=desk, papers=jobs))
    return Sending(papers, None)


def send_plain(desk: Desk, pdf: bytes, title: str) -> Sending | None:
    """Give a sheet that is no paper of the records to the hall's printer; None without one.

    Meant for a worker thread. Raises EnvironmentFailureError when it is not taken.
    """
    to = way(desk)
    if to is None:
        return None
    if to.takes_pdf:
        job = spooling.send(pdf=pdf, title=title, printer=to.name)
        return Sending((), lambda: spooling.status([job])[job])
    _draw(to, pdf)
    return Sending((), None)


def way(desk: Desk) -> Way | None:
    """Return the printer that was chosen, or the system's own; never another one in its place.

    Papers name people: they must not come out where nobody expects them. None without a printer.
    Meant for a worker thread. Raises EnvironmentFailureError where neither was one chosen nor does
    the system say which.
    """
    chosen = preferences.printer(desk=desk)
    queues = spooling.printers()
    names = queues or raster_print.printers()
    if not names:
        return None
    if not chosen and len(names) > 1:
        chosen = spooling.default_printer() if queues else raster_print.default_printer()
        if chosen not in names:
            raise EnvironmentFailureError(NOT_CHOSEN)
    return Way(chosen or names[0], takes_pdf=bool(queues))


def draw(to: Way, pdf: bytes, settle: Callable[..., None]) -> None:
    """Draw papers where no program takes a PDF; ``settle`` notes their ``outcome``.

    Raises EnvironmentFailureError when they are not taken.
    """
    try:
        _draw(to, pdf)
    except EnvironmentFailureError:
        settle(outcome=PrintOutcome.FAILED)
        raise
    settle(outcome=PrintOutcome.HANDED_OVER)


def _draw(to: Way, pdf: bytes) -> None:
    if to.name not in raster_print.printers():
        raise EnvironmentFailureError(
            f"没有找到打印机“{to.name}”。请接好它，或由主管在“设置 → 打印”里另选。"
        )
    if not raster_print.print_pdf(pdf, raster_print.printer(to.name)):
        raise EnvironmentFailureError(REFUSED)
