"""A lock closes the records and forgets everybody; unlocking goes on at the very letter."""

import gc
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from desk_app.policy.vocabulary import Role
from desk_app.services.filing import drafts
from desk_app.services.finding import searching
from desk_app.services.people import people
from desk_app.ui import tasks
from desk_app.ui.dialogs import Question
from tests.ui.conftest import CHEAP, PASSPHRASE, close, id_number, turn
from tests.ui.steps import register, type_case

OTHER = "another good phrase"
NAME = "欧阳𬭚𫖮"


def lock(program, hand, qtbot):
    """Press the key and wait until everything is forgotten."""
    hand.press("F12")
    assert program.window.current() is program.window.door
    qtbot.waitUntil(lambda: program.desk is None)
    assert program.window.inside is None


def unlock(program, hand, qtbot, passphrase=PASSPHRASE):
    """Come back, and wait until the place is there; return the screens."""
    secret = program.window.door.secret.edit
    qtbot.waitUntil(lambda: hand.at() is secret)
    hand.type(passphrase)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not tasks.under_way(*tasks.Lane))
    return program.window.inside


def shown_texts():
    """Return whatever any widget of the program says or holds."""
    texts = []
    for widget in QApplication.allWidgets():
        texts += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QLineEdit):
            texts.append(widget.text())
    return "\n".join(texts)


def holders():
    """Return every mapping with the number of the person among its values.

    What is garbage already is taken away first: in a process as old as that of all tests it would
    wait for long.
    """
    gc.collect()
    number = id_number()
    return [
        one
        for one in gc.get_objects()
        if type(one) is dict and any(type(v) is str and v == number for v in list(one.values()))
    ]


def test_the_case_comes_back_with_the_caret_in_the_same_letter(enter, qtbot):
    program, hand = enter()
    hand.write("王小明")
    hand.press("Enter")
    hand.type(id_number()[:9])
    hand.press("Left", "Left")
    lock(program, hand, qtbot)
    counter = unlock(program, hand, qtbot).counter
    edit = counter.form.binding.editor("applicant.id_number").edit
    assert hand.at() is edit
    assert (edit.text(), edit.cursorPosition(), edit.hasSelectedText()) == (
        id_number()[:9],
        7,
        False,
    )
    assert counter.case.get("applicant.name") == "王小明"
    hand.press("Right", "Right")
    hand.type(id_number()[9:])
    hand.press("Enter")
    (draft,) = drafts.open_drafts(desk=program.desk)
    assert draft.data["applicant"]["id_number"] == id_number()


def test_what_is_no_draft_yet_comes_back_too(enter, qtbot):
    program, hand = enter()
    program.window.inside.counter.form.binding.focus("place")
    hand.type("hengy")
    lock(program, hand, qtbot)
    counter = unlock(program, hand, qtbot).counter
    place = counter.form.binding.editor("place")
    assert hand.at() is place.edit
    assert place.edit.text() == "hengy"


def test_nobody_is_left_in_the_window_and_the_file_is_closed(enter, qtbot, folder):
    of_others = {id(one) for one in holders()}  # what tests before this one left
    program, hand = enter()
    type_case(hand)
    register(hand, program, qtbot)
    hand.press("F2")
    hand.write("王小明")
    hand.press("Ctrl+K")
    hand.type("oy")
    assert all(getattr(program.window.inside, name) for name in ("records", "day", "settings"))
    lock(program, hand, qtbot)
    qtbot.waitUntil(lambda: not tasks.under_way(*tasks.Lane))
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not [one for one in holders() if id(one) not in of_others])
    said = shown_texts()
    for word in ("欧阳", "王小明", id_number(), "13800138000", "陈静怡"):
        assert word not in said
    descriptors = Path("/proc/self/fd")
    if descriptors.exists():
        records = str(folder / "records.db")
        links = [one.readlink() for one in descriptors.iterdir() if one.is_symlink()]
        assert not [one for one in links if str(one).startswith(records)]
    assert program.window.toast.text() == ""


@pytest.mark.parametrize("place", ["read out", "papers"])
def test_the_page_after_the_counter_comes_back(enter, qtbot, place):
    program, hand = enter()
    type_case(hand)
    inside = program.window.inside
    if place == "papers":
        number = register(hand, program, qtbot).number.text()
    else:
        hand.press("Ctrl+Enter")
    assert program.window.current() is inside.check
    lock(program, hand, qtbot)
    inside = unlock(program, hand, qtbot)
    if place == "papers":  # printing goes on from its page; nothing is printed twice
        assert program.window.current() is inside.records
        assert inside.records.page.filing.number == number
    else:
        assert program.window.current() is inside.check
        assert not inside.check.done
        hand.press("Ctrl+Enter")
        qtbot.waitUntil(lambda: inside.check.done)
    assert len(searching.today(desk=program.desk)) == 1
    assert drafts.open_drafts(desk=program.desk) == ()


def test_the_change_of_a_filing_goes_on(enter, qtbot):
    program, hand = enter()
    type_case(hand)
    number = register(hand, program, qtbot).number.text()
    hand.press("Ctrl+K")
    hand.type("oy")
    inside = program.window.inside
    qtbot.waitUntil(lambda: inside.records.page.filing is not None)
    inside.records._change()
    counter = inside.counter
    counter.form.binding.focus("place_address")
    hand.write("新路 2 号")
    before = counter.keeper.filing
    lock(program, hand, qtbot)
    counter = unlock(program, hand, qtbot).counter
    assert counter.keeper.filing == before
    assert counter.keeper.filing.number == number
    assert counter.keeper.draft is not None
    assert counter.case.get("place_address").endswith("新路 2 号")


