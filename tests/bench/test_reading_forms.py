"""A bureau's form in numbers: python -m pytest -m bench -s tests/bench/test_reading_forms.py."""

import json
import time
from pathlib import Path
from statistics import median

import pytest

from desk_app.services.blanks import form_reading
from tests.bench.figures import row

pytestmark = pytest.mark.bench
BENCH = "tests/bench/test_reading_forms.py"
FORMS = sorted((Path(__file__).parents[1] / "forms" / "bureau_forms").glob("*.pdf"))
_TRY_AND_TAKE = 2  # keys, besides an Enter for each doubtful place


def test_reading_forms():
    seconds, keys, wanted, found = [], [], 0, 0
    for form in FORMS:
        began = time.perf_counter()
        read = form_reading.attempt(form.read_bytes())
        seconds.append(time.perf_counter() - began)
        keys.append(len(read.doubtful) + _TRY_AND_TAKE)
        told = json.loads(form.with_suffix(".json").read_text(encoding="utf-8"))
        values = {place["value"].partition("/")[0] for place in told["places"]}
        wanted += len(values)
        found += len(values & {place.value for place in read.known})
    row(f"values found on {len(FORMS)} forms", f"{found} of {wanted}", BENCH)
    row("one form read, median", f"{median(seconds):.2f} s", BENCH)
    row("keys to finish one, median and most", f"{median(keys):g}, {max(keys)}", BENCH)
