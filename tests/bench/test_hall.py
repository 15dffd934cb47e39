"""Twenty counters on one server at once: python -m pytest -m bench tests/bench/test_hall.py -s.

Each counter is a process of its own that registers whole cases with their papers' records, as
fast as it can, which no clerk does. Throughput and waiting times are printed.
"""

import statistics
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.clock import CHINA, FixedClock
from desk_app.policy.vocabulary import Role
from desk_app.records.hall import HallFields
from desk_app.storage import clerks, halls, inspection, listing, server_address, server_roles
from desk_app.storage.database import Database
from tests.storage import postgres

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(postgres.lacking() is not None, reason=str(postgres.lacking())),
]

COUNTERS, CASES = 20, 50

_COUNTER = """
import sys, time
from desk_app.clock import Clock
from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.hall import Seat
from desk_app.storage import clerks, filings, halls, search
from desk_app.storage.database import Database
from tests.storage.conftest import RULES, make_case

url, no, count, go = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
clock = Clock()
with Database.server(url, clock=clock) as database:
    with database.reading() as session:
        hall, clerk = halls.every(session)[0], clerks.every(session)[0]
    seat = Seat(hall=hall, counter=1 + no, clerk=clerk)
    time.sleep(max(0.0, go - time.time()))
    for turn in range(count):
        began = time.perf_counter()
        with database.writing() as session:
            filings.add(session, seat=seat, case=make_case((no * count + turn) % 1000),
                        status=FilingStatus.ACCEPTED, rules=RULES, clock=clock)
        print(f"{time.perf_counter() - began:.6f}", flush=True)
"""


def test_twenty_counters() -> None:
    clock = FixedClock(datetime(2026, 11, 21, 9, tzinfo=CHINA))
    with postgres.running() as server:
        address = server_address.read(server.url(server.fresh()))
        prepared = server_roles.prepare(address, clock=clock)
        _people(address, clock)
        go = time.time() + 20
        url = server_address.read(prepared.url).full(prepared.password)
        command = [sys.executable, "-c", _COUNTER, url]
        started = [
            subprocess.Popen(
                [*command, str(no), str(CASES), str(go)], stdout=subprocess.PIPE, text=True,
                cwd=Path.cwd(),
            )
            for no in range(COUNTERS)
        ]  # fmt: skip
        waits = sorted(float(word) for one in started for word in one.communicate()[0].split())
        took = time.time() - go
        assert [one.returncode for one in started] == [0] * COUNTERS
        with Database.server(url, clock=clock) as database:
            with database.reading() as session:
                assert listing.count(session, criteria=listing.Criteria()) == COUNTERS * CASES
            assert inspection.inspect(database).faults == ()
    p50, p99 = statistics.median(waits), waits[int(len(waits) * 0.99)]
    print(
        f"\n{COUNTERS} counters, {len(waits)} cases: {len(waits) / took:.0f} a second;"
        f" p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, max {waits[-1] * 1000:.0f} ms"
    )
    assert p99 < 10


def _people(address: server_address.Address, clock: FixedClock) -> None:
    owner = Database.server(address.full(), clock=clock, role=address.owner)
    with owner as database, database.writing() as session:
        halls.add(session, hall=HallFields(name="福田分局一楼", code="FT", region="440300"))
        clerks.add(session, staff_no="01", name="陈静怡", role=Role.SUPERVISOR, clock=clock)
