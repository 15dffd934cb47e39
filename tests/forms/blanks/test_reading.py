"""A bureau's form is read as a person reads it: each label its place, nothing wrong is sure."""

import json
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from desk_app.errors import RefusedError
from desk_app.services.blanks import blank_trial, form_reading
from forms import catalogue
from forms.kit.layout.drawing import Box
from forms.kit.output.finish import finish
from forms.kit.output.paint import paint
from forms.kit.values import TICK, values
from forms.reading.marks import surrounding

HERE = Path(__file__).parents[1] / "bureau_forms"
FORMS = sorted(HERE.glob("*.pdf"))
_SLACK = 0.6  # mm a place may reach over the edge of its cell


@cache
def read(form):
    """Read a form of the corpus, once."""
    return form_reading.attempt(form.read_bytes())


def test_a_form_is_read_in_a_process_of_its_own():
    assert form_reading.read(FORMS[0]).places == read(FORMS[0]).places
    with pytest.raises(RefusedError):
        form_reading.read_pdf(b"%PDF-1.7 nothing")


def _truth(form):
    """Return paper and places of a form; a number with a cell for each character is one place."""
    told = json.loads(form.with_suffix(".json").read_text(encoding="utf-8"))
    places = {}
    for place in told["places"]:
        value = place["value"].partition("/")[0]
        key = (value, place["page"], len(places) if "/" not in place["value"] else -1)
        places.setdefault(key, []).append(Box(*place["box"]))
    return told["paper"], [(key[0], key[1], surrounding(boxes)) for key, boxes in places.items()]


def _is_at(place, value, page, area):
    x, y = place.box.left + place.box.width / 2, place.box.top + place.box.height / 2
    inside = area.left <= x <= area.right and area.top - 1 <= y <= area.bottom + 1
    return place.value == value and place.page == page and inside


def test_every_place_whose_label_is_known_is_found_inside_its_cell():
    missed, outside = [], []
    for form in FORMS:
        paper, places = _truth(form)
        found = read(form)
        assert found.paper == paper, form.name
        for value, page, area in places:
            here = [one for one in found.known if _is_at(one, value, page, area)]
            if not here:
                missed.append((form.name, value))
            elif not area.holds(here[0].box, _SLACK):
                outside.append((form.name, value))
    assert (missed, outside) == ([], [])


def test_no_wrong_value_is_called_sure():
    wrong = []
    for form in FORMS:
        _, places = _truth(form)
        wrong += [
            (form.name, one.label, one.value)
            for one in read(form).known
            if not one.doubt and not any(_is_at(one, *place) for place in places)
        ]
    assert wrong == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_what_was_read_is_filled_and_read_back_as_it_stands(form):
    found = read(form)
    trial = blank_trial.attempt(found.pdf, found.map_text)
    assert trial.paper == found.paper
    assert len(trial.doubts) == len(found.doubtful)


OWN = (
    "guangdong_registration",
    "shenzhen_registration",
    "shenzhen_migrant_worker_registration",
    "cancellation",
)


def _as_a_strangers(paper_id):
    """Return one of our own forms without its values, and where they stood."""
    layout = catalogue.lay_out(paper_id, catalogue.PAPERS[paper_id].sample)
    pages = list(layout.pages)
    stood = [
        (run, number) for number, page in enumerate(pages, 1) for run in page.runs if run.value
    ]
    for page in pages:
        page.runs[:] = [run for run in page.runs if not run.value]
        page.rules[:] = [rule for rule in page.rules if not rule.value]
        page.fills[:] = [fill for fill in page.fills if not fill.value]
    empty = replace(layout, pages=pages)
    return finish(paint(empty), empty, datetime(2026, 1, 1, tzinfo=catalogue.CHINA)), stood


@pytest.mark.parametrize("paper_id", OWN)
def test_our_own_forms_are_read_like_a_strangers(paper_id):
    pdf, stood = _as_a_strangers(paper_id)
    texts = values(catalogue.PAPERS[paper_id].sample)
    found = form_reading.attempt(pdf, paper_id)
    assert {one.label for one in found.unknown} <= {"是", "否"}  # of a sentence to agree to
    strange = []
    for one in found.known:
        text = texts.get(one.value, "")
        here = [
            run.text
            for run, page in stood
            if page == one.page
            and one.box.left - 1 <= run.left <= one.box.right
            and one.box.top - 1 <= run.base <= one.box.bottom + 1
        ]
        printed = any(text[:6] in line or line[:6] in text for line in here if line.strip())
        if text and text != TICK and not printed:
            strange.append((one.label, one.value, here))
        if text == TICK and not here and not one.tick:
            strange.append((one.label, one.value, here))
    assert strange == []
    assert blank_trial.attempt(found.pdf, found.map_text).paper == paper_id
