"""A few words that open a list to choose from, for filters."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu

from desk_app.ui import theme
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import LinkButton


class MenuChoice(LinkButton):
    """Shows what is chosen; ``chosen`` tells the code of another choice.

    The first option is what holds when nothing is chosen. Digits choose in the open list.
    """

    chosen = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        self._options = dict(options)
        self._code = next(iter(self._options))
        super().__init__(self._options[self._code], name=name, arrow=True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._menu = QMenu(self)
        self._menu.setFont(theme.font(theme.BODY))
        self._menu.setStyleSheet(theme.MENU_SHEET)
        for number, (code, label) in enumerate(options, start=1):
            action = QAction(f"&{number % 10}  {label}", self._menu)
            action.setData(code)
            self._menu.addAction(action)
        self._menu.triggered.connect(self._take)
        self.clicked.connect(self.open)

    def code(self) -> str:
        """Return what is chosen."""
        return self._code

    def set_code(self, code: str) -> None:
        """Choose without telling."""
        self._code = code
        self.set_text(self._options[code])

    def show_as(self, words: str) -> None:
        """Word what the first option stands for at present."""
        if self._code == next(iter(self._options)) and words != self.text():
            self.set_text(words)

    def open(self) -> None:
        """Show the list."""
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list on Enter and arrow down as well as on the space bar."""
        if keys.direction(event) or event.key() == Qt.Key.Key_Down:
            event.accept()
            self.open()
        else:
            super().keyPressEvent(event)

    def _take(self, action: QAction) -> None:
        self.set_code(str(action.data()))
        self.chosen.emit(self._code)
