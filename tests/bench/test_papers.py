"""How fast papers are made: ``python -m pytest tests/bench/test_papers.py -m bench -s``."""

import resource
import statistics
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from forms import catalogue
from tests.bench import rivals

pytestmark = pytest.mark.bench

FORM = "guangdong_registration"
SET = (FORM, "commitment", "power_of_attorney", "receipt", "handout")
PAGE, FIRST, FIVE = 30.0, 60.0, 120.0  # ms of CPU
PER_SECOND, MEMORY = 50.0, 150.0  # pages, MB
FIRST_PAGE = """
import time
from forms import catalogue
sample = catalogue.PAPERS["{form}"].sample
begun = time.process_time()
catalogue.render("{form}", sample)
print((time.process_time() - begun) * 1000)
"""
THOUSAND = """
import resource, time
from dataclasses import replace
from forms import catalogue
sample = catalogue.PAPERS["{form}"].sample
def case(i):
    person = replace(sample.applicant, name="王" + chr(0x4E00 + 7 * i) + chr(0x5000 + 5 * i))
    return "{form}", replace(sample, number=f"440304001-01-20261121-{{i:04d}}", applicant=person)
begun = time.process_time()
pdf = catalogue.render_together((case(i) for i in range(1000)), title="", day=sample.day)
print(time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def cpu(action, times):
    """Return the median CPU time of an action in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        action()
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken)


def alone(program):
    """Run a program in a Python of its own and return the numbers it prints."""
    done = subprocess.run(
        [sys.executable, "-c", program.format(form=FORM)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [float(part) for part in done.stdout.split()]


def page():
    return catalogue.render(FORM, catalogue.PAPERS[FORM].sample)


def test_a_page():
    page()
    warm = cpu(page, 30)
    (first,) = alone(FIRST_PAGE)
    print(f"\none page: warm {warm:.1f} ms, first after import {first:.1f} ms, {len(page())} bytes")
    assert warm <= PAGE
    assert first <= FIRST


def test_a_set_of_five():
    def five():
        for paper in SET:
            catalogue.render(paper, catalogue.PAPERS[paper].sample)

    five()
    taken = cpu(five, 10)
    print(f"\nfive papers: {taken:.1f} ms")
    assert taken <= FIVE


def test_a_thousand_forms():
    seconds, memory = alone(THOUSAND)
    print(f"\n1,000 forms in one file: {1000 / seconds:.0f} pages/s, {memory:.0f} MB at most")
    assert 1000 / seconds >= PER_SECOND
    assert memory <= MEMORY


@pytest.mark.parametrize("engine", rivals.ENGINES)
def test_beside_other_engines(engine):
    pytest.importorskip({"fpdf2": "fpdf"}.get(engine, engine))
    sample = catalogue.PAPERS[FORM].sample
    plain = replace(sample, applicant=replace(sample.applicant, name="王小明"))
    draw = rivals.ENGINES[engine](catalogue.lay_out(FORM, plain))
    begun = time.process_time()
    size = len(draw())
    first = (time.process_time() - begun) * 1000
    theirs, ours = cpu(draw, 5), cpu(page, 15)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{engine}: warm {theirs:.0f} ms, first {first:.0f} ms, {size} bytes; "
        f"ours {ours:.1f} ms, {theirs / ours:.1f} times as fast ({peak:.0f} MB)"
    )
    assert size
