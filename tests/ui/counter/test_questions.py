"""What a senior clerk would ask: seen at once, answered by one key, kept with the filing."""

import pytest

from desk_app.services.finding import searching
from tests.factory import register as file
from tests.ui.steps import register, type_case

KNOWN = "440399195803090015"  # of the person ``file`` registers first


@pytest.fixture
def known(enter):
    """A counter at which somebody is on file."""
    program, hand = enter()
    file(program.desk, 1)
    return program, hand, program.window.inside.counter


def test_another_name_is_asked_about_before_the_field_is_left(known):
    _, hand, counter = known
    hand.write("李大同")
    hand.press("Enter")
    hand.type(KNOWN[:-1])
    assert not counter.asked.isVisible()
    hand.type(KNOWN[-1])
    assert counter.asked.isVisible()
    assert "王*明" in counter.asked.words.text()
    hand.press("Ctrl+1")
    assert counter.case.get("applicant.name") == "王小明"
    assert not counter.asked.isVisible()


def test_a_new_name_is_filed_with_its_proof_and_both_names_find_it(known, qtbot):
    program, hand, counter = known
    type_case(hand, name="李大同", number=KNOWN, commitment=False, documents=0)
    hand.press("Ctrl+Enter")
    assert program.window.current() is counter  # nothing is filed while it is open
    assert "先问清" in counter.bar.words.text()
    hand.press("Ctrl+2")
    assert "name_proof" in counter.checklist.rows
    hand.press("Alt+1", "Alt+2", "Alt+3")
    papers = register(hand, program, qtbot)
    filing, _ = searching.show(desk=program.desk, record_no=papers.number.text())
    assert filing.case.answers == {"other_name": "new_name"}
    assert filing.case.applicant.name == "李大同"
    for name in ("李大同", "王小明"):
        (hit,) = searching.find(desk=program.desk, text=name)
        assert sorted(one.name for one in hit.filings) == ["李大同", "王小明"]


def test_an_answer_is_good_for_what_it_was_given_of(known):
    _, hand, counter = known
    type_case(hand, name="李大同", number=KNOWN, documents=0)
    hand.press("Ctrl+3")
    assert counter.case.get("answers.other_name") == "other_person"
    counter.case.set("applicant.name", "李大童")
    counter.go_on()
    assert [one.id for one in counter.verdict.open_questions] == ["other_name"]


def test_the_answer_is_read_out_and_survives_in_the_draft(known):
    program, hand, counter = known
    type_case(hand, name="李大同", number=KNOWN, documents=1)
    hand.press("Ctrl+3")
    draft = counter.keeper.draft
    assert draft.data["answers"] == {"other_name": "other_person"}
    hand.press("Ctrl+Enter")
    assert program.window.current() is program.window.inside.check


def test_one_key_files_to_the_whole_province(enter):
    program, hand = enter()
    counter = program.window.inside.counter
    type_case(hand, documents=0)
    counter.case.set("place", "460100")
    counter.go_on()
    assert "海南省" in counter.asked.words.text()
    hand.press("Ctrl+2")
    assert counter.case.get("place") == "460000"
    assert counter.form.binding.editor("place").code() == "460000"
    assert not counter.asked.isVisible()
