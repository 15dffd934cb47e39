"""Papers of which nobody can say whether they came out: somebody looks, and says so here."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.text import Card, Text

ALL = "以上 {} 份"


class WhetherRow(QWidget):
    """A title and the two answers. Signals: ``answered`` with whether it came out."""

    answered = Signal(bool)

    def __init__(self, title: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(6))
        line.addWidget(Text(title, theme.BODY, wrap=True), 1)
        for words, came in (("已出纸", True), ("没出纸", False)):
            button = Button(words, small=True)
            button.setAccessibleName(f"{title}{words}")
            button.clicked.connect(partial(self._answer, came))
            line.addWidget(button)

    def _answer(self, came: bool, *_: object) -> None:
        self.answered.emit(came)


class WhetherOut(Card):
    """Signals: ``answered`` with the things that were asked after, and whether they came out."""

    answered = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__("不知道印出没有", "请看打印机，记在这里")
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(px(4))
        self._column.setContentsMargins(px(3), 0, px(3), px(8))
        self.body.addLayout(self._column)
        self.hide()

    def ask(self, asked: Sequence[tuple[str, object]]) -> None:
        """Ask after things by their titles, one by one and all at once; nothing hides it."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()  # it goes only when the event loop comes round
            row.deleteLater()
        self._rows = [self._row(title, (thing,)) for title, thing in asked]
        if len(asked) > 1:
            things = tuple(thing for _, thing in asked)
            self._rows.append(self._row(ALL.format(len(asked)), things))
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(asked))

    def _row(self, title: str, things: tuple[object, ...]) -> QWidget:
        row = WhetherRow(title)
        row.answered.connect(partial(self.answered.emit, things))
        return row
