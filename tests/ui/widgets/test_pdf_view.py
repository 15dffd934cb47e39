"""The view of a PDF."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from reportlab.pdfgen.canvas import Canvas

from desk_app import pdfium
from desk_app.ui.widgets.papers.pdf_view import PdfView, render
from forms import catalogue


@pytest.fixture
def two_pages():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(210, 297))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 210, 297, stroke=0, fill=1)
    canvas.showPage()
    canvas.setFillColorRGB(0, 0, 1)
    canvas.rect(0, 0, 210, 297, stroke=0, fill=1)
    canvas.save()
    return out.getvalue()


def test_render_gives_the_page_in_its_colours(two_pages):
    first, second = render(two_pages, 0, 100), render(two_pages, 1, 100)
    assert first.pages == 2
    assert (first.image.width(), first.image.height()) == (100, 142)
    assert first.image.pixelColor(50, 50).name() == "#ff0000"
    assert second.image.pixelColor(50, 50).name() == "#0000ff"


def test_pages_turn_and_stop_at_both_ends(stage, qtbot, two_pages):
    view = PdfView("登记表预览")
    stage(view)
    with qtbot.waitSignal(view.shown) as told:
        view.show_pdf(two_pages)
    assert told.args == [0, 2]
    with qtbot.waitSignal(view.shown) as told:
        view.turn(1)
    assert told.args == [1, 2]
    view.turn(1)
    assert view.picture.page == 1


def test_bytes_that_are_no_pdf_are_said_so(stage, qtbot):
    view = PdfView("登记表预览")
    stage(view)
    with qtbot.waitSignal(view.failed):
        view.show_pdf(b"nonsense")
    assert view.picture is None


def test_a_wider_view_is_rendered_anew(stage, qtbot, two_pages):
    view = PdfView("登记表预览")
    window = stage(view)
    with qtbot.waitSignal(view.shown):
        view.show_pdf(two_pages)
    before = view.picture.image.width()
    with qtbot.waitSignal(view.shown):
        window.resize(1000, 400)
    assert view.picture.image.width() > before


def test_many_threads_may_look_at_papers_at_once():
    """PDFium itself would end the program; whoever comes second waits."""
    paper = catalogue.PAPERS["receipt"]
    pdf = catalogue.render(paper.id, paper.sample)

    def look(turn):
        if turn % 2:
            return render(pdf, 0, 200).pages
        with pdfium.opened(pdf) as document:
            return len([page.get_textpage().get_text_range() for page in document])

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(look, range(200))) == {1}
