"""A roster of a thousand: ``python -m pytest tests/bench/test_roster.py -m bench -s``."""

import os
import resource
import time

import pytest
import xlsxwriter

from desk_app.clock import FixedClock
from desk_app.policy.vocabulary import DocumentState
from desk_app.services.proofs.demonstration import DAY, HALL
from desk_app.services.roster import checking, delivering, reading, registering
from desk_app.services.roster.registering import RowResult
from desk_app.services.start import opening
from desk_app.storage.keys.keys import Cost
from tests.bench.people import people

pytestmark = pytest.mark.bench

ROWS = 1000
CHECKED, REGISTERED, GROWTH = 3.0, 60.0, 120.0  # s of CPU, s of CPU, MB
TITLES = ("姓名", "身份证号码", "手机号", "险种", "派驻城市", "单位名称")
COMMON = checking.Common(values={"begin": "2026-12-01"}, documents=DocumentState.BOTH, consent=True)


@pytest.fixture
def desk(tmp_path):
    made = opening.set_up(
        folder=tmp_path / "data",
        hall=HALL,
        counter=1,
        clerk_name="陈静",
        passphrase="correct horse battery",
        clock=FixedClock(DAY),
        cost=Cost(memory_kib=64, iterations=1),
    )
    with made.desk as desk:
        yield desk


@pytest.fixture
def roster(tmp_path):
    file = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, TITLES)
        for line, one in enumerate(people(ROWS), 1):
            row = (one.name, one.id_number, one.phone, "一档", "湖南省长沙市", "示例科技有限公司")
            for place, text in enumerate(row):
                sheet.write_string(line, place, text)
    return file


def cpu():
    """Return the seconds of CPU used so far, those of the process that read the file included."""
    return sum(os.times()[:4])


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_a_thousand_rows(desk, roster, tmp_path):
    begun, clock = cpu(), time.perf_counter()
    checked = checking.check(desk=desk, roster=reading.read(roster), common=COMMON)
    seconds, waited = cpu() - begun, time.perf_counter() - clock
    print(f"\nread and checked: {seconds:.1f} s CPU, {waited:.1f} s, {peak():.0f} MB")
    assert len(checked.ready) == ROWS
    assert seconds <= CHECKED
    memory: list[float] = []
    begun, clock = cpu(), time.perf_counter()
    done = registering.register(
        desk=desk, checked=checked, progress=lambda *_: memory.append(peak())
    )
    path = delivering.save(desk=desk, done=done, folder=tmp_path / "out")
    seconds, waited = cpu() - begun, time.perf_counter() - clock
    size = path.stat().st_size / 1e6
    print(f"registered, rendered, saved: {seconds:.1f} s CPU, {waited:.1f} s, {size:.1f} MB file")
    print(f"memory after the first group, the tenth, the last: {memory[0]:.0f}, {memory[9]:.0f}, "
          f"{memory[-1]:.0f} MB, all over {peak():.0f} MB")  # fmt: skip
    assert done.count(RowResult.REGISTERED) == ROWS
    assert seconds <= REGISTERED
    assert memory[-1] - memory[0] <= GROWTH
    begun = time.perf_counter()
    again = checking.check(desk=desk, roster=reading.read(roster), common=COMMON)
    print(f"checked again, all known: {time.perf_counter() - begun:.1f} s")
    assert len(again.known) == ROWS
