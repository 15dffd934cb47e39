"""Disk errors in numbers: python -m pytest -m bench tests/bench/faults/test_disk_errors.py -s."""

import os

import pytest

from tests.bench.figures import row
from tests.services.disk_errors import fail_everywhere
from tests.services.disturbed import COMMANDS
from tests.storage import power

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(power.lacking() is not None, reason=str(power.lacking())),
]
BENCH = "tests/bench/faults/test_disk_errors.py"
MANY = int(os.environ.get("ERRORS", "9999"))  # more than any of them has operations: each one


@pytest.mark.parametrize("name", COMMANDS)
def test_disk_errors(name, tmp_path):
    operations = fail_everywhere(name, tmp_path, many=MANY)
    row(
        f"disk errors, {name} ({operations} operations)",
        f"{min(MANY, operations)} said truly",
        BENCH,
    )
