"""Dates among the options of a command."""

from datetime import date

from desk_app.errors import RefusedError
from desk_app.policy.days.dates import read_day


def day(text: str | None, *, option: str) -> date | None:
    """Return the date an option gives; raise RefusedError for one that is none."""
    found = None if text is None else read_day(text)
    if text is not None and found is None:
        raise RefusedError(f"{option} 不是有效日期，请写明年月日，例如 2026-11-21。")
    return found
