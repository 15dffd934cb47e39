"""Read the tables of a web page, or of a spreadsheet saved as XML, as they are seen."""

import re
from datetime import datetime
from typing import Any

from lxml import etree, html

from desk_app import given
from desk_app.services.roster.tables.sheets import (
    HIDDEN,
    MAX_COLUMNS,
    STRUCK,
    UNREADABLE,
    Cell,
    Sheet,
    SheetError,
    Span,
    expect_size,
)

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_STRUCK = ("s", "strike", "del")


def tables(content: bytes) -> tuple[Sheet, ...]:
    """Return the tables of a page; raise SheetError where there is none."""
    text = given.decoded(content)
    if text is None:
        raise SheetError(UNREADABLE)
    text = _DECLARED.sub("", text.removeprefix("\ufeff"))
    if "urn:schemas-microsoft-com:office:spreadsheet" in text and "<Worksheet" in text:
        return _workbook(text)
    found = [one for one in html.fromstring(text).iter("table") if not _within(one)]
    if not found:
        raise SheetError(UNREADABLE)
    return tuple(_table(one, f"表格{i}") for i, one in enumerate(found, 1))


def _within(table: Any) -> bool:
    return next(table.iterancestors("table"), None) is not None


def _table(table: Any, name: str) -> Sheet:
    rows: list[list[Cell]] = []
    unseen: dict[int, str] = {}
    spans: list[Span] = []
    taken: set[tuple[int, int]] = set()
    lines = [one for one in table.iter("tr") if next(one.iterancestors("table")) is table]
    for i, row in enumerate(lines):
        cells: list[Cell] = []
        for cell in row.iterchildren("td", "th"):
            while (i, len(cells)) in taken:
                cells.append("")
            at, down, across = len(cells), _span(cell, "rowspan"), _span(cell, "colspan")
            if max(down, across) > 1:
                spans.append(Span(first=i, last=i + down - 1, left=at, right=at + across - 1))
                taken |= {(i + y, at + x) for y in range(1, down) for x in range(across)}
            cells.append("" if _is_hidden(cell) else _text(cell))
            cells.extend([""] * (across - 1))
        rows.append(cells)
        expect_size(len(rows), len(cells))
        if _is_hidden(row):
            unseen[i] = HIDDEN
        elif _all_struck(row):
            unseen[i] = STRUCK
    return Sheet(
        name=name, rows=rows, shown=not _is_hidden(table), unseen=unseen, spans=tuple(spans)
    )


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1").strip()
    return max(1, min(int(text), MAX_COLUMNS)) if text.isdecimal() else 1


def _is_hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_INVISIBLE.search(element.get("style", "")))


def _text(cell: Any) -> str:
    return " ".join(cell.text_content().replace("\xa0", " ").split())


def _all_struck(row: Any) -> bool:
    written = [one for one in row.iter() if isinstance(one.tag, str) and (one.text or "").strip()]
    return bool(written) and all(
        one.tag in _STRUCK or next(one.iterancestors(*_STRUCK), None) is not None for one in written
    )


def _workbook(text: str) -> tuple[Sheet, ...]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(text.encode("utf-8"), parser)
    return tuple(_worksheet(one) for one in root.iter(f"{_SS}Worksheet"))


def _worksheet(sheet: Any) -> Sheet:
    rows: list[list[Cell]] = []
    unseen: dict[int, str] = {}
    spans: list[Span] = []
    for row in sheet.iter(f"{_SS}Row"):
        at = int(row.get(f"{_SS}Index", len(rows) + 1)) - 1
        expect_size(at + 1, 0)
        rows.extend([[] for _ in range(at - len(rows))])
        cells: list[Cell] = []
        for cell in row.iterchildren(f"{_SS}Cell"):
            left = int(cell.get(f"{_SS}Index", len(cells) + 1)) - 1
            expect_size(0, left + 1)
            cells.extend([""] * (left - len(cells)))
            down = int(cell.get(f"{_SS}MergeDown", "0"))
            across = int(cell.get(f"{_SS}MergeAcross", "0"))
            if down or across:
                spans.append(Span(first=at, last=at + down, left=left, right=left + across))
            cells.append(_data(cell.find(f"{_SS}Data")))
            cells.extend([""] * across)
        rows.append(cells)
        if row.get(f"{_SS}Hidden") == "1":
            unseen[at] = HIDDEN
    options = [one.text for one in sheet.iter() if str(one.tag).endswith("}Visible")]
    return Sheet(
        name=sheet.get(f"{_SS}Name", ""),
        rows=rows,
        shown=not any("Hidden" in (text or "") for text in options),
        unseen=unseen,
        unseen_columns=frozenset(_hidden_columns(sheet)),
        spans=tuple(spans),
    )


def _hidden_columns(sheet: Any) -> list[int]:
    found: list[int] = []
    at = 0
    for column in sheet.iter(f"{_SS}Column"):
        at = int(column.get(f"{_SS}Index", at + 1)) - 1
        many = int(column.get(f"{_SS}Span", "0")) + 1
        if column.get(f"{_SS}Hidden") == "1":
            found.extend(range(at, min(at + many, MAX_COLUMNS)))
        at += many
    return found


def _data(data: Any) -> Cell:
    if data is None:
        return ""
    text, kind = "".join(data.itertext()), data.get(f"{_SS}Type")
    if kind == "DateTime":
        return datetime.fromisoformat(text)
    if kind == "Number":
        number = float(text)
        return int(number) if number.is_integer() else number
    return bool(int(text)) if kind == "Boolean" else text
