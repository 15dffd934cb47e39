"""The labelled editor."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from desk_app.ui.widgets.editors.callout import Callout
from desk_app.ui.widgets.editors.edits import LatinEdit, SecretEdit, TextEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from tests.ui.hand import Hand


def make(**spec):
    return Field(FieldSpec(**{"label": "姓名", **spec}))


@pytest.mark.parametrize(
    "name", ["王小明", "欧阳𬭚𫖮", "吴𠮷", "张䶮", "李\U00031cea", "阿卜杜拉·买买提"]
)
def test_chinese_comes_through_the_input_method(stage, name):
    field = make()
    stage(field)
    field.setFocus()
    Hand().write(name)
    assert field.text() == name


def test_enter_goes_on_and_shift_enter_back(stage):
    first, second = make(), make(label="电话")
    stage(first, second)
    hand = Hand()
    first.setFocus()
    hand.press("Enter")
    assert hand.at() is second.edit
    hand.press("Shift+Enter")
    assert hand.at() is first.edit


def test_ctrl_enter_is_left_to_the_screen(stage):
    first, second = make(), make(label="电话")
    stage(first, second)
    first.setFocus()
    Hand().press("Ctrl+Enter")
    assert Hand.at() is first.edit


def test_leaving_is_told_once(stage, qtbot):
    first, second = make(), make(label="电话")
    stage(first, second)
    first.setFocus()
    told = []
    first.left.connect(lambda: told.append(1))
    Hand().press("Enter")
    assert told == [1]


def test_arriving_by_key_selects_what_stands_there(stage):
    first, second = make(), make(label="电话")
    second.set_text("123")
    stage(first, second)
    first.setFocus()
    hand = Hand()
    hand.press("Enter")
    hand.type("9")
    assert second.text() == "9"


def test_nothing_jumps_when_an_error_comes_and_goes(stage):
    field, below = make(), make(label="电话")
    stage(field, below)
    places = []
    for show in (
        lambda: field.set_error("请填写姓名"),
        lambda: field.set_ok("与社保卡一致"),
        lambda: field.set_hint("请再核对"),
        lambda: field.clear_state(""),
    ):
        show()
        QApplication.processEvents()
        places.append((below.y(), field.height()))
    assert len(set(places)) == 1


def test_an_error_is_heard_by_screen_readers(stage):
    field = make(required=True)
    stage(field)
    field.set_error("请填写姓名")
    spoken = QAccessible.queryAccessibleInterface(field.edit)
    assert spoken.text(QAccessible.Text.Name) == "姓名，必填"
    assert spoken.text(QAccessible.Text.Description) == "请填写姓名"
    assert field.error == "请填写姓名"
    field.set_ok()
    assert field.error == ""


def test_hostile_text_is_shown_as_it_is(stage):
    field = make()
    stage(field)
    field.set_error("<b>粗</b><img src=x>")
    assert field.helper.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize("kind", [LatinEdit, SecretEdit])
def test_number_fields_refuse_the_input_method(stage, kind):
    edit = kind()
    stage(edit)
    assert edit.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    assert TextEdit().inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is True


def test_a_secret_cannot_be_copied(stage):
    edit = SecretEdit()
    stage(edit)
    edit.setText("correct horse")
    edit.selectAll()
    QApplication.clipboard().clear()
    edit.copy()
    assert QApplication.clipboard().text() == ""


LONG = "第 18 位校验码不符，说明 18 位中至少有一位写错，请照证件逐位核对。"


def callouts(window):
    return [one.text for one in window.findChildren(Callout) if one.isVisible()]


def test_a_long_sentence_is_shown_whole_while_the_keyboard_is_there(stage):
    field, other = make(), make(label="电话")
    window = stage(field, other)
    window.resize(200, 300)
    field.setFocus()
    field.set_error("请填写。")
    assert callouts(window) == []
    field.set_error(LONG)
    assert callouts(window) == [LONG]
    shown = window.findChild(Callout)
    assert shown.geometry().left() >= 0
    assert shown.geometry().right() <= window.width()
    other.setFocus()
    assert callouts(window) == []
    field.setFocus()
    field.clear_state()
    assert callouts(window) == []


def test_a_sentence_that_fits_covers_nothing(stage):
    field = make()
    window = stage(field)
    window.resize(900, 300)
    field.setFocus()
    field.set_error(LONG)
    QApplication.processEvents()
    assert callouts(window) == []
