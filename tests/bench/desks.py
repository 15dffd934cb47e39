"""Sit down at the file that build made: nobody signs in there, so there is no key file to open."""

from pathlib import Path

from desk_app.clock import Clock
from desk_app.records.hall import Seat
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Database
from desk_app.storage.people import clerks, halls
from tests.bench.build import KEY


def open_desk(folder: Path) -> Desk:
    """Open the records as their first clerk."""
    return sit_down(Database.open(folder, KEY), folder)


def sit_down(database: Database, folder: Path) -> Desk:
    """Sit down at records that are open."""
    with database.reading() as session:
        seat = Seat(hall=halls.every(session)[0], counter=1, clerk=clerks.every(session)[0])
    return Desk(folder=folder, database=database, clock=Clock(), seat=seat)
