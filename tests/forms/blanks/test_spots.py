"""Places of a map are gone through, chosen, moved and left free, and every step is taken back."""

import json
from pathlib import Path

from desk_app.services.blanks import form_reading
from forms import catalogue
from forms.blanks.filling.mapping import read_map
from forms.kit.layout.drawing import Box
from forms.reading.spots import LEAST, Spot, SpotDraft

FORM = Path(__file__).parents[1] / "bureau_forms" / "05-underscores.pdf"


def _draft():
    return SpotDraft(form_reading.attempt(FORM.read_bytes()).places)


def test_the_doubtful_places_are_gone_through_and_settled():
    draft, seen = _draft(), []
    at = draft.next_open(-1)
    while at is not None:
        seen.append(draft.spots[at].value)
        draft.confirm(at)
        at = draft.next_open(at)
    assert seen
    assert not draft.open
    text = catalogue.map_text("表", "guangdong_registration", draft.spots)
    assert not any(field.doubt for field in read_map(text).fields)


def test_going_back_finds_the_place_before():
    draft = _draft()
    first, second = draft.open[:2]
    assert draft.next_open(second, -1) == first


def test_every_change_can_be_taken_back():
    draft = _draft()
    before = draft.spots
    draft.choose(0, "applicant.nation")
    draft.move(0, 0.1, -0.1)
    draft.resize(0, 5, 5)
    draft.leave_free(1)
    draft.align(2, 0)
    draft.add(Spot(page=1, box=Box(10, 10, 20, 5), label=""))
    changes = 0
    while draft.undo() is not None:
        changes += 1
    assert draft.spots == before
    assert changes >= 5


def test_a_place_is_never_made_too_small_to_hold_anything():
    draft = _draft()
    draft.resize(0, -1000, -1000)
    assert (draft.spots[0].box.width, draft.spots[0].box.height) == (LEAST, LEAST)


def test_half_done_work_is_kept_as_it_is():
    draft = _draft()
    draft.choose(0, None)
    draft.leave_free(3)
    kept = SpotDraft.from_json(json.loads(json.dumps(draft.to_json())))
    assert kept.spots == draft.spots
