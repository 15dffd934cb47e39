"""Show the pages of a PDF as sheets of paper on a desk."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app import pdfium
from desk_app.ui import tasks, theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint

A4_RATIO = 297 / 210


@dataclass(frozen=True, slots=True)
class Picture:
    """One rendered page, and how many pages the document has."""

    image: QImage
    page: int
    pages: int


def render(pdf: bytes, page: int, width: int) -> Picture:
    """Render a page, counted from 0, at a width in device pixels; safe in any thread.

    Raises pypdfium2.PdfiumError for bytes that are no PDF.
    """
    with pdfium.opened(pdf) as document:
        pages = len(document)
        page = min(page, pages - 1)
        sheet = document[page]
        bitmap = sheet.render(scale=width / sheet.get_width(), rev_byteorder=True)
        mode = QImage.Format.Format_RGB888
        if bitmap.n_channels == 4:
            mode = QImage.Format.Format_RGBX8888
        image = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, mode
        ).copy()
        bitmap.close()
    return Picture(image, page, pages)


class PdfView(QWidget):
    """A page of a PDF, as wide as the view (or wholly visible); rendered in a worker thread.

    ``shown`` tells page and number of pages, ``failed`` that the bytes cannot be shown.
    """

    shown = Signal(int, int)
    failed = Signal()

    def __init__(self, name: str, *, margin: int = 14, whole_page: bool = False) -> None:
        super().__init__()
        self._margin, self._whole = margin, whole_page
        self._pdf: bytes | None = None
        self._page = 0
        self._picture: Picture | None = None
        self._rendered: tuple[bytes, int, int] | None = None
        self._message = ""
        self._latest = tasks.Latest(self, delay_ms=0)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(px(120))

    @property
    def picture(self) -> Picture | None:
        """The page shown at present."""
        return self._picture

    def show_pdf(self, pdf: bytes, page: int = 0) -> None:
        """Show a document; the old picture stays until the new one is ready."""
        self._pdf, self._page, self._message = pdf, page, ""
        self._ask()

    def turn(self, step: int) -> None:
        """Turn pages forward, or back if negative."""
        if self._picture is not None:
            target = max(0, min(self._picture.pages - 1, self._page + step))
            if target != self._page:
                self._page = target
                self._ask()

    def show_message(self, message: str) -> None:
        """Show a sentence instead of a page."""
        self._pdf, self._picture, self._rendered, self._message = None, None, None, message
        self.update()

    def sheet(self) -> QRectF:
        """Return where the page lies, in logical pixels."""
        margin = px(self._margin)
        width = self.width() - 2 * margin
        ratio = A4_RATIO
        if self._picture is not None:
            ratio = self._picture.image.height() / self._picture.image.width()
        if self._whole:
            width = min(width, int((self.height() - 2 * margin) / ratio))
        left = (self.width() - width) / 2
        return QRectF(left, margin, width, width * ratio)

    def sizeHint(self) -> QSize:
        """Return a small size; the layout gives what it has."""
        return QSize(px(260), px(200))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Render anew at the new width."""
        super().resizeEvent(event)
        self._ask()

    def _ask(self) -> None:
        pdf = self._pdf
        width = round(self.sheet().width() * self.devicePixelRatioF())
        if pdf is None or width < 20 or self._rendered == (pdf, self._page, width):
            return
        self._rendered = (pdf, self._page, width)
        page = self._page
        self._latest.ask(
            lambda: render(pdf, page, width), self._take, self._fail, faults=self._fail
        )

    def _take(self, picture: Picture) -> None:
        self._picture, self._page = picture, picture.page
        self.update()
        self.shown.emit(picture.page, picture.pages)

    def _fail(self, error: Exception) -> None:
        del error
        self.show_message("预览暂时无法显示")
        self.failed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the desk, the shadow and the sheet."""
        del event
        painter = paint.smooth(self)
        paint.rounded(painter, QRectF(self.rect()), px(6), fill=theme.DESK)
        if self._message:
            area = QRectF(self.rect()).adjusted(px(16), 0, -px(16), 0)
            painter.setFont(theme.font(theme.LABEL))
            painter.setPen(QColor(theme.INK_700))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(wrapped), self._message)
            return
        sheet = self.sheet()
        painter.setClipRect(self.rect())
        for grow, alpha in ((5, 8), (2, 16)):
            shade = QColor(theme.INK_900)
            shade.setAlpha(alpha)
            box = sheet.adjusted(-grow, -grow / 2, grow, grow)
            paint.rounded(painter, box, 3, fill=shade)
        painter.fillRect(sheet, QColor(theme.SURFACE))
        if self._picture is not None:
            self._draw_page(painter, sheet, self._picture.image)

    @staticmethod
    def _draw_page(painter: QPainter, sheet: QRectF, image: QImage) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(sheet, image)
