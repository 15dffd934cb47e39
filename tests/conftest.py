"""What every test shares."""

import atexit
import os
import shutil
import tempfile

from hypothesis import settings

from desk_app.app import load_qt

# Examples are not timed: a busy machine is no fault of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Decided before Qt is imported by anything; tests/run.sh makes a second pass with "xcb".
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("SOURCE_DATE_EPOCH", None)
# What can be made anew is made once for all tests and the programs they start, and goes with them.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="desk-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_CACHE_HOME"], ignore_errors=True)
load_qt()  # as the program does: the hook of Qt for Python would keep the source of every module
