"""A key held down answers nothing: not a page, not a question, not a button."""

import shutil
import subprocess

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedLayout, QWidget

from desk_app.services.finding import searching
from desk_app.ui import dialogs
from desk_app.ui.models.keys import held_keys
from desk_app.ui.models.keys.held_keys import HeldKeys
from tests.ui.counter.test_a_case import register, type_case
from tests.ui.hand import key_of, rest
from tests.ui.printing.test_printing import no_printer

__all__ = ["no_printer"]
CONFIRM = "Ctrl+Enter"
XDOTOOL = shutil.which("xdotool", path="/usr/bin:/usr/local/bin")


def hold(hand, name, *, times=30, text=""):
    """Hold a key: it is pressed once, then the keyboard repeats it to whatever has the keys."""
    code, held = key_of(name)
    for count in range(times):
        QTest.simulateEvent(hand.at(), True, code, held, text, count > 0)
        QApplication.processEvents()


def let_go(hand, name):
    code, held = key_of(name)
    QTest.simulateEvent(hand.at(), False, code, held, "", False)
    QApplication.processEvents()


@pytest.fixture
def at_the_form(enter, no_printer):
    """A complete case on the form; nothing was confirmed yet."""
    program, hand = enter()
    type_case(hand)
    return program, hand


def filings(program):
    return len(searching.today(desk=program.desk))


def unconfirmed(program):
    """Tell whether the page that is read out stands and nobody has confirmed it."""
    inside = program.window.inside
    there = program.window.current() is inside.check and not inside.check.done
    return there and inside.check.reading.go.isEnabled() and filings(program) == 0


def test_the_page_read_out_is_not_passed_by_a_key_that_is_held(at_the_form, qtbot):
    program, hand = at_the_form
    window = program.window
    hold(hand, CONFIRM)
    assert unconfirmed(program)
    let_go(hand, CONFIRM)
    hold(hand, CONFIRM)
    qtbot.waitUntil(lambda: window.inside.check.done)
    assert filings(program) == 1


def test_presses_of_a_keyboard_that_repeats_without_saying_so_pass_nothing(at_the_form):
    program, hand = at_the_form
    code, held = key_of(CONFIRM)
    for _ in range(30):
        QTest.simulateEvent(hand.at(), True, code, held, "", False)
        QApplication.processEvents()
    assert unconfirmed(program)


def test_a_question_is_not_answered_by_the_key_it_came_with(at_the_form, qtbot):
    program, hand = at_the_form
    agreed = []

    def ask():
        question = dialogs.Question(program.window, "要这样吗？", "说明。", yes="要", no="不要")
        question.agreed.connect(lambda: agreed.append(True))
        question.open()
        return question

    code, held = key_of("Enter")
    QTest.simulateEvent(hand.at(), True, code, held, "\r", False)
    question = ask()
    qtbot.waitUntil(question.isVisible)
    for _ in range(20):
        QTest.simulateEvent(hand.at(), True, code, held, "\r", True)
        QApplication.processEvents()
    assert question.isVisible()
    assert not agreed
    let_go(hand, "Enter")
    hand.press("Enter")
    assert agreed == [True]


def test_papers_are_made_again_once_however_long_the_key_is_held(at_the_form, qtbot):
    program, hand = at_the_form
    papers = register(hand, program, qtbot)
    qtbot.waitUntil(lambda: "没有打印机" in papers.banner.text())
    hold(hand, "F5")

    def jobs():
        return len(searching.show(desk=program.desk, record_no=papers.number.text())[1])

    qtbot.waitUntil(lambda: jobs() > len(papers.papers))
    rest(300)
    assert jobs() == len(papers.papers) + 1


def test_typing_deleting_and_moving_go_on_as_long_as_a_key_is_held(enter):
    program, hand = enter()
    hand.press("Ctrl+K")
    edit = hand.at()
    assert isinstance(edit, QLineEdit)
    hold(hand, "A", times=12, text="a")
    assert edit.text() == "a" * 12
    hold(hand, "Left", times=5)
    assert edit.cursorPosition() == 7
    hold(hand, "Backspace", times=4)
    assert edit.text() == "a" * 8
    assert program.window.current() is program.window.inside.records


