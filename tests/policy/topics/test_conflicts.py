"""Contradictions stand side by side until the bureau has answered; then its answer counts."""

from datetime import date

import pytest

from desk_app.policy.guidance.guidance import CaseFacts, guide
from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.packs.packs import rulebook
from desk_app.policy.packs.rules import RuleStatus
from desk_app.policy.topics.by_topic import topics
from desk_app.policy.topics.conflicts import all_conflicts, conflict
from desk_app.policy.vocabulary import FilingType, Method, Variant

TODAY = date(2026, 11, 21)


def case(kind, region="440300", answers=(), **known):
    facts = CaseFacts(region=region, type=kind, method=Method.DOCUMENTS, on=TODAY, **known)
    return guide(facts, rulebook(region, on=TODAY, answers=answers))


def answer(
    subject="C1", text="不用备案，直接结算。", region="440300", on=date(2026, 11, 2), no="9"
):
    return BureauAnswer(
        subject=subject,
        region=region,
        text=text,
        answered_by="深圳市医保局",
        answered_on=on,
        number="9",
    )


def ids(guidance):
    return [one.id for one in guidance.conflicts]


def test_the_twenty_contradictions_are_known():
    assert [one.id for one in all_conflicts()] == [f"C{number}" for number in range(1, 21)]


@pytest.mark.parametrize(
    ("kind", "region", "known", "expected"),
    [
        (FilingType.OTHER_TEMPORARY, "440300", {}, {"C1", "C2", "C7", "C9"}),
        (FilingType.OTHER_TEMPORARY, "440300", {"place": "430100"}, {"C1", "C2", "C9"}),
        (FilingType.RETIREE_RESETTLED, "440300", {"place": "430100"}, {"C5"}),
        (FilingType.LONG_TERM_RESIDENT, "440300", {"place": "430100"}, set()),
        (
            FilingType.LONG_TERM_RESIDENT,
            "440300",
            {"place": "430100", "variant": Variant.MIGRANT_WORKER},
            {"C3"},
        ),
        (FilingType.REFERRAL, "440300", {"place": "430100"}, set()),
        (FilingType.EMERGENCY, "440300", {"place": "430100"}, {"C6"}),
        (FilingType.LONG_TERM_RESIDENT, "440600", {"place": "430100"}, {"C8"}),
        (FilingType.OTHER_TEMPORARY, "130500", {"place": "110000"}, {"C2"}),
    ],
)
def test_a_case_shows_the_contradictions_it_runs_into(kind, region, known, expected):
    assert set(ids(case(kind, region, **known))) == expected


def test_a_contradiction_shows_each_statement_with_source_and_date():
    found = conflict("C1", rulebook("440300", on=TODAY))
    assert found.open
    assert {one.place for one in found.rules} == {"第10、19、37行", "第96行"}
    assert all(one.needs_confirmation and not one.printable for one in found.rules)


def test_the_newer_statement_stands_beside_the_outdated_one_without_an_alarm():
    found = conflict("C20", rulebook("440300", on=TODAY))
    assert not found.open
    assert {one.status for one in found.rules} == {RuleStatus.OUTDATED, RuleStatus.OFFICIAL}
    live = next(one for one in found.rules if one.status is RuleStatus.OFFICIAL)
    assert not live.needs_confirmation
    told = case(FilingType.LONG_TERM_RESIDENT)
    assert not [one for one in told.statements if one.status is RuleStatus.OUTDATED]


def test_the_bureaus_answer_replaces_what_was_said_and_prints():
    told = case(FilingType.OTHER_TEMPORARY, answers=[answer()])
    (statement,) = [one for one in told.statements if one.conflict == "C1"]
    assert statement.text == "不用备案，直接结算。"
    assert statement.printable
    assert "深圳市医保局，9" in statement.source
    (settled,) = [one for one in told.conflicts if one.id == "C1"]
    assert not settled.open
    assert len(settled.rules) == 2  # what was said before can still be seen


@pytest.mark.parametrize(
    "other",
    [
        answer(on=date(2026, 11, 22)),  # not given yet
        answer(region="440600"),  # given to another city
        answer(subject="C99"),
    ],
)
def test_an_answer_that_does_not_apply_changes_nothing(other):
    assert ids(case(FilingType.OTHER_TEMPORARY, answers=[other])) == ids(
        case(FilingType.OTHER_TEMPORARY)
    )


def test_the_nearest_and_then_the_latest_answer_counts():
    province = answer(text="全省。", region="440000", on=date(2026, 11, 20))
    first = answer(text="旧。", on=date(2026, 10, 1))
    last = answer(text="新。", on=date(2026, 10, 2))
    for order in ([province, first, last], [last, province, first]):
        told = case(FilingType.OTHER_TEMPORARY, answers=order)
        assert "新。" in [one.text for one in told.statements]
        assert "全省。" not in [one.text for one in told.statements]


def test_an_answer_counts_from_the_day_it_was_given():
    told = case(FilingType.OTHER_TEMPORARY, answers=[answer(text="今天。", on=TODAY)])
    assert "今天。" in [one.text for one in told.statements]


def test_topics_tell_the_answer_instead_of_what_was_said():
    said = [one for topic in topics(rulebook("440300", on=TODAY)) for one in topic.statements]
    book = rulebook("440300", on=TODAY, answers=[answer()])
    now = [one for topic in topics(book) for one in topic.statements]
    assert len([one for one in said if one.conflict == "C1"]) == 2
    assert [one.text for one in now if one.conflict == "C1"] == ["不用备案，直接结算。"]


def test_a_single_rule_can_be_answered_too():
    given = answer(subject="shenzhen.period.referral", text="转诊备案一年，可以续。")
    told = case(FilingType.REFERRAL, answers=[given])
    assert told.validity is not None
    assert told.validity.text == "转诊备案一年，可以续。"
    assert told.validity.status is RuleStatus.BUREAU_CONFIRMED
    assert told.validity.printable
    assert told.validity.months == 12


def test_one_official_document_settles_a_question_and_what_pages_say_is_to_be_verified():
    book = rulebook("440300", on=TODAY)
    found = conflict("C4", book)
    assert not found.open
    (sure,) = [one for one in found.rules if one.settles]
    assert sure.id == "national.materials.one_of_three"
    assert sure.printable
    others = [one for one in found.rules if not one.settles]
    assert len(others) >= 2
    assert all(one.needs_confirmation and not one.printable for one in others)


def test_two_official_statements_or_none_leave_a_question_open():
    book = rulebook("440600", on=TODAY)
    assert conflict("C7", book).open  # a report against a page
    assert conflict("C8", book).open  # another city's answer outweighs nothing here
