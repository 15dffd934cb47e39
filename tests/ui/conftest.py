"""The window's tests act as a clerk: they type, press and read the screen."""

import functools
import shutil
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desk_app import paths
from desk_app.app import rare_faces
from desk_app.app.program import Program
from desk_app.clock import CHINA, FixedClock
from desk_app.policy.people.identity import check_character
from desk_app.records.hall import HallFields
from desk_app.services.settings.preferences import UNDO_SECONDS
from desk_app.services.start import opening
from desk_app.storage.keys import keys
from desk_app.ui import theme
from tests.ui.hand import Hand

PATIENCE_MS = 30_000
MORNING = datetime(2026, 11, 21, 10, 42, tzinfo=CHINA)
PASSPHRASE = "tea at nine 9"
CHEAP = keys.Cost(memory_kib=8 * 1024, iterations=1)
HALL = HallFields(
    name="示例区示例街道便民服务中心",
    code="SL01",
    region="440300",
    address="示例路 1 号",
    phone="0755-20000000",
)


def id_number(first_seventeen="44039919580312002"):
    """A number of nobody (region 440399 never existed) with its right check character."""
    return first_seventeen + check_character(first_seventeen)


@pytest.fixture(scope="session")
def qapp(qapp):
    """The application with our fonts and colours, as the program sets it up."""
    theme.set_up(qapp)
    theme.add_rare_faces(qapp, rare_faces.unpack(paths.cache_folder()))
    return qapp


@pytest.fixture
def qtbot(qtbot):
    """Wait long: the machine may be busy, and a wait that succeeds costs nothing."""
    qtbot.waitUntil = functools.partial(qtbot.waitUntil, timeout=PATIENCE_MS)
    qtbot.waitSignal = functools.partial(qtbot.waitSignal, timeout=PATIENCE_MS)
    return qtbot


@pytest.fixture
def stage(qtbot, qapp):
    """Show widgets in one window, with the keyboard in it."""
    window = QWidget()
    column = QVBoxLayout(window)
    qtbot.addWidget(window)

    def show(*widgets, width=700, height=400):
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        window.resize(width, height)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        return window

    return show


@pytest.fixture
def clock():
    """A morning at the counter."""
    return FixedClock(MORNING)


@pytest.fixture(scope="session")
def set_up_once(tmp_path_factory):
    """A data folder that was set up, to be copied: setting one up takes a fifth of a second."""
    folder = tmp_path_factory.mktemp("set up") / "data"
    made = opening.set_up(
        folder=folder,
        hall=HALL,
        counter=1,
        clerk_name="陈静怡",
        passphrase=PASSPHRASE,
        clock=FixedClock(MORNING),
        cost=CHEAP,
    )
    with made.desk as desk:
        UNDO_SECONDS.set(desk, 0)  # papers go to the printer at once; who tests waiting sets it
    return folder


@pytest.fixture
def folder(tmp_path, set_up_once):
    """A data folder that was set up, with nothing in it yet."""
    return shutil.copytree(set_up_once, tmp_path / "data")


@pytest.fixture
def start(qtbot, qapp, clock):
    """Open the program on a folder, as far as its door."""
    opened = []

    def begin(folder, *, size=(1366, 696), device=None):
        program = Program(folder, clock=clock, demo=False, device=device)
        opened.append(program)
        window = program.window
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        qtbot.waitUntil(lambda: program._parts is not None)
        return program

    yield begin
    for program in opened:
        close(program, qtbot)
        program.window.deleteLater()
    QApplication.processEvents()


def close(program, qtbot):
    """Close the window, and wait for the backup that is made on parting; none after a lock."""
    if program._locking.kept is not None:
        program.window.let_close()
    program.window.close()
    qtbot.waitUntil(lambda: program._lock is None)


@pytest.fixture
def enter(start, qtbot, folder):
    """Open the program and go through the door; returns program and hand."""

    def go(**options):
        program, hand = start(folder, **options), Hand()
        hand.type(PASSPHRASE)
        hand.press("Enter")
        qtbot.waitUntil(lambda: program.window.inside is not None)
        hand.keys = 0
        return program, hand

    return go


def turn(screen, qtbot, name):
    """Open a page by its name and wait until it has asked what it shows."""
    screen.open(name)
    qtbot.waitUntil(lambda: not screen.page.busy)
    return screen.page


@pytest.fixture
def settings(enter, qtbot):
    """Open the settings at a page, ready to be used."""

    def go(name, **options):
        program, hand = enter(**options)
        hand.press("F11")
        screen = program.window.inside.settings
        assert program.window.current() is screen
        return program, hand, turn(screen, qtbot, name)

    return go
