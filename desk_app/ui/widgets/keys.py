"""What the Enter key does: it goes on to the next editor, with Shift back to the one before."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = Qt.KeyboardModifier.NoModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def direction(event: QKeyEvent) -> bool | None:
    """Return True for Enter, False for Shift+Enter, None for any other key.

    Enter with Ctrl or Alt belongs to the screen's own actions.
    """
    if event.key() not in ENTER:
        return None
    held = event.modifiers() & ~KEYPAD
    return {PLAIN: True, SHIFT: False}.get(held)


def digit(event: QKeyEvent) -> int | None:
    """Return the digit 1–9 that was pressed by itself, on either part of the keyboard."""
    if event.modifiers() & ~KEYPAD != PLAIN:
        return None
    number = event.key() - Qt.Key.Key_0
    return number if 1 <= number <= 9 else None
