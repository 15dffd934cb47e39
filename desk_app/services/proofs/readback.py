"""Read papers and lists back and compare them with the records they were made from."""

import csv
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from desk_app import pdfium
from desk_app.records.filing import FilingRecord
from desk_app.services.lists.columns import COLUMNS, line_of, reader
from desk_app.services.lists.exchange import plain_json

_TITLES = {
    "name": "姓名",
    "id_number": "证件号码",
    "number": "编号",
    "begin": "开始日期",
    "end": "结束日期",
}
_NOT_SHOWN = {
    "receipt": {"name", "id_number"},
    "handout": {"id_number"},
    "one_time_notice": {"id_number", "begin", "end"},
    "commitment": {"end"},
    "power_of_attorney": {"begin", "end"},
}
_MASKED = {"receipt", "handout", "one_time_notice"}
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def paper_text(pdf: bytes | Path) -> str:
    """Return the text of a PDF, as a reader program copies it."""
    with pdfium.opened(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def paper_faults(paper: str, file: Path, record: FilingRecord) -> list[str]:
    """Return what of a filing does not come back from one of its papers.

    A receipt lies about on tables and masks the person; a letter has no end date.
    """
    solid = re.sub(r"\s", "", paper_text(file))
    case = record.case
    values = {
        "name": case.applicant.name,
        "id_number": case.applicant.id_number,
        "number": record.number,
        "begin": _long(case.begin),
        "end": _long(case.end) if case.end else "",
    }
    wanted = set(values) - _NOT_SHOWN.get(paper, set())
    faults = [
        f"{file.name} 读回的{_TITLES[name]}不符"
        for name in sorted(wanted)
        if re.sub(r"\s", "", values[name]) not in solid
    ]
    if paper in _MASKED and case.applicant.id_number in solid:
        faults.append(f"{file.name} 没有遮住证件号码")
    return faults


def _long(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _csv_faults(path: Path, records: Iterable[FilingRecord]) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    return _table_faults(rows, records, quoted=True)


def _xlsx_faults(path: Path, records: Iterable[FilingRecord]) -> list[str]:
    with zipfile.ZipFile(path) as book:
        content = book.read("xl/worksheets/sheet1.xml")
    # The file was made by this program a moment ago.
    root = ET.fromstring(content)  # noqa: S314
    if root.find(f".//{_SHEET}f") is not None:
        return ["电子表格里有公式"]
    rows = [
        ["".join(text.text or "" for text in cell.iter(f"{_SHEET}t")) for cell in row]
        for row in root.iter(f"{_SHEET}row")
    ]
    return _table_faults(rows, records, quoted=False)


def _table_faults(
    rows: list[list[str]], records: Iterable[FilingRecord], *, quoted: bool
) -> list[str]:
    headings, *lines = rows
    if headings != [column.title for column in COLUMNS]:
        return ["表头不符"]
    kept = {line[0]: line for line in lines}
    cells, faults = reader(COLUMNS, masked=False), []
    for record in records:
        wanted = cells(line_of(record))
        if quoted:
            wanted = [_quoted(text) for text in wanted]
        if kept.get(record.number) != wanted:
            faults.append(f"{record.number} 一行不符")
    return faults


def _quoted(text: str) -> str:
    return "'" + text if text[:1] in {"=", "+", "-", "@"} else text


def _jsonl_faults(path: Path, records: Iterable[FilingRecord]) -> list[str]:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    kept = {line["record"]: line for line in lines}
    return [
        f"{record.number} 一行不符"
        for record in records
        if not plain_json(record).items() <= kept.get(record.number, {}).items()
    ]


EXPORT_FAULTS: dict[str, Callable[[Path, Iterable[FilingRecord]], list[str]]] = {
    ".csv": _csv_faults,
    ".xlsx": _xlsx_faults,
    ".jsonl": _jsonl_faults,
}
