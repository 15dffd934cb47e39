"""Dates among the options of a command."""

from datetime import date

from desk_app.errors import RefusedError


def day(text: str | None, *, option: str) -> date | None:
    """Return the date an option gives; raise RefusedError for one that is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedError(f"{option} 不是有效日期，请按 2026-11-21 的样式填写。") from None
