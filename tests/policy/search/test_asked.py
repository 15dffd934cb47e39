"""Questions in the words of the counter find their answer first: two lines, then the rules."""

from datetime import date
from pathlib import Path

import pytest

from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.packs.packs import rulebook
from desk_app.policy.regions import insured_regions
from desk_app.policy.search.asked import UNSURE, all_asked, likely
from desk_app.policy.search.full_text import search
from desk_app.policy.topics.channels import channels

TODAY = date(2026, 12, 1)
SHENZHEN = rulebook("440300", on=TODAY)
TABLE = [
    tuple(cell.strip() for cell in line.split("|"))
    for line in Path(__file__).with_name("questions.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("question", "answer"), TABLE)
def test_what_people_ask_finds_its_answer_first(question, answer):
    first = search(question, SHENZHEN)[0]
    assert (first.kind, first.id) == ("answer", answer)


def test_thirty_questions_are_held_and_each_answer_is_asked_for():
    answers = {one.id for one in all_asked(SHENZHEN)}
    assert len(answers) >= 30
    assert {answer for _, answer in TABLE} == answers


@pytest.mark.parametrize("region", ["440300", "440600", "130500", "320100", "420100", "000000"])
def test_an_answer_is_two_lines_that_rest_on_rules_of_the_region(region):
    for on in (TODAY, date(2027, 1, 1)):
        for one in all_asked(rulebook(region, on=on)):
            assert len(one.lines) == 2 or one.id == "illiterate"
            assert all(line.endswith("。") and len(line) <= 60 for line in one.lines), one.id
            if region != "440300":
                assert "深圳" not in "".join(one.lines), one.id


def test_every_rule_an_answer_names_is_there():
    known = {rule.id for rule in SHENZHEN.rules} | {one.id for one in channels("440300")}
    from desk_app.policy.search.asked import _table

    for row in _table()[1]:
        assert set(row.rules) <= known, row.id


def test_what_is_unlike_every_question_gets_no_answer_by_guessing():
    for words in ("", "？", "zzz", "C13", "国家异地就医备案小程序"):
        assert likely(words, SHENZHEN) == ()


def test_the_bureaus_answer_is_read_out_first_and_what_is_not_sure_says_so():
    given = BureauAnswer(
        subject="C1",
        region="440300",
        text="深圳临时外出可以不备案。",
        answered_by="待遇科",
        answered_on=TODAY,
    )
    book = rulebook("440300", on=TODAY, answers=[given])
    (before,) = (one for one in all_asked(SHENZHEN) if one.id == "must_i")
    (after,) = (one for one in all_asked(book) if one.id == "must_i")
    assert before.bureau == ()
    assert after.told[0] == "深圳临时外出可以不备案。"
    assert before.printed_lines[-1] == UNSURE
    (sure,) = (one for one in all_asked(SHENZHEN) if one.id == "in_hospital")
    assert sure.rules


def test_words_as_they_were_typed_come_before_topics_called_so():
    found = [one for one in search("学生", SHENZHEN) if one.kind == "statement"]
    assert "学生" in found[0].text
    assert "学生" in found[1].text
    for word in (
        "死亡",
        "外伤",
        "军人",
        "港澳",
        "不识字",
        "断缴",
        "药店",
        "起付线",
        "透析",
        "实名",
    ):
        kinds = {one.kind for one in search(word, SHENZHEN)}
        assert kinds & {"answer", "statement"}, word


def test_every_insured_region_has_the_answers():
    for region in insured_regions()[:5]:
        assert all_asked(rulebook(region.code, on=TODAY))
