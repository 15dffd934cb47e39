"""A clock that cannot be believed: far behind, far ahead, and what is not done by it."""

from dataclasses import replace
from datetime import datetime

import pytest

from desk_app.cli import main
from desk_app.clock import CHINA, Clock, FixedClock
from desk_app.policy.vocabulary import CancelReason, Role
from desk_app.services.backup import backing_up, retention
from desk_app.services.desk import timekeeping
from desk_app.services.filing import cancelling
from desk_app.services.proofs.demonstration import HALL
from desk_app.services.start import opening
from desk_app.storage.history import audit
from tests.factory import register
from tests.services.conftest import CHEAP, PASSPHRASE


def doubts(desk):
    return timekeeping.clock_warning(desk=desk)


@pytest.mark.parametrize("days", [-3650, -1, -0.05, 40, 3650])
def test_a_clock_that_jumped_is_doubted_until_it_is_right_again(desk, days):
    register(desk, 1)
    assert doubts(desk) is None
    desk.clock.advance(days=days)
    for _ in range(3):  # asking does not make it right
        assert "调对" in doubts(desk)
    desk.clock.advance(days=-days)
    assert doubts(desk) is None


@pytest.mark.parametrize("days", [0, 0.003, 10, 30])
def test_a_counter_that_was_closed_for_weeks_is_not_asked(desk, days):
    register(desk, 1)
    desk.clock.advance(days=days)
    assert doubts(desk) is None


def test_a_window_that_is_open_for_months_is_not_asked(desk):
    for _ in range(10):
        desk.clock.advance(days=20)
        assert doubts(desk) is None


def test_the_doubt_outlives_sixty_filings_and_a_new_signing_in(desk):
    desk.clock.advance(days=400)
    for order in range(1, 61):
        register(desk, order)
    folder, clock = desk.folder, desk.clock
    desk.close()
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as again:
        assert "超过 31 天" in doubts(again)


@pytest.mark.parametrize("days", [-20, 400])
def test_who_says_that_it_is_right_is_believed_and_named_in_the_history(desk, days):
    register(desk, 1)
    desk.clock.advance(days=days)
    timekeeping.confirm(desk=desk, day=f"{desk.clock.today()}")
    assert doubts(desk) is None
    with desk.database.reading() as session:
        (entry,) = audit.latest(session, limit=1)
    assert entry.subject == "setting:clock_confirmed"
    desk.clock.advance(days=1)
    register(desk, 2)
    assert doubts(desk) is None


@pytest.mark.parametrize("year", [1970, 2019, 2044, 9998])
def test_a_first_start_by_a_wrong_clock_is_doubted(tmp_path, year, monkeypatch, capsys):
    clock = FixedClock(datetime(year, 1, 2, 9, tzinfo=CHINA))
    made = opening.set_up(
        folder=tmp_path / "data", hall=HALL, counter=1, clerk_name="陈静", passphrase=PASSPHRASE,
        clock=clock, cost=CHEAP,
    )  # fmt: skip
    with made.desk as desk:
        assert "调对" in doubts(desk)
        timekeeping.confirm(desk=desk, day=f"{desk.clock.today()}")
        assert doubts(desk) is None


def test_purging_never_believes_a_doubted_clock(desk):
    number = register(desk, 1).number
    cancelling.cancel(desk=desk, record_no=number, reason=CancelReason.RETURNED)
    desk.clock.advance(days=3650)
    due = retention.due(desk=desk)
    assert due.filings == 1
    with pytest.raises(timekeeping.ClockDoubtedError, match="调对"):
        retention.take_away(desk=desk, agreed=due)
    clerk = desk.clerk.model_copy(update={"role": Role.CLERK})
    timekeeping.confirm(
        desk=replace(desk, seat=replace(desk.seat, clerk=clerk)), day=f"{desk.clock.today()}"
    )
    with pytest.raises(timekeeping.ClockDoubtedError, match="请主管"):
        retention.take_away(desk=desk, agreed=due)
    timekeeping.confirm(desk=desk, day=f"{desk.clock.today()}")
    assert retention.take_away(desk=desk, agreed=due).filings == 1


def test_no_backup_is_rotated_out_by_a_doubted_clock(desk):
    for _ in range(12):
        backing_up.automatic(desk=desk)
        desk.clock.advance(days=1)
        doubts(desk)
    before = {one.path for one in backing_up.kept(folder=desk.folder)}
    desk.clock.advance(days=3650)
    for _ in range(9):
        desk.clock.advance(days=35)
        backing_up.automatic(desk=desk)
    assert before < {one.path for one in backing_up.kept(folder=desk.folder)}
    desk.clock.advance(days=-3650 - 9 * 35)
    assert backing_up.is_due(desk=desk)  # the newest is of ten years later
    backing_up.automatic(desk=desk)
    assert not backing_up.is_due(desk=desk)


def test_the_command_line_gives_no_number_by_a_doubted_clock(monkeypatch, capsys, tmp_path):
    folder = tmp_path / "other"
    opening.set_up(
        folder=folder, hall=HALL, counter=1, clerk_name="陈静", passphrase=PASSPHRASE,
        clock=FixedClock(Clock().now()), cost=CHEAP,
    ).desk.close()  # fmt: skip
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    later = FixedClock(Clock().now())
    later.advance(days=700)
    monkeypatch.setattr("desk_app.cli.opening.Clock", lambda: later)
    where = ["--data", str(folder)]
    assert main(["find", "王", *where]) == 0
    assert "注意：电脑时钟" in capsys.readouterr().err
    assert main(["purge", *where]) == 1
    assert "--clock-is-right" in capsys.readouterr().err
    assert main(["purge", "--clock-is-right", "2026-11-21", *where]) == 1
    assert "对不上" in capsys.readouterr().err
    assert main(["purge", "--clock-is-right", "today", *where]) == 1
    assert main(["purge", "--clock-is-right", f"{later.today():%Y-%m-%d}", *where]) == 0
    assert main(["purge", *where]) == 0
    assert "电脑时钟" not in capsys.readouterr().err
