"""The two ways to a printer: the printing system that takes a PDF, or pixels where none does."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.errors import EnvironmentFailureError
from desk_app.records.print_job import PrintOutcome
from desk_app.services import preferences, printing, spooling
from desk_app.services.desk import Desk
from desk_app.services.issuing import IssuedPaper
from desk_app.ui.widgets import raster_print

REFUSED = "打印机没有接受任务，请检查打印机后按 Ctrl+P 再打。"


@dataclass(frozen=True, slots=True)
class Sending:
    """Papers that were given to a printer; ``job`` is None where it cannot be followed."""

    papers: tuple[IssuedPaper, ...]
    job: spooling.SpoolJob | None


def send(desk: Desk, papers: Sequence[IssuedPaper]) -> Sending | None:
    """Give papers to the hall's printer; None where this computer has no printer.

    Meant for a worker thread. Raises EnvironmentFailureError when they are not taken; they are
    noted as failed then.
    """
    taken = tuple(papers)
    chosen = preferences.read(desk=desk).printer
    queues = spooling.printers()
    if queues:
        queue = chosen if chosen in queues else queues[0]
        return Sending(taken, printing.send(desk=desk, papers=taken, printer=queue))
    names = raster_print.printers()
    if not names:
        return None
    device = raster_print.printer(chosen if chosen in names else names[0])
    if not raster_print.print_pdf(printing.as_one(desk=desk, papers=taken), device):
        printing.settle(desk=desk, papers=taken, outcome=PrintOutcome.FAILED)
        raise EnvironmentFailureError(REFUSED)
    printing.settle(desk=desk, papers=taken, outcome=PrintOutcome.PRINTED)
    return Sending(taken, None)


def send_plain(desk: Desk, pdf: bytes, title: str) -> bool:
    """Give a sheet that is no paper of the records to the hall's printer; False without one.

    Meant for a worker thread. Raises EnvironmentFailureError when it is not taken.
    """
    chosen = preferences.read(desk=desk).printer
    queues = spooling.printers()
    if queues:
        queue = chosen if chosen in queues else queues[0]
        spooling.send(pdf=pdf, title=title, printer=queue)
        return True
    names = raster_print.printers()
    if not names:
        return False
    if not raster_print.print_pdf(
        pdf, raster_print.printer(chosen if chosen in names else names[0])
    ):
        raise EnvironmentFailureError(REFUSED)
    return True
