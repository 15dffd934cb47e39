"""Write a list as a spreadsheet in which every cell is text and nothing is a formula."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter

SHEET_ROWS = 1_048_576
"""Rows of one sheet, the heading included; more go to a further sheet."""

_SAFE = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


class Titled(Protocol):
    """What a column must tell: its title, and its width in characters."""

    @property
    def title(self) -> str:
        """The heading."""

    @property
    def width(self) -> int:
        """The width in characters."""


def write_workbook(
    target: Path,
    columns: Sequence[Titled],
    rows: Iterable[Sequence[str]],
    *,
    sheet_rows: int = SHEET_ROWS,
) -> int:
    """Write ``rows`` under the columns' headings and return how many there were."""
    count = 0
    with xlsxwriter.Workbook(str(target), {**_SAFE, "tmpdir": str(target.parent)}) as book:
        heading = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        sheet = _new_sheet(book, columns, heading, text, 1)
        line = 0
        for row in rows:
            line += 1
            if line == sheet_rows:
                sheet = _new_sheet(book, columns, heading, text, count // (sheet_rows - 1) + 1)
                line = 1
            for place, value in enumerate(row):
                sheet.write_string(line, place, value, text)
            count += 1
    return count


def _new_sheet(book: Any, columns: Sequence[Titled], heading: Any, text: Any, number: int) -> Any:
    sheet = book.add_worksheet("备案清单" if number == 1 else f"备案清单{number}")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, text)
        sheet.write_string(0, place, column.title, heading)
    sheet.freeze_panes(1, 1)
    return sheet
