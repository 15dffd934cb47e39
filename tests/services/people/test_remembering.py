"""Signing in by the computer's keyring, asked for and given up."""

import pytest

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.vocabulary import Role
from desk_app.services.people import people, ways_in
from desk_app.services.start import opening
from tests.services.conftest import CHEAP


def by_keyring(desk, **who):
    return opening.unlock(folder=desk.folder, passphrase=None, clock=desk.clock, **who)


def test_the_keyring_opens_only_what_it_was_asked_to_remember(desk, drawer):
    with pytest.raises(RefusedError, match="请用口令登录"):
        by_keyring(desk)
    ways_in.remember(desk=desk)
    assert opening.remembered_people(desk.folder) == {"01"}
    with by_keyring(desk) as again:
        assert again.clerk.staff_no == "01"
    ways_in.forget(desk=desk)
    with pytest.raises(RefusedError):
        by_keyring(desk)
    with pytest.raises(StateConflictError):
        ways_in.forget(desk=desk)


def test_another_computer_asks_for_the_passphrase(desk, drawer):
    ways_in.remember(desk=desk)
    drawer.held.clear()
    with pytest.raises(RefusedError, match="请用口令登录"):
        by_keyring(desk)


def test_who_leaves_is_let_in_no_more(desk, drawer):
    people.add(desk=desk, name="梁一鸣", role=Role.CLERK, passphrase="a long phrase", cost=CHEAP)
    with opening.unlock(
        folder=desk.folder, passphrase="a long phrase", clock=desk.clock, staff_no="02"
    ) as other:
        ways_in.remember(desk=other)
        with pytest.raises(RefusedError, match="主管"):
            ways_in.forget(desk=other, staff_no="01")
    people.deactivate(desk=desk, staff_no="02")
    assert opening.remembered_people(desk.folder) == frozenset()
    with pytest.raises(RefusedError):
        by_keyring(desk, staff_no="02")
