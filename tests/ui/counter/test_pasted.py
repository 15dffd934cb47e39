"""What is pasted into a field is kept whole, and what is wrong with it is said beside the field."""

import pytest
from PySide6.QtGui import QGuiApplication

ADDRESS = "湖南省长沙市岳麓区" + "某某路" * 100 + "3栋405房"


def paste(program, hand, path, text):
    """Paste a text into a field and leave it; return its editor."""
    counter = program.window.inside.counter
    editor = counter.form.binding.editor(path)
    assert counter.form.binding.focus(path)
    QGuiApplication.clipboard().setText(text)
    hand.press("Ctrl+V", "Enter")
    return editor


def test_a_text_too_long_is_kept_and_told(enter, qtbot):
    program, hand = enter()
    editor = paste(program, hand, "place_address", ADDRESS)
    assert editor.text() == ADDRESS
    qtbot.waitUntil(lambda: "最多 300 个字" in editor.error)
    assert str(len(ADDRESS)) in editor.error


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("林建华\t440399199003090015\t13800000001", "只留姓名"),
        ("张□", "重新输入"),
        ("阿卜杜拉··买买提", "间隔点"),
    ],
)
def test_what_is_no_name_is_told_beside_it(enter, qtbot, name, told):
    program, hand = enter()
    editor = paste(program, hand, "applicant.name", name)
    qtbot.waitUntil(lambda: told in editor.error)


def test_a_month_is_no_day(enter, qtbot):
    program, hand = enter()
    editor = paste(program, hand, "begin", "2026-12")
    assert editor.text() == "2026-12"
    qtbot.waitUntil(lambda: "写明年月日" in editor.error)


def test_a_passport_asks_for_the_birth_date(enter, qtbot):
    """The field comes with the kind of document, is required, and goes with it."""
    program, hand = enter()
    counter = program.window.inside.counter
    birth = counter.form.binding.editor("applicant.birth")
    assert not birth.isVisible()
    paste(program, hand, "applicant.id_number", "E12345678")
    qtbot.waitUntil(birth.isVisible)
    paste(program, hand, "applicant.birth", "20180501")
    assert counter.case.get("applicant.birth") == "2018-05-01"
    paste(program, hand, "applicant.id_number", "440399195803090015")
    qtbot.waitUntil(lambda: not birth.isVisible())


def test_what_a_day_end_paper_says_is_compared_with_the_history(settings, qtbot):
    """Typed wrong it is told beside the field; of a history that has it not, it is a fault."""
    _, hand, page = settings("data")
    page.heads.edit.setFocus()
    hand.type("412")
    page.check_records()
    assert "条数-校验值" in page.heads.error
    page.heads.set_text("1-00000000000000ff")
    page.check_records()
    qtbot.waitUntil(page.reading.isVisible)
    assert "1-00000000000000ff" in page.reading.text()
    page.heads.set_text("")
    page.check_records()
    qtbot.waitUntil(lambda: "资料完好" in page.banner.text())
    head = page.banner.text().partition("校验码 ")[2].partition("。")[0]
    page.heads.set_text(head)
    page.check_records()
    qtbot.waitUntil(lambda: "日结单" in page.banner.text() and "资料完好" in page.banner.text())
