"""What was typed stays, whatever happens."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from desk_app.app.program import UNEXPECTED
from desk_app.errors import EnvironmentFailureError
from desk_app.services.filing import drafts
from desk_app.services.start import opening
from desk_app.ui.dialogs import Question
from tests.ui.conftest import PASSPHRASE, close, id_number
from tests.ui.hand import Hand

ROOT = Path(__file__).resolve().parents[3]
TYPE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desk_app.app.program import Program
from desk_app.clock import Clock
from desk_app.ui import theme
from tests.ui.hand import Hand
application = QApplication([])
theme.set_up(application)
program = Program(Path(sys.argv[1]), clock=Clock(), demo=False)
program.window.show()
program.window.activateWindow()
hand = Hand()
def step():
    if program._parts is None:
        return
    if program.window.inside is None:
        if not program.window.door._waiting:
            hand.type(sys.argv[2])
            hand.press("Enter")
        return
    timer.stop()
    hand.write("王小明")
    hand.press("Enter")
    hand.type(sys.argv[3])
    hand.press("Enter")
    os.kill(os.getpid(), signal.SIGKILL)
timer = QTimer()
timer.timeout.connect(step)
timer.start(10)
application.exec()
"""


def test_a_killed_program_comes_back_with_the_case(folder, start, qtbot):
    done = subprocess.run(
        [sys.executable, "-c", TYPE_AND_DIE, str(folder), PASSPHRASE, id_number()],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    program, hand = start(folder), Hand()
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)
    case = program.window.inside.counter.case
    assert case.get("applicant.name") == "王小明"
    assert case.get("applicant.id_number") == id_number()


def test_each_field_is_in_the_draft_as_it_is_left(enter):
    program, hand = enter()
    hand.write("王小明")
    assert drafts.open_drafts(desk=program.desk) == ()
    hand.press("Enter")
    (draft,) = drafts.open_drafts(desk=program.desk)
    assert draft.data["applicant"]["name"] == "王小明"
    hand.type("4403")
    hand.press("Enter")
    (draft,) = drafts.open_drafts(desk=program.desk)
    assert draft.data["applicant"]["id_number"] == "4403"
    assert "草稿已存" in program.window.bar._state.text()


def test_a_new_case_puts_the_old_one_aside_with_the_field_in_hand(enter):
    program, hand = enter()
    hand.write("王小明")
    hand.press("F2")
    counter = program.window.inside.counter
    assert counter.case.get("applicant.name") == ""
    (draft,) = drafts.open_drafts(desk=program.desk)
    assert draft.data["applicant"]["name"] == "王小明"
    index = counter.side.listing.index(0, 0)
    assert index.data(Qt.ItemDataRole.DisplayRole).startswith("王*明，")
    counter.side.list.opened.emit(index)
    assert counter.case.get("applicant.name") == "王小明"


def test_a_draft_is_deleted_only_after_asking(enter, qtbot):
    program, hand = enter()
    counter = program.window.inside.counter
    hand.write("王小明")
    hand.press("Enter")
    counter._judge()
    for answer, left in (("Esc", 1), ("Space", 0)):
        counter.bar.discard.click()
        qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), Question))
        if answer == "Space":
            hand.press("Tab")
        hand.press(answer)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        assert len(drafts.open_drafts(desk=program.desk)) == left
    assert counter.case.get("applicant.name") == ""


def test_a_full_disk_keeps_the_case_on_the_screen_and_says_so(enter, folder, monkeypatch):
    program, hand = enter()
    hand.write("王小明")
    real = drafts.save

    def full(**given):
        raise EnvironmentFailureError("磁盘已满，草稿没有存上。")

    monkeypatch.setattr(drafts, "save", full)
    hand.press("Enter")
    assert "没有存上" in program.window.bar._state.text()
    assert program.window.toast.text() == "磁盘已满，草稿没有存上。"
    monkeypatch.setattr(drafts, "save", real)
    hand.type("4")
    hand.press("Enter")
    (draft,) = drafts.open_drafts(desk=program.desk)
    assert draft.data["applicant"]["name"] == "王小明"
    assert "草稿已存" in program.window.bar._state.text()


def test_an_empty_case_leaves_no_draft(enter):
    program, hand = enter()
    hand.press("Enter", "F2", "Ctrl+S")
    assert drafts.open_drafts(desk=program.desk) == ()


def test_lock_hides_everything_and_gives_it_back(enter, qtbot):
    program, hand = enter()
    window = program.window
    hand.write("王小明")
    hand.press("F12")
    assert window.current() is window.door
    assert not window.bar.search.isVisible()
    qtbot.waitUntil(lambda: program.desk is None)
    hand.press("F2", "Ctrl+K")
    assert window.current() is window.door
    hand.type("wrong words 1")
    hand.press("Enter")
    qtbot.waitUntil(window.door.banner.isVisible)
    assert window.current() is window.door
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: window.current() is not window.door)
    assert window.inside.counter.case.get("applicant.name") == "王小明"
    assert drafts.open_drafts(desk=program.desk)[0].data["applicant"]["name"] == "王小明"


