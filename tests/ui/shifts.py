"""Start a shift (tests/ui/shift.py) on a fresh data folder, and read what it took."""

import json
import os
import subprocess
import sys
from pathlib import Path

from desk_app.clock import FixedClock
from desk_app.services.start import opening
from tests.ui.conftest import HALL, PASSPHRASE
from tests.ui.shift import MORNING

ROOT = Path(__file__).resolve().parents[2]
CASES_BEFORE = 5  # so many cases load what is loaded once


def work(folder, cases, *, timeout=1500):
    """Work so many cases in a folder and return what was measured."""
    folder.mkdir(exist_ok=True)
    made = opening.set_up(
        folder=folder / "data",
        hall=HALL,
        counter=1,
        clerk_name="陈静怡",
        passphrase=PASSPHRASE,
        clock=FixedClock(MORNING),
    )
    made.desk.close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.shift", str(folder), str(cases)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "CUPS_SERVER": "127.0.0.1:1"},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
