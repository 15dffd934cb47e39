"""The working days this hall counts by: the shipped table, and what a supervisor has mended."""

from pathlib import Path

from desk_app.files import write_whole
from desk_app.policy.days.holidays import WorkCalendar, Year, calendar_text, load_calendar
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.settings.preferences import HOLIDAYS

FILE = "holidays.toml"


def calendar(*, desk: Desk) -> WorkCalendar:
    """Return the calendar in use; the records are what counts, the file beside them a copy."""
    text = HOLIDAYS.of(desk)
    if text is None:
        return load_calendar()
    return load_calendar(_laid_out(desk, text))


def set_year(*, desk: Desk, year: Year) -> WorkCalendar:
    """Replace one year of the table, or add one."""
    years = {**calendar(desk=desk).years, year.year: year}
    return _put(desk, calendar_text(years.values()))


def take_in(*, desk: Desk, path: Path) -> WorkCalendar:
    """Take a whole table from a file; raise PackError naming what is wrong with it."""
    return _put(desk, calendar_text(load_calendar(path).years.values()))


def _put(desk: Desk, text: str) -> WorkCalendar:
    require_supervisor(desk, HOLIDAYS.deed)
    made = load_calendar(_laid_out(desk, text))
    HOLIDAYS.set(desk, text)
    return made


def _laid_out(desk: Desk, text: str) -> Path:
    path = desk.folder / FILE
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_whole(path, text.encode("utf-8"))
    return path
