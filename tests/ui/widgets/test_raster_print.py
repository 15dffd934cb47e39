"""Where a PDF must be printed as pixels, every stroke of the paper arrives."""

import numpy as np
import pytest
from PySide6.QtPrintSupport import QPrinter

from desk_app import pdfium
from desk_app.ui.widgets.papers import raster_print
from forms import catalogue
from forms.kit.output.binding import bind


def sharp(pdf, number=0):
    """Return a page as an array of grey values from 0 to 1, 600 to the inch."""
    with pdfium.opened(pdf) as document:
        page = document[number].render(scale=600 / 72, grayscale=True).to_numpy().squeeze()
    return page[:7000, :4950] / 255


def pixels(pdf, number=0):
    """Return a page as an array of means over squares of 25 pixels."""
    return sharp(pdf, number).reshape(280, 25, 198, 25).mean(axis=(1, 3))


def printed(qapp, tmp_path, pdf):
    """Print onto a file and return it."""
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    raster_print.prepare(device)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    target = tmp_path / "printed.pdf"
    device.setOutputFileName(str(target))
    assert raster_print.print_pdf(pdf, device)
    return target.read_bytes()


def test_the_printed_sheet_is_the_paper(qapp, tmp_path):
    """Same size, same place, same strokes; nothing is blurred by compression."""
    paper = catalogue.PAPERS["shenzhen_registration"]
    pdf = catalogue.render(paper.id, paper.sample)
    out = printed(qapp, tmp_path, pdf)
    assert b"/DCTDecode" not in out  # no lossy picture
    assert abs(pixels(out) - pixels(pdf)).mean() < 0.01
    edges = sharp(out)
    assert ((edges > 0.1) & (edges < 0.9)).mean() < 0.03  # strokes have edges, not haze


def test_every_page_is_printed(qapp, tmp_path):
    """A set comes out whole and in order."""
    papers = [catalogue.PAPERS[name] for name in ("receipt", "handout")]
    pdf = bind((catalogue.render(paper.id, paper.sample), 1) for paper in papers)
    with pdfium.opened(pdf) as document:
        count = len(document)
    out = printed(qapp, tmp_path, pdf)
    with pdfium.opened(out) as document:
        assert len(document) == count
    assert np.abs(pixels(out, 0).mean() - pixels(pdf, 0).mean()) < 0.01


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_be_opened_is_told(qapp, tmp_path):
    """No success is said without a job."""
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "nowhere" / "printed.pdf"))
    assert not raster_print.print_pdf(b"", device)
