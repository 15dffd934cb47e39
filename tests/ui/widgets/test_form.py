"""A form of rows: what is wrong stands beside its editor, nothing typed is lost."""

from datetime import date

import pytest

from desk_app.ui.widgets.editors.candidates import Candidate
from desk_app.ui.widgets.editors.choices import Option
from desk_app.ui.widgets.editors.form import Form, FormRow
from tests.ui.hand import Hand

ROWS = (
    FormRow(name="name", label="名称", at=(0, 0, 6)),
    FormRow(name="phone", label="电话", at=(0, 6, 6), kind="latin", required=False, longest=5),
    FormRow(
        name="number",
        label="份数",
        at=(1, 0, 4),
        kind="latin",
        check=lambda text: "" if text.isdigit() else "请填数字",
    ),
    FormRow(
        name="kind",
        label="种类",
        at=(1, 4, 4),
        kind="choice",
        options=(Option("a", "甲"), Option("b", "乙")),
    ),
    FormRow(name="day", label="日期", at=(1, 8, 4), kind="date", today=lambda: date(2026, 11, 21)),
    FormRow(
        name="who",
        label="经办人",
        at=(2, 0, 6),
        kind="lookup",
        find=lambda text: [one for one in PEOPLE if text in one.title or text == one.code],
    ),
    FormRow(name="secret", label="口令", at=(2, 6, 6), kind="secret", required=False),
)
PEOPLE = (Candidate("01", "陈静怡"), Candidate("02", "李明"))
RIGHT = {
    "name": "福田窗口",
    "phone": "",
    "number": "2",
    "kind": "b",
    "day": "2026-11-20",
    "who": "02",
    "secret": " with spaces ",
}


@pytest.fixture
def form(stage):
    made = Form(ROWS)
    stage(made, width=900)
    return made


def test_what_is_put_in_comes_out(form):
    form.set_values(RIGHT)
    assert form.values() == RIGHT
    assert form.fields["who"].text() == "李明"
    assert form.check()
    assert not form.dirty


def test_everything_missing_is_named_and_the_first_has_the_keyboard(form):
    assert not form.check()
    assert form.fields["name"].error == "请填写名称"
    assert form.fields["kind"].helper.text() == "请选择种类"
    assert form.fields["who"].error == "请选择经办人"
    assert form.fields["phone"].error == ""
    assert Hand().at() is form.fields["name"].edit


@pytest.mark.parametrize(
    ("name", "value", "says"), [("number", "two", "请填数字"), ("day", "昨天下午", "2026-11-21")]
)
def test_what_is_wrong_is_said_and_stays_as_typed(form, name, value, says):
    form.set_values(RIGHT | {name: value})
    assert not form.check()
    assert says in form.fields[name].error
    assert form.values()[name] == value
    form.set_values(RIGHT)
    assert form.check()
    assert form.fields[name].error == ""


def test_typing_makes_it_unsaved_until_it_is_settled(form, qtbot):
    form.set_values(RIGHT)
    form.focus_first()
    with qtbot.waitSignal(form.edited):
        Hand().write("二楼")
    assert form.dirty
    form.settle()
    assert not form.dirty


def test_no_more_is_taken_than_a_field_may_hold(form):
    form.fields["phone"].edit.setFocus()
    Hand().type("123456789")
    assert form.values()["phone"] == "12345"
