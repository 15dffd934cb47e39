"""Read the tables of an OpenDocument workbook as a person sees them."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lxml import etree

from desk_app.services.roster.tables.sheets import (
    FILTERED,
    HIDDEN,
    LOCKED,
    MAX_COLUMNS,
    MAX_ROWS,
    NO_RESULT,
    STRUCK,
    TOO_LONG,
    Cell,
    Sheet,
    SheetError,
    Span,
)

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE = f"{{{_SPACE}table:1.0}}", f"{{{_SPACE}office:1.0}}"
_TEXT, _STYLE = f"{{{_SPACE}text:1.0}}", f"{{{_SPACE}style:1.0}}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_UNSEEN = {"collapse": HIDDEN, "filter": FILTERED}


def tables(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook; raise SheetError for one with a password."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = archive.read("META-INF/manifest.xml") if _has(archive) else b""
        if b"encryption-data" in manifest:
            raise SheetError(LOCKED)
        xml = archive.read("content.xml")
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    styles = {one.get(f"{_STYLE}name"): one for one in root.iter(f"{_STYLE}style")}
    return tuple(_read(one, styles) for one in root.iter(f"{_TABLE}table"))


def _read(table: Any, styles: dict[str, Any]) -> Sheet:
    try:
        return _Table(table, styles).sheet()
    except SheetError as error:
        return Sheet(name=table.get(f"{_TABLE}name", ""), rows=(), fault=str(error))


def _has(archive: zipfile.ZipFile) -> bool:
    return "META-INF/manifest.xml" in archive.namelist()


class _Table:
    """One sheet being read: repeated rows and columns are written out up to the last filled."""

    def __init__(self, table: Any, styles: dict[str, Any]) -> None:
        self._table, self._styles = table, styles
        self._spans: list[Span] = []
        self._struck_cells = 0
        self._written_cells = 0

    def sheet(self) -> Sheet:
        """Return the sheet."""
        rows: list[list[Cell]] = []
        unseen: dict[int, str] = {}
        waiting = 0  # empty rows, written out only where something follows
        for row in self._table.iter(f"{_TABLE}table-row"):
            many = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
            self._struck_cells = self._written_cells = 0
            at = len(rows) + waiting
            cells = self._cells(row, at)
            if not cells:
                waiting += many
                continue
            if at + many > MAX_ROWS + 1:
                raise SheetError(TOO_LONG)
            rows.extend([[] for _ in range(waiting)])
            waiting = 0
            why = _UNSEEN.get(row.get(f"{_TABLE}visibility", ""))
            if self._written_cells and self._struck_cells == self._written_cells:
                why = why or STRUCK
            for _ in range(many):
                if why:
                    unseen[len(rows)] = why
                rows.append(list(cells))
        return Sheet(
            name=self._table.get(f"{_TABLE}name", ""),
            rows=rows,
            shown=not self._is_hidden(),
            unseen=unseen,
            unseen_columns=frozenset(self._hidden_columns()),
            spans=tuple(self._spans),
        )

    def _cells(self, row: Any, at: int) -> list[Cell]:
        cells: list[Cell] = []
        waiting = 0
        for cell in row:
            if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                continue
            many = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            value = _value(cell)
            if value == "":
                waiting += many
            else:
                if len(cells) + waiting + many > MAX_COLUMNS:
                    raise SheetError(TOO_LONG)
                cells.extend([""] * waiting + [value] * many)
                waiting = 0
                self._written_cells += 1
                self._struck_cells += self._is_struck(cell)
            self._note_span(cell, at, len(cells) + waiting - many)
        return cells

    def _note_span(self, cell: Any, row: int, column: int) -> None:
        down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        across = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        if max(down, across) > 1:
            span = Span(first=row, last=row + down - 1, left=column, right=column + across - 1)
            self._spans.append(span)

    def _is_struck(self, cell: Any) -> bool:
        style = self._styles.get(cell.get(f"{_TABLE}style-name", ""))
        if style is None:
            return False
        lines = (one.get(f"{_STYLE}text-line-through-style") for one in style.iter())
        return any(line not in {None, "none"} for line in lines)

    def _is_hidden(self) -> bool:
        style = self._styles.get(self._table.get(f"{_TABLE}style-name", ""))
        return style is not None and any(
            one.get(f"{_TABLE}display") == "false" for one in style.iter()
        )

    def _hidden_columns(self) -> Iterator[int]:
        at = 0
        for column in self._table.iter(f"{_TABLE}table-column"):
            many = int(column.get(f"{_TABLE}number-columns-repeated", "1"))
            if column.get(f"{_TABLE}visibility", "visible") != "visible":
                yield from range(at, min(at + many, MAX_COLUMNS))
            at += many


def _value(cell: Any) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type")
    text = "\n".join("".join(one.itertext()) for one in cell.iter(f"{_TEXT}p"))
    if cell.get(f"{_CALC}value-type") == "error":
        return text if text.startswith("#") else "#N/A"
    if kind in {"float", "percentage", "currency"}:
        number = float(cell.get(f"{_OFFICE}value", "0"))
        return int(number) if number.is_integer() else number
    if kind == "date":
        written = cell.get(f"{_OFFICE}date-value", "")
        try:
            return datetime.fromisoformat(written)
        except ValueError:
            return text
    if kind is None and not text and cell.get(f"{_TABLE}formula"):
        return NO_RESULT
    return text
