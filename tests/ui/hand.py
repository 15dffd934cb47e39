"""The clerk's hand: keys go to whatever has the keyboard, Chinese through the input method.

``qtbot.keyClicks`` with a Chinese character aborts the test process, so it is never used
for text.
"""

from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

PATIENCE_MS = 30_000
LOOK_MS = 10
NAMED = {
    "Enter": Qt.Key.Key_Return,
    "Tab": Qt.Key.Key_Tab,
    "Esc": Qt.Key.Key_Escape,
    "Space": Qt.Key.Key_Space,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Backspace": Qt.Key.Key_Backspace,
    "Del": Qt.Key.Key_Delete,
    **{f"F{n}": getattr(Qt.Key, f"Key_F{n}") for n in range(1, 13)},
}
HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


def key_of(name):
    """Return the key of a name such as ``Ctrl+Enter`` and what is held with it."""
    *held, key = name.split("+")
    modifiers = Qt.KeyboardModifier.NoModifier
    for one in held:
        modifiers |= HELD[one]
    return NAMED.get(key) or getattr(Qt.Key, f"Key_{key.upper()}"), modifiers


def rest(milliseconds):
    """Let the window live for a while, asleep where it has nothing to do.

    A loop of ``processEvents``, or ``QTest.qWait``, leaves worker threads hardly any time: they
    would take a minute for what they do in seconds.
    """
    resting = QEventLoop()
    QTimer.singleShot(milliseconds, resting.quit)
    resting.exec()


def has_the_keyboard(window):
    """Tell whether a window is there and takes the keys; a real one takes a while to."""
    widget = QApplication.focusWidget()
    return window is not None and widget is not None and widget.window() is window


def keys_arrive():
    """Tell whether a key would come to something that takes it."""
    asking = QApplication.activeModalWidget()
    if asking is not None:
        return has_the_keyboard(asking)
    return QApplication.focusWidget() is not None


class Hand:
    """Types at whatever has the keyboard and counts the keys."""

    def __init__(self):
        self.keys = 0
        self.words = []

    def press(self, *names):
        """Press keys such as ``Enter``, ``Ctrl+Enter``, ``Alt+1``, ``F2``."""
        for name in names:
            code, held = key_of(name)
            QTest.keyClick(self.at(), code, held)
            self.keys += 1
        QApplication.processEvents()

    def type(self, text):
        """Type plain letters and digits."""
        assert text.isascii()
        for letter in text:
            QTest.keyClicks(self.at(), letter)
            self.keys += 1
        QApplication.processEvents()

    def write(self, text):
        """Write text with the input method; counted as words, not as keys."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.at(), event)
        self.words.append(text)
        QApplication.processEvents()

    @staticmethod
    def at():
        """Return what has the keyboard; a real window system gives it a moment after opening.

        While a question stands over the window it is waited for: until the keyboard comes to
        it, the window below still has it, and a key sent there is lost.
        """
        patience = QDeadlineTimer(PATIENCE_MS)
        while not keys_arrive() and not patience.hasExpired():
            rest(LOOK_MS)
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget
