"""Values side by side, with a choice at the end of each line where there is one to make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.editors.choices import Choices, Option, Track
from desk_app.ui.widgets.text import Text

EMPTY = "（空）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its name, its title, and a value under each heading."""

    name: str
    title: str
    values: tuple[str, ...]


class LineChoice(Choices):
    """A few words in a row, without a label: the line says what they are of."""

    def __init__(self, label: str, options: Sequence[Option]) -> None:
        super().__init__(label, options)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Track(self._row))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Comparison(QWidget):
    """Lines of values under headings; ``options`` are what may be chosen for each line."""

    def __init__(
        self, headings: Sequence[str], lines: Sequence[Line], *, options: Sequence[Option] = ()
    ) -> None:
        super().__init__()
        self._choices: dict[str, LineChoice] = {}
        self._cells: list[Text] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        for at, heading in enumerate(headings, start=1):
            grid.addWidget(Text(heading, theme.CAPTION, theme.MEDIUM, theme.INK_500), 0, at)
            grid.setColumnStretch(at, 1)
        for number, line in enumerate(lines):
            self._add(grid, 2 * number + 1, line, options)

    def chosen(self) -> Mapping[str, str]:
        """Return the code chosen for each line."""
        return {name: choice.code() for name, choice in self._choices.items()}

    def choose(self, code: str) -> None:
        """Choose the same for every line."""
        for choice in self._choices.values():
            choice.set_code(code)

    def focus_first(self) -> None:
        """Put the keyboard into the first line."""
        for choice in list(self._choices.values())[:1]:
            choice.focus_stop().setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every value the height its lines take at this width: an address may take three."""
        super().resizeEvent(event)
        for cell in self._cells:
            cell.setMinimumHeight(cell.heightForWidth(cell.width()))

    def _add(self, grid: QGridLayout, row: int, line: Line, options: Sequence[Option]) -> None:
        rule = QFrame()
        rule.setFixedHeight(1)
        rule.setStyleSheet(f"background: {theme.LINE};")
        grid.addWidget(rule, row, 0, 1, len(line.values) + 2)
        grid.addWidget(Text(line.title, theme.LABEL, theme.MEDIUM, theme.INK_700), row + 1, 0)
        for at, value in enumerate(line.values, start=1):
            color = theme.INK_900 if value else theme.INK_500
            cell = Text(value or EMPTY, theme.BODY, theme.MEDIUM, color, tabular=True, wrap=True)
            cell.setAccessibleName(f"{line.title}：{value or EMPTY}")
            grid.addWidget(cell, row + 1, at)
            self._cells.append(cell)
        if options:
            choice = LineChoice(line.title, options)
            grid.addWidget(choice, row + 1, len(line.values) + 1)
            self._choices[line.name] = choice
