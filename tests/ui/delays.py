"""Make threads and the first round of safekeeping come late, at random.

``python -m pytest -p tests.ui.delays tests/ui`` finds what only works on a quick machine;
``DELAYS=7`` in the environment takes another course. No part of the ordinary tests.
"""

import os
import random
import time

import pytest

MOST_S = 0.4
OFTEN = 0.6
BEGINNINGS_MS = (50, 200, 500, 1_000, 2_000, 3_000)

_chance = random.Random(os.environ.get("DELAYS", "1"))


def _dawdle():
    if _chance.random() < OFTEN:
        time.sleep(_chance.random() * MOST_S)


def pytest_configure():
    """Let each piece of work begin late, and its result arrive late."""
    from desk_app.ui import tasks  # not before the tests chose a platform

    run, send = tasks._Work.run, tasks._Work._send

    def late_run(work):
        _dawdle()
        run(work)

    def late_send(signal, value):
        _dawdle()
        send(signal, value)

    tasks._Work.run, tasks._Work._send = late_run, staticmethod(late_send)


@pytest.fixture(autouse=True)
def first_round(monkeypatch):
    """Let the window look after its records sooner or later than it usually does."""
    from desk_app.ui.models import guardian

    monkeypatch.setattr(guardian, "BEGIN_MS", _chance.choice(BEGINNINGS_MS))
