"""A month is not a day; a day is what it says, however it is written."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.policy.days.dates import read_day
from desk_app.services.case.checking import check
from desk_app.services.roster.values import value_of
from tests.factory import case

TODAY = date(2026, 11, 21)
NO_DAY = [
    "2026-12", "2026/12", "2026.12", 2026.12, "202612", 202612, "2026/11", "2026-11", "2026/13",
    "2026-22", "2026-011", "2026年12月", "12-15", "2026-02-30", "2026-1-", "20261", "2026--12-01",
    "2026-12-011", "01/12/2026", "", "明天", True, 15, 99_999_999, float("nan"), float("inf"), -1,
    "２０２６－１２",
]  # fmt: skip
IS_DAY = ["2026-12-01", "2026/12/1", "2026.12.1", "20261201", "2026年12月1日", "2026 年 12 月 1 日",
          "２０２６－１２－０１", 20261201, 46357, 46357.5, "46357.75"]  # fmt: skip
STRANGE_YEARS = ["0026-12-01", "1926-12-15", "2062-12-01", "9999-12-31", "2126-12-01"]


@pytest.mark.parametrize("written", NO_DAY, ids=repr)
def test_what_names_no_day_is_none(written):
    assert read_day(written) is None


@pytest.mark.parametrize("written", IS_DAY, ids=repr)
def test_a_day_is_itself(written):
    assert read_day(written) == date(2026, 12, 1)


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)), st.sampled_from("-/."))
def test_every_day_comes_back(day, mark):
    assert read_day(day.isoformat().replace("-", mark)) == day
    assert read_day(f"{day:%Y%m%d}") == day


@given(st.text("0123456789-/.年月日 ", max_size=12))
def test_no_text_is_a_day_without_saying_all_three_parts(text):
    found = read_day(text)
    digits = "".join(character for character in text if character.isdigit())
    assert found is None or len(digits) >= 6
    if found is not None and "." not in text:
        assert digits in {
            f"{found.year:04d}{month}{day}"
            for month in {str(found.month), f"{found.month:02d}"}
            for day in {str(found.day), f"{found.day:02d}"}
        }


@pytest.mark.parametrize("written", [one for one in NO_DAY if one != ""], ids=repr)
def test_a_case_is_refused_for_what_is_no_day(written):
    """Nothing is put in its place, and no hint says that nothing was written."""
    verdict = check(case=case(begin=written), today=TODAY)
    assert [one.field for one in verdict.problems] == ["begin"]
    assert not [one for one in verdict.hints if one.field == "begin"]


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (field, written)
        for field in ("begin", "end", "admission")
        for written in STRANGE_YEARS
        if (field, written) != ("end", "2062-12-01")  # a filing may be meant to last that long
    ],
)
def test_a_year_that_cannot_be_is_refused_and_named(field, written):
    verdict = check(case=case(**{field: written}), today=TODAY)
    told = [one.message for one in verdict.problems if one.field == field]
    assert any(str(int(written[:4])) in message for message in told)


def test_a_cell_with_a_time_is_its_day():
    midnight = date(1899, 12, 30) + timedelta(days=46371)
    assert value_of("begin", 46371.5).raw == midnight.isoformat() == "2026-12-15"
    assert value_of("begin", 2026.12).raw == "2026.12"
