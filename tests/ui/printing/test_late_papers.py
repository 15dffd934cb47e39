"""Papers that were sent earlier, by another shift or before a restart: they are asked after."""

import pytest

from desk_app.services.filing import intake
from desk_app.services.finding import searching
from desk_app.services.papers import printing
from desk_app.services.start import opening
from tests.factory import case
from tests.printing_system import CANCELED, COMPLETED, WAITING
from tests.ui.conftest import PASSPHRASE
from tests.ui.printing.test_printing import printing_system
from tests.ui.steps import register, type_case

__all__ = ["printing_system"]


@pytest.fixture
def sent_before(folder, clock, printing_system):
    """Papers that were sent before the window opened, by a program that ended since."""
    printing_system()
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        done = intake.register(desk=desk, case=case())
        printing.send(desk=desk, papers=done.papers, printer="Counter")
    return done.record.number


def known(program, number):
    _, jobs = searching.show(desk=program.desk, record_no=number)
    return {one.outcome.value for one in jobs}


def test_papers_sent_before_a_restart_are_asked_after_at_the_sign_in(enter, qtbot, sent_before):
    program, _ = enter()
    qtbot.waitUntil(lambda: known(program, sent_before) == {"printed"})


def test_papers_sent_before_are_asked_after_on_the_day_page(
    enter, qtbot, sent_before, printing_system
):
    printing_system.system.states[7] = WAITING
    printing_system.system.asked.clear()
    program, hand = enter()
    qtbot.waitUntil(lambda: bool(printing_system.system.asked))
    assert known(program, sent_before) == {"sent"}
    printing_system.system.states[7] = CANCELED
    hand.press("F10")
    qtbot.waitUntil(lambda: known(program, sent_before) == {"cancelled"})
    words = f"{sent_before} 没有打印出来，请按 Ctrl+K 找到这一件补打。"
    qtbot.waitUntil(lambda: program.window.toast.text() == words)


def test_papers_are_asked_after_again_when_a_lock_is_over(enter, qtbot, printing_system):
    printing_system()
    printing_system.system.states[7] = WAITING
    program, hand = enter()
    type_case(hand)
    papers = register(hand, program, qtbot)
    qtbot.waitUntil(lambda: "正在打印" in papers.banner.text())
    number = papers.number.text()
    hand.press("F12")
    qtbot.waitUntil(lambda: program.window.current() is program.window.door)
    printing_system.system.states[7] = COMPLETED
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.current() is not program.window.door)
    qtbot.waitUntil(lambda: known(program, number) == {"printed"})
