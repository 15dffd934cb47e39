"""Print a PDF where no program takes one: as lossless pixels, 600 to the inch, in bands.

For Windows computers without a PDF printing service. In bands, because a whole page of pixels
is 35 million of them; grey, because the papers have no colour.
"""

import math
from collections.abc import Iterator

import pypdfium2
from PySide6.QtCore import QMarginsF, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desk_app import pdfium

DPI = 600
BAND = 1024
_POINTS = 72.0


def printers() -> tuple[str, ...]:
    """Return the names of the printers the system knows, the default one first."""
    names = QPrinterInfo.availablePrinterNames()
    default = default_printer()
    return tuple(sorted(names, key=lambda name: (name != default, name)))


def default_printer() -> str:
    """Return the name of the system's default printer; nothing where it has none."""
    return QPrinterInfo.defaultPrinterName()


def printer(name: str) -> QPrinter:
    """Return a printer by its name, set to full sheets of A4 in actual size."""
    made = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    prepare(made)
    return made


def prepare(device: QPrinter) -> None:
    """Set a printer to full sheets of A4, without margins of its own, at our resolution."""
    device.setResolution(DPI)
    device.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
        )
    )
    device.setFullPage(True)


def print_pdf(pdf: bytes, device: QPrinter) -> bool:
    """Print every page in actual size and return whether the printer took the whole job."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    taken = True
    with pdfium.opened(pdf) as document:
        for number, page in enumerate(document):
            if number:
                taken = device.newPage() and taken
            _draw(painter, page, device.resolution())
    return painter.end() and taken


def _draw(painter: QPainter, page: pypdfium2.PdfPage, resolution: int) -> None:
    for top, image in _bands(page, resolution / _POINTS):
        painter.drawImage(QRect(0, top, image.width(), image.height()), image)


def _bands(page: pypdfium2.PdfPage, scale: float) -> Iterator[tuple[int, QImage]]:
    """Yield a page from its top in strips, each with its distance from the top in pixels."""
    size = QSizeF(*page.get_size())
    height = math.ceil(size.height() * scale)
    for top in range(0, height, BAND):
        below = max(0.0, size.height() - (top + BAND) / scale)
        strip = page.render(scale=scale, crop=(0, below, 0, top / scale), grayscale=True)
        yield (
            top,
            QImage(
                strip.buffer,
                strip.width,
                strip.height,
                strip.stride,
                QImage.Format.Format_Grayscale8,
            ).copy(),
        )
