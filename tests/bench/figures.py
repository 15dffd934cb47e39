"""Rows of the table of figures in README.md, printed by the bench that measured them."""

import time
from collections.abc import Sequence


def row(what: str, figure: str, bench: str) -> None:
    """Print one row; ``bench`` is the file of tests that measures it again."""
    command = f".venv/bin/python -m pytest -m bench -s {bench}"
    print(f"\n| {what} | {figure} | `{command}` |", end="")


def span(values: Sequence[float]) -> str:
    """Return the least and the greatest of some figures."""
    return f"{min(values):.1f}–{max(values):.1f}"


def pace() -> str:
    """Return how long this machine takes for a million additions just now.

    On shared machines the same work takes twice as long from one hour to the next: figures of
    CPU time can be compared by it.
    """
    begun, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return f"a million additions: {(time.process_time() - begun) * 1000:.0f} ms CPU"
