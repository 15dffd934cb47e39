"""Passphrases are judged by all that is known of the person and the hall."""

import pytest

from desk_app.cli import main
from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.services.keys import passphrases
from desk_app.services.people import people, ways_in
from desk_app.services.proofs.demonstration import HALL
from desk_app.services.start import opening
from desk_app.storage.keys import keyfile, keys, keyslots
from tests.services.conftest import CHEAP, PASSPHRASE

GOOD = "another good phrase"
OWN = "姓名、工号"


def weaken(folder, passphrase, staff_no="01"):
    """Give a person a passphrase that nobody judged, as an older version did."""
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=weaken.clock) as desk:
        key = desk.database.key
    header = keyfile.load(folder)
    old = keys.find_person(header, staff_no)
    made = keyslots.make(header.id, old.blank, key, passphrase)
    keyfile.change(folder, lambda found: found.having(made), key=key)


@pytest.fixture
def weak(desk, clock):
    """A folder whose supervisor has a passphrase of before."""
    weaken.clock = clock
    weaken(desk.folder, "password1")
    return desk.folder


@pytest.mark.parametrize(
    "passphrase",
    [
        "liangyiming 88",
        "yimingliang",
        "lym19850307",
        f"{HALL.code}-2026",
        f"{HALL.name}1",
        "梁一鸣梁一鸣!",
    ],
)
def test_names_and_the_hall_are_refused_wherever_a_passphrase_is_chosen(desk, passphrase):
    with pytest.raises(RefusedError, match="太容易猜"):
        people.add(desk=desk, name="梁一鸣", role=Role.CLERK, passphrase=passphrase, cost=CHEAP)
    clerk = people.add(desk=desk, name="梁一鸣", role=Role.CLERK, passphrase=GOOD, cost=CHEAP)
    with pytest.raises(RefusedError, match="太容易猜"):
        ways_in.reset_passphrase(
            desk=desk, staff_no=clerk.staff_no, passphrase=passphrase, cost=CHEAP
        )
    with (
        opening.unlock(folder=desk.folder, passphrase=GOOD, clock=desk.clock) as own,
        pytest.raises(RefusedError, match="太容易猜"),
    ):
        ways_in.change_passphrase(desk=own, old=GOOD, new=passphrase, cost=CHEAP)
    opening.unlock(folder=desk.folder, passphrase=GOOD, clock=desk.clock).close()


def test_the_first_supervisor_is_judged_before_anything_is_written(tmp_path, clock):
    with pytest.raises(RefusedError, match=OWN):
        opening.set_up(
            folder=tmp_path / "new",
            hall=HALL,
            counter=1,
            clerk_name="陈静怡",
            passphrase="chenjingyi1",
            clock=clock,
            cost=CHEAP,
        )
    assert not (tmp_path / "new").exists()


def test_what_was_chosen_before_goes_on_opening_and_is_told(weak, clock):
    with opening.unlock(folder=weak, passphrase="password1", clock=clock) as desk:
        assert passphrases.is_weak(desk=desk, passphrase="password1")
        assert not passphrases.is_weak(desk=desk, passphrase=GOOD)
        assert not passphrases.is_weak(desk=desk, passphrase=None)


def test_the_command_line_tells_it_beside_the_answer(weak, monkeypatch, capsys):
    monkeypatch.setenv("DESK_PASSPHRASE", "password1")
    assert main(["find", "王", "--data", str(weak)]) == 0
    assert passphrases.HINT_IN_WORDS in capsys.readouterr().err


def test_the_command_line_says_why_and_what_to_take(desk, monkeypatch, capsys):
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("DESK_NEW_PASSPHRASE", "1qaz2wsx")
    assert main(["staff", "passphrase", "--data", str(desk.folder)]) == 1
    said = capsys.readouterr().err
    assert "很多人用过" in said
    assert "互不相干的词" in said
