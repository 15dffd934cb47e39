"""The field that offers candidates."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desk_app.ui.widgets.editors.candidates import MOST, Candidate, CandidateField, fitting
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from tests.ui.hand import Hand

PLACES = [
    Candidate("430400", "衡阳市", "湖南省", "户籍地", "hengyang"),
    Candidate("441600", "河源市", "广东省", "省内", "heyuan"),
    Candidate("330100", "杭州市", "浙江省", "", "hangzhou"),
]


def find(text):
    return [
        place
        for place in PLACES
        if not text or text in place.title or place.code.startswith(text) or text == "hy"
    ]


@pytest.fixture
def field(stage):
    field, after = CandidateField(FieldSpec(label="就医地"), find), Field(FieldSpec(label="起"))
    field.after = after
    stage(field, after)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    return field


def test_enter_takes_the_first_and_goes_on(field, qtbot):
    hand = Hand()
    assert field.popup().isVisible()
    with qtbot.waitSignal(field.chosen) as told:
        hand.press("Enter")
    assert told.args == ["430400"]
    assert (field.code(), field.text()) == ("430400", "衡阳市")
    assert hand.at() is field.after.edit
    assert not field.popup().isVisible()


def test_letters_then_a_digit(field):
    hand = Hand()
    hand.type("hy2")
    assert field.code() == "441600"


def test_digits_are_a_code_and_never_choose(field):
    hand = Hand()
    hand.type("330100")
    assert field.text() == "330100"
    hand.press("Enter")
    assert (field.code(), field.text()) == ("330100", "杭州市")


def test_arrows_and_escape(field):
    hand = Hand()
    hand.press("Down", "Down", "Enter")
    assert field.code() == "330100"
    field.setFocus()
    hand.press("Down")
    hand.press("Esc")
    assert not field.popup().isVisible()
    assert field.code() == "330100"


def test_typing_again_takes_the_code_away(field, qtbot):
    hand = Hand()
    hand.press("Enter")
    field.setFocus()
    with qtbot.waitSignal(field.chosen) as told:
        hand.type("x")
    assert told.args == [""]
    assert field.code() == ""


def test_a_name_pasted_whole_is_settled_on_leaving(field):
    field.edit.clear()
    Hand().write("杭州市")
    field.after.setFocus()
    assert field.code() == "330100"


def test_half_a_name_is_not_guessed_on_leaving(field):
    Hand().write("市")
    field.after.setFocus()
    assert (field.code(), field.text()) == ("", "市")


def test_the_mouse_picks(field):
    popup = field.popup()
    row = QPoint(40, 5 + 38 + 10)
    QTest.mouseClick(popup, Qt.MouseButton.LeftButton, pos=row)
    assert field.code() == "441600"


def test_the_list_turns_up_where_the_window_ends(stage, qtbot):
    spacer, field = Field(FieldSpec(label="前")), CandidateField(FieldSpec(label="地"), find)
    window = stage(spacer, field, height=190)
    field.setFocus()
    field.open_candidates()
    popup = field.popup()
    assert popup.geometry().bottom() <= window.height()
    assert popup.geometry().top() >= 0


def test_candidates_fit_by_a_part_of_the_title_or_the_whole_code():
    hall, other = Candidate("h1", "Hall A"), Candidate("other", "其他打印机")
    assert fitting([hall, other], "hall") == [hall]
    assert fitting([hall, other], "打印") == [other]
    assert fitting([hall, other], "other") == [other]
    assert fitting([hall, other], "othe") == []
    assert len(fitting([hall] * 20, "")) == MOST
