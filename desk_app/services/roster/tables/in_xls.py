"""Read the tables of an old Excel or WPS workbook as a person sees them."""

from collections.abc import Iterator
from typing import Any

import xlrd

from desk_app.services.roster.tables.sheets import (
    HIDDEN,
    LOCKED,
    STRUCK,
    UNREADABLE,
    Cell,
    Sheet,
    SheetError,
    Span,
    expect_size,
)


def tables(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook; raise SheetError for one with a password."""
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True)
    except xlrd.XLRDError as error:
        raise SheetError(LOCKED if "encrypted" in str(error) else UNREADABLE) from None
    return tuple(_sheet(book, one) for one in book.sheets())


def _sheet(book: Any, sheet: Any) -> Sheet:
    shown = sheet.visibility == 0
    try:
        expect_size(sheet.nrows, sheet.ncols)
    except SheetError as error:
        return Sheet(name=sheet.name, rows=(), shown=shown, fault=str(error))
    struck = {i: STRUCK for i in range(sheet.nrows) if _all_struck(book, sheet, i)}
    return Sheet(
        name=sheet.name,
        rows=[
            [_value(book, sheet.cell(i, j)) for j in range(sheet.ncols)] for i in range(sheet.nrows)
        ],
        shown=shown,
        unseen=struck | {i: HIDDEN for i, row in sheet.rowinfo_map.items() if row.hidden},
        unseen_columns=frozenset(j for j, one in sheet.colinfo_map.items() if one.hidden),
        spans=tuple(
            Span(first=top, last=bottom - 1, left=left, right=right - 1)
            for top, bottom, left, right in sheet.merged_cells
        ),
    )


def _value(book: Any, cell: Any) -> Cell:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            day: Cell = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return float(cell.value)
        return day
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    value: Cell = cell.value if isinstance(cell.value, str | float) else ""
    return value


def _all_struck(book: Any, sheet: Any, row: int) -> bool:
    """Tell whether everything that is written in a row is crossed out."""
    fonts = list(_fonts(book, sheet, row))
    return bool(fonts) and all(font.struck_out for font in fonts)


def _fonts(book: Any, sheet: Any, row: int) -> Iterator[Any]:
    for cell in sheet.row(row):
        if cell.value != "" and cell.xf_index is not None:
            yield book.font_list[book.xf_list[cell.xf_index].font_index]
