"""Record numbers under several writers, rollbacks and kills: no gap, nothing twice."""

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from desk_app.policy import record_numbers
from desk_app.records.hall import HallRecord
from desk_app.storage.database.database import Database
from desk_app.storage.filings import numbers
from desk_app.storage.history import audit
from tests.storage.conftest import KEY, Counter

_WORKER = """
import random, sys
from datetime import datetime
from pathlib import Path
from desk_app.clock import CHINA, FixedClock
from desk_app.records.hall import Seat
from desk_app.policy.vocabulary import FilingStatus
from desk_app.storage.people import clerks, halls; from desk_app.storage.filings import filings
from desk_app.storage.database.database import Database
from tests.storage.conftest import KEY, RULES, make_case

worker, count = int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(worker)
clock = FixedClock(datetime(2026, 11, 21, 10, tzinfo=CHINA))
with Database.open(Path(sys.argv[1]), KEY) as database:
    with database.reading() as session:
        hall = halls.every(session)[0]
        clerk = clerks.every(session)[0]
    seat = Seat(hall=hall, counter=1 + worker % 2, clerk=clerk)
    done = 0
    while count < 0 or done < count:
        try:
            with database.writing() as session:
                kept = filings.add(session, seat=seat, case=make_case(chance.randrange(400)),
                                   status=FilingStatus.ACCEPTED, rules=RULES, clock=clock)
                if chance.random() < 0.2:
                    raise KeyError
        except KeyError:
            continue
        done += 1
        print(kept.number, flush=True)
"""


def start_worker(folder: Path, worker: int, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", _WORKER, str(folder), str(worker), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())


def expect_whole(folder: Path, acknowledged: list[str]) -> None:
    with Database.open(folder, KEY) as database, database.reading() as session:
        run = session.connection().exec_driver_sql
        kept = {row[0] for row in run("select number from filing")}
        gaps = run(
            "select s.last, count(f.id), max(f.serial) from day_seq s join filing f on"
            " f.hall_id = s.hall_id and f.counter = s.counter and f.day = s.day"
            " group by s.hall_id, s.counter, s.day"
        ).all()
        assert set(acknowledged) <= kept
        assert gaps
        assert all(last == count == highest for last, count, highest in gaps)
        assert run("pragma quick_check").scalar() == "ok"
        assert run("pragma cipher_integrity_check").first() is None
        assert run("pragma foreign_key_check").first() is None
        assert audit.verify(session).broken_at is None


def test_four_programs_at_once_leave_no_gap(counter: Counter) -> None:
    workers = [start_worker(counter.folder, worker, 12) for worker in range(4)]
    acknowledged = [line.strip() for worker in workers for line in worker.communicate()[0].split()]
    assert [worker.returncode for worker in workers] == [0] * 4
    assert len(acknowledged) == len(set(acknowledged)) == 48
    expect_whole(counter.folder, acknowledged)


def test_a_killed_program_loses_nothing_it_acknowledged(counter: Counter) -> None:
    acknowledged: list[str] = []
    for kill in range(4):
        worker = start_worker(counter.folder, kill, -1)
        acknowledged += [worker.stdout.readline().strip() for _ in range(3 + 5 * kill)]
        os.kill(worker.pid, signal.SIGKILL)
        acknowledged += worker.communicate()[0].split()
        expect_whole(counter.folder, [one for one in acknowledged if len(one) == 19])
    assert len(acknowledged) > 40


@given(
    code=st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=1, max_size=12),
    counter=st.integers(1, 99),
    day=st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    serial=st.integers(1, 99_999),
)
def test_every_number_reads_back(code: str, counter: int, day: date, serial: int) -> None:
    hall = HallRecord(id=1, version=1, name="厅", code=code, region="440300")
    written = numbers.number(hall=hall, counter=counter, day=day, serial=serial)
    assert record_numbers.read(written) == written


def test_each_counter_and_day_counts_for_itself(counter: Counter) -> None:
    hall = counter.seat.hall
    with counter.database.writing() as session:
        given = [(1, 21), (1, 21), (2, 21), (1, 22), (1, 21)]
        serials = [
            numbers.allocate(session, hall=hall, counter=one, day=date(2026, 11, day))[1]
            for one, day in given
        ]
        assert serials == [1, 2, 1, 1, 3]
        assert session.execute(text("select count(*) from day_seq")).scalar() == 3
