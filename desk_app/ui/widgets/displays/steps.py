"""The steps of a job, done, current and to come, with a line that joins them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint

ROW, BOTH_LINES, LOW_ROW = 46, 43, 28  # heights; below the second, the note is left out
WORDS = {"done": "已完成", "current": "当前", "todo": "待办"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: title, a few words about where it stands, and ``done``, ``current`` or ``todo``."""

    title: str
    note: str
    state: str


class StepRow(QAbstractButton):
    """One step as a row that can be pressed."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number, self.step, self.last = number, Step("", "", "todo"), False
        self.setMaximumHeight(px(ROW))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_step(self, step: Step, *, last: bool) -> None:
        """Show where the step stands."""
        self.step, self.last = step, last
        self.setAccessibleName(f"第{self.number}步 {step.title}，{WORDS[step.state]}，{step.note}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a row."""
        return QSize(px(200), px(ROW))

    def minimumSizeHint(self) -> QSize:
        """Return the size of a row on a low screen, where the title stands alone."""
        return QSize(px(120), px(LOW_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, line, circle and words."""
        del event
        painter = paint.smooth(self)
        current = self.step.state == "current"
        if current:
            box = QRectF(px(8), 1, self.width() - px(16), self.height() - 2)
            paint.rounded(painter, box, px(6), fill=theme.PRIMARY_TINT)
            bar = QRectF(px(8), px(9), 3, self.height() - px(18))
            paint.rounded(painter, bar, 1.5, fill=theme.PRIMARY)
        self._paint_mark(painter)
        weight = theme.SEMIBOLD if current else theme.MEDIUM
        low = self.height() < px(BOTH_LINES)
        top = (self.height() - px(22)) / 2 if low else px(4)
        title = QRectF(px(56), top, self.width() - px(64), px(22))
        color = theme.PRIMARY_DARK if current else theme.INK_900
        paint.write(painter, title, self.step.title, theme.font(theme.BODY, weight), color)
        if low:
            return
        note = QRectF(px(56), px(24), self.width() - px(64), px(18))
        color = theme.INK_700 if current else theme.INK_500
        face = theme.font(theme.CAPTION, tabular=True)
        paint.write(painter, note, self.step.note, face, color)

    def _paint_mark(self, painter: QPainter) -> None:
        state, middle = self.step.state, self.height() / 2
        centre = QPointF(px(33), middle)
        reached = theme.OK if state in {"done", "current"} else theme.RULE
        if self.number > 1:
            painter.setPen(QPen(QColor(reached), 1.5))
            painter.drawLine(QPointF(centre.x(), 0), QPointF(centre.x(), middle - px(13)))
        if not self.last:
            painter.setPen(QPen(QColor(theme.OK if state == "done" else theme.RULE), 1.5))
            end = QPointF(centre.x(), self.height())
            painter.drawLine(QPointF(centre.x(), middle + px(13)), end)
        radius = px(12)
        disc = QRectF(centre.x() - radius, middle - radius, 2 * radius, 2 * radius)
        if state == "done":
            paint.rounded(painter, disc, radius, fill=theme.OK)
            left, top = centre.x() - px(7), middle - px(7)
            paint.icon(painter, left, top, "check", theme.SURFACE, 14)
            return
        fill, line = (theme.PRIMARY, None) if state == "current" else (None, theme.BORDER)
        paint.rounded(painter, disc, radius, fill=fill, line=line, width=1.3)
        color = theme.SURFACE if state == "current" else theme.INK_500
        face = theme.font(theme.CAPTION, theme.SEMIBOLD, tabular=True)
        paint.write(painter, disc, str(self.number), face, color, paint.CENTRE)


class StepList(QWidget):
    """All steps of a job; ``wanted`` tells the index of the one that was pressed."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[StepRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName("办理步骤")

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show where every step stands."""
        while len(self._rows) < len(steps):
            row = StepRow(len(self._rows) + 1)
            row.clicked.connect(self._pressed)
            self._rows.append(row)
            self._column.addWidget(row)
        for number, row in enumerate(self._rows, start=1):
            row.setVisible(number <= len(steps))
            if number <= len(steps):
                row.show_step(steps[number - 1], last=number == len(steps))

    def _pressed(self) -> None:
        row = self.sender()
        if isinstance(row, StepRow):
            self.wanted.emit(row.number - 1)
