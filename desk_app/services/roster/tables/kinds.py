"""Tell by its content what kind of file a roster is, and read its tables."""

import csv
import io
import re
import zipfile
from collections.abc import Callable

from desk_app import given
from desk_app.services.roster.tables import in_html, in_ods, in_word, in_xls, in_xlsx
from desk_app.services.roster.tables.sheets import (
    LOCKED,
    MAX_UNPACKED,
    TOO_LONG,
    UNREADABLE,
    Cell,
    Sheet,
    SheetError,
    expect_size,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BOOK = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_MARKUP = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<table|<\?xml|<meta|<style)"
)
_DELIMITERS = ",\t;"
_LOOKED_AT = 20  # lines
_ENCODED_UTF16 = "<".encode("utf-16-le")
_WORD = "这是旧的 Word 文件（.doc），读不了其中的表格，请另存为 docx 或 xlsx 再试。"
_PARTS: tuple[tuple[str, Callable[[bytes], tuple[Sheet, ...]]], ...] = (
    ("xl/workbook.xml", in_xlsx.tables),
    ("word/document.xml", in_word.tables),
    ("content.xml", in_ods.tables),
)


def tables_of(content: bytes) -> tuple[Sheet, ...]:
    """Return the tables of a file; raise SheetError for one that has none to be read."""
    if content.startswith(b"PK"):
        return _packed(content)
    if content.startswith(_OLE) or content.startswith(_OLD_BOOK):
        return _old(content)
    if _MARKUP.match(content[:400].lower()) or content[2:4] == _ENCODED_UTF16:
        return in_html.tables(content)
    return (_text(content),)


def _packed(content: bytes) -> tuple[Sheet, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise SheetError(TOO_LONG)
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise SheetError(UNREADABLE) from None
    for name, read in _PARTS:
        if name in names:
            return read(content)
    raise SheetError(UNREADABLE)


def _old(content: bytes) -> tuple[Sheet, ...]:
    """Read a file of the binary kind, as Excel 97 and WPS write it."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise SheetError(LOCKED)
    is_book = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
    if content.startswith(_OLE) and not is_book:
        raise SheetError(_WORD if "WordDocument".encode("utf-16-le") in content else UNREADABLE)
    return in_xls.tables(content)


def _text(content: bytes) -> Sheet:
    text = given.decoded(content)
    if text is None:
        raise SheetError("名册文件的文字编码无法识别，请用表格软件另存为 xlsx 再试。")
    beginning = "\n".join(text.split("\n", _LOOKED_AT)[:_LOOKED_AT])  # a title may come first
    delimiter = max(_DELIMITERS, key=beginning.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise SheetError("名册文件不是有效的 csv 表格，请用表格软件另存为 xlsx 再试。") from None
    expect_size(len(rows), 0)
    cells: list[list[Cell]] = [[_unquoted(cell) for cell in row] for row in rows]
    return Sheet(name="", rows=cells)


def _unquoted(cell: str) -> str:
    """Undo what people do to keep digits in a csv: ``="4403…"`` and ``'4403…``."""
    text = cell.strip()
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1]
    return text.removeprefix("'")