class Keyboard:
    """A keyboard whose presses carry the time they were made at."""

    def __init__(self, monkeypatch):
        self.now = 50_000.0
        monkeypatch.setattr(held_keys, "_now", lambda: self.now)
        self.keys = HeldKeys()

    def press(self, at=None, *, repeated=False, key=Qt.Key.Key_Return):
        """Press; return whether it counts."""
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", repeated)
        event.setTimestamp(round(self.now if at is None else at))
        return not self.keys.watch(QApplication.instance(), event)

    def release(self, at=None, key=Qt.Key.Key_Return):
        event = QKeyEvent(QEvent.Type.KeyRelease, key, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(round(self.now if at is None else at))
        assert not self.keys.watch(QApplication.instance(), event)

    def click(self, at=None):
        counts = self.press(at)
        self.release(at)
        return counts


@pytest.fixture
def keyboard(monkeypatch, qapp):
    return Keyboard(monkeypatch)


@pytest.fixture
def pages(qapp):
    """Two pages of a window, the first shown; calling it shows the other one."""
    window = QWidget()
    stack = QStackedLayout(window)
    for _ in range(2):
        stack.addWidget(QWidget())
    yield stack
    window.deleteLater()


def come(keyboard, page):
    """Let a page come: it is shown and painted."""
    keyboard.keys.watch(page, QEvent(QEvent.Type.Show))
    keyboard.now += 80
    keyboard.keys.watch(page, QEvent(QEvent.Type.Paint))


def test_presses_made_before_the_page_was_painted_do_not_count(keyboard, pages):
    """Six within three tenths of a second, while the page was being made: report 49."""
    assert keyboard.click()
    queued = [keyboard.now + 12 * count for count in range(1, 7)]
    come(keyboard, pages.widget(1))
    keyboard.now += 5
    assert [keyboard.click(at) for at in queued] == [False] * 6
    keyboard.now += 200
    assert keyboard.click()


def test_a_remote_keyboard_repeats_by_presses_alone_or_by_pairs_of_one_time(keyboard, pages):
    assert keyboard.press()
    come(keyboard, pages.widget(1))
    for _ in range(5):
        keyboard.now += 33
        assert not keyboard.press()
    for _ in range(5):
        keyboard.now += 33
        keyboard.release()
        assert not keyboard.press()
    keyboard.now += 33
    keyboard.release()
    keyboard.now += 150
    assert keyboard.press()


def test_two_presses_of_a_person_both_count(keyboard):
    assert keyboard.click()
    keyboard.now += 120
    assert keyboard.click()


def test_a_key_that_was_let_go_in_another_window_is_not_taken_for_held(keyboard, pages):
    assert keyboard.press()
    keyboard.keys.watch(QApplication.instance(), QEvent(QEvent.Type.ApplicationStateChange))
    come(keyboard, pages.widget(1))
    keyboard.now += 2000
    assert keyboard.press()


def test_the_pages_of_the_window_are_known_as_such(at_the_form):
    program, _ = at_the_form
    inside, door = program.window.inside, program.window.door
    pages = [inside.counter, inside.check, inside.check.reading, inside.check.papers, door]
    assert all(map(held_keys._is_page, pages))
    assert not held_keys._is_page(program.window.bar)


def test_parts_of_a_page_that_appear_hold_up_nobody(keyboard, pages):
    part = QWidget(pages.widget(0))
    assert keyboard.click()
    queued = keyboard.now + 10
    come(keyboard, part)
    assert keyboard.click(queued)


def test_a_real_key_held_for_a_second_and_a_half_passes_nothing(at_the_form, qtbot):
    """The X server repeats it, as it does for a hand that rests on the key."""
    if QGuiApplication.platformName() != "xcb" or XDOTOOL is None:
        pytest.skip("a real keyboard needs a real window")
    program, _ = at_the_form
    window = program.window
    xdotool("keydown", "ctrl+Return")
    qtbot.waitUntil(lambda: window.current() is window.inside.check)
    rest(1500)
    xdotool("keyup", "ctrl+Return")
    rest(100)
    assert unconfirmed(program)
    xdotool("key", "ctrl+Return")
    qtbot.waitUntil(lambda: window.inside.check.done)
    assert filings(program) == 1


def test_real_presses_that_waited_while_the_page_was_made_pass_nothing(at_the_form, qtbot):
    """Six at once, before anybody can have read anything."""
    if QGuiApplication.platformName() != "xcb" or XDOTOOL is None:
        pytest.skip("a real keyboard needs a real window")
    program, _ = at_the_form
    window = program.window
    xdotool("key", "--delay", "0", *["ctrl+Return"] * 6)
    qtbot.waitUntil(lambda: window.current() is window.inside.check)
    rest(300)
    assert unconfirmed(program)
    xdotool("key", "ctrl+Return")
    qtbot.waitUntil(lambda: window.inside.check.done)
    assert filings(program) == 1


def xdotool(*words):
    subprocess.run([XDOTOOL, *words], check=True)