def test_what_is_typed_in_the_settings_and_the_guide_comes_back(settings, qtbot):
    program, hand, page = settings("hall")
    field = page.editor.form.field("address")
    field.edit.setFocus()
    field.edit.clear()
    hand.write("新地址 3 号")
    lock(program, hand, qtbot)
    screen = unlock(program, hand, qtbot).settings
    assert program.window.current() is screen
    qtbot.waitUntil(lambda: screen.page.dirty)
    assert screen.page.editor.form.values()["address"] == "新地址 3 号"
    assert hand.at() is screen.page.editor.form.field("address").edit
    hand.press("Ctrl+G")
    hand.write("转诊")
    lock(program, hand, qtbot)
    inside = unlock(program, hand, qtbot)
    assert program.window.current() is inside.guide
    assert inside.guide.search.text() == "转诊"
    assert "条" in inside.guide.count.text()


def test_what_was_typed_for_a_person_who_was_marked_is_not_put_to_another(settings, qtbot):
    program, hand, page = settings("staff")
    page.adding.form.field("name").edit.setFocus()
    hand.write("李四")
    page.adding.form.field("passphrase").edit.setFocus()
    hand.type("half a phra")
    page.changing.form.field("name").edit.setText("改了的名")
    lock(program, hand, qtbot)
    screen = unlock(program, hand, qtbot).settings
    page = turn(screen, qtbot, "staff")
    qtbot.waitUntil(lambda: page.adding.form.values()["name"] == "李四")
    assert page.adding.form.values()["passphrase"] == ""
    assert page.changing.form.values()["name"] != "改了的名"


def test_somebody_else_comes_in_to_their_own_screens(enter, qtbot):
    program, hand = enter()
    people.add(desk=program.desk, name="梁一鸣", role=Role.CLERK, passphrase=OTHER, cost=CHEAP)
    hand.press("F11")
    lock(program, hand, qtbot)
    program.window.door.person.set_code("02", "梁* 02")
    program.window.door.secret.setFocus()
    inside = unlock(program, hand, qtbot, OTHER)
    assert program.desk.clerk.staff_no == "02"
    assert program.window.current() is inside.counter
    assert program._locking.kept is None


def test_what_was_asked_for_is_done_before_the_records_are_closed(enter, qtbot):
    """Until then the screens are hidden only, and who comes back finds them as they were."""
    program, hand = enter()
    window, release, done = program.window, threading.Event(), []
    tasks.run(window, release.wait, done.append, done.append, lane=tasks.Lane.LONG)
    hand.write("王小明")
    counter = window.inside.counter
    hand.press("F12")
    for _ in range(5):
        with qtbot.waitSignal(program._locking._timer.timeout):
            pass
    assert window.current() is window.door
    assert program.desk is not None
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: window.current() is counter)
    assert window.inside.counter is counter
    hand.press("F12")
    release.set()
    qtbot.waitUntil(lambda: program.desk is None)
    assert done == [True]


def test_a_result_that_comes_late_opens_nothing_behind_the_door(enter, qtbot):
    program, hand = enter()
    type_case(hand)
    register(hand, program, qtbot)
    hand.press("Ctrl+K")
    hand.type("oy")
    inside, window = program.window.inside, program.window
    qtbot.waitUntil(lambda: inside.records.page.filing is not None)
    inside.records._print()  # its papers are shown when they are made
    hand.press("F12")
    seen = []
    window._stack.currentChanged.connect(seen.append)
    qtbot.waitUntil(lambda: program.desk is None)
    assert window.current() is window.door
    assert seen == []
    inside = unlock(program, hand, qtbot)
    assert window.current() is inside.records


def test_what_cannot_be_saved_stays_hidden_and_is_there_again(enter, qtbot, folder, monkeypatch):
    from desk_app.errors import EnvironmentFailureError

    program, hand = enter()
    hand.write("王小明")
    real = drafts.save

    def full(**given):
        raise EnvironmentFailureError("磁盘已满，草稿没有存上。")

    monkeypatch.setattr(drafts, "save", full)
    hand.press("F12")
    window = program.window
    qtbot.waitUntil(lambda: "没有存上" in window.door.about.text())
    assert program.desk is not None
    monkeypatch.setattr(drafts, "save", real)
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: window.current() is not window.door)
    assert window.inside.counter.case.get("applicant.name") == "王小明"


def test_closing_at_the_lock_says_that_nothing_is_backed_up(enter, qtbot, folder):
    program, hand = enter()
    lock(program, hand, qtbot)
    program.window.close()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), Question))
    hand.press("Esc")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert program._lock is not None
    program.window.activateWindow()
    assert hand.at() is program.window.door.secret.edit
    unlock(program, hand, qtbot)
    close(program, qtbot)
    assert list((folder / "backups").glob("*.deskbackup"))


def test_closing_right_after_the_key_backs_up_as_ever(enter, qtbot, folder):
    program, hand = enter()
    hand.press("F12")
    program.window.close()
    qtbot.waitUntil(lambda: program._lock is None)
    assert list((folder / "backups").glob("*.deskbackup"))
