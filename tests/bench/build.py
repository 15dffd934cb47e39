"""Make a file of records as a hall has it after years: python -m tests.bench.build FOLDER [N].

N filings (a million unless told otherwise) of six tenths as many people, with search keys, day
numbers and the sealed history. Rows are written in bulk, past the functions of storage, but such
that ``inspect`` finds nothing wrong with them.
"""

import itertools
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from desk_app.clock import CHINA, FixedClock
from desk_app.policy.vocabulary import Role
from desk_app.records.filing import Case
from desk_app.records.hall import HallFields, Seat
from desk_app.storage.database.database import Database
from desk_app.storage.filings import filings, numbers
from desk_app.storage.history import audit, states
from desk_app.storage.people import clerks, halls
from desk_app.storage.schema import schema
from desk_app.storage.schema.search_terms import terms
from desk_app.storage.schema.tables import AUDIT, DAY_SEQ, FILING, PERSON, SEARCH_KEY
from tests.bench.people import Made, people

KEY = bytes(range(32))
START = datetime(2021, 1, 4, 9, tzinfo=CHINA)
_BATCH = 5000
_COUNTERS, _A_DAY = 4, 110
_PLACES = ("430100", "450100", "420100", "360100", "510100", "500000", "110000", "310000")
_TYPES = ("long_term_resident", "retiree_resettled", "posted_worker", "referral", "other_temporary")


def build(folder: Path, *, filings_wanted: int) -> None:
    """Make the file; say on the way how long each part took."""
    clock = FixedClock(START)
    with Database.create(folder, KEY, clock=clock) as database:
        # A file that can be made again needs no care; with it, this would take thrice the time.
        raw = database._engine.raw_connection()
        for pragma in ("synchronous=off", "cache_size=-600000", "wal_autocheckpoint=20000"):
            raw.execute(f"pragma {pragma}")
        raw.close()
        _write(database, clock, filings_wanted)


def _write(database: Database, clock: FixedClock, filings_wanted: int) -> None:
    with database.writing() as session:
        fields = HallFields(name="福田分局一楼", code="FT", region="440300")
        hall = halls.add(session, hall=fields, clock=clock)
        clerk = clerks.add(session, staff_no="01", name="陈静怡", role=Role.SUPERVISOR, clock=clock)
        seat = Seat(hall=hall, counter=1, clerk=clerk)
        made = list(people(filings_wanted * 6 // 10))
        _fill(session, PERSON, _person_rows(made))
        _fill(session, SEARCH_KEY, _key_rows(made))
        _fill(session, FILING, _filing_rows(session, seat, made, filings_wanted))
        _fill(session, DAY_SEQ, _day_rows(seat, filings_wanted))


def _fill(session: Session, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    begun, count = time.perf_counter(), 0
    for batch in iter(lambda: list(itertools.islice(rows, _BATCH)), []):
        entries = [row.pop("audit") for row in batch] if "audit" in batch[0] else []
        session.connection().execute(insert(table), batch)
        if entries:
            session.connection().execute(insert(AUDIT), entries)
        count += len(batch)
        if count % 50_000 == 0:
            session.commit()
    print(f"{table.name}: {count} rows in {time.perf_counter() - begun:.1f} s", flush=True)


def _person_rows(made: list[Made]) -> Iterator[dict[str, Any]]:
    for key, one in enumerate(made, start=1):
        yield {
            "id": key, "name": one.name, "id_kind": "resident_id", "id_number": one.id_number,
            "phone": one.phone, "sex": one.sex, "birth": one.birth, "id_rev": one.id_number[::-1],
            "phone_rev": one.phone[::-1], "created_at": START, "updated_at": START, "version": 1,
        }  # fmt: skip


def _key_rows(made: list[Made]) -> Iterator[dict[str, Any]]:
    for key, one in enumerate(made, start=1):
        for term in terms(one.name):
            yield {"term": term, "person_id": key}


def moment(serial: int) -> tuple[datetime, int, int]:
    """Return when, at which counter and with which number of the day a filing was made."""
    day, turn = divmod(serial, _COUNTERS * _A_DAY)
    number, counter = divmod(turn, _COUNTERS)
    return START + timedelta(days=day, minutes=4 * number, seconds=counter), counter + 1, number + 1


def _filing_rows(
    session: Session, seat: Seat, made: list[Made], wanted: int
) -> Iterator[dict[str, Any]]:
    chance = random.Random(2)
    last = audit.latest(session, limit=1)[0]
    seq, prev = last.seq, bytes.fromhex(last.hash)
    sealed_people = [
        states.PERSON_STATE.of(session, SimpleNamespace(**row)) for row in _person_rows(made)
    ]
    for serial in range(wanted):
        at, counter, of_day = moment(serial)
        person = serial % len(made) if serial < len(made) else chance.randrange(len(made))
        case = _case(made[person], at.date(), chance)
        number = numbers.number(hall=seat.hall, counter=counter, day=at.date(), serial=of_day)
        row = dict.fromkeys(FILING.c.keys()) | filings.columns(case) | {
            "id": serial + 1, "number": number, "number_rev": number[::-1],
            "hall_id": seat.hall.id, "counter": counter, "day": at.date(), "serial": of_day,
            "clerk_id": seat.clerk.id, "person_id": person + 1, "status": "accepted",
            "registered_at": at, "accepted_at": at, "accepted_day": at.date(), "rules": "2026-11",
            "version": 1,
        }  # fmt: skip
        seq += 1
        sealed = {
            "state": states.FILING_STATE.of(session, SimpleNamespace(**row)),
            "person": sealed_people[person],
        }
        body = _body(seq, number, at, row["case"], sealed)
        digest = audit._seal(prev, body)
        entry = {"seq": seq, "subject": number, "body": body, "prev": prev, "hash": digest}
        prev = digest
        yield row | {"audit": entry}


def _case(one: Made, day: date, chance: random.Random) -> Case:
    return Case.model_construct(
        region="440300", type=chance.choice(_TYPES), variant=None, method="documents",
        place=chance.choice(_PLACES), begin=day, end=None,
        applicant={
            "name": one.name, "id_kind": "resident_id", "id_number": one.id_number,
            "phone": one.phone, "sex": one.sex, "birth": one.birth.isoformat(),
            "insurance": "employee_1", "employer": "某某科技（深圳）有限公司",
        },
        place_address="岳麓区麓山南路某某小区 3 栋 1204",
        documents={"identity": "both", "residence": "copy"}, consent=True,
    )  # fmt: skip


def _body(seq: int, number: str, at: datetime, case: dict[str, Any], sealed: dict[str, str]) -> str:
    open_ones = ("region", "type", "method", "place", "begin", "consent")
    detail = {name: [None, case[name]] for name in open_ones} | sealed
    content = {
        "seq": seq, "at": at.isoformat(), "actor": "01", "counter": 1, "verb": "register",
        "subject": number, "detail": detail,
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _day_rows(seat: Seat, wanted: int) -> Iterator[dict[str, Any]]:
    last: dict[tuple[int, date], int] = {}
    for serial in range(wanted):
        at, counter, of_day = moment(serial)
        last[counter, at.date()] = of_day
    for (counter, day), highest in last.items():
        yield {
            "hall_id": seat.hall.id, "counter": counter, "day": day, "last": highest, "purged": 0,
        }  # fmt: skip


if __name__ == "__main__":
    target = Path(sys.argv[1])
    build(target, filings_wanted=int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
    print(schema.HEAD, target)
