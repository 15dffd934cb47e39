"""A scanner that plays keyboard: a record's code scanned anywhere opens the record."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from shiboken6 import isValid

from desk_app.devices.wedge import Wedge
from desk_app.policy import record_numbers


class ScanFilter(QObject):
    """Watches the keys of the whole application for the codes on our papers.

    Only a text that carries the right check characters and came too quickly for a person
    counts; anything else is typing and is left alone. ``snapshot`` is asked when a run of keys
    begins, and given back with ``scanned``, which tells the record number: what the characters
    did on their way is undone with it. Line editors are put back here.
    """

    scanned = Signal(str, object)

    def __init__(self, parent: QObject, snapshot: Callable[[], object]) -> None:
        super().__init__(parent)
        self._wedge, self._snapshot = Wedge(), snapshot
        self._before: object = None
        self._edits: dict[QLineEdit, tuple[str, int]] = {}
        self._own = QElapsedTimer()
        self._own.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each key once, where it arrives; swallow the key that ends a code."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is not QApplication.focusWidget() or not event.text():
            return False
        return self._look(watched, event)

    def forget(self) -> None:
        """Keep nothing of what was typed and of the case it was typed into."""
        self._wedge, self._before = Wedge(), None
        self._edits.clear()

    def _look(self, target: QObject, event: QKeyEvent) -> bool:
        # An event that was made by a program carries no time.
        at = float(event.timestamp() or self._own.elapsed())
        scan = self._wedge.feed(event.text(), at)
        number = _number(scan.text) if scan else None
        if number is not None:
            self._put_back()
            self.scanned.emit(number, self._before)
            return True
        if self._wedge.begun:
            self._edits.clear()
            self._before = self._snapshot()
        if isinstance(target, QLineEdit) and target not in self._edits:
            self._edits[target] = (target.text(), target.cursorPosition())
        return False

    def _put_back(self) -> None:
        for edit, (text, cursor) in self._edits.items():
            if isValid(edit) and edit.text() != text:
                edit.setText(text)
                edit.setCursorPosition(cursor)
        self._edits.clear()


def _number(text: str) -> str | None:
    """Return the record number of a scanned code; a number without check characters is typing."""
    return record_numbers.read(text) if record_numbers.SEPARATOR in text else None
