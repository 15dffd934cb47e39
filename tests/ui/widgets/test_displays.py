"""Check rows, steps, buttons, notices, the top bar, rows, facts and icons."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest

import resources
from desk_app.ui.widgets import paint
from desk_app.ui.widgets.button import KINDS, Button, LinkButton
from desk_app.ui.widgets.displays.facts import Facts
from desk_app.ui.widgets.displays.notices import Banner, Toast
from desk_app.ui.widgets.displays.rows import LOOK_ROLE, RowList, RowLook
from desk_app.ui.widgets.displays.steps import Step, StepList, StepRow
from desk_app.ui.widgets.editors.check_row import CheckRow, CheckState
from desk_app.ui.widgets.frames.top_bar import TopBar
from tests.ui.hand import Hand

STATES = [
    CheckState("missing", "未收", "todo"),
    CheckState("original", "原件已核", "ok"),
    CheckState("commitment", "承诺代替", "stand_in"),
]


def test_a_row_goes_through_its_states_and_says_so(stage):
    row = CheckRow("身份证", STATES, key="Alt+1")
    stage(row)
    told = []
    row.changed.connect(told.append)
    row.setFocus()
    Hand().press("Space", "Space", "Space")
    assert told == ["original", "commitment", "missing"]
    row.set_state("original")
    assert told[3:] == []
    spoken = QAccessible.queryAccessibleInterface(row).text(QAccessible.Text.Name)
    assert spoken == "身份证，原件已核，Alt+1"


def test_an_unknown_state_is_the_first(stage):
    row = CheckRow("身份证", STATES)
    row.set_state("nonsense")
    assert row.state.code == "missing"


def test_enter_leaves_a_row_as_it_is(stage):
    first, second = CheckRow("身份证", STATES), CheckRow("户口簿", STATES)
    stage(first, second)
    first.setFocus()
    hand = Hand()
    hand.press("Enter")
    assert hand.at() is second
    assert first.state.code == "missing"


def test_steps_say_number_state_and_note(stage, qtbot):
    steps = StepList()
    steps.show_steps([Step("身份", "已核对", "done"), Step("填写", "还有 2 项", "current")])
    stage(steps)
    names = [row.accessibleName() for row in steps.findChildren(StepRow)]
    assert names == ["第1步 身份，已完成，已核对", "第2步 填写，当前，还有 2 项"]
    with qtbot.waitSignal(steps.wanted) as told:
        steps.findChildren(StepRow)[1].click()
    assert told.args == [1]


@pytest.mark.parametrize("kind", KINDS)
def test_buttons_press_by_enter_and_space(stage, qtbot, kind):
    button = Button("核对材料", kind=kind, key="Ctrl Enter", icon="check")
    stage(button)
    presses = []
    button.clicked.connect(lambda: presses.append(1))
    button.setFocus()
    Hand().press("Enter", "Space")
    assert presses == [1, 1]
    assert button.accessibleName() == "核对材料，Ctrl Enter"
    assert not button.grab().isNull()


def test_a_disabled_button_does_not_press(stage):
    button = Button("核对")
    button.setEnabled(False)
    stage(button)
    presses = []
    button.clicked.connect(lambda: presses.append(1))
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert presses == []


def test_a_link_says_what_it_is_about(stage):
    link = LinkButton("居民身份证", name="证件类型", arrow=True)
    stage(link)
    assert link.accessibleName() == "证件类型：居民身份证"


def test_a_banner_hides_without_words(stage):
    banner = Banner("该参保人已有生效备案", "warn")
    stage(banner)
    assert banner.isVisible()
    assert banner.accessibleName() == "该参保人已有生效备案"
    banner.say("")
    assert not banner.isVisible()


def test_a_toast_goes_by_itself(stage, qtbot):
    window = stage(Facts("自动带出"))
    toast = Toast(window)
    toast.STAYS_MS = 20
    toast.say("已存草稿")
    assert toast.isVisible()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_the_bar_gives_up_the_place_where_it_is_narrow(stage):
    bar = TopBar("异地就医备案窗口", search="查找参保人", search_key="Ctrl K")
    window = stage(bar, width=1366)
    bar.show_desk("福田街道 · 3 号窗", "陈静怡", "锁定")
    window.resize(900, 300)
    QTest.qWait(0)
    place = next(w for w in bar.findChildren(type(bar._place)) if w.text().startswith("福田"))
    assert not place.isVisible()
    assert bar.search.isVisible()


def test_rows_draw_and_open(stage, qtbot):
    model = QStandardItemModel()
    for name in ("林*华", "黄*"):
        item = QStandardItem()
        item.setData(RowLook(name, "异地转诊", "缺材料", "warn", "10:24"), LOOK_ROLE)
        model.appendRow(item)
    view = RowList("今日受理")
    view.setModel(model)
    stage(view)
    view.mark_first()
    view.move_mark(1)
    assert view.currentIndex().row() == 1
    view.move_mark(5)
    assert view.currentIndex().row() == 1
    view.setFocus()
    with qtbot.waitSignal(view.opened):
        Hand().press("Enter")
    assert not view.grab().isNull()


def test_facts_are_spoken(stage):
    facts = Facts("自动带出", empty="输入证件号码后得出")
    stage(facts)
    assert facts.accessibleName() == "自动带出：输入证件号码后得出"
    facts.show_facts([("性别", "女"), ("年龄", "68 岁")], "户籍地代码无记录")
    assert facts.accessibleName() == "自动带出：性别 女，年龄 68 岁，户籍地代码无记录"


def test_every_icon_draws(qapp):
    for file in resources.path("icons").glob("*.svg"):
        picture = paint.pixmap(file.stem, "#123456", 24, 1.0).toImage()
        colours = {
            picture.pixelColor(x, y).name()
            for x in range(24)
            for y in range(24)
            if picture.pixelColor(x, y).alpha() == 255
        }
        assert colours == {"#123456"}, file.name


def test_an_icon_that_does_not_ship_is_named(qapp):
    with pytest.raises(FileNotFoundError, match="nonsense"):
        paint.pixmap("nonsense", "#000000", 16, 1.0)
