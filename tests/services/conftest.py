"""A desk in a throw-away folder, on the morning of 2026-11-21."""

import pytest

from desk_app.clock import FixedClock
from desk_app.services import opening
from desk_app.services.demonstration import DAY, HALL
from desk_app.services.roster.checking import check
from desk_app.services.roster.reading import read
from desk_app.storage.keys import Cost
from tests.roster_files import DOCUMENTS, HEADINGS, write_xlsx

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
