"""Read the tables of a Word document as a person sees them."""

import io
import zipfile
from typing import Any

from lxml import etree

from desk_app.services.roster.tables.sheets import (
    HIDDEN,
    STRUCK,
    Cell,
    Sheet,
    SheetError,
    Span,
    expect_size,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NONE = "这个 Word 文件里没有表格，请把名册做成表格，或另存为 xlsx 再试。"
_OFF = {"0", "false", "off"}


def tables(content: bytes) -> tuple[Sheet, ...]:
    """Return the tables of a document by number; raise SheetError where there is none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml")
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    found = [one for one in root.iter(f"{_W}tbl") if not _within(one)]
    if not found:
        raise SheetError(_NONE)
    return tuple(_table(one, f"表格{i}") for i, one in enumerate(found, 1))


def _within(table: Any) -> bool:
    """Tell whether a table stands inside another one."""
    return next(table.iterancestors(f"{_W}tbl"), None) is not None


def _table(table: Any, name: str) -> Sheet:
    rows: list[list[Cell]] = []
    unseen: dict[int, str] = {}
    spans: list[Span] = []
    open_spans: dict[int, tuple[int, int]] = {}  # column -> first row and right column
    for i, row in enumerate(table.iterchildren(f"{_W}tr")):
        cells: list[Cell] = []
        fields = row.find(f"{_W}trPr")
        skipped = _number(fields, "gridBefore", 0)
        cells.extend([""] * skipped)
        for cell in row.iterchildren(f"{_W}tc"):
            at, across = len(cells), _number(cell.find(f"{_W}tcPr"), "gridSpan", 1)
            goes_on = _merge(cell)
            if goes_on == "restart":
                open_spans[at] = (i, at + across - 1)
            elif goes_on and at in open_spans:
                first, right = open_spans[at]
                spans = [one for one in spans if (one.first, one.left) != (first, at)]
                spans.append(Span(first=first, last=i, left=at, right=right))
            cells.append("" if goes_on == "continue" else _text(cell))
            cells.extend([""] * (across - 1))
        rows.append(cells)
        if fields is not None and _is_on(fields.find(f"{_W}hidden")):
            unseen[i] = HIDDEN
        elif _all_struck(row):
            unseen[i] = STRUCK
    expect_size(len(rows), max(map(len, rows), default=0))
    return Sheet(name=name, rows=rows, unseen=unseen, spans=tuple(spans))


def _number(holder: Any, name: str, usual: int) -> int:
    found = None if holder is None else holder.find(f"{_W}{name}")
    text = "" if found is None else found.get(f"{_W}val", "")
    return int(text) if text.isdigit() else usual


def _merge(cell: Any) -> str:
    fields = cell.find(f"{_W}tcPr")
    found = None if fields is None else fields.find(f"{_W}vMerge")
    return "" if found is None else str(found.get(f"{_W}val", "continue"))


def _text(cell: Any) -> str:
    """Return what can be read in a cell: nothing deleted or hidden."""
    paragraphs = ("".join(_runs(one)) for one in cell.iter(f"{_W}p"))
    return "\n".join(text for text in paragraphs if text).strip()


def _runs(paragraph: Any) -> list[str]:
    texts = []
    for text in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        run = next(text.iterancestors(f"{_W}r"), None)
        look = None if run is None else run.find(f"{_W}rPr")
        if look is None or not _is_on(look.find(f"{_W}vanish")):
            texts.append(text.text or " " if text.tag == f"{_W}t" else " ")
    return texts


def _all_struck(row: Any) -> bool:
    looks = [
        run.find(f"{_W}rPr")
        for run in row.iter(f"{_W}r")
        if "".join(one.text or "" for one in run.iter(f"{_W}t")).strip()
    ]
    return bool(looks) and all(
        look is not None and (_is_on(look.find(f"{_W}strike")) or _is_on(look.find(f"{_W}dstrike")))
        for look in looks
    )


def _is_on(mark: Any) -> bool:
    return mark is not None and mark.get(f"{_W}val", "1") not in _OFF
