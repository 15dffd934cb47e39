"""Reading rosters: files of every kind, headings of every wording, cells of every type."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from desk_app.errors import RefusedError
from desk_app.services.roster.headings import COLUMNS, recognise
from desk_app.services.roster.reading import read
from desk_app.services.roster.sheets_out import write_template
from desk_app.services.roster.values import Value, rounded, value_of
from tests.factory import NAMES
from tests.roster_files import person, write_csv, write_ods, write_xlsx

XLS = Path(__file__).with_name("example.xls")
PEOPLE = [person(1, 姓名=NAMES["plane 2"]), person(2, 姓名=NAMES["surrogates"])]


def names(roster):
    """Return the names of the people in a roster."""
    place = roster.columns.index("applicant.name")
    return [line.cells[place] for line in roster.lines]


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("r.xlsx", write_xlsx),
        ("r.ods", write_ods),
        ("r.csv", write_csv),
        ("bom.csv", lambda path, people: write_csv(path, people, "utf-8-sig")),
        ("gbk.csv", lambda path, people: write_csv(path, people, "gb18030")),
        ("unicode.txt", lambda path, people: write_csv(path, people, "utf-16", "\t")),
        ("semicolon.csv", lambda path, people: write_csv(path, people, "utf-8", ";")),
    ],
)
def test_every_kind_of_file(tmp_path, name, write):
    roster = read(write(tmp_path / name, PEOPLE))
    assert names(roster) == [NAMES["plane 2"], NAMES["surrogates"]]
    assert [line.line for line in roster.lines] == [2, 3]
    assert not roster.absent


def test_an_old_excel_file():
    roster = read(XLS)
    assert names(roster) == ["林建华", "欧阳𬭚𫖮"]
    assert not roster.absent


def test_titles_above_and_empty_rows_between(tmp_path):
    """Rows keep the numbers the spreadsheet shows."""
    people = [person(1), {}, {}, person(2)]
    above = [("某某公司外派人员名册",), (), ("填表人", "张三", "电话", "13800000000")]
    roster = read(write_xlsx(tmp_path / "r.xlsx", people, above=above))
    assert [line.line for line in roster.lines] == [5, 8]


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("员工姓名", "applicant.name"),
        ("姓 名 *", "applicant.name"),
        ("身份证号码（18位）", "applicant.id_number"),
        ("手机号码(必填)", "applicant.phone"),
        ("派驻 城市：", "place"),
        ("工号", None),
        ("", None),
        ("姓名拼音", None),
    ],
)
def test_headings_are_recognised(heading, path):
    assert recognise(heading) == path


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.path)
def test_every_wording_leads_to_one_column(column):
    """No synonym of one field stands for another; samples are what their column takes."""
    for heading in (column.title, *column.others, f"{column.title}*", f"（必填）{column.title}"):
        assert recognise(heading) == column.path
    if column.sample:
        assert value_of(column.path, column.sample).problem is None


def test_the_mapping_can_be_put_right(tmp_path):
    headings = ("姓名", "身份证号", "常驻点", "手机号", "险种", "家庭电话")
    people = [{**person(1), "常驻点": "长沙市", "家庭电话": "0755-12345678"}]
    roster = read(write_xlsx(tmp_path / "r.xlsx", people, headings=headings))
    assert roster.unknown == ("常驻点", "家庭电话")
    assert roster.absent == ("place",)
    mended = roster.with_columns({"常驻点": "place", "险种": None})
    assert mended.absent == ("applicant.insurance",)
    moved = roster.with_columns({"家庭电话": "applicant.phone"})
    assert moved.columns.count("applicant.phone") == 1


@pytest.mark.parametrize(
    "named", [{"没有": "place"}, {"姓名": "nothing"}, {"手机号": "place", "险种": "place"}]
)
def test_a_careless_mapping_is_refused(tmp_path, named):
    with pytest.raises(RefusedError):
        read(write_xlsx(tmp_path / "r.xlsx", PEOPLE)).with_columns(named)


def test_the_template_reads_itself(tmp_path):
    """Filled in and handed back, every column is known."""
    target = write_template(tmp_path / "t.xlsx")
    with pytest.raises(RefusedError, match="没有人员"):
        read(target)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.xlsx", b""),
        ("r.xlsx", b"PK\x03\x04 broken"),
        ("r.xls", b"\xd0\xcf\x11\xe0" + bytes(600)),
        ("r.ods", b"hello"),
        ("r.csv", b""),
        ("r.csv", b"a,b\n1,2\n"),
        ("r.csv", b"\xff\xff\xff\xff\n\x00"),
        ("r.pdf", b"%PDF"),
    ],
)
def test_what_is_no_roster_is_refused(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(RefusedError):
        read(file)


def test_a_cell_far_out_does_not_fill_the_memory(tmp_path):
    """Reading a sheet makes every cell up to the last one."""
    file = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "身份证号"])
        sheet.write_string(1_048_575, 16_383, "x")
    with pytest.raises(RefusedError, match="多余的单元格"):
        read(file)


def test_a_workbook_that_lies_about_its_size_is_read_by_what_is_in_it(tmp_path):
    """A few wrong bytes claim 33 GB of cells; whoever believed them would end."""
    content = bytearray(XLS.read_bytes())
    head = content.index(b"\x00\x02\x0e\x00") + 4  # how many rows and columns the sheet has
    content[head + 4 : head + 8] = b"\xff\xff\xff\x0f"
    file = tmp_path / "r.xls"
    file.write_bytes(content)
    assert names(read(file)) == ["林建华", "欧阳𬭚𫖮"]


@pytest.mark.parametrize(
    "cell", [4.40399195803090e17, 440399195803090000, "4.40399E+17", "4.40399195803090E17"]
)
def test_lost_digits_are_told(cell):
    """A number of a spreadsheet keeps fifteen digits; what it shows is not the number."""
    assert "丢失" in (value_of("applicant.id_number", cell).problem or "")


def test_digits_that_were_cut_before_saving_are_seen():
    assert rounded("440399195803090000")
    assert not rounded("440399195803090015")


@pytest.mark.parametrize(
    ("path", "cell", "raw"),
    [
        ("applicant.phone", 13800000001.0, "13800000001"),
        ("applicant.phone", 13800000001, "13800000001"),
        ("begin", datetime(2026, 12, 1, tzinfo=UTC), "2026-12-01"),
        ("begin", date(2026, 12, 1), "2026-12-01"),
        ("begin", 46357.0, "2026-12-01"),
        ("begin", "2026-12-01 00:00:00", "2026-12-01"),
        ("begin", "2026/12/1", "2026/12/1"),
        ("applicant.insurance", "职工一档", "employee_1"),
        ("applicant.insurance", "职工基本医疗保险二档", "employee_2"),
        ("applicant.sex", "女", "female"),
        ("applicant.id_kind", "身份证", "resident_id"),
        ("type", "常驻异地工作人员", "posted_worker"),
        ("method", "承诺", "commitment"),
        ("consent", "√", True),
        ("consent", True, True),
        ("consent", "否", False),
        ("documents.identity", "原件和复印件", "both"),
        ("place", "长沙", "430100"),
        ("place", "湖南省长沙市", "430100"),
        ("place", "430100", "430100"),
        ("place", 430100.0, "430100"),
        ("place", "湖南省长沙市岳麓区某某路1号", "430100"),
        ("region", "深圳", "440300"),
    ],
)
def test_a_cell_becomes_a_value(path, cell, raw):
    assert value_of(path, cell).raw == raw


@pytest.mark.parametrize(
    ("text", "told"), [("湖南长沙", True), ("长沙市", False), ("430100", False)]
)
def test_a_place_that_was_worked_out_is_told(text, told):
    assert (value_of("place", text).hint is not None) is told


@pytest.mark.parametrize(
    ("path", "cell"),
    [
        ("place", "江"),
        ("place", "月球"),
        ("place", "香港"),
        ("consent", "也许"),
        ("documents.identity", "有"),
        ("applicant.insurance", "公费"),
        ("region", "长沙"),
    ],
)
def test_a_cell_that_says_nothing_clear(path, cell):
    value = value_of(path, cell)
    assert value.raw is None
    assert value.problem.endswith("。")


CELLS = (
    st.text(max_size=40)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas(max_value=timedelta(days=9999), min_value=timedelta(0))
)


@given(path=st.sampled_from([column.path for column in COLUMNS]), cell=CELLS)
def test_any_cell_gives_a_value_or_a_problem(path, cell):
    value = value_of(path, cell)
    assert isinstance(value, Value)
    assert value.raw is None or value.problem is None


def test_times_are_shown_as_text():
    assert value_of("remark", time(8, 30)).raw == "08:30:00"


def test_a_title_above_does_not_hide_what_parts_the_cells(tmp_path):
    file = write_csv(tmp_path / "r.csv", PEOPLE, delimiter=";")
    file.write_text("外派人员名册，2026 年\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert names(read(file)) == [one["姓名"] for one in PEOPLE]
