"""Whether the computer's clock can be believed: numbers and days of filings hang on it.

The latest instant at which the clock was believed is kept with the records. A clock that is
behind it, or further ahead of it than a counter is ever closed, is doubted until it is put right
or somebody says that it is right; that is noted in the history. Anybody may, or a hall whose
supervisor is away would send people home; but not by one press of a key: what day it is has to be
looked up elsewhere and written, and nothing is deleted by a clock that no supervisor vouched for.
A hall without any such instant is measured by the day this program was released.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from desk_app import __released__
from desk_app.clock import CHINA, Clock
from desk_app.errors import RefusedError
from desk_app.policy.days.dates import read_day
from desk_app.policy.vocabulary import Role
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Session
from desk_app.storage.history import audit
from desk_app.storage.people import settings
from desk_app.storage.schema import meta

SLACK = timedelta(minutes=10)
CLOSED_AT_MOST = timedelta(days=31)
LASTS = timedelta(days=3650)  # a program this old is not in use any more
_ENTRIES = 50
_OFTEN = timedelta(hours=1)
_CONFIRMED = "clock_confirmed"
_NOTED = f"setting:{_CONFIRMED}"
_TURN = "请先把电脑的日期和时间调对，否则编号、受理日期都会错。"


class ClockDoubtedError(RefusedError):
    """What hangs on the day is not done by a clock that cannot be believed."""


def implausible(clock: Clock) -> str | None:
    """Return a sentence where no use of this program can fall on the day of the clock."""
    now, released = clock.now(), _released()
    if now < released:
        return (
            f"电脑时钟现在是 {_minute(now)}，比本程序发布的日期 {released:%Y-%m-%d} 还早。{_TURN}"
        )
    if now > released + LASTS:
        return f"电脑时钟现在是 {_minute(now)}，离本程序发布已超过十年。{_TURN}"
    return None


def clock_warning(*, desk: Desk) -> str | None:
    """Return a sentence where the clock is behind or far ahead of what was done before.

    A few minutes behind do not matter, nor do some weeks in which nothing was done.
    """
    with desk.database.reading() as session:
        now, believed = desk.clock.now(), _believed(session)
        doubt = _doubt(session, now, believed)
    if doubt is None and believed is not None and now > believed + _OFTEN:
        with desk.database.writing() as session:
            _believe(session, now)
    return doubt


def note_signing_in(session: Session, clock: Clock) -> None:
    """Keep the instant of the clock where it is believed; to be called before it is noted."""
    now, believed = clock.now(), _believed(session)
    if believed is None:
        last = _last(session)
        _believe(session, last or (_released() if implausible(clock) else now))
    elif _doubt(session, now, believed) is None:
        _believe(session, now)


def confirm(*, desk: Desk, day: str) -> None:
    """Note in the history that somebody looked and says the clock is right, and believe it.

    ``day`` is today by something else, as it was written: a telephone, a calendar. Raises
    RefusedError where the clock says another day.
    """
    expect_day(desk.clock, day)
    now = desk.clock.now()
    value = {"at": now.isoformat(), "by": desk.clerk.staff_no, "role": desk.clerk.role.value}
    with desk.database.writing() as session:
        settings.put(session, seat=desk.seat, name=_CONFIRMED, value=value, clock=desk.clock)
        _believe(session, now)


def other_day(clock: Clock, day: str) -> str | None:
    """Return a sentence where the clock says another day than was looked up elsewhere."""
    written = read_day(day.strip())
    if written is None:
        return "请写明年月日，例如 2026-11-21。"
    if written != clock.today():
        return (
            f"您写的今天是 {written:%Y-%m-%d}，电脑时钟是 {clock.today():%Y-%m-%d}，对不上。{_TURN}"
        )
    return None


def expect_day(clock: Clock, day: str) -> None:
    """Raise RefusedError where the clock says another day than was looked up elsewhere."""
    if (fault := other_day(clock, day)) is not None:
        raise RefusedError(fault)


def expect_believed(*, desk: Desk) -> None:
    """Raise ClockDoubtedError where the clock is in doubt."""
    doubt = clock_warning(desk=desk)
    if doubt is not None:
        raise ClockDoubtedError(
            f"{doubt}确实是对的，请重新登录并确认（命令行加 --clock-is-right 今天的日期）后再办。"
        )


def expect_believed_by_supervisor(*, desk: Desk) -> None:
    """Raise ClockDoubtedError unless the clock was never doubted, or last by a supervisor only.

    For what deletes by the day: a clerk's word is enough to work by, and no more.
    """
    expect_believed(desk=desk)
    if lacks_supervisor(desk=desk):
        raise ClockDoubtedError(
            "电脑时钟曾有疑问，只由经办员确认过。请主管核对电脑时钟后，"
            "用 desk-app purge --clock-is-right 今天的日期 确认。"
        )


def lacks_supervisor(*, desk: Desk) -> bool:
    """Tell whether the clock was doubted, and last confirmed by somebody who is no supervisor."""
    with desk.database.reading() as session:
        said: dict[str, Any] = settings.get(session, name=_CONFIRMED) or {}
    return bool(said) and said["role"] != Role.SUPERVISOR.value


def _doubt(session: Session, now: datetime, believed: datetime | None) -> str | None:
    known = [one for one in (believed, _last(session)) if one is not None]
    last = max(known, default=now)
    if now < last - SLACK:
        return f"电脑时钟现在是 {_minute(now)}，比先前操作的时间 {_minute(last)} 早。{_TURN}"
    if believed is not None and now - CLOSED_AT_MOST > believed:
        return (
            f"电脑时钟现在是 {_minute(now)}，离上一次正常使用（{_minute(believed)}）"
            f"已超过 {CLOSED_AT_MOST.days} 天。{_TURN}"
        )
    return None


def _last(session: Session) -> datetime | None:
    """Return the latest instant in the history since somebody said that the clock is right.

    Signing in was noted by the same clock, so the entries before count as well.
    """
    instants = []
    for entry in audit.latest(session, limit=_ENTRIES):
        instants.append(entry.at)
        if entry.subject == _NOTED:
            break
    return max(instants, default=None)


def _believed(session: Session) -> datetime | None:
    kept = meta.get(session, name=meta.CLOCK)
    return datetime.fromisoformat(kept) if isinstance(kept, str) else None


def _believe(session: Session, now: datetime) -> None:
    meta.put_where_allowed(session, name=meta.CLOCK, value=now.isoformat())


def _released() -> datetime:
    return datetime.combine(date.fromisoformat(__released__), time.min, CHINA)


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
