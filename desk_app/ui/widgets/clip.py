"""The clipboard forgets what this program put there: numbers are for one paste, not for all day."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

STAYS_MS = 60_000


class ClipGuard(QObject):
    """Clears what was copied here after a minute, unless something else was copied since.

    What is merely marked with the mouse is not copied at all (Linux would do so).
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._own = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self._forget)
        clipboard = QGuiApplication.clipboard()
        clipboard.dataChanged.connect(self._copied)
        clipboard.selectionChanged.connect(self._marked)

    def put(self, text: str) -> None:
        """Copy a text, for a minute."""
        QGuiApplication.clipboard().setText(text)
        self._own = text
        self._timer.start()

    def forget(self) -> None:
        """Clear at once what was copied here."""
        self._timer.stop()
        self._forget()

    def _copied(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard.ownsClipboard() and clipboard.text():
            self._own = clipboard.text()
            self._timer.start()

    def _forget(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self._own and clipboard.text() == self._own:
            clipboard.clear()
        self._own = ""

    @staticmethod
    def _marked() -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard.ownsSelection() and clipboard.text(QClipboard.Mode.Selection):
            clipboard.clear(QClipboard.Mode.Selection)
