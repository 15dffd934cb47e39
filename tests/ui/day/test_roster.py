"""The employer's roster in the window: from the file to the papers, by keyboard, no doubles."""

import pytest
import python_calamine
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from desk_app.policy.people.names import mask_id
from desk_app.records.print_job import PrintOutcome
from desk_app.services.finding import searching
from desk_app.services.proofs import readback
from desk_app.services.roster import checking, registering
from desk_app.services.roster.registering import RowResult
from desk_app.ui.dialogs import Question
from forms import catalogue
from tests.roster_files import DOCUMENTS, HEADINGS, person, write_csv, write_ods, write_xlsx
from tests.ui.conftest import turn
from tests.ui.layout import check_layout, focusable, nameless

WRONG = {"手机号": "139", "派驻城市": "月球", "告知确认": "否"}


@pytest.fixture
def page(enter, qtbot):
    """The page of the roster, reached by the keyboard."""

    def go(**options):
        program, hand = enter(**options)
        hand.press("F10")
        screen = program.window.inside.day
        return program, hand, turn(screen, qtbot, "roster")

    return go


@pytest.fixture
def opened(page, qtbot, tmp_path):
    """A roster on the page: correct people, some wrong ones, unusual headings at the end."""

    def go(people, *, headings=(*HEADINGS, *DOCUMENTS), **options):
        program, hand, screen = page(**options)
        file = write_xlsx(tmp_path / "roster.xlsx", people, headings=headings)
        screen.open_file(file)
        qtbot.waitUntil(lambda: screen.columns.form is not None and not screen.busy)
        return program, hand, screen

    return go


def checked(hand, screen, qtbot):
    """Check by key and wait for what was found."""
    hand.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: screen.checked is not None and not screen.busy)
    return screen.checked


def agree_to_register(hand, screen):
    """Answer the question by keys; without a window manager the window does not wake by itself."""
    hand.press("Ctrl+Enter")
    assert isinstance(QApplication.activeModalWidget(), Question)
    hand.press("Enter")
    screen.window().activateWindow()
    hand.at()


def registered(hand, screen, qtbot):
    """Register by keys, answering the question, and wait for the papers."""
    agree_to_register(hand, screen)
    qtbot.waitUntil(lambda: screen.done is not None and not screen.busy)
    return screen.done


def rows(screen):
    """Return the words at the right of each row listed."""
    listing = screen.results.listing
    return [listing.data(listing.index(row, 0)).pill for row in range(listing.rowCount())]


def outcomes(program, number):
    """Return what became of each paper of a filing, the earliest first."""
    _, jobs = searching.show(desk=program.desk, record_no=number)
    return [job.outcome for job in jobs]


def test_a_roster_is_registered_by_keyboard_alone(opened, qtbot, tmp_path):
    people = [person(1, 姓名="欧阳𬭚𫖮"), person(2, **WRONG), person(3)]
    program, hand, screen = opened(people)
    assert hand.at() is screen.judge
    found = checked(hand, screen, qtbot)
    assert (len(found.ready), len(found.refused)) == (2, 1)
    assert rows(screen) == ["3 处要改"]
    assert hand.at() is screen.results.list
    for message in ("月球", "11 位", "告知确认"):
        assert message in screen.results.text(), screen.results.text()
    done = registered(hand, screen, qtbot)
    assert [one.number for one in done.outcomes if one.number] == [
        "SL01-01-20261121-0001",
        "SL01-01-20261121-0002",
    ]
    assert rows(screen) == ["已登记", "未登记", "已登记"]
    assert hand.at() is screen.box.print
    text = readback.paper_text(done.pdf)
    assert text.index("欧阳𬭚𫖮") < text.index("林建华")
    screen.spool.save_into(tmp_path / "out")
    qtbot.waitUntil(lambda: "已存为" in screen.banner.text())
    (file,) = (tmp_path / "out").iterdir()
    assert file.read_bytes() == done.pdf
    assert set(outcomes(program, "SL01-01-20261121-0002")) == {PrintOutcome.SAVED}


def test_the_same_roster_again_makes_no_doubles(opened, qtbot):
    program, hand, screen = opened([person(1), person(2)])
    checked(hand, screen, qtbot)
    first = registered(hand, screen, qtbot)
    screen.judge.setFocus()
    hand.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: screen.checked is not None and screen.done is None and not screen.busy)
    assert [row.known for row in screen.checked.known] == [one.number for one in first.outcomes]
    assert screen.enter.isHidden()
    assert len(searching.today(desk=program.desk)) == 2
    screen.shared.set_values({"known": "reprint"})
    screen.check()
    qtbot.waitUntil(lambda: screen.checked is not None and not screen.busy)
    second = registered(hand, screen, qtbot)
    assert second.count(RowResult.KNOWN) == 2
    assert catalogue.page_count(second.pdf) == catalogue.page_count(first.pdf)
    assert len(searching.today(desk=program.desk)) == 2


