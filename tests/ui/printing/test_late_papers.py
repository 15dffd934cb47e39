"""Papers that were sent earlier, by another shift or before a restart: they are asked after."""

import pytest

from desk_app.services.filing import intake
from desk_app.services.finding import searching
from desk_app.services.papers import printing
from desk_app.services.start import opening
from tests.factory import case
from tests.printing_system import CANCELED, COMPLETED, WAITING
from tests.ui.conftest import PASSPHRASE
from tests.ui.printing.test_printing import answer, printing_system
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


def test_what_is_not_known_after_a_restart_is_settled_with_the_filing(
    enter, qtbot, sent_before, printing_system
):
    """Its page asks until somebody who looked says; what waits in a queue is not asked after."""
    system = printing_system.system
    system.states[7] = WAITING
    program, _ = enter()
    records = program.window.inside.records
    program.window.inside.counter.side.filing_wanted.emit(sent_before)
    qtbot.waitUntil(lambda: bool(system.asked) and records.page.isVisible())
    assert not records.page.whether_out.isVisible()
    system.states[7] = None
    program.window.inside.check.papers.watch.look()
    said = f"{sent_before} 不知道印出没有。请看打印机，按 Ctrl+K 找到这一件，记下出纸没有。"
    qtbot.waitUntil(lambda: program.window.toast.text() == said)
    records.refresh()
    qtbot.waitUntil(records.page.whether_out.isVisible)
    answer(records.page.whether_out, "已出纸")
    assert known(program, sent_before) == {"confirmed"}
    qtbot.waitUntil(lambda: not records.page.whether_out.isVisible())
