"""Begin and end of a filing, by rule and by the Civil Code."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.policy.days.calendar import add_months
from desk_app.policy.guidance.facts import CaseFacts
from desk_app.policy.guidance.period import check_period, default_period
from desk_app.policy.packs.packs import rulebook
from desk_app.policy.vocabulary import FilingType, Method

TODAY = date(2026, 11, 21)


def facts(kind=FilingType.REFERRAL, region="440300", **known):
    return CaseFacts(region=region, type=kind, method=Method.DOCUMENTS, on=TODAY, **known)


def check(begin, end, kind=FilingType.REFERRAL, region="440300", **known):
    book = rulebook(region, on=TODAY)
    return check_period(facts(kind, region, **known), book, begin=begin, end=end)


@pytest.mark.parametrize(
    ("begin", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 21), 6, date(2027, 5, 21)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(begin, months, end):
    assert add_months(begin, months) == end


@given(st.dates(max_value=date(2200, 1, 1)), st.integers(0, 600))
def test_months_never_overrun_the_month_they_end_in(begin, months):
    end = add_months(begin, months)
    assert (end.year - begin.year) * 12 + end.month - begin.month == months
    assert end.day <= begin.day
    assert end.day == begin.day or add_months(end, 0).replace(day=end.day) == end


def test_a_filing_begins_today_or_on_the_day_of_admission():
    book = rulebook("440300", on=TODAY)
    assert default_period(facts(), book).begin == TODAY
    admitted = facts(admission=date(2026, 11, 3))
    assert default_period(admitted, book).begin == date(2026, 11, 3)
    assert default_period(admitted, book).end == date(2027, 11, 3)
    assert default_period(facts(), book, begin=date(2026, 12, 1)).end == date(2027, 12, 1)


def test_the_rule_is_shown_with_the_period():
    period = default_period(facts(), rulebook("440300", on=TODAY))
    assert period.rule is not None
    assert period.rule.id == "shenzhen.period.referral"


@pytest.mark.parametrize(
    ("begin", "end", "known", "field"),
    [
        (TODAY, date(2026, 11, 20), {}, "end"),
        (TODAY, None, {"admission": date(2026, 11, 20)}, "begin"),
        (TODAY, None, {"admission": date(2026, 11, 22)}, "admission"),
    ],
)
def test_dates_that_cannot_be(begin, end, known, field):
    (problem,) = check(begin, end, **known).problems
    assert problem.field == field
    assert problem.message.endswith("。")


def test_a_filing_of_one_day_and_one_that_begins_on_admission_are_fine():
    assert check(TODAY, TODAY).problems == ()
    assert check(date(2026, 11, 20), None, admission=date(2026, 11, 20)).problems == ()


@pytest.mark.parametrize(
    ("kind", "region", "begin", "end", "hinted"),
    [
        (FilingType.REFERRAL, "440300", TODAY, date(2027, 11, 21), []),
        (FilingType.REFERRAL, "440300", TODAY, date(2027, 11, 22), ["end"]),
        (FilingType.REFERRAL, "440300", TODAY, None, ["end"]),
        (FilingType.REFERRAL, "441900", TODAY, date(2027, 5, 21), []),
        (FilingType.REFERRAL, "441900", TODAY, date(2027, 5, 20), ["end"]),
        (FilingType.LONG_TERM_RESIDENT, "440300", TODAY, None, []),
        (FilingType.LONG_TERM_RESIDENT, "440300", TODAY, date(2027, 11, 21), ["end"]),
        (FilingType.LONG_TERM_RESIDENT, "440300", date(2026, 11, 20), None, ["begin"]),
        (FilingType.LONG_TERM_RESIDENT, "440300", date(2027, 11, 22), None, ["begin"]),
        (FilingType.LONG_TERM_RESIDENT, "440300", date(2027, 11, 21), None, []),
    ],
)
def test_dates_off_the_rule_are_hints_that_show_it(kind, region, begin, end, hinted):
    verdict = check(begin, end, kind, region)
    assert verdict.problems == ()
    assert [one.field for one in verdict.hints] == hinted
    assert all(one.source for one in verdict.hints if one.field == "end")


@given(
    st.sampled_from([kind for kind in FilingType if kind is not FilingType.EMERGENCY]),
    st.sampled_from(["440300", "440600", "441900", "130500"]),
    st.none() | st.dates(min_value=date(2026, 1, 1), max_value=TODAY),
)
def test_what_the_rule_proposes_is_never_a_problem(kind, region, admission):
    book = rulebook(region, on=TODAY)
    known = facts(kind, region, admission=admission)
    period = default_period(known, book)
    verdict = check_period(known, book, begin=period.begin, end=period.end)
    assert verdict.problems == ()
    assert [one for one in verdict.hints if one.field == "end" and one.source] == []
