"""Every change of people and roles is told to every supervisor at their next signing in."""

import pytest
from sqlalchemy import text

from desk_app.cli import main
from desk_app.policy.vocabulary import Role
from desk_app.services.people import people, rolewatch
from desk_app.services.start import opening
from tests.services.conftest import CHEAP, PASSPHRASE

SECOND, THIRD = "another good phrase", "third phrase of whales"


@pytest.fixture
def hall(desk):
    """A hall with a second supervisor and a clerk, all of which both supervisors have seen."""
    add(desk, "李明", Role.SUPERVISOR, SECOND)
    add(desk, "梁一鸣", Role.CLERK, THIRD)
    for passphrase, number in ((PASSPHRASE, "01"), (SECOND, "02")):
        see(desk, passphrase, number)
    return desk


def add(desk, name, role, passphrase):
    return people.add(desk=desk, name=name, role=role, passphrase=passphrase, cost=CHEAP)


def told(desk, passphrase, number, *, seen=False):
    """Return what a person is told on signing in, ``seen`` or not."""
    with opening.unlock(
        folder=desk.folder, passphrase=passphrase, clock=desk.clock, staff_no=number
    ) as own:
        found = rolewatch.news(desk=own)
        if seen and found is not None:
            rolewatch.acknowledge(desk=own, news=found)
        return found.lines if found is not None else ()


def see(desk, passphrase, number):
    return told(desk, passphrase, number, seen=True)


def test_who_looks_for_the_first_time_begins_there(desk):
    add(desk, "李明", Role.SUPERVISOR, SECOND)
    assert told(desk, SECOND, "02") == ()
    assert told(desk, SECOND, "02") == ()


def test_each_supervisor_is_told_until_they_agree_and_a_clerk_is_not(hall):
    people.change(desk=hall, staff_no="03", role=Role.SUPERVISOR)
    people.change(desk=hall, staff_no="03", role=Role.CLERK)
    for passphrase, number in ((PASSPHRASE, "01"), (SECOND, "02")):
        for _ in range(2):
            lines = told(hall, passphrase, number)
            assert len(lines) == 2
            assert "工号 01 修改了工号 03 角色成为主管" in lines[0]
            assert "角色成为经办员" in lines[1]
        assert told(hall, passphrase, number, seen=True) == lines
        assert told(hall, passphrase, number) == ()
    assert told(hall, THIRD, "03") == ()


def test_who_came_and_who_left_is_told(hall):
    add(hall, "欧阳", Role.CLERK, "fourth phrase of tea")
    people.deactivate(desk=hall, staff_no="03")
    came, left = told(hall, SECOND, "02")
    assert "新增了工号 04 角色成为经办员" in came
    assert "修改了工号 03 停用" in left


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (
            "update clerk set role='supervisor' where staff_no='03'",
            "工号 03 现在是主管，原来是经办员",
        ),
        ("update clerk set active=0 where staff_no='03'", "工号 03 现在是经办员（已停用）"),
        (
            "insert",
            "工号 09 现在是主管，原来没有",
        ),
    ],
)
def test_what_was_done_behind_the_history_is_told(hall, deed, words):
    with hall.database.writing() as session:
        columns = [row[1] for row in session.connection().execute(text("pragma table_info(clerk)"))]
        given = {"id": "9", "role": "'supervisor'", "staff_no": "'09'"}
        row = ", ".join(given.get(one, one) for one in columns)
        if deed == "insert":
            deed = f"insert into clerk select {row} from clerk where staff_no='02'"
        session.connection().execute(text(deed))
    (line,) = told(hall, SECOND, "02")
    assert words in line
    assert "操作记录里没有这次改动" in line


def test_the_command_line_tells_it_and_the_list_of_people_confirms_it(hall, monkeypatch, capsys):
    people.change(desk=hall, staff_no="03", role=Role.SUPERVISOR)
    monkeypatch.setenv("DESK_PASSPHRASE", SECOND)
    words = ["--data", str(hall.folder), "--staff", "02"]
    for command, said in (
        (["find", "王"], True),
        (["staff", "list"], True),
        (["find", "王"], False),
    ):
        assert main([*command, *words]) == 0
        assert ("角色成为主管" in capsys.readouterr().err) is said
