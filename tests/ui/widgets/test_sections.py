"""A page of sections: its work, one at a time, in a worker thread."""

import errno
import threading

import pytest

from desk_app.errors import RefusedError, StoppedError
from desk_app.ui.widgets.frames.sections import SectionPage


@pytest.fixture
def page(stage):
    """A page shown in a window."""
    made = SectionPage("数据")
    stage(made)
    return made


def test_what_is_asked_for_while_the_page_looks_something_up_comes_after_it(page, qtbot):
    gate, done = threading.Event(), []
    page.run(lambda: gate.wait(30) and "looked up", done.append)
    page.run(lambda: "checked", done.append, words="正在核对")
    assert not page.progress.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == ["looked up", "checked"]
    assert not page.busy


def test_it_comes_after_a_failure_too(page, qtbot):
    gate, done = threading.Event(), []

    def fail():
        gate.wait(30)
        raise RefusedError("不行。")

    page.run(fail, done.append)
    page.run(lambda: "checked", done.append, words="正在核对")
    gate.set()
    qtbot.waitUntil(lambda: done == ["checked"])


def test_while_a_progress_is_shown_nothing_else_is_begun(page, qtbot):
    gate, done = threading.Event(), []
    page.run(lambda: gate.wait(30) and "first", done.append, words="正在核对")
    assert page.progress.isVisible()
    page.run(lambda: "second", done.append, words="正在核对")
    gate.set()
    qtbot.waitUntil(lambda: not page.busy)
    qtbot.wait(50)
    assert done == ["first"]


@pytest.mark.parametrize(
    ("error", "words", "kind"),
    [
        (RefusedError("不行。"), "不行。", "error"),
        (StoppedError("已停止。"), "已停止。", "warn"),
        (OSError(errno.ENOSPC, "no room"), "磁盘已满，没有写成。请清理出空间再试。", "error"),
    ],
)
def test_what_went_wrong_is_said(page, qtbot, error, words, kind):
    def fail():
        raise error

    page.run(fail, list, words="正在核对")
    qtbot.waitUntil(lambda: page.banner.text() == words)
    assert page.banner._kind == kind
    assert not page.progress.isVisible()
