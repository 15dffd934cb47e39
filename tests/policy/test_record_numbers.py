"""Record numbers are read back from what people type and scanners send."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.policy.record_numbers import check_characters, code_text, read

NUMBERS = st.builds(
    lambda hall, counter, day, serial: f"{hall}-{counter:02d}-{day:%Y%m%d}-{serial:04d}",
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12),
    st.integers(1, 99),
    st.dates(min_value=date(2020, 1, 1)),
    st.integers(1, 99999),
)


@given(NUMBERS)
def test_a_scanned_code_gives_its_number(number):
    """What the code says is read as the number."""
    assert read(code_text(number)) == number


@given(NUMBERS, st.data())
def test_a_wrong_character_is_noticed(number, data):
    """One character read wrong never passes for another number."""
    text = code_text(number)
    places = [i for i, c in enumerate(text) if c.isalnum() and i < len(number)]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    damaged = text[:place] + other + text[place + 1 :]
    assert read(damaged) == (number if other == text[place] else None)


def test_the_whole_leaves_remainder_one():
    """ISO 7064 MOD 1271-36, verified the way the standard verifies."""
    number = "FT-01-20261121-0001"
    whole = number.replace("-", "") + check_characters(number)
    assert int(whole, 36) % 1271 == 1


@pytest.mark.parametrize(
    "text", ["", "王小明", "FT-01-20261121", "FT-1-20261121-0001", "FT-01-20261121-0001*00"]
)
def test_anything_else_is_no_number(text):
    """Names, halves of numbers and wrong check characters are not numbers."""
    assert read(text) is None


def test_a_typed_number_is_forgiven_its_form():
    """Full-width characters, lower case and outer spaces do not matter."""
    assert read(" ｆｔ－01-20261121-0001 ") == "FT-01-20261121-0001"
