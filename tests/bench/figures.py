"""Rows of the table of figures in README.md, printed by the bench that measured them."""

from collections.abc import Sequence


def row(what: str, figure: str, bench: str) -> None:
    """Print one row; ``bench`` is the file of tests that measures it again."""
    command = f".venv/bin/python -m pytest -m bench -s {bench}"
    print(f"\n| {what} | {figure} | `{command}` |", end="")


def span(values: Sequence[float]) -> str:
    """Return the least and the greatest of some figures."""
    return f"{min(values):.1f}–{max(values):.1f}"
