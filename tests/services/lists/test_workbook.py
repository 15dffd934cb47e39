"""A spreadsheet holds text only, whatever the text looks like."""

import zipfile
from dataclasses import dataclass

import pytest
from python_calamine import CalamineWorkbook

from desk_app.services.lists.workbook import write_workbook


@dataclass(frozen=True)
class Column:
    """A column of a test list."""

    title: str
    width: int = 20


COLUMNS = [Column("证件号码"), Column("地址")]
HOSTILE = ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "https://example.org", "007", "１", "𠮷·䶮"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(tmp_path, text):
    """No formula, no link, no number comes out of a text."""
    target = tmp_path / "list.xlsx"
    assert write_workbook(target, COLUMNS, [["44039919900101001X", text]]) == 1
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert rows == [["证件号码", "地址"], ["44039919900101001X", text]]
    with zipfile.ZipFile(target) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_long_list_goes_on_in_further_sheets(tmp_path):
    """Each sheet repeats the heading and none is fuller than allowed."""
    target = tmp_path / "list.xlsx"
    rows = [[f"{number:018d}", "x"] for number in range(7)]
    assert write_workbook(target, COLUMNS, iter(rows), sheet_rows=4) == 7
    book = CalamineWorkbook.from_path(target)
    sheets = [book.get_sheet_by_index(i).to_python() for i in range(len(book.sheet_names))]
    assert [len(sheet) for sheet in sheets] == [4, 4, 2]
    assert [row for sheet in sheets for row in sheet[1:]] == rows


def test_a_list_that_is_given_up_leaves_nothing_beside_it(tmp_path):
    """What was written meanwhile holds numbers and names."""

    def rows():
        yield from ([f"{number:018d}", "x"] for number in range(5000))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_workbook(tmp_path / "list.xlsx", COLUMNS, rows())
    assert [file.name for file in tmp_path.iterdir()] == ["list.xlsx"]
    assert (tmp_path / "list.xlsx").stat().st_size == 0
