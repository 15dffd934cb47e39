"""How long records are kept, and taking away what has had its time."""

from dataclasses import dataclass
from datetime import date

from desk_app.errors import RefusedError, Stopped
from desk_app.services.desk import timekeeping
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.settings.preferences import RETENTION_YEARS
from desk_app.storage.upkeep import purge
from desk_app.storage.upkeep.purge import Purged

__all__ = ["Due", "Purged", "due", "take_away"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What has had its time: filings that ended before a day, after so many years."""

    years: int
    before: date
    filings: int


def due(*, desk: Desk) -> Due:
    """Return what has had its time today, touching nothing."""
    kept = RETENTION_YEARS.of(desk)
    before = _before(desk.clock.today(), kept)
    with desk.database.reading() as session:
        return Due(years=kept, before=before, filings=purge.due(session, before=before))


def take_away(*, desk: Desk, agreed: Due, stopped: Stopped | None = None) -> Purged:
    """Delete for good what ``due`` returned and a supervisor agreed to, and note how much.

    Backups made before still hold it until they are rotated out. Nothing else can be written
    meanwhile. Raises ClockDoubtedError where the day may be wrong, RefusedError when it is not
    what was agreed to any more, StoppedError when ``stopped`` says so: nothing is deleted then.
    """
    require_supervisor(desk, "清除到期记录")
    timekeeping.expect_believed_by_supervisor(desk=desk)
    if due(desk=desk) != agreed:
        raise RefusedError("到期的记录和刚才看到的不一样了，请重新查看后再清除。")
    with desk.database.writing() as session:
        return purge.run(
            session, seat=desk.seat, before=agreed.before, clock=desk.clock, stopped=stopped
        )


def _before(today: date, kept: int) -> date:
    # A day that every month has, so that the 29th of February needs no rule of its own.
    return date(today.year - kept, today.month, min(today.day, 28))
