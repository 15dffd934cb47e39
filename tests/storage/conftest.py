"""A real encrypted file with a hall and two people, and cases to register in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from desk_app.clock import CHINA, FixedClock
from desk_app.policy.people.check_digits import check_character
from desk_app.policy.vocabulary import FilingStatus, Role
from desk_app.records.filing import Case, FilingRecord
from desk_app.records.hall import HallFields, Seat
from desk_app.storage.backup import restoring
from desk_app.storage.database.database import Database, Session
from desk_app.storage.filings import filings
from desk_app.storage.keys import keys
from desk_app.storage.keys.keyslots import Cost
from desk_app.storage.people import clerks, halls
from tests.storage import postgres

KEY = bytes(range(32))
RULES = "2026-11"


def demo_id(serial: int, *, birth: str = "19680312") -> str:
    """Return a number of the region that never existed, with its right check character."""
    body = f"440399{birth}{serial:03d}"
    return body + check_character(body)


def make_case(serial: int = 1, name: str = "王小明", **given: Any) -> Case:
    """Return a valid case; ``given`` replaces fields of the case, or ``applicant`` ones."""
    applicant = {
        "name": name,
        "id_kind": "resident_id",
        "id_number": demo_id(serial),
        "phone": f"1390013{serial:04d}",
        "sex": "male",
        "birth": "1968-03-12",
        "insurance": "employee_1",
        "employer": "某某制造有限公司",
        **given.pop("applicant", {}),
    }
    values = {
        "region": "440300",
        "type": "long_term_resident",
        "method": "documents",
        "place": "430100",
        "place_address": "长沙市岳麓区某某路 1 号",
        "begin": "2026-11-21",
        "documents": {"identity": "both", "residence": "copy"},
        "consent": True,
        **given,
    }
    return Case.model_validate(values | {"applicant": applicant})


@dataclass
class Counter:
    """A database with somebody at its counter, and short ways to use both."""

    database: Database
    seat: Seat
    clock: FixedClock
    folder: Path
    url: str | None = None  # where the records are on a server

    def reopen(self) -> Database:
        """Open the same records a second time, as another program would."""
        if self.url:
            return Database.server(self.url, clock=self.clock)
        return Database.open(self.folder, KEY)

    def keep_in_log(self) -> None:
        """Leave what comes from now on in the log, as it is there before a checkpoint."""
        raw = self.database._engine.raw_connection()
        raw.execute("pragma wal_autocheckpoint=0")
        raw.close()

    def register(self, case: Case | None = None, **given: Any) -> FilingRecord:
        """Register a case in a transaction of its own."""
        given = {"status": FilingStatus.ACCEPTED, "rules": RULES} | given
        with self.database.writing() as session:
            return filings.add(
                session, seat=self.seat, case=case or make_case(), clock=self.clock, **given
            )

    def write(self, verb: Callable[..., Any], **given: Any) -> Any:
        """Do one verb in a transaction of its own, at this counter."""
        with self.database.writing() as session:
            return verb(session, seat=self.seat, clock=self.clock, **given)

    def read(self, verb: Callable[..., Any], **given: Any) -> Any:
        """Ask one question."""
        with self.database.reading() as session:
            return verb(session, **given)


def open_counter(database: Database, folder: Path, clock: FixedClock) -> Counter:
    """Put a hall and a supervisor into an empty database."""
    with database.writing() as session:
        hall = halls.add(
            session, hall=HallFields(name="福田分局一楼", code="FT", region="440300"), clock=clock
        )
        clerk = clerks.add(session, staff_no="01", name="陈静怡", role=Role.SUPERVISOR, clock=clock)
    return Counter(database, Seat(hall=hall, counter=1, clerk=clerk), clock, folder)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 21, 9, 30, tzinfo=CHINA))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked as portable on both kinds of database."""
    if metafunc.definition.get_closest_marker("portable") and "counter" in metafunc.fixturenames:
        metafunc.parametrize("backend", ["sqlcipher", "postgresql"], indirect=True)


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    return getattr(request, "param", "sqlcipher")


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    reason = postgres.lacking()
    if reason:
        pytest.skip(reason)
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def template(server: postgres.Server) -> str:
    """A database with empty tables, to be copied."""
    name = server.fresh()
    clock = FixedClock(datetime(2026, 11, 21, tzinfo=CHINA))
    Database.server(server.url(name), clock=clock).close()
    return name


@pytest.fixture
def counter(
    tmp_path: Path, clock: FixedClock, backend: str, request: pytest.FixtureRequest
) -> Iterator[Counter]:
    folder = tmp_path / "data"
    url = None
    if backend == "postgresql":
        template = request.getfixturevalue("template")
        server = request.getfixturevalue("server")
        url = server.url(server.fresh(template=template))
        made = Database.server(url, clock=clock)
    else:
        made = Database.create(folder, KEY, clock=clock)
    with made as database:
        opened = open_counter(database, folder, clock)
        opened.url = url
        yield opened


@pytest.fixture
def session(counter: Counter) -> Iterator[Session]:
    with counter.database.writing() as session:
        yield session


TODAY = date(2026, 11, 21)


@contextmanager
def counter_with_keys(folder: Path, clock, passphrase: str, *, filings: int) -> Iterator[Counter]:
    """Give a counter whose folder has its key file."""
    key, _ = keys.create(
        folder, staff_no="01", name="陈静怡", role=Role.SUPERVISOR, passphrase=passphrase,
        cost=Cost(memory_kib=64),
    )  # fmt: skip
    with Database.create(folder, key, clock=clock) as database:
        counter = open_counter(database, folder, clock)
        counter.key = key
        for serial in range(filings):
            counter.register(make_case(serial, f"王{serial}"))
        yield counter


def go_back(path: Path, folder: Path, clock, passphrase: str) -> tuple[bytes, Path | None]:
    """Go back to a backup; return its key and where the replaced files are."""
    given = {"passphrase": passphrase, "clock": clock}
    with restoring.prepared(path, folder=folder, **given) as found:
        kept = restoring.move_in(folder, found, settle=lambda _: None, **given)
    return found.unlocked.key, kept
