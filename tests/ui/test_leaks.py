"""Coming and going leaves nothing behind."""

import gc
import weakref
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desk_app.app.program import Program
from desk_app.ui.workplace import Workplace
from tests.ui.conftest import PASSPHRASE, close
from tests.ui.hand import Hand


def settle():
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def widgets_inside(program):
    """Count the widgets once every screen was made, which happens little by little."""
    inside = program.window.inside
    assert all((inside.check, inside.records, inside.guide, inside.day, inside.settings))
    settle()
    return len(QApplication.allWidgets())


def test_twenty_changes_of_shift_leave_no_screen_behind(enter, qtbot):
    program, _ = enter()
    window, desk = program.window, program.desk
    ghosts = []
    before = widgets_inside(program)
    for _ in range(20):
        workplace = Workplace(desk, window)
        window.enter(workplace, workplace.sign())
        workplace.begin()
        qtbot.waitUntil(lambda w=workplace: w.counter.preview._latest.idle)
        ghosts.append(weakref.ref(workplace.counter))
        del workplace
    program._enter()
    qtbot.waitUntil(lambda: program._arriving is None)
    assert widgets_inside(program) <= before
    assert [ghost() for ghost in ghosts] == [None] * len(ghosts)


def resident_mb():
    """Return the memory of this process, its share of mapped files included."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


# So many rounds load what is loaded once; what a round leaves behind then shows tenfold. One
# chain of faces, one picture of the window or one set of screens would be 4 MB and more.
ROUNDS_BEFORE, ROUNDS, LEFT_MB = 3, 10, 15


def test_locking_and_unlocking_leaves_nothing_behind(enter, qtbot):
    program, hand = enter()
    for round_ in range(ROUNDS_BEFORE + ROUNDS):
        if round_ == ROUNDS_BEFORE:
            widgets, before = widgets_inside(program), resident_mb()
        hand.press("F12")
        hand.type(PASSPHRASE)
        hand.press("Enter")
        qtbot.waitUntil(lambda: program.window.current() is not program.window.door)
    assert widgets_inside(program) <= widgets
    assert resident_mb() - before <= LEFT_MB


def test_opening_and_closing_leaves_nothing_behind(qapp, folder, clock, qtbot):
    ghosts = []
    for round_ in range(ROUNDS_BEFORE + ROUNDS):
        if round_ == ROUNDS_BEFORE:
            widgets, before = len(QApplication.allWidgets()), resident_mb()
        ghosts += open_and_close(folder, clock, qtbot)
        settle()
    assert len(QApplication.allWidgets()) <= widgets
    assert resident_mb() - before <= LEFT_MB
    assert [ghost() for ghost in ghosts if ghost() is not None] == []


def open_and_close(folder, clock, qtbot):
    """Open the program, sign in and close it again; returns what must be gone by then."""
    program, hand = Program(folder, clock=clock, demo=False), Hand()
    program.window.show()
    program.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.window)
    qtbot.waitUntil(lambda: program._parts is not None)
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)
    inside = program.window.inside
    close(program, qtbot)
    program.window.deleteLater()
    return [weakref.ref(one) for one in (program, program.window, inside.counter)]
