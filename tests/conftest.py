"""What every test shares."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from desk_app.app import load_qt
from tests import screens

WINDOWS = Path(__file__).parent / "ui"

# Examples are not timed: a busy machine is no fault of the code. They are the same in each run, so
# that a change is judged by what it changed; others are looked for by hand, with
# ``pytest --hypothesis-profile=explore`` and as many seeds as there is time for.
settings.register_profile("explore", deadline=None)
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same")

# Decided before Qt is imported by anything; with all tests, tests/run.sh says "xcb".
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("SOURCE_DATE_EPOCH", None)
# What can be made anew is made once for all tests and the programs they start, and goes with them.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="desk-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_CACHE_HOME"], ignore_errors=True)
# Nothing of a test is remembered among the settings of whoever runs it.
os.environ["XDG_STATE_HOME"] = str(Path(os.environ["XDG_CACHE_HOME"]) / "state")
load_qt()  # as the program does: the hook of Qt for Python would keep the source of every module


def pytest_configure(config):
    """Give a process that opens real windows a screen; who hands out the tests opens none."""
    worker = hasattr(config, "workerinput")
    handing_out = not worker and getattr(config.option, "numprocesses", None)
    real = os.environ["QT_QPA_PLATFORM"] == "xcb"
    if real and not handing_out and (worker or "DISPLAY" not in os.environ):
        screens.take_one()


def pytest_collection_modifyitems(items):
    """Begin with the windows, whose files take longest: all workers then end together."""
    items.sort(key=lambda item: WINDOWS not in item.path.parents)


# Imported where they are wanted: a keyring that is loaded may be taken for the computer's own.
@pytest.fixture
def drawer():
    """Use a keyring of our own for the test."""
    from tests import keyrings

    with keyrings.using(keyrings.Drawer()) as made:
        yield made


@pytest.fixture
def no_keyring():
    """Let the computer have no keyring for the test."""
    from keyring.backends.fail import Keyring

    from tests import keyrings

    with keyrings.using(Keyring()):
        yield
