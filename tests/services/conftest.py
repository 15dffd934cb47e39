"""A desk in a throw-away folder, on the morning of 2026-11-21."""

import pytest

from desk_app.clock import FixedClock
from desk_app.services import opening
from desk_app.services.demonstration import DAY, HALL
from desk_app.storage.keys import Cost

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
