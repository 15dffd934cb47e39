"""Questions."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.ui.dialogs import KINDS, Question, Working
from desk_app.ui.widgets.displays.facts import Facts
from tests.ui.hand import Hand


@pytest.fixture
def ask(stage, qtbot):
    """Open a question, press a key, and return what was answered."""
    window = stage(Facts("自动带出"))

    def answer(key, kind):
        question = Question(window, "删除？", "不能恢复。", yes="删除", no="不删", kind=kind)
        answers = []
        question.agreed.connect(lambda: answers.append("agreed"))
        question.rejected.connect(lambda: answers.append("rejected"))
        question.open()
        Hand().press(key)
        qtbot.waitUntil(lambda: bool(answers))
        return answers

    return answer


@pytest.mark.parametrize("kind", KINDS)
def test_escape_is_the_harmless_answer(ask, kind):
    assert ask("Esc", kind) == ["rejected"]


@pytest.mark.parametrize(("kind", "answer"), [("ask", "agreed"), ("danger", "rejected")])
def test_enter_agrees_to_a_plain_question_but_not_to_a_dangerous_one(ask, kind, answer):
    assert ask("Enter", kind) == [answer]


def test_work_that_nothing_may_come_between_stays_until_it_ends(stage, qtbot):
    working = Working(stage(Facts("自动带出")), "正在导入", whole=10)
    working.open()
    ended = []
    working.finished.connect(ended.append)
    working.reject()  # what a lock does to questions
    working.close()
    assert working.isVisible()
    assert working.progress.stopped()
    working.end()
    qtbot.waitUntil(lambda: bool(ended))


def test_escape_asks_such_work_to_stop(stage):
    working = Working(stage(Facts("自动带出")), "正在导入")
    working.open()
    assert not working.progress.stopped()
    QTest.keyClick(working, Qt.Key.Key_Escape)
    assert working.progress.stopped()
    assert working.isVisible()
    working.end()
