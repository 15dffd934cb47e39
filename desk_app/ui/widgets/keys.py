"""Keys of a screen, and the Enter key: on to the next editor, with Shift back to the one before."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = Qt.KeyboardModifier.NoModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

HERE = Qt.ShortcutContext.WidgetWithChildrenShortcut
_KEYPAD_TOO = {"Ctrl+Return": "Ctrl+Enter"}  # Qt's names of the two Enter keys


def bind(
    widget: QWidget,
    acts: Mapping[str, Callable[[], object]],
    *,
    where: Qt.ShortcutContext = HERE,
) -> tuple[QShortcut, ...]:
    """Let keys act while the keyboard is in a widget; each acts once however long it is held."""
    bound = []
    for name, act in acts.items():
        for key in filter(None, (name, _KEYPAD_TOO.get(name))):
            shortcut = QShortcut(QKeySequence(key), widget)
            shortcut.setContext(where)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)
            bound.append(shortcut)
    return tuple(bound)


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
