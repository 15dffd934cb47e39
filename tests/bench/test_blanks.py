"""Forms of others: hundreds damaged at random, whole collections, and what filling costs."""

import io
import os
import re
import time
from collections import Counter
from pathlib import Path

import pikepdf
import pytest

from desk_app.services.blanks.blank_trial import attempt
from forms import catalogue
from forms.blanks.cleaning.fields import widgets_of
from forms.blanks.cleaning.geometry import ground
from forms.catalogue import PaperError
from forms.kit.layout.drawing import MM
from tests.forms import odd_blanks

pytestmark = pytest.mark.bench

KINDS = ("flat", "form")
HEAD = 'paper = "guangdong_registration"\n'
TEXTS = ("applicant.name", "applicant.phone", "agent.name", "place.address", "applicant.employer")
TICKS = ("type.referral", "type.retiree_resettled", "type.childbirth")


def outcome(blank, text):
    """Say what became of a form: filled and read back, or refused and why."""
    try:
        attempt(blank, text)
    except PaperError as error:
        return "refused: " + re.sub(r"^[\w.]+ (?=填上|与)", "", error.message)[:26]
    return "filled and read back"


def show(title, found, seconds):
    print(f"{title}: {sum(found.values())} in {seconds:.0f} s")
    for words, count in found.most_common():
        print(f"  {count:5} {words}")


@pytest.mark.parametrize("kind", KINDS)
def test_three_hundred_damaged_forms(kind):
    """Nothing but an answer or a refusal in words comes of any."""
    blank, text = odd_blanks.example(kind)
    begun, found = time.monotonic(), Counter()
    for number in range(300):
        found[outcome(odd_blanks.mutated(blank, number), text)] += 1
    show(f"damaged {kind} forms", found, time.monotonic() - begun)
    assert sum(found.values()) == 300


def test_a_collection_of_forms():
    """Every PDF below DESK_FORMS: a box on its first page, and each of its first fields alone."""
    folder = os.environ.get("DESK_FORMS")
    if folder is None:
        pytest.skip("DESK_FORMS names no folder with forms")
    begun, boxes, fields = time.monotonic(), Counter(), Counter()
    for content in {path.read_bytes() for path in Path(folder).rglob("*.pdf")}:
        box, own = maps_for(content)
        boxes[outcome(content, box)] += 1
        fields.update(outcome(content, one) for one in own)
    show("a box on the page", boxes, time.monotonic() - begun)
    show("a field of the form", fields, time.monotonic() - begun)


def maps_for(content):
    """Return a map with a box in the upper middle of the page, and one for each of some fields."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            width, height = (side / MM for side in ground(document.pages[0].obj).size)
            widgets = [one for page in document.pages for one in widgets_of(page.obj)]
            own = list(_own_maps(widgets))
    except Exception:  # noqa: BLE001 - whatever it is, the trial says so
        width, height, own = 210.0, 297.0, []
    box = [width / 5, height * 0.3, min(60, width * 0.6), min(9, height * 0.3)]
    place = [round(side, 2) for side in box]
    return f'{HEAD}[[field]]\nvalue = "applicant.name"\nlines = 2\nbox = {place}\n', own


def _own_maps(widgets):
    values = {"text": iter(TEXTS), "tick": iter(TICKS)}
    seen = set()
    for one in widgets:
        plain = one.name.isprintable() and not set(one.name + "".join(one.state_words)) & set('"\\')
        value = None
        if one.name and plain and one.name not in seen and one.kind in values:
            value = next(values[one.kind], None)
        if value is not None:
            seen.add(one.name)
            state = f'state = "{one.state_words[0]}"\n' if one.states else ""
            yield f'{HEAD}[[field]]\nvalue = "{value}"\nname = "{one.name}"\nlines = 2\n{state}'


@pytest.mark.parametrize("kind", KINDS)
def test_what_filling_costs(kind):
    """A process cleans a form once; afterwards only values are laid over it."""
    blank, text = odd_blanks.example(kind)
    sample = catalogue.PAPERS["guangdong_registration"].sample
    begun = time.process_time()
    catalogue.fill_blank(blank, text, sample)
    first, rounds = time.process_time() - begun, []
    for _ in range(5):
        begun = time.process_time()
        for _ in range(10):
            catalogue.fill_blank(blank, text, sample)
        rounds.append((time.process_time() - begun) / 10)
    print(f"{kind}: first {first * 1000:.1f} ms CPU, then {min(rounds) * 1000:.1f} ms")
