"""What was just done is taken back by one key, and what was ended by mistake comes back."""

import pytest

from desk_app.policy.vocabulary import CancelReason, FilingStatus
from desk_app.services.filing import cancelling
from desk_app.services.finding import searching
from desk_app.services.settings.preferences import UNDO_SECONDS
from tests.factory import register as file
from tests.ui.steps import register, type_case


@pytest.fixture
def patient(enter):
    """Enter a hall where papers wait for half a minute."""

    def go():
        program, hand = enter()
        UNDO_SECONDS.set(program.desk, 30)
        return program, hand

    return go


def shown(program, number):
    """Return a filing as it is kept."""
    return searching.show(desk=program.desk, record_no=number)[0]


def test_ctrl_z_takes_a_registering_back_and_gives_the_case_back(patient, qtbot):
    """Nothing was printed; what was typed is typed on, and gets the next number."""
    program, hand = patient()
    type_case(hand)
    papers = register(hand, program, qtbot)
    number = papers.number.text()
    assert "Ctrl Z" in papers.banner.text()
    hand.press("Ctrl+Z")
    inside = program.window.inside
    qtbot.waitUntil(lambda: program.window.current() is inside.counter)
    assert shown(program, number).status is FilingStatus.WITHDRAWN
    assert inside.counter.case.get("applicant.name") == "欧阳𬭚𫖮"
    assert number in program.window.toast.text()
    again = register(hand, program, qtbot)
    assert again.number.text() == f"{number[:-4]}0002"


def test_leaving_the_page_prints_at_once(patient, qtbot):
    """Whoever goes on has nothing to take back; papers are not kept waiting out of sight."""
    program, hand = patient()
    type_case(hand)
    papers = register(hand, program, qtbot)
    assert papers.grace.running
    hand.press("F2")
    assert not papers.grace.running


def test_ctrl_p_does_not_wait(patient, qtbot):
    """The papers are wanted now."""
    program, hand = patient()
    type_case(hand)
    papers = register(hand, program, qtbot)
    hand.press("Ctrl+P")
    assert not papers.grace.running
    assert "Ctrl Z" not in papers.banner.text()


def test_a_cancellation_is_taken_back_from_its_papers(patient, qtbot):
    """The filing is shown as it is again."""
    program, hand = patient()
    filing = file(program.desk, 1)
    hand.press("Ctrl+K")
    hand.type(filing.number)
    hand.press("Enter", "F8")
    hand.type("1")
    hand.press("Ctrl+Enter")
    inside = program.window.inside
    qtbot.waitUntil(lambda: program.window.current() is inside.check)
    hand.press("Ctrl+Z")
    qtbot.waitUntil(lambda: program.window.current() is inside.records)
    assert shown(program, filing.number).status is FilingStatus.ACCEPTED


def test_an_end_by_mistake_is_undone_on_the_page_of_the_filing(enter, qtbot):
    """Not without a reason; the papers come with the mark of it."""
    program, hand = enter()
    filing = file(program.desk, 1)
    cancelling.cancel(desk=program.desk, record_no=filing.number, reason=CancelReason.RETURNED)
    hand.press("Ctrl+K")
    hand.type(filing.number)
    hand.press("Enter")
    records = program.window.inside.records
    qtbot.waitUntil(lambda: records.page.filing is not None)
    hand.press("Ctrl+Z", "Enter")
    assert records.page.taking.isVisible()
    hand.write("按错了键")
    hand.press("Enter")
    inside = program.window.inside
    qtbot.waitUntil(lambda: program.window.current() is inside.check)
    assert shown(program, filing.number).status is FilingStatus.ACCEPTED
