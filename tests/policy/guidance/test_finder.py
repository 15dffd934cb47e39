"""The type finder: at most five questions, every way ends in a type with its reasons."""

from datetime import date

import pytest

from desk_app.errors import RefusedError
from desk_app.policy.guidance.finder import RETIREMENT_HINT, Finding, find_type
from desk_app.policy.packs.packs import rulebook
from desk_app.policy.packs.rules import TypeRule
from desk_app.policy.vocabulary import FilingType

TODAY = date(2026, 11, 21)
SHENZHEN = rulebook("440300", on=TODAY)
XINGTAI = rulebook("130500", on=TODAY)


def ways(rules, keys=()):
    step = find_type(keys, rules)
    if isinstance(step, Finding):
        yield keys, step
        return
    for option in step.options:
        yield from ways(rules, (*keys, option.key))


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ("1", FilingType.EMERGENCY),
        ("2111", FilingType.RETIREE_RESETTLED),
        ("21121", FilingType.LONG_TERM_RESIDENT),
        ("21122", FilingType.OTHER_TEMPORARY),
        ("2121", FilingType.LONG_TERM_RESIDENT),
        ("2122", FilingType.OTHER_TEMPORARY),
        ("221", FilingType.POSTED_WORKER),
        ("2221", FilingType.LONG_TERM_RESIDENT),
        ("2222", FilingType.OTHER_TEMPORARY),
        ("231", FilingType.REFERRAL),
        ("232", FilingType.OTHER_TEMPORARY),
        ("241", FilingType.CHILDBIRTH),
        ("2421", FilingType.LONG_TERM_RESIDENT),
        ("2422", FilingType.OTHER_TEMPORARY),
        ("261", FilingType.LONG_TERM_RESIDENT),
        ("262", FilingType.OTHER_TEMPORARY),
        ("25", FilingType.OTHER_TEMPORARY),
    ],
)
def test_keys_lead_to_a_type(keys, kind):
    found = find_type(tuple(keys), SHENZHEN)
    assert isinstance(found, Finding)
    assert found.type is kind


@pytest.mark.parametrize("rules", [SHENZHEN, XINGTAI], ids=["shenzhen", "xingtai"])
def test_every_way_ends_within_five_questions_and_excludes_all_other_types(rules):
    here = {rule.type for rule in rules.rules if isinstance(rule, TypeRule)}
    found = set()
    for keys, finding in ways(rules):
        assert len(keys) <= 5
        assert finding.reason.endswith("。")
        assert {one.type for one in finding.excluded} == here - {finding.type}, keys
        assert all(one.reason.endswith("。") for one in finding.excluded)
        found.add(finding.type)
    assert found == here


def test_childbirth_is_offered_only_where_it_exists():
    labels = [option.key for option in find_type(("2",), XINGTAI).options]
    assert labels == ["1", "2", "3", "5", "6"]


def test_age_sixty_hints_at_retirement_but_decides_nothing():
    keys = ("2", "1")
    young, old = find_type(keys, SHENZHEN, age=59), find_type(keys, SHENZHEN, age=60)
    assert young.hint is None
    assert old.hint == RETIREMENT_HINT
    assert young.options == old.options
    assert find_type(("2",), SHENZHEN, age=70).hint is None


def test_a_key_that_answers_nothing_is_refused():
    with pytest.raises(RefusedError, match="1、2"):
        find_type(("3",), SHENZHEN)
