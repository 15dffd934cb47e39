"""What follows whenever somebody's way in is changed: noted, settled, said where a step fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from desk_app.clock import Clock
from desk_app.errors import DeskError, EnvironmentFailureError, RefusedError, StateConflictError
from desk_app.records.audit import Verb
from desk_app.records.hall import ClerkRecord, Seat
from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import rekeying
from desk_app.services.server import places
from desk_app.services.start import opening
from desk_app.storage.database.database import Session
from desk_app.storage.history import audit
from desk_app.storage.people import clerks

Progress = Callable[[float], None] | None
"""Hears how much of a new data key is done, from 0 to 1."""


def required(session: Session, staff_no: str, *, left_too: bool = False) -> ClerkRecord:
    """Return a person by staff number; raise where there is none, or they left."""
    clerk = clerks.by_staff_no(session, staff_no=staff_no)
    if clerk is None:
        raise RefusedError("没有这个工号，请核对工号。")
    if not (clerk.active or left_too):
        raise StateConflictError("这个工号已停用。需要时请新增人员，另取工号。")
    return clerk


@contextmanager
def done(what: str) -> Iterator[None]:
    """Say what was done already where something that follows it fails."""
    try:
        yield
    except DeskError as error:
        raise EnvironmentFailureError(f"{what}。但随后的一步没有做成：{error.message}") from error


def settle(desk: Desk) -> None:
    """Have records, copy and other counters know of a change of the key file.

    A server that is away hears of it at the next signing in or out.
    """
    opening.settle(desk.database, desk.folder)
    with suppress(EnvironmentFailureError):
        places.share_door(desk.database, desk.folder)


def call_for_key(desk: Desk, why: str) -> None:
    """Note that the records need a new data key, and why."""
    with desk.database.writing() as session:
        rekeying.call_for(session, desk=desk, why=why)


def note_key(desk: Desk, subject: str, deed: str) -> None:
    """Note in the history what became of a way in."""
    with desk.database.writing() as session:
        log_key(session, desk.seat, desk.clock, subject, deed)


def log_key(session: Session, seat: Seat, clock: Clock, subject: str, deed: str) -> None:
    """Note the same in a transaction that is open already."""
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=Verb.KEY_CHANGED,
        subject=f"key:{subject}",
        detail={"deed": deed},
    )
