"""A key held down answers nothing: whoever confirms has let the key go since the page came."""

import time
from collections import deque
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

KEYS: Final = frozenset(
    {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease}
)
WATCHED: Final = KEYS | {
    QEvent.Type.Show,
    QEvent.Type.Paint,
    QEvent.Type.ApplicationStateChange,
}
"""The kinds of events ``HeldKeys.watch`` wants to see."""
REPEAT_MS = 1000
"""Within this time a press of a key that is down is the keyboard's own repeating."""
_MEMORY = 64
_CTRL_OR_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_MOVING: Final = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
    }
)
"""Keys that move or delete by one: they answer nothing, and go on as long as they are held."""


class HeldKeys:
    """Knows of each key since when it is down, and when the page in view came.

    A press does nothing where the keyboard repeats it by itself, where the key was down already
    when the page came, or where it was made before the page was painted and had to wait. Moving
    and typing are not concerned.
    """

    def __init__(self) -> None:
        self._down: dict[int, int] = {}  # key: time of its latest press
        self._stale: set[int] = set()
        self._released: dict[int, int] = {}
        self._judged: tuple[int, int, bool] = (0, 0, False)
        self._lags: deque[float] = deque(maxlen=_MEMORY)
        self._page: QWidget | None = None
        self._came = 0.0

    def watch(self, watched: QObject, event: QEvent) -> bool:
        """Look at an event of the application; return whether it must go no further."""
        kind = event.type()
        if kind in KEYS:
            return isinstance(event, QKeyEvent) and self._key(kind, event)
        if kind == QEvent.Type.Show:
            if isinstance(watched, QWidget) and _is_page(watched):
                self._page_came(watched)
        elif kind == QEvent.Type.Paint and watched is self._page:
            self._page, self._came = None, _now()
        elif kind == QEvent.Type.ApplicationStateChange:
            self._down.clear()  # what is let go elsewhere is not told here
            self._stale.clear()
        return False

    def _page_came(self, page: QWidget) -> None:
        self._stale.update(self._down)
        self._page, self._came = page, _now()

    def _key(self, kind: QEvent.Type, event: QKeyEvent) -> bool:
        key, at = event.key(), event.timestamp()
        if kind == QEvent.Type.KeyRelease:
            self._let_go(key, at, repeated=event.isAutoRepeat())
            return False
        # One press is told to several: to the window, the editor, and those around it.
        if not at or self._judged[:2] != (key, at):
            self._judged = (key, at, self._is_spent(event))
        spent = self._judged[2] and not _moves_or_types(event)
        if spent and kind == QEvent.Type.ShortcutOverride:
            event.accept()  # else it would be looked for among the shortcuts
        return spent

    def _let_go(self, key: int, at: int, *, repeated: bool) -> None:
        if not repeated:
            self._down.pop(key, None)
            self._stale.discard(key)
            self._released[key] = at

    def _is_spent(self, event: QKeyEvent) -> bool:
        key, at = event.key(), event.timestamp()
        before = self._down.get(key)
        self._down[key] = at
        if event.isAutoRepeat() or (before is not None and key in self._stale):
            return True
        if not at:  # made by a program: no keyboard stands behind it
            return False
        # Remote keyboards repeat without saying so: by presses alone, or by pairs of one time.
        if at == self._released.get(key) or (before is not None and at - before < REPEAT_MS):
            return True
        self._lags.append(_now() - at)
        return at + min(self._lags) < self._came


def _now() -> float:
    """Return the time in milliseconds, on a clock that is never set."""
    return time.monotonic() * 1000


def _is_page(widget: QWidget) -> bool:
    """Tell whether a widget is a page or a question, rather than a part of one."""
    if widget.isWindow():
        return widget.windowType() in {Qt.WindowType.Window, Qt.WindowType.Dialog}
    parent = widget.parentWidget()
    layout = parent.layout() if parent is not None else None
    if layout is None or layout.indexOf(widget) >= 0:
        return isinstance(layout, QStackedLayout)
    inner = (layout.itemAt(place) for place in range(layout.count()))
    stacks = (one.layout() for one in inner if one is not None)
    return any(isinstance(one, QStackedLayout) and one.indexOf(widget) >= 0 for one in stacks)


def _moves_or_types(event: QKeyEvent) -> bool:
    """Tell whether a key moves the cursor or the mark, deletes, or types into an editor."""
    held = event.modifiers()
    if event.key() in _MOVING:
        return not held & Qt.KeyboardModifier.AltModifier
    if held & _CTRL_OR_ALT or not event.text().isprintable() or not event.text():
        return False
    editor = QApplication.focusWidget()
    return editor is not None and editor.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
