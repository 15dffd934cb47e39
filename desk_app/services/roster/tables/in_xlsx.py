"""Read the tables of an Excel workbook as a person sees them."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl

from desk_app.services.roster.tables.sheets import (
    FILTERED,
    HIDDEN,
    MAX_COLUMNS,
    MAX_ROWS,
    NO_RESULT,
    STRUCK,
    TOO_LONG,
    Cell,
    Sheet,
    Span,
)

_FURTHEST = re.compile(rb'<c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_SHEETS = "xl/worksheets/"
_MARK = "\u2063too large\u2063"
_TOO_LARGE = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    f'<row r="1"><c r="A1" t="inlineStr"><is><t>{_MARK}</t></is></c></row></sheetData></worksheet>'
).encode()


def tables(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook; of one with cells too far out only that it is so."""
    content, worked_out = _bounded(content)
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(content)) if worked_out else None
    return tuple(
        _sheet(one, formulas[one.title] if formulas is not None else None)
        for one in book.worksheets
    )


def _bounded(content: bytes) -> tuple[bytes, bool]:
    """Return a workbook without the sheets that would fill memory, and whether it has formulas.

    Such a sheet has one marked cell instead.
    """
    found, kept = False, io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as bounded,
    ):
        for name in archive.namelist():
            part = archive.read(name)
            if name.startswith(_SHEETS) and name.endswith(".xml"):
                part = _TOO_LARGE if _has_far_cells(part) else part
                found = found or b"<f" in part
            bounded.writestr(name, part)
    return kept.getvalue(), found


def _has_far_cells(xml: bytes) -> bool:
    for found in _FURTHEST.finditer(xml):
        column = 0
        for letter in found[1]:
            column = column * 26 + letter - ord("A") + 1
        if column > MAX_COLUMNS or int(found[2]) > MAX_ROWS + 1:
            return True
    return False


def _sheet(sheet: Any, formulas: Any) -> Sheet:
    if sheet["A1"].value == _MARK:
        return Sheet(name=sheet.title, rows=(), shown=_is_shown(sheet), fault=TOO_LONG)
    rows: list[list[Cell]] = []
    struck: dict[int, str] = {}
    for i, row in enumerate(sheet.iter_rows()):
        rows.append([_value(cell, formulas) for cell in row])
        if _all_struck(row):
            struck[i] = STRUCK
    return Sheet(
        name=sheet.title,
        rows=rows,
        shown=_is_shown(sheet),
        unseen=struck | dict(_hidden_rows(sheet)),
        unseen_columns=frozenset(_hidden_columns(sheet)),
        spans=tuple(
            Span(
                first=one.min_row - 1,
                last=one.max_row - 1,
                left=one.min_col - 1,
                right=one.max_col - 1,
            )
            for one in sheet.merged_cells.ranges
        ),
    )


def _is_shown(sheet: Any) -> bool:
    return bool(sheet.sheet_state == "visible")


def _value(cell: Any, formulas: Any) -> Cell:
    value = cell.value
    if value is None:
        if formulas is not None:
            behind = formulas.cell(cell.row, cell.column)
            if behind.data_type == "f":
                return NO_RESULT
        return ""
    return value if isinstance(value, Cell) else str(value)


def _all_struck(row: tuple[Any, ...]) -> bool:
    """Tell whether everything that is written in a row is crossed out."""
    written = [cell for cell in row if cell.value not in {None, ""}]
    return bool(written) and all(cell.has_style and cell.font.strike for cell in written)


def _hidden_rows(sheet: Any) -> Iterator[tuple[int, str]]:
    filtered = sheet.auto_filter.ref and sheet.auto_filter.filterColumn
    for number, row in sheet.row_dimensions.items():
        if row.hidden or row.height == 0:
            yield number - 1, FILTERED if filtered else HIDDEN


def _hidden_columns(sheet: Any) -> Iterator[int]:
    for column in sheet.column_dimensions.values():
        if column.hidden or column.width == 0:
            yield from range(column.min - 1, min(column.max, MAX_COLUMNS))
