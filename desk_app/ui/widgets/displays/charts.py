"""Bars with their label and their number beside them, so that no colour has to be told apart."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint

ROW, NOTED_ROW = 30, 46
COLUMNS_HEIGHT = 150
WIDEST_COLUMN = 44


class Bar(Protocol):
    """One bar: what it stands for, its number, and a few words that break the number down."""

    @property
    def label(self) -> str:
        """What it stands for."""

    @property
    def value(self) -> int:
        """Its number."""

    @property
    def note(self) -> str:
        """What the number is made of; may be empty."""


class Described(Protocol):
    """A chart as data, worded and scaled by somebody else."""

    @property
    def bars(self) -> Sequence[Bar]:
        """The bars, in their order."""

    def share(self, value: int) -> float:
        """Return which part of a whole bar, from 0 to 1, a number fills."""


class Chart(QWidget):
    """The common part of both kinds: the bars, and what a screen reader says of them."""

    def __init__(self, name: str, *, unit: str = "", empty: str = "没有数据") -> None:
        super().__init__()
        self._name, self._unit, self._empty = name, unit, empty
        self._bars: tuple[Bar, ...] = ()
        self._shares: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # to be read, and to be scrolled to
        self._say()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars shown."""
        return self._bars

    def show_chart(self, chart: Described) -> None:
        """Show other bars."""
        self._bars = tuple(chart.bars)
        self._shares = tuple(chart.share(bar.value) for bar in self._bars)
        self._say()
        self.updateGeometry()
        self.update()

    def _say(self) -> None:
        """Let a screen reader say every bar."""
        said = "，".join(
            f"{bar.label} {bar.value}{self._unit}" + (f"（{bar.note}）" if bar.note else "")
            for bar in self._bars
            if bar.value or bar.note
        )
        self.setAccessibleName(f"{self._name}：{said or self._empty}")

    def _begin(self) -> QPainter:
        """Return the painter, after drawing where the keyboard is."""
        painter = paint.smooth(self)
        if self.hasFocus():
            box = QRectF(self.rect())
            paint.rounded(painter, box, px(theme.RADIUS_M), line=theme.PRIMARY, width=2)
        return painter

    def _say_empty(self, painter: QPainter) -> None:
        face = theme.font(theme.LABEL)
        paint.write(painter, QRectF(self.rect()), self._empty, face, theme.INK_500, paint.CENTRE)


class BarRows(Chart):
    """Bars from left to right, one below the other: for names, which are long."""

    def sizeHint(self) -> QSize:
        """Return the height all rows take."""
        return QSize(px(240), max(px(ROW), sum(self._height(bar) for bar in self._bars)))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which label, bar and number are still told apart."""
        return QSize(px(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw label, bar and number of each row, and its note below."""
        del event
        painter = self._begin()
        if not self._bars:
            self._say_empty(painter)
            return
        face, strong = (
            theme.font(theme.LABEL),
            theme.font(theme.LABEL, theme.SEMIBOLD, tabular=True),
        )
        label = max(theme.text_width(bar.label, face) for bar in self._bars) + px(12)
        label = min(label, self.width() * 0.45)
        number = max(theme.text_width(str(bar.value), strong) for bar in self._bars) + px(10)
        room, top = self.width() - label - number, 0.0
        for bar, share in zip(self._bars, self._shares, strict=True):
            line = px(ROW)
            paint.write(painter, QRectF(0, top, label, line), bar.label, face, theme.INK_900)
            long = max(room * share, px(2) if bar.value else 0)
            track = QRectF(label, top + px(8), room, line - px(16))
            paint.rounded(painter, track, px(3), fill=theme.TRACK)
            filled = QRectF(label, top + px(8), long, line - px(16))
            paint.rounded(painter, filled, px(3), fill=theme.PRIMARY)
            count = QRectF(label + room, top, number, line)
            paint.write(painter, count, str(bar.value), strong, theme.INK_900, paint.RIGHT)
            if bar.note:
                below = QRectF(label, top + line - px(6), self.width() - label, px(18))
                small = theme.font(theme.CAPTION, tabular=True)
                paint.write(painter, below, bar.note, small, theme.INK_500)
            top += self._height(bar)

    @staticmethod
    def _height(bar: Bar) -> int:
        return px(NOTED_ROW if bar.note else ROW)


class BarColumns(Chart):
    """Bars standing side by side: for hours and days, which have an order."""

    def sizeHint(self) -> QSize:
        """Return the size of a chart of usual width."""
        return QSize(px(320), px(COLUMNS_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which the columns are still told apart."""
        return QSize(px(200), px(COLUMNS_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground line, the columns with their number above and their label below."""
        del event
        painter = self._begin()
        if not any(bar.value for bar in self._bars):
            self._say_empty(painter)
            return
        small, strong = (
            theme.font(theme.CAPTION, tabular=True),
            theme.font(theme.CAPTION, theme.SEMIBOLD, tabular=True),
        )
        each = self.width() / len(self._bars)
        wide = min(each * 0.7, px(WIDEST_COLUMN))
        ground, top = self.height() - px(20), px(20)
        widest = max(theme.text_width(bar.label, small) for bar in self._bars) + px(4)
        every = max(1, -(-int(widest) // max(1, int(each))))
        painter.fillRect(QRectF(0, ground, self.width(), 1), QColor(theme.RULE))
        for at, (bar, share) in enumerate(zip(self._bars, self._shares, strict=True)):
            middle = each * (at + 0.5)
            high = (ground - top) * share
            if bar.value:
                column = QRectF(middle - wide / 2, ground - high, wide, high)
                paint.rounded(painter, column, px(3), fill=theme.PRIMARY)
                above = QRectF(middle - px(30), ground - high - px(18), px(60), px(16))
                paint.write(painter, above, str(bar.value), strong, theme.INK_900, paint.CENTRE)
            if at % every == 0:
                below = QRectF(middle - px(40), ground + px(2), px(80), px(18))
                paint.write(painter, below, bar.label, small, theme.INK_700, paint.CENTRE)
