"""Whatever is filled in: it is on the page, inside its cell, and reads back as it was."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import catalogue
from forms.fonts.chains import chain
from forms.kit.layout.drawing import MM, Box
from tests.forms.generated import paper_data, settings
from tests.forms.reading import Reading

PAPERS = tuple(catalogue.PAPERS)
NOTE = re.compile("……（全文见附页第(\\d+)项）$")


def squeezed(text):
    """Return a text without white space, which a viewer may add or drop between lines."""
    return re.sub(r"\s", "", text)


def extent(run):
    width = chain(run.face).width(run.text, run.size, run.spacing) / MM
    return Box(run.left, run.base - run.size * 0.9 / MM, width, run.size / MM)


def every_sample():
    return st.sampled_from(PAPERS).flatmap(
        lambda paper: st.tuples(st.just(paper), paper_data(paper))
    )


@given(every_sample())
@settings(80)
def test_every_value_stands_in_its_cell_or_on_the_annex(case):
    paper, data = case
    layout = catalogue.lay_out(paper, data)
    annexed = {}
    for page in layout.pages:
        inside = Box(5, 5, page.size[0] - 10, page.size[1] - 10)
        for run in page.runs:
            assert inside.holds(extent(run)), run
        for cell in page.cells:
            if cell.field.startswith("annex."):
                annexed.setdefault(cell.field.removeprefix("annex."), []).append(cell.text)
    for page in layout.pages:
        for cell in page.cells:
            shown = "".join(cell.lines)
            if cell.on_annex:
                assert NOTE.search(shown)
                assert squeezed("".join(annexed[cell.field])) == squeezed(cell.text)
                assert squeezed(cell.text).startswith(squeezed(NOTE.sub("", shown)))
            else:
                assert squeezed(shown) == squeezed(cell.text)
            room = max(
                chain("song").width(line.rstrip(" "), cell.size, cell.spacing)
                for line in cell.lines
            )
            assert room / MM <= cell.box.width
            assert len(cell.lines) * cell.size * 1.2 / MM <= cell.box.height


@given(every_sample())
@settings(80)
def test_cells_never_overlap(case):
    paper, data = case
    for page in catalogue.lay_out(paper, data).pages:
        cells = sorted((c.box for c in page.cells), key=lambda box: (box.top, box.left))
        for i, one in enumerate(cells):
            for other in cells[i + 1 :]:
                if other.top >= one.bottom - 0.01:
                    break
                assert other.left >= one.right - 0.01 or other.right <= one.left + 0.01


@given(every_sample())
@settings(25)
def test_a_viewer_reads_every_value_inside_its_cell(case):
    paper, data = case
    layout = catalogue.lay_out(paper, data)
    reading = Reading(catalogue.render(paper, data))
    assert reading.pages == len(layout.pages)
    for number, page in enumerate(layout.pages):
        for cell in page.cells:
            read_back = squeezed(reading.within(cell.box, number))
            assert read_back == squeezed("".join(cell.lines)), cell.field


@given(every_sample())
@settings(40)
def test_data_survives_being_stored(case):
    paper, data = case
    assert catalogue.PAPERS[paper].data_type.from_json(data.to_json()) == data


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_with_short_values_needs_no_annex(paper):
    for page in catalogue.lay_out(paper, catalogue.PAPERS[paper].sample).pages:
        assert not [cell for cell in page.cells if cell.on_annex]
