"""A sheet with a code to be locked away; made in memory, so that no file of it is left."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter

from desk_app.ui import theme
from desk_app.ui.widgets import paint

DPI = 96
SAID = (
    "口令都忘记时，只有恢复码能打开本窗口的资料。",
    "请由主管锁入保险柜；不要拍照，不要存在电脑里。",
    "换过恢复码以后，这一张作废，请销毁。",
)


def code_sheet(code: str, *, place: str, day: str) -> bytes:
    """Return an A4 page with a code, where it belongs and from which day it holds, as PDF."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle("恢复码")
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(20, 20, 20, 20),
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter(writer)
    _draw(painter, float(writer.width()), code, place, day)
    painter.end()
    buffer.close()
    return bytes(content.data())


def _draw(painter: QPainter, width: float, code: str, place: str, day: str) -> None:
    lines = (
        ("恢复码", 26, theme.SEMIBOLD, 60.0),
        (f"{place}    {day} 起有效", 13, theme.REGULAR, 40.0),
        (code, 22, theme.SEMIBOLD, 80.0),
        *((said, 13, theme.REGULAR, 26.0) for said in SAID),
    )
    top = 30.0
    for text, size, weight, high in lines:
        face = theme.font(size, weight, tabular=True)
        face.setPixelSize(size)  # paper has one size, whatever the window is drawn in
        paint.write(painter, QRectF(0, top, width, high), text, face, "#000000", paint.CENTRE)
        top += high
    painter.fillRect(QRectF(0, top + 10, width, 1), QColor("#000000"))
