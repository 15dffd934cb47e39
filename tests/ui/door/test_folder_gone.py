"""The data folder vanishes under the open window: nothing told as done, nothing typed lost."""

import sys

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from desk_app.services.filing import drafts, rescuing
from desk_app.ui.dialogs import Question
from tests.ui.hand import Hand
from tests.ui.steps import type_case

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="what is open cannot be taken away there"
)


def answer(qtbot, *keys):
    """Answer the question that comes, wait until it is gone, and return its title."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question))
    question = QApplication.activeModalWidget()
    title = question.windowTitle()
    Hand().press(*keys)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not question)
    return title


@pytest.fixture
def chosen(monkeypatch, tmp_path):
    """The file that is chosen in whatever dialog asks for one."""
    path = tmp_path / "elsewhere" / "a.deskdraft"
    path.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    return path


def test_a_case_that_is_registered_into_a_vanished_folder(enter, folder, qtbot, chosen):
    program, hand = enter()
    type_case(hand)
    inside = program.window.inside
    hand.press("Ctrl+Enter")
    assert program.window.current() is inside.check
    away = folder.with_name("away")
    folder.rename(away)
    hand.press("Ctrl+Enter")
    answer(qtbot, "Enter")  # to be kept elsewhere
    assert answer(qtbot, "Enter") == "已另存"
    assert not inside.check.done
    assert "没有登记" in inside.check.reading.banner.text()
    assert not folder.exists()
    sealed = chosen.read_bytes()
    assert chosen.stat().st_mode & 0o077 == 0
    assert "欧阳".encode() not in sealed
    assert b"13800138000" not in sealed
    assert inside.counter.case.get("applicant.name") == "欧阳𬭚𫖮"
    # What is typed from now on is kept there too, without asking again.
    program.window.activateWindow()  # as a window manager does after the last of two questions
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    hand.press("Esc")
    inside.counter.case.set("applicant.phone", "13900139000")
    assert inside.counter.put_aside()
    assert chosen.read_bytes() != sealed
    # Put back, the work goes on where it was.
    away.rename(folder)
    hand.press("Ctrl+O")
    qtbot.waitUntil(lambda: len(drafts.open_drafts(desk=program.desk)) >= 1)
    assert inside.counter.case.get("applicant.phone") == "13900139000"
    hand.press("Ctrl+Enter", "Ctrl+Enter")
    qtbot.waitUntil(lambda: inside.check.done)


def test_who_declines_is_asked_once_and_keeps_the_case_in_the_window(enter, folder, qtbot, chosen):
    program, hand = enter()
    folder.rename(folder.with_name("away"))
    hand.write("王小明")
    hand.press("Enter")
    answer(qtbot, "Esc")
    assert "草稿没有存上" in program.window.bar._state.text()
    inside = program.window.inside
    inside.counter.case.set("applicant.phone", "13900139000")
    assert not inside.counter.put_aside()
    assert QApplication.activeModalWidget() is None
    assert inside.counter.case.get("applicant.name") == "王小明"
    assert not chosen.exists()
    folder.with_name("away").rename(folder)
    assert inside.counter.put_aside()
    assert len(drafts.open_drafts(desk=program.desk)) == 1


def test_what_is_no_draft_is_said(enter, qtbot, chosen):
    program, hand = enter()
    chosen.write_bytes(b"something else, and long enough to be taken for it")
    hand.press("Ctrl+O")
    qtbot.waitUntil(lambda: "不是另存的草稿" in program.window.toast.text())
    assert chosen.suffix == rescuing.SUFFIX
