"""Moves to the hall's server and back, killed at every step: one truth, and the hall goes on."""

import os
import shutil

import pytest

from desk_app.errors import DeskError, EnvironmentFailureError, RefusedError
from desk_app.records.hall import HallFields
from desk_app.services.server import hall_server, relocating
from desk_app.services.start import opening, resuming
from desk_app.storage.database.database import Database
from desk_app.storage.filings import listing
from desk_app.storage.folder import intentions
from desk_app.storage.folder.intentions import Deed
from desk_app.storage.schema.failures import ServerLostError
from desk_app.storage.server import shared_door
from desk_app.storage.upkeep import inspection
from tests.bench.figures import row
from tests.factory import register
from tests.services.conftest import CHEAP, PASSPHRASE, join
from tests.services.cutting import cut_off
from tests.storage import postgres

pytestmark = [
    pytest.mark.skipif(postgres.lacking() is not None, reason=str(postgres.lacking())),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="killed in a child of this process"),
]
EVERYTHING = listing.Criteria()
STEPS = 200  # more than any of them has
BENCH = "tests/services/server/test_moves_cut_off.py"


def make(folder, clock):
    hall = HallFields(name="厅", code="MV", region="440300")
    return opening.set_up(
        folder=folder, hall=hall, counter=1, clerk_name="陈静", passphrase=PASSPHRASE,
        clock=clock, cost=CHEAP,
    ).desk  # fmt: skip


def enter(folder, clock, counter=1):
    return opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock, counter=counter)


def kept_in(database):
    with database.reading() as session:
        return {one.number for one in listing.stream(session, criteria=EVERYTHING)}


def move_out_cut_off(folder, admin, clock, at):
    def deed():
        with enter(folder, clock) as desk:
            hall_server.move_to(desk=desk, url=admin)

    return cut_off(deed, at)


def move_in_cut_off(folder, clock, at):
    def deed():
        with enter(folder, clock) as desk:
            hall_server.move_to_local(desk=desk)

    return cut_off(deed, at)


def expect_one_truth_after_moving_out(folder, admin, clock, prepared, numbers):
    """Whatever became of it: this counter goes on at one place, and the other refuses it."""
    told = "".join(resuming.resume(folder=folder))
    assert resuming.resume(folder=folder) == ()
    if (folder / "records.db").exists():
        assert "仍在本机" in told or not told
        with enter(folder, clock) as desk:
            assert kept_in(desk.database) == numbers
            assert not (folder / "keys-shared.json").exists()
            numbers.add(register(desk, 50).number)
            assert hall_server.move_to(desk=desk, url=admin).kept.is_file()
    else:
        assert "join" in told or not told
        assert list(folder.glob("records-before-server-*.db"))
    with pytest.raises(DeskError, match=r"账号|口令|join"):
        enter(folder, clock)
    join(folder, prepared, clock)
    with enter(folder, clock) as desk:
        assert desk.database.path is None
        assert kept_in(desk.database) == numbers
        register(desk, 51)
        assert inspection.inspect(desk.database).faults == ()


def expect_one_truth_after_moving_in(folder, clock, numbers):
    told = "".join(resuming.resume(folder=folder))
    assert resuming.resume(folder=folder) == ()
    with enter(folder, clock) as desk:
        assert kept_in(desk.database) == numbers
        if desk.database.path is None:
            assert "仍在服务器上" in told or not told
            numbers.add(register(desk, 50).number)
            hall_server.move_to_local(desk=desk)
    with enter(folder, clock) as desk:
        assert desk.database.path == folder / "records.db"
        assert kept_in(desk.database) == numbers
        register(desk, 51)
        assert inspection.inspect(desk.database).faults == ()
    assert not (folder / "moving-to-local").exists()
    assert not (folder / "hall-server.json").exists()


def cut_out(server, tmp_path, clock, at):
    folder, admin = tmp_path / "data", server.url(server.fresh())
    shutil.rmtree(folder, ignore_errors=True)
    with make(folder, clock) as desk:
        numbers = {register(desk, order).number for order in (1, 2)}
    prepared = hall_server.init(url=admin, clock=clock)
    was_cut = move_out_cut_off(folder, admin, clock, at)
    expect_one_truth_after_moving_out(folder, admin, clock, prepared, numbers)
    return was_cut


