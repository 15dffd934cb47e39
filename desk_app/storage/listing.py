"""Lists of filings: by day, by period, by state; in pages, in streams, by row number."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from desk_app.policy.vocabulary import FilingStatus, FilingType
from desk_app.records.filing import FilingRecord, FilingSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Which filings; what is None does not matter. Days are those of registration, inclusive."""

    first: date | None = None
    last: date | None = None
    hall_id: int | None = None
    counter: int | None = None
    clerk_id: int | None = None
    type: FilingType | None = None
    status: FilingStatus | None = None
    entered: bool | None = None  # into the official system


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a page ended."""

    at: datetime
    id: int


def page(
    session: Session, *, criteria: Criteria, after: Mark | None = None, limit: int = 100
) -> tuple[FilingSummary, ...]:
    """Return the next filings after a mark, newest first."""
    raise NotImplementedError


def mark(summary: FilingSummary) -> Mark:
    """Return the mark of a line, to ask for the page that follows it."""
    raise NotImplementedError


def count(session: Session, *, criteria: Criteria) -> int:
    """Return how many filings there are."""
    raise NotImplementedError


def ids(session: Session, *, criteria: Criteria) -> "array[int]":
    """Return the ids of all of them, newest first: eight bytes a row, for a list of any length."""
    raise NotImplementedError


def by_ids(session: Session, *, wanted: "array[int]") -> tuple[FilingSummary, ...]:
    """Return the lines for a slice of ``ids``, in its order."""
    raise NotImplementedError


def stream(session: Session, *, criteria: Criteria) -> Iterator[FilingRecord]:
    """Yield whole filings, oldest first, without holding them in memory: for exports."""
    raise NotImplementedError
