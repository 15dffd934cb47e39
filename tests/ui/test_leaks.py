"""Coming and going leaves nothing behind."""

import gc
import weakref

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desk_app.ui.workplace import Workplace


def settle():
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def test_twenty_changes_of_shift_leave_no_screen_behind(enter, qtbot):
    program, _ = enter()
    window, desk = program.window, program._desk
    ghosts = []
    settle()
    before = len(QApplication.allWidgets())
    for _ in range(20):
        workplace = Workplace(desk, window)
        window.enter(workplace, workplace.sign())
        workplace.begin()
        qtbot.waitUntil(lambda w=workplace: w.counter.preview._latest.idle)
        ghosts.append(weakref.ref(workplace.counter))
        del workplace
    program._enter()
    qtbot.waitUntil(lambda: program._arriving is None)
    settle()
    assert len(QApplication.allWidgets()) <= before
    assert [ghost() for ghost in ghosts] == [None] * len(ghosts)
