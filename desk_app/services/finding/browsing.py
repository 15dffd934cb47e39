"""Lists of filings of any length: their ids at once, the lines a page at a time."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desk_app.policy.vocabulary import FilingStatus, FilingType, Labelled
from desk_app.records.filing import FilingSummary
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.filings import listing


class Since(Labelled):
    """From when filings are listed."""

    TODAY = "today", "今天"
    WEEK = "week", "近 7 天"
    MONTH = "month", "近 30 天"
    YEAR = "year", "近一年"
    EVER = "ever", "全部时间"


_DAYS = {Since.TODAY: 0, Since.WEEK: 6, Since.MONTH: 29, Since.YEAR: 365}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which filings are listed; what is None does not matter."""

    since: Since = Since.TODAY
    type: FilingType | None = None
    status: FilingStatus | None = None
    entered: bool | None = None  # into the official system

    def first_day(self, today: date) -> date | None:
        """Return the first day of registration that counts, or None for all of them."""
        days = _DAYS.get(self.since)
        return None if days is None else today - timedelta(days=days)

    def fits(self, filing: FilingSummary, *, today: date) -> bool:
        """Tell whether a filing that was found otherwise is one of these."""
        first = self.first_day(today)
        wanted = (
            (self.type, filing.type),
            (self.status, filing.status),
            (self.entered, filing.official_no is not None),
        )
        return all(one is None or one == other for one, other in wanted) and (
            first is None or filing.day >= first
        )


def ids(*, desk: Desk, chosen: Chosen) -> "array[int]":
    """Return the ids of the filings of this hall, newest first; a second for a million."""
    criteria = listing.Criteria(
        first=chosen.first_day(desk.clock.today()),
        hall_id=desk.hall.id,
        type=chosen.type,
        status=chosen.status,
        entered=chosen.entered,
    )
    with desk.database.reading() as session:
        return listing.ids(session, criteria=criteria)


def lines(*, desk: Desk, wanted: Sequence[int]) -> tuple[FilingSummary, ...]:
    """Return the lines for some ids, in their order; what was taken away since is left out."""
    with desk.database.reading() as session:
        return listing.by_ids(session, wanted=wanted)
