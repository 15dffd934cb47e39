"""Printing values only on pre-printed sheets: one measured profile a printer and tray."""

from collections.abc import Sequence

from desk_app.errors import RefusedError
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.finding.searching import required
from desk_app.services.settings.preferences import PLACEMENTS
from desk_app.storage.filings import prints
from forms import catalogue
from forms.catalogue import Placement
from forms.errors import PaperError

Point = tuple[float, float]


def calibration_sheet() -> bytes:
    """Return the sheet a printer is measured by: crosses at known places, and rulers."""
    return catalogue.calibration_sheet()


def measure(
    *, desk: Desk, printer: str, tray: str, measured: Sequence[tuple[Point, Point]]
) -> Placement:
    """Keep the profile that undoes what a printer does.

    ``measured`` are pairs of where a cross should be and where it came out, in millimetres
    from the top left corner. Raises RefusedError for measurements that make no profile.
    """
    require_supervisor(desk, PLACEMENTS.deed)
    try:
        found = catalogue.solve(measured)
    except PaperError as error:
        raise RefusedError(error.message) from error
    with desk.database.writing() as session:
        known = PLACEMENTS.read(session)
        PLACEMENTS.write(session, desk, {**known, _name(printer, tray): found.to_json()})
    return found


def placement(*, desk: Desk, printer: str, tray: str) -> Placement:
    """Return the profile of a printer and tray; without one nothing is moved."""
    stored = PLACEMENTS.of(desk).get(_name(printer, tray))
    return Placement.from_json(stored) if stored else Placement()


def overprint(*, desk: Desk, record_no: str, paper: str, printer: str, tray: str) -> bytes:
    """Return only the values of a paper of a filing, moved for one printer and tray.

    Raises RefusedError for a paper the filing has not, or values that have no room.
    """
    with desk.database.reading() as session:
        record = required(session, record_no)
        jobs = [
            job
            for job in prints.of_filing(session, filing_id=record.id)
            if job.printed.paper == paper
        ]
    if not jobs:
        raise RefusedError(f"备案 {record.number} 没有这种表单。")
    data = catalogue.PAPERS[paper].data_type.from_json(jobs[-1].printed.data)
    try:
        return catalogue.overprint(paper, data, placement(desk=desk, printer=printer, tray=tray))
    except PaperError as error:
        raise RefusedError(error.message) from error


def _name(printer: str, tray: str) -> str:
    return f"{printer}|{tray}"