def test_idleness_locks_and_forgets(enter, qtbot):
    program, hand = enter()
    hand.write("王小明")
    program.window._idle.start(1)
    qtbot.waitUntil(lambda: program.window.current() is program.window.door)
    qtbot.waitUntil(lambda: program.desk is None)
    assert program.window.inside is None
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)
    assert drafts.open_drafts(desk=program.desk)


def test_closing_the_window_saves_the_field_in_hand(enter, qtbot, folder, clock):
    program, hand = enter()
    hand.write("王小明")
    close(program, qtbot)
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        (draft,) = drafts.open_drafts(desk=desk)
    assert draft.data["applicant"]["name"] == "王小明"


def test_an_unexpected_error_keeps_the_draft_and_tells_no_names(enter, caplog):
    program, hand = enter()
    hand.write("王小明")
    error = ValueError(f"王小明 {id_number()}")
    program.on_error(type(error), error, None)
    assert program.window.toast.text() == UNEXPECTED
    assert drafts.open_drafts(desk=program.desk)[0].data["applicant"]["name"] == "王小明"
    assert "ValueError" in caplog.text
    assert "王小明" not in caplog.text
    assert id_number() not in caplog.text


def test_nothing_heavy_is_loaded_before_the_first_paint(folder):
    code = """
import json, linecache, sys
from pathlib import Path
from desk_app.app import load_qt
load_qt()
from PySide6.QtWidgets import QApplication
from desk_app.app.program import Program
from desk_app.clock import Clock
from desk_app.ui import theme
application = QApplication([])
theme.set_up(application)
program = Program(Path(sys.argv[1]), clock=Clock(), demo=False)
def painted():
    print(json.dumps([sorted(sys.modules), sorted(linecache.cache)]))
    application.quit()
program.window.shown.disconnect()
program.window.shown.connect(painted)
program.window.show()
application.exec()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    modules, sources = json.loads(done.stdout)
    loaded = set(modules)
    # Nor is the source of a module: the hook of Qt for Python would have read that of each.
    assert not [name for name in sources if "desk_app" in name]
    assert "PySide6.QtWidgets" in loaded
    heavy = {"sqlmodel", "sqlalchemy", "pydantic", "reportlab", "pikepdf", "pypdfium2"}
    assert not loaded & heavy
    # The size of type is read before anything is painted; it is a small file and nothing more.
    light = {f"desk_app.services{part}" for part in ("", ".settings", ".settings.type_size")}
    assert not [name for name in loaded - light if name.startswith(("desk_app.services", "forms"))]


def test_the_window_makes_all_classes_before_another_thread_imports_screens(folder):
    """Two threads that make classes of Qt at once end the program: seen on a busy machine."""
    code = """
import sys
from pathlib import Path
from desk_app.app import load_qt
load_qt()
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtWidgets import QApplication
from desk_app.app import program as module
from desk_app.clock import Clock
from desk_app.ui import theme
application = QApplication([])
theme.set_up(application)
load = module.load_parts
def loading(*given, **named):
    for one in (QtCore, QtGui, QtWidgets):
        print(set(dir(one)) - set(vars(one)))
    return load(*given, **named)
module.load_parts = loading
program = module.Program(Path(sys.argv[1]), clock=Clock(), demo=False)
loaded = program._loaded
program._loaded = lambda parts: (loaded(parts), application.quit())
program.window.show()
application.exec()
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.split() == ["set()"] * 3


def test_the_window_looks_the_same_whatever_the_desktop_asks_for(folder):
    code = """
import sys
from pathlib import Path
from desk_app.app import load_qt
load_qt()
from PySide6.QtWidgets import QApplication
from desk_app.app import application
def begun(self):
    print(QApplication.style().objectName())
    return 0
QApplication.exec = begun
application.run(Path(sys.argv[1]), demo=False, clock=None)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_STYLE_OVERRIDE": "windows"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split() == ["fusion"]


def test_the_window_never_stalls_while_a_case_is_typed(enter, qtbot):
    """A heartbeat runs beside the typing; the worker must not starve the window."""
    program, hand = enter()
    beats = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(1))
    timer.start(0)
    hand.write("王小明")
    hand.press("Enter")
    counter = program.window.inside.counter
    counter.form.binding.focus("type")
    hand.type("2")
    before = len(beats)
    qtbot.waitUntil(lambda: counter.preview.pdf is not None)
    timer.stop()
    assert len(beats) > before
    assert QApplication.focusWidget() is not None
