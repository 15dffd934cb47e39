"""A page of a form with its places drawn on it, each with what will stand there."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint
from desk_app.ui.widgets.papers.pdf_view import Picture

STEP, LONG_STEP = 0.1, 1.0  # mm an arrow key moves, and with Ctrl
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_COLORS = {
    "sure": theme.PRIMARY,
    "open": theme.WARN,
    "unknown": theme.INK_500,
    "free": "#9AA5B1",
}
_TEXT_SHARE = 0.62  # of the height of a place
_LARGEST = 15


@dataclass(frozen=True, slots=True)
class Mark:
    """One place as it is drawn: left, top, width and height in millimetres, a text, its state.

    ``state`` is sure, open (to be looked at), unknown or free.
    """

    left: float
    top: float
    width: float
    height: float
    text: str
    state: str


class MapCanvas(QWidget):
    """The page; one place is marked, and keys and mouse work on that one.

    ``picked`` tells the number of a place that was clicked, ``moved`` and ``resized`` millimetres
    across and down, ``let_go`` that the mouse was let go after moving.
    """

    picked = Signal(int)
    moved = Signal(float, float)
    resized = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self._picture: Picture | None = None
        self._size = (210.0, 297.0)
        self._marks: Sequence[Mark] = ()
        self._at = -1
        self._pressed: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("表上的位置")

    def show_page(self, picture: Picture, size: tuple[float, float]) -> None:
        """Show another page of a size in millimetres."""
        self._picture, self._size = picture, size
        ratio = self.devicePixelRatioF()
        self.setFixedSize(
            round(picture.image.width() / ratio), round(picture.image.height() / ratio)
        )
        self.update()

    def show_marks(self, marks: Sequence[Mark], at: int) -> None:
        """Show the places of the page; ``at`` is the marked one, -1 for none."""
        self._marks, self._at = marks, at
        if 0 <= at < len(marks):
            self.setAccessibleDescription(marks[at].text)
        self.update()

    def area(self, number: int) -> QRectF:
        """Return where a place is drawn, in logical pixels."""
        mark = self._marks[number]
        scale = self._scale()
        return QRectF(mark.left * scale, mark.top * scale, mark.width * scale, mark.height * scale)

    def _scale(self) -> float:
        return self.width() / self._size[0]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the marked place by arrow keys, with Shift make it larger or smaller."""
        way = _ARROWS.get(Qt.Key(event.key()))
        if way is None or self._at < 0:
            super().keyPressEvent(event)
            return
        held = event.modifiers()
        step = LONG_STEP if held & Qt.KeyboardModifier.ControlModifier else STEP
        tell = self.resized if held & Qt.KeyboardModifier.ShiftModifier else self.moved
        tell.emit(way[0] * step, way[1] * step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Mark the smallest place under the mouse, and take hold of it."""
        at = event.position()
        under = [i for i in range(len(self._marks)) if self.area(i).contains(at)]
        if under:
            smallest = min(under, key=lambda i: self._marks[i].width * self._marks[i].height)
            self.picked.emit(smallest)
            self._pressed = at
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the marked place along with the mouse."""
        if self._pressed is None or self._at < 0:
            return
        way = (event.position() - self._pressed) / self._scale()
        across, down = round(way.x(), 1), round(way.y(), 1)
        if across or down:
            self._pressed += QPointF(across, down) * self._scale()
            self.moved.emit(across, down)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        del event
        self._pressed = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page and its places."""
        del event
        painter = paint.smooth(self)
        painter.fillRect(self.rect(), QColor("white"))
        if self._picture is not None:
            painter.drawImage(QRectF(self.rect()), self._picture.image)
        for number, mark in enumerate(self._marks):
            self._draw(painter, number, mark)

    def _draw(self, painter: QPainter, number: int, mark: Mark) -> None:
        area, chosen = self.area(number), number == self._at
        color = QColor(_COLORS[mark.state])
        ground = QColor(color)
        ground.setAlpha(64 if chosen else 26)
        painter.fillRect(area, ground)
        pen = QPen(color, px(2) if chosen else 1)
        if mark.state in {"unknown", "free"}:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRect(area)
        if mark.text:
            size = max(6, min(_LARGEST, int(area.height() * _TEXT_SHARE)))
            face = theme.font(size)
            inner = area.adjusted(px(2), 0, 0, 0)
            paint.write(painter, inner, mark.text, face, _COLORS[mark.state])
