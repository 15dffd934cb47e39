"""Segments and cards."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.ui.widgets.editors.choices import CardGrid, ChoiceCard, Option, Segment, Segmented
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from tests.ui.hand import Hand

OPTIONS = [Option("a", "甲", "第一"), Option("b", "乙", "第二"), Option("c", "丙", "第三")]


@pytest.fixture(params=[Segmented, CardGrid])
def group(request):
    return request.param("参保险种", OPTIONS)


def test_a_digit_chooses_and_goes_on(stage, group, qtbot):
    after = Field(FieldSpec(label="电话"))
    stage(group, after)
    group.setFocus()
    hand = Hand()
    with qtbot.waitSignal(group.chosen) as told:
        hand.type("2")
    assert told.args == ["b"]
    assert group.code() == "b"
    assert hand.at() is after.edit


def test_the_group_is_one_stop_of_the_tab_key(stage, group):
    before, after = Field(FieldSpec(label="前")), Field(FieldSpec(label="后"))
    stage(before, group, after)
    hand = Hand()
    for chosen in ("", "c"):
        group.set_code(chosen)
        before.setFocus()
        hand.press("Enter")
        assert hand.at() in group.findChildren((Segment, ChoiceCard)[isinstance(group, CardGrid)])
        hand.press("Enter")
        assert hand.at() is after.edit
        hand.press("Shift+Enter")
        hand.press("Shift+Enter")
        assert hand.at() is before.edit


def test_arrows_walk_through_and_around(stage, group):
    stage(group)
    group.set_code("a")
    group.setFocus()
    hand = Hand()
    hand.press("Right", "Right", "Right")
    assert group.code() == "a"
    hand.press("Left")
    assert group.code() == "c"


def test_a_digit_beyond_the_options_does_nothing(stage, group):
    stage(group)
    group.setFocus()
    Hand().type("9")
    assert group.code() == ""


def test_the_program_chooses_silently(stage, group, qtbot):
    stage(group)
    with qtbot.assertNotEmitted(group.chosen):
        group.set_code("b")
        group.set_code("")
    assert group.code() == ""


def test_other_options_keep_a_choice_that_is_still_offered(stage, group):
    stage(group)
    group.set_code("b")
    group.set_options([Option("b", "乙"), Option("d", "丁")])
    assert group.code() == "b"
    group.set_options([Option("d", "丁")])
    assert group.code() == ""


def test_the_mouse_chooses_anywhere_on_the_drawing(stage, qtbot):
    group = CardGrid("类型", OPTIONS)
    stage(group)
    card = group.findChildren(ChoiceCard)[1]
    position = card.rect().topRight()
    position.setX(position.x() - 4)
    position.setY(position.y() + 4)
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=position)
    assert group.code() == "b"


def test_each_choice_says_its_name_and_role(stage, group):
    stage(group)
    for button in group.findChildren(Segment) + group.findChildren(ChoiceCard):
        spoken = QAccessible.queryAccessibleInterface(button)
        assert spoken.role() == QAccessible.Role.RadioButton
        assert spoken.text(QAccessible.Text.Name).startswith("参保险种：")


def test_an_error_moves_nothing(stage):
    group, below = Segmented("险种", OPTIONS), Field(FieldSpec(label="后"))
    stage(group, below)
    before = below.y()
    group.set_error("请选择参保险种")
    QApplication.processEvents()
    assert below.y() == before
    assert group.helper.text() == "请选择参保险种"