@pytest.mark.parametrize("kind", ["xlsx", "csv", "ods"])
def test_every_kind_of_file_is_taken(page, qtbot, tmp_path, kind):
    _, hand, screen = page()
    people = [person(1), person(2, 派驻城市="月球")]
    file = tmp_path / f"roster.{kind}"
    if kind == "xlsx":
        write_xlsx(file, people)
    elif kind == "csv":
        write_csv(file, people, encoding="gb18030")
    else:
        write_ods(file, people)
    screen.open_file(file)
    qtbot.waitUntil(lambda: screen.columns.form is not None and not screen.busy)
    screen.shared.set_values({"documents": "both"})
    found = checked(hand, screen, qtbot)
    assert (len(found.ready), len(found.refused)) == (1, 1)


def test_an_old_xls_is_taken(page, qtbot, request):
    _, hand, screen = page()
    screen.open_file(request.config.rootpath / "tests" / "services" / "roster" / "example.xls")
    qtbot.waitUntil(lambda: screen.columns.form is not None and not screen.busy)
    screen.shared.set_values(
        {"documents": "both", "consent": "yes", "place": "430100", "insurance": "employee_1"}
    )
    found = checked(hand, screen, qtbot)
    assert len(found.rows) == len(found.roster.lines) > 0


def test_a_file_is_chosen_by_keyboard(page, qtbot, tmp_path):
    _, hand, screen = page()
    file = write_xlsx(tmp_path / "roster.xlsx", [person(1)])

    def answer():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, answer)
            return
        dialog.findChild(QLineEdit).setText(str(file))
        dialog.accept()

    QTimer.singleShot(20, answer)
    hand.press("Ctrl+O")
    qtbot.waitUntil(lambda: screen.columns.form is not None and not screen.busy)
    assert "roster.xlsx" in screen.origin.words.text()
    assert "1 人" in screen.origin.words.text()


def test_a_column_that_was_not_understood_is_named_by_the_clerk(opened, qtbot):
    people = [{**person(1), "麓山点": "湖南省长沙市"}]
    headings = (*[one for one in HEADINGS if one != "派驻城市"], *DOCUMENTS, "麓山点")
    _, hand, screen = opened(people, headings=headings)
    assert "就医地" in screen.columns.absent.text()
    editor = screen.columns.form.fields[str(len(headings) - 1)]
    assert hand.at() is editor.edit
    assert editor.code() == "-"
    editor.edit.selectAll()
    hand.write("就医")
    hand.press("Enter")
    assert editor.code() == "place"
    assert not screen.columns.absent.isVisible()
    found = checked(hand, screen, qtbot)
    assert found.ready[0].case.place == "430100"


def test_two_columns_for_one_field_are_told_at_the_second(opened, qtbot):
    people = [{**person(1), "麓山点": "湖南省长沙市"}]
    _, hand, screen = opened(people, headings=(*HEADINGS, *DOCUMENTS, "麓山点"))
    last = str(len(HEADINGS) + len(DOCUMENTS))
    screen.columns.form.set_values({last: "place"})
    hand.press("Ctrl+Enter")
    assert "只留一列" in screen.columns.form.fields[last].error
    assert screen.checked is None


def test_what_is_the_same_for_all_is_given_once(opened, qtbot):
    headings = ("姓名", "身份证号", "手机号")
    _, hand, screen = opened([person(1), person(2)], headings=headings)
    assert "参保险种" in screen.columns.absent.text()
    screen.shared.set_values(
        {
            "place": "450100",
            "begin": "2026-12-01",
            "insurance": "employee_2",
            "employer": "示例公司",
            "documents": "both",
            "consent": "yes",
        }
    )
    found = checked(hand, screen, qtbot)
    assert len(found.ready) == 2
    case = found.ready[0].case
    assert (case.place, case.applicant.employer) == ("450100", "示例公司")
    assert case.begin.isoformat() == "2026-12-01"


def test_a_change_after_the_check_asks_for_another(opened, qtbot):
    _, hand, screen = opened([person(1)])
    checked(hand, screen, qtbot)
    screen.shared.fields["missing"].focus_stop().setFocus()
    hand.type("2")
    assert screen.checked is None
    assert "再核对" in screen.banner.text()
    assert screen.enter.isHidden() or not screen._results_card.isVisible()
    assert not screen.judge.isHidden()
    found = checked(hand, screen, qtbot)
    assert len(found.ready) == 1


def test_missing_documents_wait_where_the_clerk_says_so(opened, qtbot):
    _, hand, screen = opened([person(1, 派出证明材料="无")])
    assert len(checked(hand, screen, qtbot).refused) == 1
    assert "派出" in screen.results.text()
    screen.shared.set_values({"missing": "notice"})
    screen.check()
    qtbot.waitUntil(lambda: screen.checked is not None and not screen.busy)
    assert rows(screen) == ["待补正"]
    assert "还缺" in screen.results.text()


