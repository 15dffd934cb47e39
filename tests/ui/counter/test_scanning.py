"""A code scanner that plays keyboard."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from desk_app.policy import record_numbers
from desk_app.services.filing import drafts
from tests.factory import number, register

SCANNER_MS, TYPIST_MS = 5, 70


def send(text, every, *, start=100_000):
    """Send keys to whatever has the keyboard, so many milliseconds apart, Enter last."""
    for at, letter in enumerate((*text, "\r")):
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter.upper()))
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
        event.setTimestamp(start + at * every)
        QApplication.sendEvent(QApplication.focusWidget(), event)
    QApplication.processEvents()


def test_a_scanned_code_opens_its_record_and_leaves_nothing_behind(enter):
    program, hand = enter()
    inside = program.window.inside
    register(program.desk, 2)
    record = register(program.desk, 1)
    hand.write("王小明")
    send(record_numbers.code_text(record.number), SCANNER_MS)
    assert program.window.current() is inside.records
    assert inside.records.page.filing.number == record.number
    assert inside.counter.case.get("applicant.name") == "王小明"
    (draft,) = drafts.open_drafts(desk=program.desk)
    assert draft.data["applicant"]["name"] == "王小明"


@pytest.mark.parametrize(
    "path", ["applicant.id_number", "applicant.insurance", "type", "method", "begin", "place"]
)
def test_wherever_the_keyboard_is_the_case_stays_as_it_was(enter, path):
    program, hand = enter()
    counter = program.window.inside.counter
    record = register(program.desk)
    hand.write("王小明")
    hand.press("Enter")
    counter.form.binding.focus(path)
    before = counter.case.data()
    send(record_numbers.code_text(record.number), SCANNER_MS)
    assert program.window.inside.records.page.filing.number == record.number
    assert counter.case.data() == before
    shown = counter.form.binding.editor("applicant.id_number")
    assert shown.text() == ""


def test_the_search_box_and_the_records_take_a_scan_too(enter):
    program, hand = enter()
    first, second = register(program.desk, 1), register(program.desk, 2)
    hand.press("Ctrl+K")
    for record in (first, second):
        send(record_numbers.code_text(record.number), SCANNER_MS)
        assert program.window.inside.records.page.filing.number == record.number
        assert program.window.bar.search.edit.text() == ""


@pytest.mark.parametrize("every", [TYPIST_MS, 31])
def test_typing_is_never_taken_for_a_scan(enter, every):
    program, hand = enter()
    counter = program.window.inside.counter
    record = register(program.desk)
    hand.write("王小明")
    hand.press("Enter")
    send(record_numbers.code_text(record.number), every)
    assert program.window.current() is counter
    assert counter.case.get("applicant.id_number") != ""


def test_a_quick_text_that_is_no_code_of_ours_is_typing(enter):
    program, hand = enter()
    counter = program.window.inside.counter
    hand.write("王小明")
    hand.press("Enter")
    send(number(order="001"), SCANNER_MS)
    assert program.window.current() is counter
    assert counter.case.get("applicant.id_number") == number(order="001")


def test_at_the_door_a_scan_opens_nothing(enter):
    program, hand = enter()
    record = register(program.desk)
    hand.press("F12")
    send(record_numbers.code_text(record.number), SCANNER_MS)
    assert program.window.current() is program.window.door


def test_in_a_question_a_scan_answers_nothing_and_opens_nothing(enter, qtbot):
    program, hand = enter()
    counter = program.window.inside.counter
    record = register(program.desk)
    hand.write("王小明")
    counter.put_aside()
    before = counter.case.data()
    counter._ask_to_discard()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    question = QApplication.activeModalWidget()
    hand.at()
    send(record_numbers.code_text(record.number), SCANNER_MS)
    assert question.isVisible()
    assert program.window.current() is counter
    assert counter.case.data() == before
    hand.press("Esc")


def test_in_the_settings_a_scan_opens_its_record_and_changes_nothing(enter, qtbot):
    program, hand = enter()
    record = register(program.desk)
    hand.press("F11")
    hand.press("Right")
    qtbot.waitUntil(lambda: isinstance(hand.at(), QLineEdit))
    text = hand.at().text()
    edit = hand.at()
    send(record_numbers.code_text(record.number), SCANNER_MS)
    assert program.window.inside.records.page.filing.number == record.number
    assert edit.text() == text


def test_with_an_input_method_on_a_scan_still_opens_its_record(enter):
    """An input method may hold letters back: what it had composed is no part of the code."""
    program, hand = enter()
    record = register(program.desk)
    composing = QInputMethodEvent("wang", [])
    QApplication.sendEvent(hand.at(), composing)
    send(record_numbers.code_text(record.number), SCANNER_MS)
    assert program.window.inside.records.page.filing.number == record.number
    assert program.window.inside.counter.case.get("applicant.name") == ""
