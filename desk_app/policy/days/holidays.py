"""Working days: an editable table of the years known, weekends for the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import resources
from desk_app.policy.days.calendar import add_days, add_months
from desk_app.policy.packs.pack_files import read_tables, rows_of
from desk_app.policy.packs.pack_rows import PackError, Row

SATURDAY = 5
FILE = "holidays.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year: weekdays off, weekend days worked, and whether the table of it is complete."""

    year: int
    complete: bool
    off: frozenset[date]
    work: frozenset[date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day of a period; ``note`` says where the table of holidays does not reach."""

    day: date
    note: str | None


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The years known; every question about a working day is asked here."""

    years: Mapping[int, Year]

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work on a day; by weekend alone where the year is unknown."""
        year = self.years.get(day.year)
        if year is not None and day in year.off:
            return False
        return day.weekday() < SATURDAY or (year is not None and day in year.work)

    def note(self, *days: date) -> str | None:
        """Return a sentence where the table does not cover the years of the days, or None."""
        wanted = sorted({day.year for day in days})
        unsure = [
            year for year in wanted if year not in self.years or not self.years[year].complete
        ]
        if not unsure:
            return None
        listed = "、".join(f"{year} 年" for year in unsure)
        if all(year in self.years for year in unsure):
            return f"{listed}的调休安排尚未收录，其余按周末推算，请核对。"
        return f"{listed}的节假日未收录，按周末推算，请核对。"

    def next_workday(self, day: date) -> date:
        """Return the day itself, or the first working day after it."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def deadline_in_days(self, begin: date, days: int) -> Deadline:
        """Return the end of a period of calendar days, moved on to a working day."""
        return self._deadline(add_days(begin, days))

    def deadline_in_months(self, begin: date, months: int) -> Deadline:
        """Return the end of a period of months, moved on to a working day."""
        return self._deadline(add_months(begin, months))

    def deadline_in_workdays(self, begin: date, days: int) -> Deadline:
        """Return the day on which the given number of working days after ``begin`` is full."""
        day, left = begin, days
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_workday(day)
        return Deadline(day=day, note=self.note(begin, day))

    def _deadline(self, day: date) -> Deadline:
        moved = self.next_workday(day)
        return Deadline(day=moved, note=self.note(day, moved))


def load_calendar(path: Path | None = None) -> WorkCalendar:
    """Return the calendar in a file, the shipped one by default; raise PackError if wrong."""
    source = path or resources.path("policy", FILE)
    years = [_year(row) for row in rows_of(source.name, read_tables(source), "year")]
    return WorkCalendar({one.year: one for one in years})


def calendar_text(years: Iterable[Year]) -> str:
    """Return the file that ``load_calendar`` reads for the given years."""
    return "\n".join(_year_text(one) for one in sorted(years, key=lambda one: one.year))


def _year(row: Row) -> Year:
    row.only({"year", "complete", "off", "work"})
    year = row.number("year")
    if year is None:
        raise row.fail("year", "应为年份")
    off, work = _days(row, "off", year), _days(row, "work", year)
    if any(day.weekday() >= SATURDAY for day in off):
        raise row.fail("off", "只填周一至周五的放假日")
    if any(day.weekday() < SATURDAY for day in work):
        raise row.fail("work", "只填周六、周日的上班日")
    return Year(year=year, complete=row.flag("complete"), off=off, work=work)


def _days(row: Row, key: str, year: int) -> frozenset[date]:
    days = row.values.get(key, [])
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise row.fail(key, "应为一组日期")
    if any(day.year != year for day in days):
        raise row.fail(key, f"有不在 {year} 年的日期")
    return frozenset(days)


def _year_text(one: Year) -> str:
    off = ", ".join(day.isoformat() for day in sorted(one.off))
    work = ", ".join(day.isoformat() for day in sorted(one.work))
    complete = "true" if one.complete else "false"
    return f"[[year]]\nyear = {one.year}\ncomplete = {complete}\noff = [{off}]\nwork = [{work}]\n"


__all__ = ["Deadline", "PackError", "WorkCalendar", "Year", "calendar_text", "load_calendar"]
