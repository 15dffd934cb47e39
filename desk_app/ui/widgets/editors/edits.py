"""The bare line editors inside a field."""

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QLineEdit

from desk_app.ui import theme
from desk_app.ui.widgets import keys


class TextEdit(QLineEdit):
    """A line of text without a frame; Enter goes on, Shift+Enter back.

    With ``enter_submits`` Enter does not go on but is told by ``entered``.

    Signals: ``left`` when the keyboard goes elsewhere inside the program, ``focused`` when
    it comes.
    """

    left = Signal()
    focused = Signal()
    entered = Signal()

    def __init__(self, text: str = "", *, max_length: int = 300) -> None:
        super().__init__(text)
        self.enter_submits = False
        self._told = False
        self.textEdited.connect(self._changed)
        self.setFrame(False)
        self.setMaxLength(max_length)
        self.setTextMargins(1, 0, 1, 0)  # or the first glyph loses its left edge
        self.setFont(theme.font(theme.INPUT, tabular=True))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(theme.PLACEHOLDER))
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)  # its box draws it
        self.setPalette(palette)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next or the previous editor on Enter; type anything else."""
        forward = keys.direction(event)
        if forward is None:
            super().keyPressEvent(event)
            return
        event.accept()
        if forward and self.enter_submits:
            self.entered.emit()
        else:
            self.focusNextPrevChild(forward)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tell that the field is left before the next one is looked for.

        What follows from it may bring editors to light that come next.
        """
        self._tell()
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the whole text when the keyboard comes by key, so that typing replaces it."""
        super().focusInEvent(event)
        self._told = False
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.selectAll()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the field was left, also when another program takes the keyboard."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._tell()

    def _changed(self) -> None:
        self._told = False

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self.left.emit()


class LatinEdit(TextEdit):
    """A line for numbers, codes and dates: the Chinese input method stays off in it.

    Input hints and ``WA_InputMethodEnabled`` do not stop fcitx; only this answer does.
    """

    def inputMethodQuery(self, query: Qt.InputMethodQuery, *argument: Any) -> Any:
        """Answer that no input method is wanted here."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query, *argument)


class SecretEdit(LatinEdit):
    """A line for a passphrase: dots instead of characters, and no way to copy it."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(200)


class SearchEdit(TextEdit):
    """A line to search by name, pinyin or number; Chinese may be typed in it.

    ``moved`` tells of ↑ and ↓ while the line keeps the keyboard, ``chosen`` of Enter,
    ``cleared`` of Esc.
    """

    moved = Signal(int)
    chosen = Signal()
    cleared = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the keys of a list on, type the rest."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8}
        steps[Qt.Key.Key_PageUp] = -8
        if event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif keys.direction(event):
            self.chosen.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Esc for this line while it has the keyboard."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)
