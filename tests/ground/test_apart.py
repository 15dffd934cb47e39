"""Work in a process of its own: whatever becomes of that, the program goes on."""

import os
import sys
import time

import pytest

from desk_app import apart


def test_an_answer_comes_back():
    assert apart.answer(sorted, [2, 1], seconds=60) == [1, 2]


@pytest.mark.parametrize(
    ("work", "given"), [(os._exit, 3), (os.abort, ()), (int, "no number"), (sys.exit, 0)]
)
def test_what_breaks_or_ends_its_process_has_no_answer(work, given):
    assert apart.answer(work, given, seconds=60) is None


def test_what_does_not_end_is_ended():
    assert apart.answer(time.sleep, 600, seconds=1) is None


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not bounded there")
def test_what_asks_for_too_much_memory_does_not_get_it():
    assert apart.answer(bytes, 4 << 30, seconds=60) is None