def cut_in(server, tmp_path, clock, at):
    folder, admin = tmp_path / "data", server.url(server.fresh())
    shutil.rmtree(folder, ignore_errors=True)
    prepared = hall_server.init(url=admin, clock=clock)
    with make(folder, clock) as desk:
        numbers = {register(desk, order).number for order in (1, 2)}
        hall_server.move_to(desk=desk, url=admin)
    join(folder, prepared, clock)
    was_cut = move_in_cut_off(folder, clock, at)
    expect_one_truth_after_moving_in(folder, clock, numbers)
    return was_cut


@pytest.mark.parametrize("at", [4, 8, 11, 14, 17, 20, 23])
def test_a_move_to_the_server_cut_off(server, tmp_path, clock, at):
    cut_out(server, tmp_path, clock, at)


@pytest.mark.parametrize("at", [8, 16, 20, 24, 28, 32])
def test_a_move_back_cut_off(server, tmp_path, clock, at):
    cut_in(server, tmp_path, clock, at)


@pytest.mark.bench
@pytest.mark.parametrize("way", [cut_out, cut_in])
def test_moves_cut_off_at_every_step(server, tmp_path, clock, way):
    """Until it comes to its end uncut."""
    steps = next(at for at in range(STEPS) if not way(server, tmp_path, clock, at))
    row(f"{way.__name__}: cut off at each operation", f"{steps} of {steps} one truth", BENCH)


def test_while_the_server_is_away_nobody_works_at_either_place(tmp_path, clock):
    """Cut off in the moment of which only the server knows."""
    with postgres.running() as server:
        folder, admin = tmp_path / "data", server.url(server.fresh())
        with make(folder, clock) as desk:
            register(desk, 1)
            prepared = hall_server.init(url=admin, clock=clock)
            asked = relocating.begin(
                folder, Deed.MOVE_OUT, address=prepared.url, access="x", at=clock.now()
            )
            relocating.ask_from_now_on(folder, asked)
            with pytest.raises(EnvironmentFailureError, match="正在把数据迁到服务器"):
                register(desk, 2)
        server.stop()
        for _ in range(2):
            with pytest.raises(ServerLostError, match="接通服务器"):
                enter(folder, clock)
        with pytest.raises(RefusedError, match="口令"):
            relocating.stay(folder=folder, passphrase="wrong wrong", clock=clock)
        relocating.stay(folder=folder, passphrase=PASSPHRASE, clock=clock)
        with enter(folder, clock) as desk:
            assert register(desk, 2).number.endswith("0002")
        server.start()


def test_an_error_in_the_last_moment_leaves_one_truth(server, tmp_path, clock, monkeypatch):
    """The server has kept it, but its answer is lost."""
    folder, admin = tmp_path / "data", server.url(server.fresh())
    prepared = hall_server.init(url=admin, clock=clock)
    move = hall_server.moving.move

    def lose_the_answer(*given, **named):
        move(*given, **named)
        raise ServerLostError("连不上")

    with make(folder, clock) as desk:
        kept = register(desk, 1).number
        with monkeypatch.context() as patch:
            patch.setattr(hall_server.moving, "move", lose_the_answer)
            with pytest.raises(EnvironmentFailureError, match="迁移已完成"):
                hall_server.move_to(desk=desk, url=admin)
    join(folder, prepared, clock)
    with enter(folder, clock) as desk:
        assert kept_in(desk.database) == {kept}


def test_a_counter_that_is_open_does_not_go_on_at_a_server_that_was_left(counters, clock):
    one, two = counters
    hall_server.move_to_local(desk=one)
    with pytest.raises(EnvironmentFailureError, match="迁到一个窗口的本机"):
        register(two, 9)


def test_the_door_says_that_the_records_left_only_when_they_did(counters, clock):
    one, two = counters
    with pytest.raises(KeyboardInterrupt), one.database.writing() as session:
        shared_door.close(session, moved="x")
        raise KeyboardInterrupt
    assert intentions.read(one.folder) is None
    assert isinstance(two.database, Database)
    assert register(two, 9)
