"""Twenty counters on one server at once: python -m pytest -m bench tests/bench/test_hall.py -s.

Each counter is a process of its own that registers whole cases, papers and history included:
as fast as it can, which no clerk does, and at a pace no clerk reaches. Throughput and waiting
times are printed; the processes begin together, once all of them are connected.
"""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.clock import CHINA, FixedClock
from desk_app.policy.vocabulary import Role
from desk_app.records.hall import HallFields
from desk_app.storage.database.database import Database
from desk_app.storage.filings import listing
from desk_app.storage.people import clerks, halls
from desk_app.storage.server import server_address, server_roles
from desk_app.storage.upkeep import inspection
from tests.storage import postgres

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(postgres.lacking() is not None, reason=str(postgres.lacking())),
]

COUNTERS = 20

_COUNTER = """
import random, sys, time
from pathlib import Path
from desk_app.clock import Clock
from desk_app.records.hall import Seat
from desk_app.services.filing import intake
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.people import clerks, halls
from desk_app.storage.database.database import Database
from tests.factory import case, number

url, no, count, pause = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
chance = random.Random(no)
with Database.server(url, clock=Clock()) as database:
    with database.reading() as session:
        hall, clerk = halls.every(session)[0], clerks.every(session)[0]
    seat = Seat(hall=hall, counter=1 + no, clerk=clerk)
    desk = Desk(folder=Path(), database=database, clock=Clock(), seat=seat)
    today = desk.clock.today().isoformat()
    cases = [
        case(applicant__id_number=number(f"19{50 + no}0101", f"{turn:03d}"), begin=today)
        for turn in range(count + 1)
    ]
    intake.register(desk=desk, case=cases.pop())  # everything is imported and prepared now
    print("ready", flush=True)
    sys.stdin.readline()
    for one in cases:
        time.sleep(chance.uniform(0, 2 * pause))
        began = time.perf_counter()
        intake.register(desk=desk, case=one)
        print(f"{time.perf_counter() - began:.6f}", flush=True)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run, in seconds: each case, all together, and the CPU of the counters."""

    waits: list[float]
    took: float
    cpu: float


@pytest.mark.parametrize(
    ("cases", "pause", "most"), [(15, 0.0, 60.0), (6, 5.0, 10.0)], ids=["flat out", "brisk"]
)
def test_twenty_counters(cases: int, pause: float, most: float) -> None:
    clock = FixedClock(datetime(2026, 11, 21, 9, tzinfo=CHINA))
    with postgres.running() as server:
        address = server_address.read(server.url(server.fresh()))
        prepared = server_roles.prepare(address, clock=clock)
        _people(address, clock)
        url = server_address.read(prepared.url).full(prepared.password)
        run = _run(url, cases, pause)
        with Database.server(url, clock=clock) as database:
            with database.reading() as session:
                assert listing.count(session, criteria=listing.Criteria()) == COUNTERS * (cases + 1)
            assert inspection.inspect(database).faults == ()
    p50, p99 = statistics.median(run.waits), run.waits[int(len(run.waits) * 0.99)]
    print(
        f"\n{COUNTERS} counters, a case each {pause or 0:g} s: {len(run.waits)} cases,"
        f" {len(run.waits) / run.took:.1f} a second; p50 {p50 * 1000:.0f} ms,"
        f" p99 {p99 * 1000:.0f} ms, max {run.waits[-1] * 1000:.0f} ms;"
        f" {run.cpu / len(run.waits) * 1000:.0f} ms CPU a case at the counters"
    )
    assert p99 < most


def _run(url: str, cases: int, pause: float) -> Run:
    """Start the counters, let them begin together, and gather what each waited."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _COUNTER, url, str(no), str(cases), str(pause)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd(),
        )
        for no in range(COUNTERS)
    ]  # fmt: skip
    for one in started:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    used, began = _cpu(started), time.perf_counter()
    for one in started:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    answers = [one.communicate()[0] for one in started]
    took = time.perf_counter() - began
    assert [one.returncode for one in started] == [0] * COUNTERS
    waits = sorted(float(word) for answer in answers for word in answer.split())
    return Run(waits=waits, took=took, cpu=sum(os.times()[2:4]) - used)


def _cpu(processes: list["subprocess.Popen[str]"]) -> float:
    """Return the seconds of CPU that processes under way have used, and those ended before."""
    ticks = os.sysconf("SC_CLK_TCK")
    used = 0.0
    for one in processes:
        fields = Path(f"/proc/{one.pid}/stat").read_text().rpartition(")")[2].split()
        used += (int(fields[11]) + int(fields[12])) / ticks
    return used + sum(os.times()[2:4])


def _people(address: server_address.Address, clock: FixedClock) -> None:
    owner = Database.server(address.full(), clock=clock, role=address.owner)
    with owner as database, database.writing() as session:
        halls.add(
            session, hall=HallFields(name="福田分局一楼", code="FT", region="440300"), clock=clock
        )
        clerks.add(session, staff_no="01", name="陈静怡", role=Role.SUPERVISOR, clock=clock)
