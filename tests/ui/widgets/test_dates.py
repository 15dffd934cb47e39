"""Short ways to write a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.ui.widgets.editors.dates import DateField, understand
from desk_app.ui.widgets.editors.field import FieldSpec
from tests.ui.hand import Hand

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-21", TODAY),
        ("2026/1/5", date(2026, 1, 5)),
        ("2026.01.05", date(2026, 1, 5)),
        ("2026年1月5日", date(2026, 1, 5)),
        ("20261121", TODAY),
        ("２０２６１１２１", TODAY),
        ("1205", date(2026, 12, 5)),
        ("12-5", date(2026, 12, 5)),
        ("12月5日", date(2026, 12, 5)),
        ("t", TODAY),
        ("今天", TODAY),
        ("+3", date(2026, 11, 24)),
        ("-1", date(2026, 11, 20)),
        ("+6m", date(2027, 5, 21)),
        ("+1y", date(2027, 11, 21)),
        (" 2026 - 11 - 21 ", TODAY),
    ],
)
def test_days(text, day):
    assert understand(text, today=TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "2026-02-30", "20261301", "abc", "+", "+99999999", "2026", "-9999y"]
)
def test_no_days(text):
    assert understand(text, today=TODAY) is None


def test_a_month_without_the_day_ends_on_its_last():
    assert understand("+6m", today=date(2026, 8, 31)) == date(2027, 2, 28)
    assert understand("+1y", today=date(2028, 2, 29)) == date(2029, 2, 28)


def test_steps_count_from_the_base():
    assert understand("+1m", today=TODAY, base=date(2026, 1, 31)) == date(2026, 2, 28)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_written_in_full_is_understood(day):
    assert understand(day.isoformat(), today=TODAY) == day
    assert understand(day.strftime("%Y%m%d"), today=TODAY) == day


@given(st.integers(-9999, 9999))
def test_steps_of_days(count):
    assert understand(f"{count:+d}", today=TODAY) == TODAY + timedelta(days=count)


@given(st.text(max_size=30))
def test_no_text_is_too_strange(text):
    understand(text, today=TODAY)


def test_leaving_the_field_writes_the_day_in_full_before_anyone_reads_it(stage):
    field, after = (DateField(FieldSpec(label=name), today=lambda: TODAY) for name in ("起", "止"))
    stage(field, after)
    seen = []
    field.left.connect(lambda: seen.append(field.text()))
    field.setFocus()
    hand = Hand()
    hand.type("+3")
    hand.press("Enter")
    assert seen == ["2026-11-24"]


def test_what_is_no_day_stays_as_typed(stage):
    field, after = (DateField(FieldSpec(label=name), today=lambda: TODAY) for name in ("起", "止"))
    stage(field, after)
    field.setFocus()
    hand = Hand()
    hand.type("20260230")
    hand.press("Enter")
    assert field.text() == "20260230"
    assert field.day() is None
