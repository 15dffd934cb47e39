"""Write a list as a spreadsheet in which every cell is text and nothing is a formula."""

import contextlib
import io
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

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
    """Write ``rows`` under the columns' headings and return how many there were.

    Nothing of the rows is left anywhere but in ``target``, whatever happens on the way.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - 42 modules, needed on export only
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 - see above

    with (
        tempfile.TemporaryDirectory(prefix=".", dir=target.parent) as scratch,
        _Patient(target) as stream,
    ):
        book = Workbook(stream, {**_SAFE, "tmpdir": scratch})
        try:
            count = _fill(book, columns, rows, sheet_rows)
            book.close()
        except FileCreateError as error:
            stream.fault = _cause(error)
        finally:
            _let_go(book)
        # Raised here, where the library's half-made archive is closed already.
        if stream.fault is not None:
            raise stream.fault
    return count


def _fill(
    book: Any, columns: Sequence[Titled], rows: Iterable[Sequence[str]], sheet_rows: int
) -> int:
    count = line = 0
    heading = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1})
    text = book.add_format({"num_format": "@"})
    sheet = _new_sheet(book, columns, heading, text, 1)
    for row in rows:
        line += 1
        if line == sheet_rows:
            sheet = _new_sheet(book, columns, heading, text, count // (sheet_rows - 1) + 1)
            line = 1
        for place, value in enumerate(row):
            sheet.write_string(line, place, value, text)
        count += 1
    return count


class _Patient(io.FileIO):
    """A file that keeps the first fault to itself, so that a half-made archive can be closed."""

    def __init__(self, target: Path) -> None:
        super().__init__(target, "w+b")
        self.fault: OSError | None = None

    def write(self, content: Any) -> int:
        """Write all of ``content``, or nothing any more once something went wrong."""
        left = memoryview(content)
        size = left.nbytes
        while left.nbytes and self.fault is None:
            try:
                left = left[super().write(left) :]
            except OSError as error:
                self.fault = error
        return size


def _cause(error: Exception) -> OSError:
    """Return the fault of the disk within an error of the library, without its traceback."""
    inner = error.args[0] if error.args else None
    return OSError(*inner.args) if isinstance(inner, OSError) else OSError(str(error))


def _let_go(book: Any) -> None:
    """Close the temporary files of a workbook that was given up."""
    for sheet in book.worksheets():
        with contextlib.suppress(OSError):
            sheet.row_data_fh.close()


def _new_sheet(book: Any, columns: Sequence[Titled], heading: Any, text: Any, number: int) -> Any:
    sheet = book.add_worksheet("备案清单" if number == 1 else f"备案清单{number}")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, text)
        sheet.write_string(0, place, column.title, heading)
    sheet.freeze_panes(1, 1)
    return sheet
