"""The strokes every painted control shares: rounded boxes, text, icons, key caps, focus rings."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintDevice, QPainter, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from desk_app.ui import theme
from desk_app.ui.theme import px

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def smooth(device: QPaintDevice) -> QPainter:
    """Return a painter with smooth edges for a widget or picture."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return painter


def rounded(
    painter: QPainter,
    box: QRectF,
    radius: float,
    *,
    fill: str | QColor | None = None,
    line: str | None = None,
    width: float = 1.0,
) -> None:
    """Draw a box with round corners; its line stays inside the box."""
    if line:
        box = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(QColor(line), width))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)


def focus_ring(painter: QPainter, box: QRectF, color: str = theme.PRIMARY) -> None:
    """Draw the translucent ring that says where the keyboard is."""
    rounded(painter, box, px(theme.RADIUS_M) + 3, fill=theme.halo(color))


def write(
    painter: QPainter,
    box: QRectF,
    text: str,
    face: QFont,
    color: str,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Write one line of text in a box, ending in … where it would not fit."""
    painter.setFont(face)
    painter.setPen(QColor(color))
    metrics = QFontMetricsF(face)
    if metrics.horizontalAdvance(text) > box.width() + 0.5:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, align, text)


def pill(painter: QPainter, right: float, middle: float, text: str, fg: str, bg: str) -> float:
    """Draw a small word on a tinted ground that ends at ``right``; return its width."""
    face = theme.font(11, theme.MEDIUM)
    width = theme.text_width(text, face) + px(12)
    box = QRectF(right - width, middle - px(9), width, px(18))
    rounded(painter, box, px(theme.RADIUS_S), fill=bg)
    write(painter, box, text, face, fg, CENTRE)
    return width


def key_width(key: str) -> float:
    """Return how wide the picture of a key is."""
    return max(px(18), theme.text_width(key, theme.font(11, theme.MEDIUM)) + px(10))


# How a key cap looks: fill, line, text.
KEY_LOOKS = {
    "plain": (theme.SURFACE, "#C3CBD5", theme.INK_700),
    "chosen": (theme.PRIMARY, None, theme.SURFACE),
    "bar": (theme.BAR_CAP, None, theme.BAR_SOFT),
    "primary": (theme.PRIMARY_CAP, None, theme.SURFACE),
}


def key(painter: QPainter, left: float, middle: float, name: str, look: str = "plain") -> float:
    """Draw the picture of a key beside an action; return its width."""
    fill, line, color = KEY_LOOKS[look]
    width = key_width(name)
    box = QRectF(left, middle - px(9), width, px(18))
    rounded(painter, box, px(theme.RADIUS_S), fill=fill, line=line)
    write(painter, box, name, theme.font(11, theme.MEDIUM), color, CENTRE)
    return width


def icon(
    painter: QPainter, left: float, top: float, name: str, color: str, size: float = 16
) -> None:
    """Draw an icon of resources/icons in a colour; ``size`` is in design pixels."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(left, top), pixmap(name, color, px(size), ratio))


@lru_cache(maxsize=512)
def pixmap(name: str, color: str, size: int, ratio: float, stroke: float = 2.0) -> QPixmap:
    """Return an icon of resources/icons as a picture; ``size`` is in logical pixels.

    Raises FileNotFoundError for an icon that does not ship.
    """
    drawing = resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")
    drawing = drawing.replace("currentColor", color)
    drawing = drawing.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
