"""Every control can be reached by key and says its name, on every screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from tests.ui.layout import check_layout, focusable, nameless
from tests.ui.steps import register, type_case, walk


def test_every_control_says_its_name(enter, qtbot):
    program, hand = enter()
    window, inside = program.window, program.window.inside
    counter = inside.counter
    counter.form.binding.focus("agent.name")
    hand.write("李四")
    hand.press("Enter")
    assert nameless(window) == []
    counter.start_new()
    type_case(hand)
    assert nameless(window) == []
    hand.press("Ctrl+Enter")
    assert nameless(window) == []
    hand.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: inside.check.done)
    assert nameless(window) == []
    hand.press("Ctrl+K")
    assert nameless(window) == []
    hand.press("Enter", "F8")
    assert nameless(window) == []
    hand.press("Esc", "F12")
    assert nameless(window) == []


def test_the_tab_key_reaches_everything_on_the_counter(enter):
    program, hand = enter()
    type_case(hand, documents=0)
    program.window.inside.counter.focus_first()
    reached = walk(hand)
    wanted = [
        widget
        for widget in focusable(program.window)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    ]
    missed = [widget for widget in wanted if widget not in reached]
    assert [widget.accessibleName() for widget in missed] == []


def test_enter_walks_the_fields_in_the_order_of_the_screen(enter):
    program, hand = enter()
    binding = program.window.inside.counter.form.binding
    seen = []
    for _ in range(20):
        at = hand.at()
        for path in binding.paths:
            editor = binding.editor(path)
            if editor.isAncestorOf(at) and path not in seen:
                seen.append(path)
        if isinstance(at, QAbstractButton | QLineEdit):
            hand.press("Enter")
    assert seen[:11] == [
        "applicant.name",
        "applicant.id_number",
        "applicant.insurance",
        "applicant.phone",
        "agent.name",
        "type",
        "place",
        "begin",
        "end",
        "place_address",
        "method",
    ]


@pytest.mark.parametrize("size", [(1366, 696), (1093, 557), (910, 430), (1920, 1008)])
def test_nothing_is_cut_or_overlaps(enter, qtbot, size):
    program, hand = enter(size=size)
    type_case(hand)
    check_layout(program.window)
    register(hand, program, qtbot)
    check_layout(program.window)
    hand.press("Ctrl+K")
    check_layout(program.window)
