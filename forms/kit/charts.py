"""Bars on paper: lying below each other, or standing side by side where they have an order.

Told apart by length and number alone, so that any printer does. Every bar keeps its number.
"""

from dataclasses import dataclass

from forms.data import Chart, ChartBar
from forms.fonts.chains import HEI
from forms.kit.layout.contents import DOWN, PAD, Content, Ground, Value, put_lines
from forms.kit.layout.drawing import MM, Box, CellText, Fill, Rule
from forms.kit.layout.sheet import Sheet
from forms.kit.layout.text import Fitted, Style, fit

BAR, TRACK = 0.35, 0.93  # greys
TITLE = Style(face=HEI, size=10.0)
_LABEL = Style(size=9.0, smallest=7.5)
_NOTE = Style(size=8.0, smallest=7.0, gray=0.25)
_NUMBER = Style(size=9.0, smallest=7.5)
_LABEL_SHARE = 0.3  # of the width
_NUMBER_WIDTH = 14.0  # mm
_THICK, _THIN_ROW = 3.4, 5.0  # mm, a bar and the least row it lies in
_APART = 1.6  # mm below a note, so that it is seen to belong to the bar above
_NOTE_LINES, _LABEL_LINES = 2, 3
_HIGH, _OVER, _UNDER = 24.0, 4.6, 4.6  # mm, a whole column, its number above, its label below
_WIDEST, _COLUMN_SHARE = 9.0, 0.62
_MOST_COLUMNS = 31
_NAME_LENGTH = 12  # characters
_NOTHING = "（没有）"


def put_chart(sheet: Sheet, chart: Chart, field: str) -> None:
    """Put a chart down the page; one that lies may go on over the next page between its bars."""
    parts: list[Content] = []
    if _stands(chart, sheet.width):
        parts.append(_Columns(chart, field))
    elif chart.highest or not chart.standing:
        parts += [_Lying(chart, bar, f"{field}.bars.{i}") for i, bar in enumerate(chart.bars)]
    sheet.keep(7.0 + (parts[0].height(sheet.width, 1) if parts else 5.0))
    sheet.text(f"{chart.title}（{chart.unit}）", TITLE, indent=0, after=0.5)
    if not parts:
        sheet.text(_NOTHING, _LABEL, indent=0)
    for part in parts:
        sheet.block(part)
    sheet.gap(3.0)


def _named(chart: Chart) -> str:
    """Return what the annex calls the words of a chart: its title, as far as a cell has room."""
    return chart.title[:_NAME_LENGTH]


def _stands(chart: Chart, width: float) -> bool:
    """Tell whether every label and number has room at its column, on one line."""
    few = 0 < len(chart.bars) <= _MOST_COLUMNS
    if not (chart.standing and chart.highest and few):
        return False
    room = (width / len(chart.bars) - 0.6) * MM
    words = [(bar.label, _LABEL) for bar in chart.bars]
    words += [(str(bar.value), _NUMBER) for bar in chart.bars]
    return all(fit(text, room, 1, style) for text, style in words) and not any(
        bar.note for bar in chart.bars
    )


@dataclass(frozen=True, slots=True)
class _Lying:
    """One bar that lies: its label at the left, its number at the right, its note below."""

    chart: Chart
    bar: ChartBar
    field: str

    def _label(self) -> Value:
        return Value(
            f"{self.field}.label", _named(self.chart), self.bar.label, _LABEL, _LABEL_LINES
        )

    def _note(self) -> Value:
        return Value(f"{self.field}.note", _named(self.chart), self.bar.note, _NOTE, _NOTE_LINES)

    def _heights(self, width: float) -> tuple[float, float]:
        """Return the height of the bar with its label, and that of the note below."""
        label = self._label().height(width * _LABEL_SHARE - PAD, _LABEL_LINES)
        room = width * (1 - _LABEL_SHARE)
        note = self._note().height(room, _NOTE_LINES) - DOWN if self.bar.note else 0.0
        return max(_THIN_ROW, label), note

    def height(self, width: float, lines: int) -> float:
        """Return the height needed."""
        del lines
        row, note = self._heights(width)
        return row + note + (_APART if note else 0.0)

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw the bar on its track, and the words."""
        del lines
        row, note = self._heights(box.width)
        left = box.width * _LABEL_SHARE
        label = Box(box.left, box.top, left - PAD, row)
        self._label().place(ground, label, _LABEL_LINES)
        track = Box(
            box.left + left,
            box.top + (row - _THICK) / 2,
            box.width - left - _NUMBER_WIDTH,
            _THICK,
        )
        ground.page.fills.append(Fill((track,), TRACK, value=True))
        filled = Box(track.left, track.top, track.width * self.chart.share(self.bar.value), _THICK)
        if filled.width:
            ground.page.fills.append(Fill((filled,), BAR, value=True))
        number = Box(track.right, box.top, _NUMBER_WIDTH, row)
        _write(ground, number, f"{self.field}.value", str(self.bar.value))
        if note:
            below = Box(track.left - PAD, box.top + row, box.width - left, note)
            self._note().place(ground, below, _NOTE_LINES)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Bars that stand on one line, each with its number above and its label below."""

    chart: Chart
    field: str

    def height(self, width: float, lines: int) -> float:
        """Return the height needed."""
        del width, lines
        return _OVER + _HIGH + _UNDER + 0.5

    def place(self, ground: Ground, box: Box, lines: int) -> None:
        """Draw the columns and the line they stand on."""
        del lines
        each = box.width / len(self.chart.bars)
        wide = min(each * _COLUMN_SHARE, _WIDEST)
        level = box.top + _OVER + _HIGH
        for at, bar in enumerate(self.chart.bars):
            middle = box.left + each * (at + 0.5)
            high = _HIGH * self.chart.share(bar.value)
            if high:
                column = Box(middle - wide / 2, level - high, wide, high)
                ground.page.fills.append(Fill((column,), BAR, value=True))
                over = Box(middle - each / 2, level - high - _OVER, each, _OVER)
                _write(ground, over, f"{self.field}.bars.{at}.value", str(bar.value))
            under = Box(middle - each / 2, level + 0.5, each, _UNDER)
            _write(ground, under, f"{self.field}.bars.{at}.label", bar.label, _LABEL)
        ends = ((box.left, level), (box.right, level))
        ground.page.rules.append(Rule(ends, 0.5))


def _write(ground: Ground, box: Box, field: str, text: str, style: Style = _NUMBER) -> None:
    """Write a few words on the middle of a box that was found wide enough."""
    fitted = fit(text, box.width * MM, 1, style)
    if fitted is None:
        fitted = Fitted(style.smallest, (text,))
    put_lines(ground.page, box, fitted, style, centred=True, value=True)
    ground.page.cells.append(CellText(field, text, fitted.lines, box, fitted.size))
