"""Kills in numbers: python -m pytest -m bench tests/bench/faults/test_kills.py -s.

``KILLS`` (40) for each command, ``WINDOWS`` (150) and ``LISTS`` (200); ``SEED`` for other moments.
"""

import os

import pytest

from desk_app.clock import Clock
from desk_app.services.filing import drafts
from tests.bench.figures import row
from tests.cli.faults import test_kills
from tests.cli.killed import kill_command
from tests.services import deeds
from tests.services.disturbed import COMMANDS
from tests.services.killing import expect_whole
from tests.ui import killed
from tests.ui.shift import PASSPHRASE

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="commands run in children of this process"),
]
BENCH = "tests/bench/faults/test_kills.py"
KILLS, WINDOWS, LISTS, SEED = (
    int(os.environ.get(name, usual))
    for name, usual in (("KILLS", 40), ("WINDOWS", 150), ("LISTS", 200), ("SEED", 1))
)


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_commands(name, tmp_path):
    cut = kill_command(name, tmp_path, kills=KILLS, seed=SEED)
    row(f"{name}: {KILLS} kills", f"{cut} before it was told, one truth each time", BENCH)


def test_killed_windows(tmp_path):
    """What was registered is there; what was typed last is in a draft or a filing."""
    folder = tmp_path / "data"
    deeds.make(folder, passphrase=PASSPHRASE).desk.close()
    told = []
    for turn in range(WINDOWS // 5):  # looked at after each five, so that a draft is found
        numbers, typed = killed.kill_windows(folder, 5, seed=SEED * 1000 + turn)
        told += numbers
        kept = expect_whole(folder, PASSPHRASE, told, Clock())
        with deeds.enter(folder, PASSPHRASE) as desk:
            cases = [draft.data for draft in drafts.open_drafts(desk=desk, everywhere=True)]
        kept |= {case.get("applicant", {}).get("id_number") for case in cases}
        assert set(typed) <= kept
    row(f"{WINDOWS // 5 * 5} kills of the window", f"{len(told)} registered, 0 lost", BENCH)
    assert told


def test_killed_lists(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_PASSPHRASE", deeds.PASSPHRASE)
    deeds.make(tmp_path / "data").desk.close()
    told = test_kills.kill_lists(tmp_path / "data", LISTS, seed=SEED + 1)
    expect_whole(tmp_path / "data", deeds.PASSPHRASE, told, Clock())
    row(f"{LISTS} kills of a list", f"{len(told)} told, 0 lost", BENCH)
    assert told
