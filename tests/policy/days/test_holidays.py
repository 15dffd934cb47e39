"""Working days and deadlines."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.policy.days.holidays import PackError, calendar_text, load_calendar

CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("day", "work"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 10, 10), True),  # a Saturday worked for the National Day holiday
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 2, 23), False),
        (date(2026, 2, 28), True),
        (date(2025, 1, 28), False),
        (date(2024, 4, 7), True),
        (date(2027, 1, 1), False),
        (date(2027, 2, 5), False),  # the eve of the lunar new year
        (date(2027, 2, 6), False),
        (date(2030, 10, 1), True),  # a Tuesday of a year without data
    ],
)
def test_working_days(day, work):
    assert CALENDAR.is_workday(day) is work


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_years_known_have_as_many_working_days_as_announced(year, days):
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    worked = sum(CALENDAR.is_workday(first + timedelta(days=one)) for one in range(length))
    assert worked == days


def test_a_deadline_on_a_holiday_moves_to_the_next_working_day():
    assert CALENDAR.deadline_in_days(date(2026, 9, 26), 5).day == date(2026, 10, 8)
    assert CALENDAR.deadline_in_months(date(2026, 5, 21), 6).day == date(2026, 11, 23)
    assert CALENDAR.deadline_in_workdays(date(2026, 9, 29), 5).day == date(2026, 10, 12)


def test_years_without_data_say_so():
    assert CALENDAR.deadline_in_days(date(2026, 11, 21), 5).note is None
    assert "2027 年的调休" in (CALENDAR.deadline_in_days(date(2027, 3, 1), 5).note or "")
    assert "2031 年的节假日未收录" in (CALENDAR.deadline_in_days(date(2031, 3, 3), 5).note or "")
    both = CALENDAR.deadline_in_workdays(date(2027, 12, 28), 10)
    assert "2027 年、2028 年" in (both.note or "")


def test_what_is_written_is_read_back(tmp_path):
    path = tmp_path / "holidays.toml"
    path.write_text(calendar_text(CALENDAR.years.values()), "utf-8")
    assert load_calendar(path) == CALENDAR


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("year = 2028\noff = [2028-01-01]", "off"),  # a Saturday needs no entry
        ("year = 2028\nwork = [2028-01-03]", "work"),
        ("year = 2028\noff = [2027-01-04]", "off"),
        ('year = 2028\noff = ["2028-01-03"]', "off"),
        ("off = []", "year"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path, row, key):
    path = tmp_path / "holidays.toml"
    path.write_text(f"[[year]]\n{row}\n", "utf-8")
    with pytest.raises(PackError, match=key):
        load_calendar(path)


@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2032, 1, 1)), st.integers(0, 60))
def test_a_deadline_is_a_working_day_and_not_before_its_time(begin, days):
    deadline = CALENDAR.deadline_in_days(begin, days).day
    assert CALENDAR.is_workday(deadline)
    assert deadline >= begin + timedelta(days=days)
