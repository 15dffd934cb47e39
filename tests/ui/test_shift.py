"""A shift of twenty cases in a process of its own: all their papers, and memory that stays flat.

``tests/bench/test_window.py`` works a hundred cases, measures how long each turn of the event loop
takes, and holds the limits the product states.
"""

import pytest

from tests.ui.shifts import CASES_BEFORE, work

CASES = 20
GROWTH_MB, RESIDENT_MB = 6, 210  # 196 of it here; libraries and fonts differ between systems


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    """What a shift gave and how much memory it held; off screen, whatever the other tests are."""
    return work(tmp_path_factory.mktemp("shift"), CASES)


def test_every_case_comes_with_its_papers(worked):
    assert len(worked["memory"]) == CASES + 1
    assert worked["papers"] >= 2 * CASES


def test_memory_stays_flat(worked):
    own = [found["own"] for found in worked["memory"]]
    assert own[CASES - 1] - own[CASES_BEFORE] <= GROWTH_MB
    assert worked["memory"][-1]["rss"] <= RESIDENT_MB
