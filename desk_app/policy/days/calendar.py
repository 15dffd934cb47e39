"""Months and deadlines as the Civil Code counts them (民法典 第二百零一至二百零三条)."""

import calendar
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """Return the day a period of months that begins on ``day`` ends on.

    The first day is not counted; the period ends on the corresponding day of the last
    month, or on that month's last day where it has none.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def add_days(day: date, days: int) -> date:
    """Return the last day of a period of days; the first day is not counted."""
    return day + timedelta(days=days)


def in_words(day: date) -> str:
    """Return a day as people read it, for example 2026 年 11 月 21 日."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
