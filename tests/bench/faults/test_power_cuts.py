"""Power cuts in numbers: python -m pytest -m bench tests/bench/faults/test_power_cuts.py -s."""

import os

import pytest

from tests.bench.figures import row
from tests.services.power_cuts import JUDGES, cut_everywhere
from tests.storage import postgres, power

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(power.lacking() is not None, reason=str(power.lacking())),
    pytest.mark.skipif(postgres.lacking() is not None, reason=str(postgres.lacking())),
]
BENCH = "tests/bench/faults/test_power_cuts.py"
MANY = int(os.environ.get("CUTS", "300"))


@pytest.mark.parametrize("name", JUDGES)
def test_power_cuts(name, tmp_path):
    operations = cut_everywhere(name, tmp_path, many=MANY)
    row(f"power cuts, {name} ({operations} operations)", f"{MANY} of {MANY} in order", BENCH)
