"""A bureau's form is read as a person reads it: each label its place, nothing wrong is sure."""

import json
from pathlib import Path

import pytest

from desk_app.services import blank_trial, form_reading
from forms.kit.drawing import Box
from forms.reading.marks import surrounding

HERE = Path(__file__).parent / "bureau_forms"
FORMS = sorted(HERE.glob("*.pdf"))
_SLACK = 0.6  # mm a place may reach over the edge of its cell


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
        found = form_reading.read(form)
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
            for one in form_reading.read(form).known
            if one.sure and not any(_is_at(one, *place) for place in places)
        ]
    assert wrong == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_what_was_read_is_filled_and_read_back_as_it_stands(form):
    found = form_reading.read(form)
    trial = blank_trial.attempt(found.pdf, found.map_text)
    assert trial.paper == found.paper
    assert len(trial.doubts) == len(found.doubtful)
