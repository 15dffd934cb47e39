"""Days as people, files and spreadsheets write them; what names no day is none."""

import re
import unicodedata
from datetime import date, timedelta

_SEPARATED = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?", re.ASCII)
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_WITH_TIME = re.compile(r"(\d{5})\.\d+", re.ASCII)
_LAST, _LONGEST = 9999_12_31, 60
_SERIALS = range(20_000, 80_000)  # days since 1899-12-30, 1954 to 2119
_SERIAL_ZERO = date(1899, 12, 30)


def read_day(written: object) -> date | None:
    """Return the day that is written, or None where no day is: a month alone is none.

    2026-11-21, 2026/11/21, 2026.11.21, 2026年11月21日 and 20261121 are days. A number is the
    serial of a day in a spreadsheet, its fraction the time of that day; 2026.12 is neither.
    """
    if isinstance(written, int | float) and not isinstance(written, bool):
        found = serial_day(written)
        together = isinstance(written, int) and 0 < written <= _LAST
        return found or (read_day(str(written)) if together else None)
    if not isinstance(written, str):
        return None
    text = unicodedata.normalize("NFKC", written[:_LONGEST]).strip()
    serial = _WITH_TIME.fullmatch(text)
    if serial:
        return serial_day(int(serial[1]))
    parts = _SEPARATED.fullmatch(text) or _TOGETHER.fullmatch(text)
    try:
        return date(*map(int, parts.groups())) if parts else None
    except ValueError:
        return None


def serial_day(number: float) -> date | None:
    """Return the day a spreadsheet keeps as this number, or None for a number that is none."""
    if not _SERIALS.start <= number < _SERIALS.stop:
        return None
    return _SERIAL_ZERO + timedelta(days=int(number))
