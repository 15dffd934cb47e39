"""The number of a counter: kept by its folder, and one computer's alone."""

import json

import pytest

from desk_app.app import parts
from desk_app.cli import main
from desk_app.clock import Clock
from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.services.backup import backing_up, restoring
from desk_app.services.desk import counter_number
from desk_app.services.lists import importing
from desk_app.services.people import people
from desk_app.services.proofs.demonstration import HALL
from desk_app.services.server import places
from desk_app.services.start import opening
from desk_app.ui.models import losses
from tests.factory import register
from tests.services.conftest import CHEAP, PASSPHRASE


def made(folder, clock, counter):
    return opening.set_up(
        folder=folder, hall=HALL, counter=counter, clerk_name="陈静", passphrase=PASSPHRASE,
        clock=clock, cost=CHEAP,
    ).desk  # fmt: skip


def opened(folder, clock, counter=None):
    return opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock, counter=counter)


def test_a_folder_remembers_the_number_it_was_made_with(tmp_path, clock):
    made(tmp_path / "data", clock, 7).close()
    with opened(tmp_path / "data", clock) as desk:
        assert register(desk, 1).number.startswith("SL01-07-")
    with opened(tmp_path / "data", clock, 8) as desk:  # this once
        assert register(desk, 2).number.startswith("SL01-08-")
    with opened(tmp_path / "data", clock) as desk:
        assert desk.counter == 7
        counter_number.change(desk=desk, number=9)
    with opened(tmp_path / "data", clock) as desk:
        assert desk.counter == 9


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"number": 100, "computer": ""}', None])
def test_where_the_file_is_lost_the_records_know_the_number(tmp_path, clock, content):
    made(tmp_path / "data", clock, 7).close()
    file = tmp_path / "data" / counter_number.FILE
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with opened(tmp_path / "data", clock) as desk:
        assert desk.counter == 7
    assert counter_number.read(tmp_path / "data") == 7
    file.write_bytes(b"")
    opened(tmp_path / "data", clock, 8).close()  # whoever names one is believed
    assert counter_number.read(tmp_path / "data") == 8


def test_the_door_that_knows_no_number_does_not_choose_one(tmp_path, clock):
    made(tmp_path / "data", clock, 7).close()
    (tmp_path / "data" / counter_number.FILE).unlink()
    entry = parts.Entry("01", PASSPHRASE, counter_number.USUAL)
    with parts.unlock(tmp_path / "data", clock, entry, locked=None).desk as desk:
        assert desk.counter == 7


def test_a_backup_brings_its_number_to_a_computer_that_has_none(tmp_path, clock):
    with made(tmp_path / "data", clock, 7) as desk:
        backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup")
    given = {"path": tmp_path / "a.deskbackup", "passphrase": PASSPHRASE, "clock": clock}
    new = restoring.restore(folder=tmp_path / "new", **given)
    assert new.counter == 7
    assert "7 号窗口" in losses.restored(new)
    with opened(tmp_path / "new", clock) as desk:
        assert register(desk, 1).number.startswith("SL01-07-")
    made(tmp_path / "other", clock, 3).close()
    assert restoring.restore(folder=tmp_path / "other", **given).counter is None
    with opened(tmp_path / "other", clock) as desk:
        assert desk.counter == 3


def test_only_a_supervisor_changes_it_and_to_a_number_that_can_be(desk):
    for number in (0, 100):
        with pytest.raises(RefusedError, match="1 到 99"):
            counter_number.change(desk=desk, number=number)


def test_two_computers_with_one_number_are_told_when_their_records_meet(tmp_path, clock):
    first, second = (made(tmp_path / name, clock, 1) for name in ("one", "two"))
    with first, second:
        register(first, 1)
        register(second, 2)
        register(second, 3)
        origin = importing.Origin(path=second.folder, passphrase=PASSPHRASE)
        seen = importing.look(desk=first, origin=origin)
        assert (len(seen.clashes), seen.own_number) == (1, 2)
        assert "desk-app counter" in seen.doubt(first.counter)
        done = importing.bring(desk=first, origin=origin, agreed=seen)
        assert done.own_number == 2
        again = importing.look(desk=first, origin=origin)
        assert again.own_number == 1  # the one that clashes stays to be judged


def test_another_number_is_no_doubt(tmp_path, clock):
    first, second = made(tmp_path / "one", clock, 1), made(tmp_path / "two", clock, 2)
    with first, second:
        register(second, 2)
        origin = importing.Origin(path=second.folder, passphrase=PASSPHRASE)
        assert importing.look(desk=first, origin=origin).doubt(first.counter) is None


def test_the_command_line_keeps_and_changes_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    where = ["--data", str(tmp_path / "data")]
    words = ["--hall", "厅", "--code", "SL01", "--region", "440300", "--clerk", "陈静"]
    assert main(["init", *words, "--counter", "4", *where]) == 0
    capsys.readouterr()
    assert main(["counter", "--json", *where]) == 0
    assert json.loads(capsys.readouterr().out)["counter"] == 4
    assert main(["find", "王", "--counter", "5", *where]) == 0
    assert "本机的窗口号是 4" in capsys.readouterr().err
    assert main(["counter", "5", *where]) == 0
    assert main(["find", "王", "--counter", "5", *where]) == 0
    assert capsys.readouterr().err == ""
    assert Clock().today()


def test_on_a_server_nobody_works_under_the_number_of_another_computer(counters, clock):
    """Until a supervisor says that it is gone; a computer not seen for long does not count."""
    first, second = (desk.folder for desk in counters)
    with pytest.raises(counter_number.CounterTakenError, match="1 号窗口由另一台电脑使用"):
        opened(second, clock, 1)
    with opened(second, clock, 2) as desk:
        assert counter_number.doubt(desk=desk) is None
        with pytest.raises(counter_number.CounterTakenError, match="--take"):
            counter_number.change(desk=desk, number=1)
        counter_number.change(desk=desk, number=1, take=True)
    with opened(second, clock) as desk:
        assert desk.counter == 1
        assert counter_number.doubt(desk=desk) is None
    with pytest.raises(counter_number.CounterTakenError):
        opened(first, clock, 1)
    assert "1 号窗口" in counter_number.doubt(desk=counters[0])  # it was at work all the while
    opened(first, clock, 3).close()
    clock.advance(days=61)
    with opened(first, clock, 1) as desk:
        assert counter_number.doubt(desk=desk) is None


def test_a_supervisor_takes_the_number_of_a_computer_that_is_gone(counters, clock, monkeypatch):
    """On the command line, from a computer that is let in under no number of its own."""
    first, second = (desk.folder for desk in counters)
    monkeypatch.setattr("desk_app.cli.opening.Clock", lambda: clock)
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    where = ["--data", str(second), "--staff", "01"]
    counter_number.keep(second, 1)
    assert main(["find", "王", *where]) == 1
    assert main(["counter", "1", *where]) == 1
    people.add(desk=counters[0], name="梁一鸣", role=Role.CLERK, passphrase="a first phrase 1")
    places.share_door(counters[0].database, first)
    with pytest.raises(RefusedError, match="主管"):
        opening.unlock(
            folder=second, passphrase="a first phrase 1", clock=clock, counter=1, take=True
        )
    assert main(["counter", "1", "--take", *where]) == 0
    assert main(["find", "王", *where]) == 0
