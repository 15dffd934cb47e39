"""What the clerk reads out before a case is registered."""

from datetime import date

from PySide6.QtWidgets import QApplication

from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.topics.conflicts import AMBER
from desk_app.services.case.checking import check
from desk_app.services.finding import searching
from desk_app.services.rules import rulekeeping
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.text import Text
from tests.ui.steps import register, type_case


def said(page):
    return [one.text() for one in page.findChildren(Text) if one.isVisible()]


def warned(page):
    return [one.text() for one in page.findChildren(Banner) if one.isVisible()]


def questions(program):
    """The contradictions the case on the screen runs into, by the rules of the hall."""
    desk, case = program.desk, program.window.inside.counter.case.data()
    verdict = check(case=case, today=desk.clock.today(), shelf=rulekeeping.shelf(desk=desk))
    return verdict.guidance.conflicts


def to_check(hand, program):
    hand.press("Ctrl+Enter")
    assert program.window.current() is program.window.inside.check
    return program.window.inside.check.reading


def test_where_sources_disagree_both_are_shown_with_source_and_advice(enter):
    program, hand = enter()
    type_case(hand, choose_type="1")
    page = to_check(hand, program)
    words = said(page)
    assert AMBER in words
    (question,) = [one for one in questions(program) if one.id == "C5"]
    assert question.open
    assert question.question.question in words
    for rule in question.rules:
        if rule.status != "outdated":
            assert f"“{rule.text}”" in words
            assert any(one.startswith(f"{rule.source}（{rule.source_date}") for one in words)


def test_the_bureaus_answer_is_used_at_once_and_ends_the_doubt(enter):
    program, hand = enter()
    type_case(hand, choose_type="1")
    page = to_check(hand, program)
    (asked,) = [one for one in questions(program) if one.id == "C5"]
    assert asked.question.question in said(page)
    hand.press("Esc")
    given = BureauAnswer(
        subject="C5",
        region="440300",
        text="按六个月执行。",
        answered_by="经办科",
        answered_on=date(2026, 11, 20),
    )
    rulekeeping.answer(desk=program.desk, given=given)
    program.window.inside._refresh()
    page = to_check(hand, program)
    assert asked.question.question not in said(page)
    assert any("按六个月执行" in words for words in said(page))


def test_a_second_filing_to_the_same_place_is_stopped_before_it_is_agreed_to(enter, qtbot):
    program, hand = enter()
    type_case(hand, commitment=False, documents=2)
    number = register(hand, program, qtbot).number.text()
    hand.press("F2")
    type_case(hand, commitment=False, documents=2)
    page = to_check(hand, program)
    assert number in page.banner.text()
    assert "请办理变更" in page.banner.text()
    assert page.go.text() == "不能受理，返回修改"
    hand.press("Ctrl+Enter")
    QApplication.processEvents()
    assert program.window.current() is program.window.inside.counter
    assert len(searching.today(desk=program.desk)) == 1


def test_a_filing_to_another_place_is_pointed_out_and_may_go_on(enter, qtbot):
    program, hand = enter()
    type_case(hand, commitment=False, documents=2)
    number = register(hand, program, qtbot).number.text()
    hand.press("F2")
    type_case(hand, commitment=False, documents=2)
    counter = program.window.inside.counter
    counter.form.binding.focus("place")
    hand.type("cs")
    hand.press("Enter")
    page = to_check(hand, program)
    assert any(number in words for words in warned(page))
    register_again = page.go.text()
    assert register_again == "已告知同意，受理并打印"
    hand.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: program.window.inside.check.done)
    assert len(searching.today(desk=program.desk)) == 2


def test_a_change_tells_of_no_limit_that_no_rule_sets(enter, qtbot):
    program, hand = enter()
    type_case(hand)
    register(hand, program, qtbot)
    hand.press("Ctrl+K")
    hand.type("oy")
    hand.press("Enter", "F7")
    program.window.inside.counter.form.binding.focus("place")
    hand.type("cs")
    hand.press("Enter")
    hand.press("Alt+1", "Alt+2", "Alt+3")
    page = to_check(hand, program)
    assert not any("个月" in words for words in warned(page))


def test_a_clock_set_back_is_said_before_a_number_is_given(enter, clock):
    program, hand = enter()
    clock.advance(days=-3)
    type_case(hand)
    page = to_check(hand, program)
    assert any("电脑时钟" in words for words in warned(page))
