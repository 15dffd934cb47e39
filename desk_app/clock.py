"""The time of the counter: aware instants, and the local day in China.

China has kept UTC+8 without summer time since 1992, so no time-zone data is needed.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")


class Clock:
    """Tell the present instant; pass one to whatever needs the time."""

    def now(self) -> datetime:
        """Return the present instant in China time, aware."""
        return datetime.now(CHINA)

    def today(self) -> date:
        """Return the present day in China."""
        return self.now().date()


@dataclass
class FixedClock(Clock):
    """A clock that stands where it is put: for demonstrations, self tests and tests."""

    instant: datetime

    def now(self) -> datetime:
        """Return the instant this clock was put to."""
        return self.instant.astimezone(CHINA)

    def advance(self, **by: float) -> None:
        """Move the clock by a ``timedelta`` given in its keywords."""
        self.instant += timedelta(**by)
