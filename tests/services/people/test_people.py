"""Who may sign in: on a real key file and a real history."""

import pytest

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.vocabulary import Role
from desk_app.records.audit import Verb
from desk_app.services.desk import timekeeping
from desk_app.services.people import people, recovery, ways_in
from desk_app.services.start import opening
from desk_app.storage.history import audit
from tests.services.conftest import CHEAP
from tests.services.conftest import PASSPHRASE as FIRST

SECOND = "another good phrase"


def add(desk, name="梁一鸣", role=Role.CLERK, passphrase=SECOND):
    return people.add(desk=desk, name=name, role=role, passphrase=passphrase, cost=CHEAP)


def enter(desk, passphrase, staff_no=None):
    return opening.unlock(
        folder=desk.folder, passphrase=passphrase, clock=desk.clock, staff_no=staff_no
    )


def verbs(desk):
    with desk.database.reading() as session:
        return [entry.verb for entry in audit.latest(session, limit=50)]


def test_a_new_person_gets_the_next_number_and_comes_in(desk):
    assert add(desk).staff_no == "02"
    assert add(desk, "欧阳𬭚𫖮").staff_no == "03"
    with enter(desk, SECOND, "03") as other:
        assert other.clerk.name == "欧阳𬭚𫖮"
    assert verbs(desk).count(Verb.CLERK_ADDED) == 3


def test_a_weak_passphrase_leaves_nobody_behind(desk):
    with pytest.raises(RefusedError, match="口令"):
        add(desk, passphrase="123")
    assert [one.clerk.staff_no for one in people.every(desk=desk)] == ["01"]
    assert add(desk).staff_no == "02"


def test_only_a_supervisor_lets_people_in(desk):
    add(desk)
    with enter(desk, SECOND) as other:
        for deed in (
            lambda: add(other),
            lambda: people.change(desk=other, staff_no="02", role=Role.SUPERVISOR),
            lambda: people.deactivate(desk=other, staff_no="01"),
            lambda: ways_in.reset_passphrase(desk=other, staff_no="01", passphrase=SECOND),
            lambda: recovery.new_recovery_code(desk=other),
        ):
            with pytest.raises(RefusedError, match="主管"):
                deed()


def test_who_leaves_cannot_come_in_and_stays_named(desk):
    add(desk)
    people.deactivate(desk=desk, staff_no="02")
    with pytest.raises(RefusedError, match="口令"):
        enter(desk, SECOND)
    left = people.every(desk=desk)[1]
    assert (left.clerk.active, left.can_sign_in) == (False, False)
    assert add(desk, "何二").staff_no == "03"
    people.deactivate(desk=desk, staff_no="02")  # once more does no harm


def test_the_last_supervisor_stays(desk):
    add(desk)
    for deed in (
        lambda: people.deactivate(desk=desk, staff_no="01"),
        lambda: people.change(desk=desk, staff_no="01", role=Role.CLERK),
    ):
        with pytest.raises(StateConflictError, match="最后一位主管"):
            deed()
    with enter(desk, FIRST) as again:
        assert again.clerk.role is Role.SUPERVISOR


def test_a_promotion_shows_at_the_door_after_the_next_signing_in(desk):
    add(desk)
    people.change(desk=desk, staff_no="02", name="梁一名", role=Role.SUPERVISOR)
    enter(desk, SECOND).close()
    shown = opening.people(desk.folder)[1]
    assert (shown.role, shown.masked_name[-1]) == (Role.SUPERVISOR, "名")
    with enter(desk, SECOND) as other:
        people.deactivate(desk=other, staff_no="01")
    with pytest.raises(RefusedError):
        enter(desk, FIRST)


def test_a_passphrase_is_changed_by_its_owner_and_reset_by_a_supervisor(desk):
    add(desk)
    with enter(desk, SECOND) as other:
        with pytest.raises(RefusedError, match="口令"):
            ways_in.change_passphrase(desk=other, old="wrong one here", new="third phrase!")
        ways_in.change_passphrase(desk=other, old=SECOND, new="third phrase!", cost=CHEAP)
    enter(desk, "third phrase!").close()
    ways_in.reset_passphrase(desk=desk, staff_no="02", passphrase="fourth phrase", cost=CHEAP)
    enter(desk, "fourth phrase").close()
    with pytest.raises(RefusedError):
        enter(desk, "third phrase!")


def test_the_recovery_code_brings_a_person_back(desk):
    code = recovery.new_recovery_code(desk=desk, cost=CHEAP)
    asked = {
        "folder": desk.folder,
        "staff_no": "01",
        "passphrase": "found again now",
        "clock": desk.clock,
        "cost": CHEAP,
    }
    with pytest.raises(RefusedError, match="恢复码"):
        recovery.recover(code="AAAAA-" * 5 + "AAAAA", **asked)
    recovery.recover(code=code.lower().replace("-", " "), **asked)
    enter(desk, "found again now").close()
    assert verbs(desk).count(Verb.KEY_CHANGED) == 2


def test_wrong_tries_are_in_the_history(desk):
    for _ in range(2):
        with pytest.raises(RefusedError):
            enter(desk, "wrong passphrase")
    with enter(desk, FIRST) as again, again.database.reading() as session:
        failed, entered = reversed(audit.latest(session, limit=2))
    assert (failed.verb, failed.actor) == (Verb.SIGN_IN_FAILED, "-")
    assert failed.detail["times"] == len(failed.detail["at"]) == 2
    assert entered.verb is Verb.SIGN_IN


def test_leaving_is_noted(desk):
    opening.sign_out(desk=desk)
    with enter(desk, FIRST) as again:
        assert verbs(again)[1] is Verb.SIGN_OUT


def test_a_clock_that_was_set_back_is_told(desk):
    assert timekeeping.clock_warning(desk=desk) is None
    desk.clock.advance(days=-1)
    assert "调对" in timekeeping.clock_warning(desk=desk)
