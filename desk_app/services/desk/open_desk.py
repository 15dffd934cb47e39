"""The open desk: the records, and who acts on them where and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from desk_app.clock import Clock
from desk_app.records.audit import Verb
from desk_app.records.hall import ClerkRecord, HallRecord, Seat
from desk_app.storage.database.database import Database, Session
from desk_app.storage.history import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every verb needs; close it when the clerk leaves."""

    folder: Path
    database: Database
    clock: Clock
    seat: Seat

    @property
    def hall(self) -> HallRecord:
        """The hall the desk stands in."""
        return self.seat.hall

    @property
    def counter(self) -> int:
        """The number of the counter."""
        return self.seat.counter

    @property
    def clerk(self) -> ClerkRecord:
        """Who is signed in."""
        return self.seat.clerk

    def note(
        self, session: Session, verb: Verb, subject: str, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Write into the history what was done here now, in a transaction under way."""
        audit.append(
            session,
            at=self.clock.now(),
            seat=self.seat,
            verb=verb,
            subject=subject,
            detail=detail or {},
        )

    def close(self) -> None:
        """Close the records."""
        self.database.close()

    def __enter__(self) -> Self:
        """Use the desk in a ``with`` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the records on leaving the block."""
        self.close()
