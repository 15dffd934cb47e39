"""A desk in a throw-away folder, on the morning of 2026-11-21."""

from pathlib import Path

import pytest

from desk_app.clock import FixedClock
from desk_app.services.filing import intake
from desk_app.services.finding import searching
from desk_app.services.proofs.demonstration import DAY, HALL
from desk_app.services.roster.checking import check
from desk_app.services.roster.reading import read
from desk_app.services.server import hall_server
from desk_app.services.start import opening
from desk_app.storage.filings import prints
from desk_app.storage.keys.keys import Cost
from tests.factory import case, register
from tests.roster_files import DOCUMENTS, HEADINGS, write_xlsx
from tests.storage import postgres

CHEAP = Cost(memory_kib=64, iterations=1)
PASSPHRASE = "correct horse battery"


@pytest.fixture
def clock():
    """The clock of the desk, standing still."""
    return FixedClock(DAY)


@pytest.fixture
def desk(tmp_path, clock):
    """An open desk with nobody registered yet."""
    made = opening.set_up(
        folder=tmp_path / "data",
        hall=HALL,
        counter=1,
        clerk_name="陈静",
        passphrase=PASSPHRASE,
        clock=clock,
        cost=CHEAP,
    )
    with made.desk as desk:
        yield desk


@pytest.fixture
def checked(desk, tmp_path):
    """Write people into a file, read it and check it."""

    def checked(people, *, common=None, headings=(*HEADINGS, *DOCUMENTS), **options):
        file = write_xlsx(tmp_path / "roster.xlsx", people, headings=headings)
        return check(desk=desk, roster=read(file), common=common, **options)

    return checked


def register_elsewhere(desk, raced):
    """Register the person of a checked row at another counter, to the same place."""
    given = case(
        type="posted_worker",
        applicant__name=raced.applicant.name,
        applicant__id_number=raced.applicant.id_number,
        place=raced.place,
        documents={"identity": "both", "work_proof": "both"},
    )
    intake.register(desk=desk, case=given)


def jobs_of(desk, number):
    """Return the print jobs of a filing."""
    with desk.database.reading() as session:
        filing = searching.required(session, number)
        return prints.of_filing(session, filing_id=filing.id)


def join(folder: Path, prepared, clock, passphrase: str = PASSPHRASE, **given):
    """Join a counter's folder to the server."""
    return hall_server.join(
        folder=folder, url=prepared.url, password=prepared.password, passphrase=passphrase,
        clock=clock, **given,
    )  # fmt: skip


@pytest.fixture(scope="module")
def server():
    """A server of our own, of whom the tests are the administrator."""
    with postgres.running() as running:
        yield running


@pytest.fixture
def admin(server) -> str:
    """The administrator's address of an empty database."""
    return server.url(server.fresh())


@pytest.fixture
def moved(desk, admin, clock):
    """What ``init`` gave, after a desk with two cases moved to the server."""
    register(desk, 1)
    prepared = hall_server.init(url=admin, clock=clock)
    hall_server.move_to(desk=desk, url=admin)
    return prepared


@pytest.fixture
def counters(desk, moved, tmp_path, clock):
    """Two desks at two counters of one server, each with a folder of its own."""
    opened = []
    for no, folder in ((1, desk.folder), (2, tmp_path / "second")):
        join(folder, moved, clock)
        opened.append(opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock, counter=no))
    yield opened
    for one in opened:
        one.close()
