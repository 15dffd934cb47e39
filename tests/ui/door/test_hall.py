"""A counter of a hall on one server: the server goes away and comes back, people come and go."""

import gc

import pytest
from PySide6.QtWidgets import QApplication

from desk_app.policy.vocabulary import Role
from desk_app.services.filing import drafts
from desk_app.services.people import people
from desk_app.services.server import hall_server
from desk_app.services.start import opening
from desk_app.ui.models.presence import AWAY
from tests.storage import postgres
from tests.ui.conftest import CHEAP, PASSPHRASE, id_number
from tests.ui.hand import Hand, has_the_keyboard
from tests.ui.steps import register, type_case

pytestmark = [
    pytest.mark.skipif(postgres.lacking() is not None, reason=str(postgres.lacking())),
]
OTHER = "coffee at ten 10"


@pytest.fixture
def server():
    """A server of our own that a test may stop and start."""
    with postgres.running() as running:
        yield running
    gc.collect()


@pytest.fixture
def hall(folder, server, clock):
    """The folder's records on the server; returns how to join another folder."""
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        admin = server.url(server.fresh())
        prepared = hall_server.init(url=admin, clock=clock)
        hall_server.move_to(desk=desk, url=admin)

    def join(place):
        hall_server.join(
            folder=place, url=prepared.url, password=prepared.password, passphrase=PASSPHRASE,
            clock=clock,
        )  # fmt: skip
        return place

    join(folder)
    return join


@pytest.fixture
def inside(hall, enter):
    """Go through the door of a counter on the server."""
    del hall
    return enter()


def lose(server, program, qtbot):
    """Stop the server and wait until the window says so."""
    server.stop()
    program.window.inside.presence.ask()
    qtbot.waitUntil(lambda: program.window.notice.text() == AWAY)


def find_again(server, program, qtbot):
    """Start the server and wait until the window has noticed by itself."""
    server.start()
    qtbot.waitUntil(lambda: not program.window.inside.presence.away)


def test_a_lost_server_is_told_the_case_is_kept_and_work_goes_on_by_itself(inside, server, qtbot):
    program, hand = inside
    window, counter = program.window, program.window.inside.counter
    hand.write("王小明")
    hand.press("Enter")
    lose(server, program, qtbot)
    assert window.notice.isVisible()
    hand.type(id_number())
    hand.press("Enter")
    assert "接通后自动查" in counter.form.applicant.heading.note.text()
    assert drafts.is_set_aside(counter.keeper.draft)
    assert "加密存在本机" in window.bar._state.text()
    hand.press("Ctrl+K")
    hand.type("wang")
    qtbot.waitUntil(lambda: "服务器" in window.toast.text())
    hand.press("Esc")
    hand.press("F2")
    assert counter.case.get("applicant.name") == ""
    (waiting,) = drafts.set_aside.every(program.desk.folder, key=program.desk.database.key)
    assert waiting.draft.data["applicant"]["name"] == "王小明"
    type_case(hand, name="李四", number=id_number("44039919600101006"))
    hand.press("Ctrl+Enter")
    assert window.current() is counter
    assert counter.case.get("applicant.name") == "李四"
    find_again(server, program, qtbot)
    assert window.notice.text() == ""
    assert not drafts.is_set_aside(counter.keeper.draft)
    assert counter.form.applicant.heading.note.text() == "本机没有以前的备案"
    register(hand, program, qtbot)
    names = [one.data["applicant"]["name"] for one in drafts.open_drafts(desk=program.desk)]
    assert names == ["王小明"]


def test_the_locked_clerk_comes_back_to_the_case_while_the_server_is_away(inside, server, qtbot):
    program, hand = inside
    window = program.window
    hand.write("王小明")
    lose(server, program, qtbot)
    hand.press("F12")
    assert window.current() is window.door
    hand.type("not this one")
    hand.press("Enter")
    qtbot.waitUntil(lambda: "口令不对" in window.door.banner.text())
    window.door.secret.edit.clear()
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: window.current() is window.inside.counter)
    assert window.inside.counter.case.get("applicant.name") == "王小明"
    assert window.notice.text() == AWAY
    find_again(server, program, qtbot)


def test_who_comes_back_to_a_lost_server_is_told_and_finds_the_case_again(inside, server, qtbot):
    """The lock closed the records; then the server went."""
    program, hand = inside
    window = program.window
    hand.write("王小明")
    hand.press("Enter")
    hand.type(id_number()[:9])
    hand.press("F12")
    qtbot.waitUntil(lambda: program.desk is None)
    server.stop()
    for _ in range(2):
        window.door.secret.edit.clear()
        hand.type(PASSPHRASE)
        hand.press("Enter")
        qtbot.waitUntil(lambda: "连不上数据库服务器" in window.door.banner.text())
        assert "都留着" in window.door.banner.text()
        assert window.current() is window.door
        window.door.banner.say("", "ok")
    server.start()
    window.door.secret.edit.clear()
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: window.inside is not None and window.current() is window.inside.counter)
    case = window.inside.counter.case
    assert case.get("applicant.name") == "王小明"
    assert case.get("applicant.id_number") == id_number()[:9]


def test_the_door_says_that_the_server_is_away_and_when_it_is_back(
    hall, start, folder, server, qtbot
):
    del hall
    server.stop()
    program, hand = start(folder), Hand()
    door = program.window.door
    door.secret.setFocus()
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: "连不上数据库服务器" in door.banner.text())
    program._arrivals.ask()
    qtbot.waitUntil(lambda: not program._arrivals._asking)
    server.start()
    program._arrivals.ask()
    qtbot.waitUntil(lambda: "接通了" in door.banner.text())
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)


def test_who_was_let_in_elsewhere_stands_at_the_door_and_comes_in(
    hall, start, folder, clock, tmp_path, qtbot
):
    second = hall(tmp_path / "second")
    program, hand = start(folder), Hand()
    door = program.window.door
    with opening.unlock(folder=second, passphrase=PASSPHRASE, clock=clock, counter=2) as desk:
        people.add(desk=desk, name="李四", role=Role.CLERK, passphrase=OTHER, cost=CHEAP)
    qtbot.waitUntil(lambda: not program._arrivals._asking)
    program._arrivals.ask()
    qtbot.waitUntil(lambda: len(door.people) == 2)
    door.person.set_code("02", "02")
    door.secret.setFocus()
    QApplication.processEvents()
    hand.type(OTHER)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)
    assert program.desk.clerk.name == "李四"


def test_two_counters_meet_at_one_draft_on_the_server(hall, inside, clock, tmp_path, qtbot):
    program, hand = inside
    hand.write("王小明")
    hand.press("Enter")
    second = hall(tmp_path / "second")
    with opening.unlock(folder=second, passphrase=PASSPHRASE, clock=clock, counter=2) as desk:
        (draft,) = drafts.open_drafts(desk=desk, everywhere=True)
        taken = drafts.take_over(desk=desk, draft=draft)
        person = {**taken.data["applicant"], "name": "王晓明"}
        drafts.save(desk=desk, case={**taken.data, "applicant": person}, draft=taken)
    hand.type(id_number())
    hand.press("Enter")
    conflicts = program.window.inside.conflicts
    qtbot.waitUntil(lambda: has_the_keyboard(conflicts.dialog))
    assert "2 号窗" in conflicts.dialog.told.text()
    hand.press("Alt+1")
    assert program.window.inside.counter.case.get("applicant.name") == "王晓明"
