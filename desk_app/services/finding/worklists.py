"""Filings somebody should look at: soon at their end, waiting for documents, or not printed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.filing import FilingSummary
from desk_app.records.print_job import PrintOutcome
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.filings import listing, prints

DAYS = 30
LONGEST_LIST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A filing in force and the days until it ends; 0 is today."""

    filing: FilingSummary
    days: int


def expiring(*, desk: Desk, days: int = DAYS) -> tuple[Ending, ...]:
    """Return the filings of the hall that end within so many days, the first to end first."""
    today = desk.clock.today()
    criteria = listing.Criteria(
        hall_id=desk.hall.id,
        status=FilingStatus.ACCEPTED,
        ends_first=today,
        ends_last=today + timedelta(days=days),
    )
    with desk.database.reading() as session:
        found = listing.page(session, criteria=criteria, limit=LONGEST_LIST)
    ending = [Ending(filing=one, days=(one.end - today).days) for one in found if one.end]
    return tuple(sorted(ending, key=lambda one: (one.days, one.filing.number)))


def waiting(*, desk: Desk) -> tuple[FilingSummary, ...]:
    """Return the cases of the hall that wait for documents, the longest waiting first."""
    criteria = listing.Criteria(hall_id=desk.hall.id, status=FilingStatus.AWAITING_DOCUMENTS)
    with desk.database.reading() as session:
        return listing.page(session, criteria=criteria, limit=LONGEST_LIST)[::-1]


def not_printed(*, desk: Desk, filings: Iterable[FilingSummary]) -> Mapping[int, PrintOutcome]:
    """Return why, by the ids of those filings of which a paper never came and was not tried again.

    A failure comes before what somebody cancelled.
    """
    with desk.database.reading() as session:
        return prints.missing(session, filing_ids=(filing.id for filing in filings))