def test_the_rows_to_mend_go_back_to_the_employer(opened, qtbot, tmp_path):
    _, hand, screen = opened([person(1), person(2, 身份证号="0012", **WRONG)])
    checked(hand, screen, qtbot)
    screen.save_faults(tmp_path / "mend.xlsx")
    qtbot.waitUntil(lambda: "1 行要改正" in screen.banner.text())
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "mend.xlsx"))
    cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "0012" in cells
    assert any("月球" in cell for cell in cells)


def test_the_empty_roster_is_handed_out_and_comes_back(page, qtbot, tmp_path):
    _, _, screen = page()
    screen.save_template(tmp_path / "empty.xlsx")
    qtbot.waitUntil(lambda: "空白名册已存" in screen.banner.text())
    screen.open_file(tmp_path / "empty.xlsx")
    qtbot.waitUntil(lambda: "没有人员" in screen.banner.text())
    assert screen.columns.form is None


def test_what_is_no_roster_is_said(page, qtbot, tmp_path):
    _, _, screen = page()
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    screen.open_file(tmp_path / "broken.xlsx")
    qtbot.waitUntil(lambda: "打不开" in screen.banner.text())
    screen.open_file(tmp_path / "not there.csv")
    qtbot.waitUntil(lambda: "找不到文件" in screen.banner.text())


def test_registering_is_stopped_between_groups_and_taken_up_again(opened, qtbot, monkeypatch):
    monkeypatch.setattr(registering, "GROUP", 1)
    program, hand, screen = opened([person(order) for order in range(1, 9)])
    checked(hand, screen, qtbot)
    agree_to_register(hand, screen)
    hand.press("Esc")
    qtbot.waitUntil(lambda: screen.done is not None and not screen.busy)
    left = screen.done.count(RowResult.NOT_REACHED)
    assert left > 0
    assert f"还有 {left} 人没有登记" in screen.banner.text()
    screen.judge.setFocus()
    hand.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: screen.checked is not None and screen.done is None and not screen.busy)
    if screen.checked.ready:
        registered(hand, screen, qtbot)
    numbers = sorted(one.number[-4:] for one in searching.today(desk=program.desk))
    assert numbers == [f"{order:04d}" for order in range(1, 9)]


def test_a_check_is_stopped(opened, qtbot, monkeypatch):
    monkeypatch.setattr(checking, "PROGRESS_ROWS", 1)
    _, hand, screen = opened([person(order) for order in range(1, 41)])
    hand.press("Ctrl+Enter", "Esc")
    qtbot.waitUntil(lambda: "已停止核对" in screen.banner.text())
    assert screen.checked is None
    assert len(checked(hand, screen, qtbot).ready) == 40


def test_papers_saved_once_are_reprints_when_they_go_out_again(opened, qtbot, tmp_path):
    program, hand, screen = opened([person(1)])
    checked(hand, screen, qtbot)
    done = registered(hand, screen, qtbot)
    for count in (1, 2):
        screen.spool.save_into(tmp_path / str(count))
        qtbot.waitUntil(lambda count=count: (tmp_path / str(count)).exists() and not screen.busy)
    (first,) = (tmp_path / "1").iterdir()
    (second,) = (tmp_path / "2").iterdir()
    assert first.read_bytes() == done.pdf
    assert "补打" in readback.paper_text(second)
    assert set(outcomes(program, done.outcomes[0].number)) == {PrintOutcome.SAVED}


@pytest.mark.parametrize("size", [(1366, 696), (1093, 557), (911, 520), (1920, 1008)])
def test_every_step_is_whole_and_says_its_names(opened, qtbot, size):
    people = [person(1), person(2, **WRONG, 姓名="阿卜杜拉·买买提·图尔荪·艾合买提江·吐尔逊")]
    program, hand, screen = opened(people, size=size)
    checked(hand, screen, qtbot)
    registered(hand, screen, qtbot)
    QApplication.processEvents()
    check_layout(program.window)
    assert screen.area.widget().width() <= screen.area.viewport().width()
    assert nameless(program.window.inside.day) == []


def test_the_tab_key_reaches_everything(opened, qtbot):
    program, hand, screen = opened([person(1), person(2, **WRONG)])
    checked(hand, screen, qtbot)
    reached = set()
    program.window.inside.day.list.setFocus()
    for _ in range(80):
        hand.press("Tab")
        reached.add(hand.at())
    wanted = {
        one
        for one in focusable(screen)
        if one.focusPolicy() & one.focusPolicy().TabFocus and one.focusProxy() is None
    }
    assert [one.accessibleName() for one in wanted - reached] == []


def test_no_column_shows_the_number_of_a_person_as_its_example(opened):
    one = person(1, 联系电话2="13800000077", 社保卡号="A12345678")
    one |= {"工牌": one["身份证号"], "紧急联络": "13800000099", "备注": one["身份证号"]}
    _, _, screen = opened([one], headings=tuple(one))
    shown = [field.helper.text() for field in screen.columns.form.fields.values()]
    assert shown.count(f"如：{mask_id(one['身份证号'])}") == 3
    secrets = ("姓名", "身份证号", "手机号", "联系电话2", "社保卡号", "紧急联络")
    assert not [title for title in secrets if one[title] in " ".join(shown)]
