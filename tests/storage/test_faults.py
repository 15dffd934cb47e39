"""Kills and damage in numbers that prove something: python -m pytest -m bench tests/storage -s."""

import os
import random
import signal
import time

import pytest

from tests.bench.figures import row
from tests.storage.conftest import Counter, make_case
from tests.storage.filings.test_numbers import expect_whole, start_worker
from tests.storage.upkeep.test_inspection import damage

pytestmark = pytest.mark.bench

BENCH = "tests/storage/test_faults.py"


def test_two_hundred_kills_lose_nothing(counter: Counter) -> None:
    chance = random.Random(6)
    acknowledged: list[str] = []
    for kill in range(200):
        worker = start_worker(counter.folder, kill, -1)
        acknowledged.append(worker.stdout.readline().strip())
        time.sleep(chance.random() * 0.12)
        os.kill(worker.pid, signal.SIGKILL)
        acknowledged += worker.communicate()[0].split()
        if kill % 10 == 9:
            expect_whole(counter.folder, [one for one in acknowledged if len(one) == 19])
    row("200 kills while registering", f"{len(acknowledged)} acknowledged, 0 lost", BENCH)
    assert len(acknowledged) > 400


def test_two_hundred_flipped_bits_are_noticed(counter: Counter) -> None:
    for serial in range(200):
        counter.register(make_case(serial))
    missed = damage(counter, 200)
    row("200 damaged bits", f"{200 - missed} noticed", BENCH)
    assert missed == 0
