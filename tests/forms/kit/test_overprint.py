"""Values only on pre-printed sheets, moved so that this printer puts them right."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from forms import catalogue
from forms.catalogue import PaperError, Placement
from forms.kit.overprint import TARGETS, solve
from tests.forms.reading import Reading

EXACT = 0.05  # mm


def positions(pdf, words):
    """Return left edge and foot of each word's first ideograph, in millimetres."""
    reading = Reading(pdf)
    characters = reading.characters()
    text = "".join(character for character, _ in characters)
    found = []
    for word in words:
        box = characters[text.index(word)][1]
        found.append((box.left, box.bottom))
    return found


WORDS = ("欧阳", "退休后随子女", "阿卜杜拉", "陈静")


@pytest.mark.parametrize(
    "placement",
    [
        Placement(shift_x=1.5, shift_y=-2.0),
        Placement(scale_x=1.01, scale_y=0.995, shift_x=-0.7),
        Placement(shift_x=0.3, shift_y=0.4, scale_x=0.999, scale_y=1.002, rotation=0.3),
    ],
)
def test_values_are_moved_to_a_tenth_of_a_millimetre(registration, placement):
    plain = catalogue.overprint("guangdong_registration", registration, Placement())
    moved = catalogue.overprint("guangdong_registration", registration, placement)
    turned = 5 * math.sin(math.radians(abs(placement.rotation)))  # the box of a turned character
    for before, after in zip(positions(plain, WORDS), positions(moved, WORDS), strict=True):
        expected = placement.moved(before)
        assert math.dist(expected, after) < EXACT + turned


def test_values_stand_where_the_whole_form_has_them(registration):
    whole = catalogue.render("guangdong_registration", registration)
    values_only = catalogue.overprint("guangdong_registration", registration, Placement())
    for before, after in zip(positions(whole, WORDS), positions(values_only, WORDS), strict=True):
        assert math.dist(before, after) < EXACT


def test_nothing_printed_on_the_form_is_printed_again(registration):
    reading = Reading(catalogue.overprint("guangdong_registration", registration, Placement()))
    text = reading.text()
    assert "登记表" not in text
    assert "姓" not in text
    assert "☐" not in text
    assert "欧阳𬭚𫖮" in text
    assert "☑" in text


def test_form_and_values_together_make_the_whole(registration):
    whole = Reading(catalogue.render("guangdong_registration", registration)).bitmap()
    values = Reading(
        catalogue.overprint("guangdong_registration", registration, Placement())
    ).bitmap()
    assert (whole[values < 60] < 100).mean() > 0.99


def test_what_needs_an_annex_is_not_overprinted(registration):
    long = replace(registration, remark="备注" * 150)
    with pytest.raises(PaperError, match=r"“备注”.*整页打印"):
        catalogue.overprint("guangdong_registration", long, Placement())


def test_a_map_places_values_on_a_sheet(registration):
    text = resources.path("blanks", "example_flat.toml").read_text(encoding="utf-8")
    plain = catalogue.overprint_map(text, registration, Placement())
    moved = catalogue.overprint_map(text, registration, Placement(shift_x=3.25))
    (before,), (after,) = positions(plain, ["欧阳"]), positions(moved, ["欧阳"])
    assert after[0] - before[0] == pytest.approx(3.25, abs=EXACT)


def test_a_map_by_field_names_cannot_be_used_for_sheets(registration):
    text = resources.path("blanks", "example_form.toml").read_text(encoding="utf-8")
    with pytest.raises(PaperError, match="套打"):
        catalogue.overprint_map(text, registration, Placement())


printers = st.builds(
    Placement,
    shift_x=st.floats(-5, 5),
    shift_y=st.floats(-5, 5),
    scale_x=st.floats(0.98, 1.02),
    scale_y=st.floats(0.98, 1.02),
    rotation=st.floats(-1, 1),
)


@given(printers)
def test_four_crosses_undo_what_a_printer_does(printer):
    placement = solve([(target, printer.moved(target)) for target in TARGETS])
    for target in ((30.0, 40.0), (105.0, 148.0), (180.0, 260.0)):
        assert math.dist(printer.moved(placement.moved(target)), target) < 0.1


@given(printers)
def test_two_crosses_undo_shift_stretch_and_turn(printer):
    even = Placement(
        shift_x=printer.shift_x, shift_y=printer.shift_y, scale_x=printer.scale_x,
        scale_y=printer.scale_x, rotation=printer.rotation,
    )  # fmt: skip
    ends = (TARGETS[0], TARGETS[3])
    placement = solve([(target, even.moved(target)) for target in ends])
    for target in ((30.0, 40.0), (105.0, 148.0), (180.0, 260.0)):
        assert math.dist(even.moved(placement.moved(target)), target) < 1e-6


@pytest.mark.parametrize(
    ("measured", "why"),
    [
        ([((20, 20), (20, 20))], "至少"),
        ([((20, 20), (20, 20)), ((20, 21), (20, 21))], "太近"),
        ([((20, 20), (20, 20)), ((190, 277), (150, 277))], "偏差过大"),
        ([((20, 20), (20, 20)), ((20, 100), (20, 100)), ((20, 277), (20, 277))], "一条线"),
    ],
)
def test_impossible_measurements_are_refused(measured, why):
    with pytest.raises(PaperError, match=why):
        solve(measured)


def test_the_calibration_sheet_has_its_crosses_where_it_says():
    picture = Reading(catalogue.calibration_sheet()).bitmap(dpi=254)  # 10 pixels a millimetre
    for x, y in TARGETS:
        row = picture[int(y * 10) - 3 : int(y * 10) + 4, int(x * 10) - 60 : int(x * 10) + 60]
        column = picture[int(y * 10) - 60 : int(y * 10) + 60, int(x * 10) - 3 : int(x * 10) + 4]
        assert abs(int(np.argmin(row.mean(axis=1))) - 3) <= 1
        assert abs(int(np.argmin(column.mean(axis=0))) - 3) <= 1


def test_a_placement_survives_being_stored():
    placement = Placement(shift_x=1.25, rotation=-0.5)
    assert Placement.from_json(placement.to_json()) == placement


def test_labels_of_the_heading_are_not_printed_again():
    """The printed sheet has them; only what stands after them is laid over it."""
    paper = catalogue.PAPERS["guangdong_registration"]
    text = Reading(catalogue.overprint(paper.id, paper.sample, Placement())).text()
    assert paper.sample.number in text
    assert "受理编号" not in text
