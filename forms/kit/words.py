"""How dates, numbers and coded values are worded on paper, the same on every sheet."""

from datetime import date, datetime

DOCUMENT_STATES = {
    "original": "原件已核",
    "copy": "复印件已收",
    "both": "原件已核、复印件已收",
    "commitment": "承诺代替",
    "missing": "缺",
}
INSURANCES = {
    "employee_1": "职工基本医疗保险一档",
    "employee_2": "职工基本医疗保险二档",
    "employee": "职工基本医疗保险",
    "resident": "城乡居民基本医疗保险",
}
METHODS = {"documents": "提交材料", "commitment": "个人承诺"}


def long_date(day: date | None) -> str:
    """Return a date as official papers write it, 2026年11月1日; empty for none."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def long_time(moment: datetime) -> str:
    """Return a time as 2026年11月1日 09:05."""
    return f"{long_date(moment.date())} {moment:%H:%M}"


def period_end(end: date | None, end_text: str) -> str:
    """Return the end of a period, or how an open end is worded."""
    return long_date(end) or end_text
