"""What is registered of a roster is what its employer sees, whatever kind of file it is."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from desk_app.errors import RefusedError
from desk_app.services.roster.reading import ALL_SHEETS, SeveralSheetsError, read
from desk_app.services.roster.values import value_of
from tests.roster_files import HEADINGS, person
from tests.seen_rosters import OTHERS, SEEN, write

STORED = Path(__file__).with_name("rosters")


def names(roster):
    place = roster.columns.index("applicant.name")
    return tuple(line.cells[place] for line in roster.lines)


def begins(roster):
    place = roster.columns.index("begin")
    return {str(line.cells[place]) for line in roster.lines}


@pytest.fixture(params=["xlsx", "xls", "ods"])
def seen(request, tmp_path):
    """Return the workbook of ``seen_rosters`` as a file of each kind."""
    if request.param == "xlsx":
        return write(tmp_path / "seen.xlsx")
    return STORED / f"seen.{request.param}"


def test_nobody_chooses_a_sheet_silently(seen):
    with pytest.raises(SeveralSheetsError) as refused:
        read(seen)
    assert refused.value.sheets == ("一部", "二部")
    assert "一部（3 人）、二部（1 人）" in refused.value.message


def test_hidden_and_crossed_out_rows_are_told_and_left_out(seen):
    roster = read(seen, sheet="一部")
    assert names(roster) == SEEN
    assert [(one.line, one.why) for one in roster.left_out] == [
        (4, "隐藏的行"),
        (6, "划掉的行"),
        (8, "不是人员"),
        (9, "不是人员"),
    ]
    assert roster.unread == ("旧名册（隐藏，1 人）", "二部（1 人）")


def test_a_merged_cell_counts_for_each_of_its_rows(seen):
    assert {day[:10] for day in begins(read(seen, sheet="一部"))} == {"2026-12-15"}


def test_all_sheets_are_read_together_and_rows_keep_their_places(seen):
    roster = read(seen, sheet=ALL_SHEETS)
    assert names(roster) == SEEN + OTHERS
    assert [line.where for line in roster.lines][2:] == ["一部第 7 行", "二部第 2 行"]


def test_what_is_hidden_is_read_when_it_is_asked_for(seen):
    roster = read(seen, sheet="一部", hidden=True)
    assert names(roster) == ("陈静怡", "隐藏人", "王小明", "划掉人", "赵一诺")


def test_a_page_saved_as_a_spreadsheet(tmp_path):
    """Old systems export a page with the ending of a workbook."""
    page = tmp_path / "seen.xls"
    page.write_bytes((STORED / "seen.html").read_bytes())
    roster = read(page, sheet=ALL_SHEETS)
    assert names(roster) == SEEN + OTHERS
    assert any(one.why == "划掉的行" for one in roster.left_out)


def _book(path, rows, change=None):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    book.save(path)
    return path


def test_a_hidden_column_never_wins(tmp_path):
    titles = ("姓名", "身份证号", "手机号", "联系电话", "险种", "派驻城市")
    row = ("林建华", person()["身份证号"], "13800000001", "13900000002", "一档", "长沙")

    def hide(sheet):
        sheet.column_dimensions["C"].hidden = True

    roster = read(_book(tmp_path / "r.xlsx", [titles, row], hide))
    assert roster.lines[0].cells[roster.columns.index("applicant.phone")] == "13900000002"
    assert roster.unseen == ("手机号",)


def test_failed_and_unfinished_formulas_are_refused_by_name(tmp_path):
    titles = (*HEADINGS, "单位名称")
    row = [*(person()[title] for title in HEADINGS), "=NOWHERE()"]
    row[titles.index("开始日期")] = "=DATE(2026,12,15)"
    roster = read(_book(tmp_path / "r.xlsx", [titles, row]))
    begin = roster.lines[0].cells[roster.columns.index("begin")]
    assert "还没有算出结果" in value_of("begin", begin).problem
    for fault in ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!"):
        assert f"公式错误（{fault}）" in value_of("end", fault).problem
        assert value_of("applicant.employer", fault).raw is None


def test_headings_in_two_rows(tmp_path):
    upper = ("本人", "", "", "", "", "代办人", "", "")
    lower = ("姓名", "身份证号", "手机号", "险种", "派驻城市", "姓名", "电话", "关系")
    row = (
        "林建华",
        person()["身份证号"],
        "13800000001",
        "一档",
        "长沙",
        "李梅",
        "13900000002",
        "同事",
    )

    def merge(sheet):
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("F1:H1")

    roster = read(_book(tmp_path / "r.xlsx", [upper, lower, row], merge))
    assert names(roster) == ("林建华",)
    assert roster.columns[5:] == ("agent.name", "agent.phone", "agent.relation")


def test_one_person_over_two_rows(tmp_path):
    titles = ("姓名", "身份证号", "手机号", "险种", "派驻城市", "单位名称")
    rows = [
        titles,
        ("林建华", person()["身份证号"], "13800000001", "一档", "长沙", ""),
        (None, None, None, None, None, "示例公司"),
    ]

    def merge(sheet):
        for column in "ABCDE":
            sheet.merge_cells(f"{column}2:{column}3")

    roster = read(_book(tmp_path / "r.xlsx", rows, merge))
    assert names(roster) == ("林建华",)
    assert roster.lines[0].cells[5] == "示例公司"
    assert [one.where for one in roster.left_out] == ["第 3 行"]


def test_a_long_list_on_another_sheet_stops_nobody(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active.append([person()[title] for title in HEADINGS])
    other = book.create_sheet("区划")
    other.cell(30_000, 1, "x")
    book.save(tmp_path / "r.xlsx")
    roster = read(tmp_path / "r.xlsx")
    assert len(roster.lines) == 1
    assert roster.unread == ("区划（太长，不像名册）",)
    with pytest.raises(RefusedError, match="超过"):
        read(tmp_path / "r.xlsx", sheet="区划")


def test_the_tables_of_a_word_document(tmp_path):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def row(cells, struck=False):
        look = "<w:rPr><w:strike/></w:rPr>" if struck else ""
        texts = (f"<w:tc><w:p><w:r>{look}<w:t>{one}</w:t></w:r></w:p></w:tc>" for one in cells)
        return f"<w:tr>{''.join(texts)}</w:tr>"

    people = [
        [person(i, 姓名=name)[title] for title in HEADINGS] for i, name in ((1, "甲"), (2, "乙"))
    ]
    rows = [row(HEADINGS), row(people[0]), row(people[1], struck=True)]
    table = f"<w:tbl>{''.join(rows)}</w:tbl>"
    xml = f'<w:document xmlns:w="{space}"><w:body>{table}</w:body></w:document>'
    with zipfile.ZipFile(tmp_path / "r.docx", "w") as archive:
        archive.writestr("word/document.xml", xml)
    roster = read(tmp_path / "r.docx")
    assert names(roster) == ("甲",)
    assert [one.why for one in roster.left_out] == ["划掉的行"]


def test_nobody_is_left_when_all_are_hidden(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True

    book = _book(tmp_path / "r.xlsx", [HEADINGS, [person()[t] for t in HEADINGS]], hide)
    with pytest.raises(RefusedError, match="看得见的行没有人员"):
        read(book)
    assert len(read(book, hidden=True).lines) == 1
