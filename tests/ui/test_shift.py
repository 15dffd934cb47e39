"""A shift of twenty cases in a process of its own: no long stall, and memory that stays flat.

``tests/bench/test_window.py`` works a hundred cases and holds the limits the product states.
"""

import os

import pytest

from tests.ui.shifts import CASES_BEFORE, work

CASES = 20
# A stall of 50 ms is what the product promises. A busy machine computes up to three times as
# long; whoever blocks the window by a query, a font or a collection of garbage takes longer still.
TURN_S = 0.15
GROWTH_MB, RESIDENT_MB = 6, 210  # 196 of it here; libraries and fonts differ between systems


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    """What a shift took; the better of two where the first was disturbed."""
    if os.environ["QT_QPA_PLATFORM"] != "offscreen":
        pytest.skip("measured in the pass without a real window")
    found = work(tmp_path_factory.mktemp("shift"), CASES)
    if max(found["cpu"].values()) > TURN_S:
        again = work(tmp_path_factory.mktemp("shift"), CASES)
        found["cpu"] = {act: min(took, again["cpu"][act]) for act, took in found["cpu"].items()}
    return found


def test_every_case_comes_with_its_papers(worked):
    assert len(worked["memory"]) == CASES + 1
    assert worked["papers"] >= 2 * CASES


def test_no_turn_of_the_event_loop_is_long(worked):
    assert len(worked["cpu"]) > 30
    long = {act: took for act, took in worked["cpu"].items() if took > TURN_S}
    assert long == {}


def test_memory_stays_flat(worked):
    own = [found["own"] for found in worked["memory"]]
    assert own[CASES - 1] - own[CASES_BEFORE] <= GROWTH_MB
    assert worked["memory"][-1]["rss"] <= RESIDENT_MB
