"""Read the cells of a spreadsheet: xlsx, xls, ods, or csv in UTF-8, UTF-16 or GB18030."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from desk_app import apart, given
from desk_app.errors import RefusedError

Cell = str | int | float | bool | date | datetime | time | timedelta

MAX_BYTES = 30_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 300
MAX_UNPACKED = 500_000_000
READ_SECONDS = 60
BOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
TEXTS = frozenset({".csv", ".txt", ".tsv"})
SUFFIXES = BOOKS | TEXTS
_DELIMITERS = ",\t;"
_LOOKED_AT = 20  # lines
_TOO_LONG = f"名册超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列，请删去远处多余的单元格，或分成几份再试。"
_UNREADABLE = "名册文件打不开，可能已损坏，或扩展名与内容不符。请用表格软件打开后另存为 xlsx 再试。"
_FURTHEST = re.compile(rb'<c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet; ``rows[0]`` is the first row of the spreadsheet, empty or not."""

    name: str
    rows: Sequence[Sequence[Cell]]


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Return the sheets of a file.

    Raises RefusedError for what is no spreadsheet, has a password, or is too long.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = "、".join(sorted(SUFFIXES))
        raise RefusedError(f"名册文件的扩展名应为 {known} 之一，请另存后再试。")
    content = given.read(path, what="名册文件", most=MAX_BYTES)
    return _book(content) if suffix in BOOKS else (_text(content),)


def _book(content: bytes) -> tuple[Sheet, ...]:
    _refuse_huge(content)
    answer = apart.answer(_cells, content, seconds=READ_SECONDS) or _UNREADABLE
    if isinstance(answer, str):
        raise RefusedError(answer)
    return tuple(Sheet(name=name, rows=_bounded(rows)) for name, rows in answer)


def _cells(content: bytes) -> list[tuple[str, list[list[Cell]]]] | str:
    """Return the sheets as (name, rows), or the sentence that refuses the file.

    Not in the program's own process: a damaged one may ask for more memory than there is.
    """
    import python_calamine  # noqa: PLC0415 - needed in that process only

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        return "名册文件有打开密码，请去掉密码后另存再试。"
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    return [(one.name, one.to_python(skip_empty_area=False)) for one in sheets]


def _refuse_huge(content: bytes) -> None:
    """Refuse a workbook with a cell far out: reading it would fill the memory up to there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise RefusedError(_TOO_LONG)
            for part in archive.namelist():
                if part.startswith("xl/worksheets/"):
                    _refuse_far_cells(archive.read(part))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, zlib.error):
        return  # no archive, or a damaged one: whoever reads it will say so


def _refuse_far_cells(xml: bytes) -> None:
    for found in _FURTHEST.finditer(xml):
        column = 0
        for letter in found[1]:
            column = column * 26 + letter - ord("A") + 1
        if column > MAX_COLUMNS or int(found[2]) > MAX_ROWS + 1:
            raise RefusedError(_TOO_LONG)


def _text(content: bytes) -> Sheet:
    text = _decoded(content)
    beginning = "\n".join(text.split("\n", _LOOKED_AT)[:_LOOKED_AT])  # a title may come first
    delimiter = max(_DELIMITERS, key=beginning.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise RefusedError("名册文件不是有效的 csv 表格，请用表格软件另存为 xlsx 再试。") from None
    return Sheet(name="", rows=_bounded([[_unquoted(cell) for cell in row] for row in rows]))


def _decoded(content: bytes) -> str:
    text = given.decoded(content)
    if text is None:
        raise RefusedError("名册文件的文字编码无法识别，请用表格软件另存为 xlsx 再试。")
    return text


def _unquoted(cell: str) -> str:
    """Undo what people do to keep digits in a csv: ``="4403…"`` and ``'4403…``."""
    text = cell.strip()
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1]
    return text.removeprefix("'")


def _bounded(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    if len(rows) > MAX_ROWS + 1:
        raise RefusedError(_TOO_LONG)
    return rows
