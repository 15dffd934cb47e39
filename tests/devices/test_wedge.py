"""A scan is a scan and typing is typing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.devices.wedge import GAP_MS, SHORTEST, Wedge
from desk_app.policy.record_numbers import code_text, read

CODES = st.text("ABCDEFGHJK0123456789-", min_size=SHORTEST, max_size=60).filter(
    lambda text: len(set(text)) > 1
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=1) | st.sampled_from(
    ["\r", "\t", "\n"]
)


def fed(keys, wedge=None):
    """Feed (character, gap before it) pairs; return the scans found."""
    wedge, now, scans = wedge or Wedge(), 1000.0, []
    for character, gap in keys:
        now += gap
        scan = wedge.feed(character, now)
        if scan:
            scans.append(scan.text)
    return scans


@given(st.lists(st.tuples(KEYS, st.integers(GAP_MS + 1, 2000)), max_size=200))
def test_ordinary_fast_typing_is_never_a_scan(keys):
    """Even at the edge: a millisecond slower than a scanner may be."""
    assert fed(keys) == []


@given(
    st.lists(
        st.tuples(
            st.lists(st.tuples(KEYS, st.integers(0, GAP_MS)), max_size=SHORTEST - 2),
            KEYS,
            st.integers(GAP_MS + 1, 500),
        ),
        max_size=30,
    )
)
def test_a_few_keys_struck_together_are_no_scan(bursts):
    """Rolling fingers give short bursts: up to seven quick characters between slower ones."""
    keys = []
    for burst, slow, gap in bursts:
        keys += [(slow, gap), *burst]
    assert fed(keys) == []


@given(
    before=st.lists(st.tuples(KEYS, st.integers(0, 400)), max_size=30),
    code=CODES,
    gaps=st.lists(st.integers(0, GAP_MS), min_size=61, max_size=61),
    pause=st.integers(GAP_MS + 1, 5000),
    end=st.sampled_from("\r\n\t"),
)
def test_a_scan_is_found_whatever_was_typed_before(before, code, gaps, pause, end):
    wedge, now = Wedge(), 1000.0
    for character, gap in before:
        now += gap
        wedge.feed(character, now)
    now += pause
    scan = None
    for place, character in enumerate(code + end):
        now += gaps[place] if place else 0
        scan = wedge.feed(character, now)
    assert scan is not None
    assert scan.text == code
    assert scan.typed == len(code)


@pytest.mark.parametrize(
    "keys",
    [
        [("a", 5)] * 40 + [("\r", 5)],
        [("1", 5), ("2", 5), ("3", 5), ("\r", 5)],
        [(c, 5) for c in "440304001-01"] + [("\r", 900)],
        [(c, 5) for c in "440304001-01"],
        [("深圳市福田区某某", 5), ("\r", 5)],
    ],
    ids=["a key held down", "too short", "a late Enter", "no Enter", "an input method"],
)
def test_what_is_no_scan(keys):
    assert fed(keys) == []


def test_it_tells_early_that_no_person_types():
    wedge = Wedge()
    for place, character in enumerate("FT01-01-2026"):
        assert wedge.likely is (place >= SHORTEST)
        wedge.feed(character, place * 6)


def test_the_code_of_a_paper_leads_to_its_record():
    """What the scanner types of a receipt's code is the record number again."""
    number = "SL01-01-20261121-0001"
    (text,) = fed([(character, 4) for character in code_text(number) + "\r"])
    assert read(text) == number
