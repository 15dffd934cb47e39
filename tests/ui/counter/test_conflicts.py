"""Two counters, one case: who was faster is told, both sides are shown, nothing typed is lost."""

import pytest
from PySide6.QtWidgets import QApplication

from desk_app.policy.vocabulary import CancelReason, FilingStatus, Role
from desk_app.services.filing import cancelling, drafts, intake
from desk_app.services.finding import searching
from desk_app.services.people import people
from desk_app.services.start import opening
from tests.factory import case, number
from tests.ui.conftest import CHEAP, PASSPHRASE
from tests.ui.hand import Hand, has_the_keyboard
from tests.ui.steps import type_case

OTHER = "coffee at ten 10"


@pytest.fixture
def second(folder, clock):
    """李四 at counter 2, on the same records."""
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        people.add(desk=desk, name="李四", role=Role.SUPERVISOR, passphrase=OTHER, cost=CHEAP)
    desk = opening.unlock(folder=folder, passphrase=OTHER, clock=clock, counter=2, staff_no="02")
    yield desk
    desk.close()


@pytest.fixture
def first(second, start, qtbot, folder):
    """The window at counter 1; returns program and hand."""
    del second
    program, hand = start(folder), Hand()
    qtbot.waitUntil(lambda: bool(program.window.door.people))
    program.window.door.secret.setFocus()
    program.window.door.person.set_code("01", "01")
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)
    return program, hand


def back(program, hand, key, qtbot):
    """Close a question by a key and wait until the window has the keyboard again."""
    hand.press(key)
    program.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.window)


def own_draft(desk):
    """Return the one draft of counter 1."""
    (found,) = drafts.open_drafts(desk=desk)
    return found


def someone_goes_on(second, program, **fields):
    """Take the draft of counter 1 over at counter 2 and type something else into it."""
    taken = drafts.take_over(desk=second, draft=own_draft(program.desk))
    person = {**taken.data["applicant"], **fields}
    return drafts.save(desk=second, case={**taken.data, "applicant": person}, draft=taken)


def words(dialog):
    """Return what the table of a conflict says, line by line."""
    return {one.label: one.words for one in dialog._conflict.changes()}


@pytest.fixture
def parted(first, second, qtbot):
    """A draft that counter 2 went on with while counter 1 typed."""
    program, hand = first
    hand.write("王小明")
    hand.press("Enter")
    hand.type(number())
    hand.press("Enter")
    theirs = someone_goes_on(second, program, name="王晓明", phone="13900000009")
    counter = program.window.inside.counter
    counter.form.binding.focus("applicant.phone")
    hand.type("13800000001")
    hand.press("Enter")
    dialog = program.window.inside.conflicts.dialog
    qtbot.waitUntil(lambda: has_the_keyboard(dialog))
    return program, hand, dialog, theirs


def test_who_when_and_what_differs_is_shown(parted):
    _, _, dialog, _ = parted
    assert "2 号窗的 李四 于 10:42 接着输入" in dialog.told.text()
    assert "不会丢" in dialog.told.text()
    assert words(dialog) == {
        "姓名": ("王小明", "王小明", "王晓明"),
        "联系电话": ("", "13800000001", "13900000009"),
    }


def test_ones_own_is_kept_as_a_draft_and_goes_on(parted, qtbot):
    program, hand, _, theirs = parted
    back(program, hand, "Esc", qtbot)
    counter = program.window.inside.counter
    assert counter.case.get("applicant.phone") == "13800000001"
    counter.form.binding.focus("place_address")
    hand.write("雁峰区")
    hand.press("Enter")
    mine = own_draft(program.desk)
    assert mine.id != theirs.id
    assert mine.data["applicant"]["phone"] == "13800000001"
    assert mine.data["place_address"] == "雁峰区"
    every = drafts.open_drafts(desk=program.desk, everywhere=True)
    assert {one.data["applicant"]["name"] for one in every} == {"王小明", "王晓明"}


def test_theirs_may_be_taken_and_ones_own_stays_in_the_list(parted):
    program, hand, _, theirs = parted
    hand.press("Alt+1")
    counter = program.window.inside.counter
    assert counter.case.get("applicant.name") == "王晓明"
    assert counter.keeper.draft.id == theirs.id
    assert own_draft(program.desk).data["applicant"]["phone"] == "13800000001"


def test_looking_shows_every_field(parted):
    program, hand, dialog, _ = parted
    hand.press("Alt+2")
    assert dialog.isVisible()
    assert len(dialog.table.widget().findChildren(type(dialog.told))) > 16
    hand.press("Esc")
    assert program.window.inside.counter.case.get("applicant.name") == "王小明"


def test_a_draft_that_was_registered_elsewhere_leads_to_its_filing(first, second, qtbot):
    program, hand = first
    type_case(hand, name="王小明", number=number(), commitment=False, documents=2)
    program.window.inside.put_aside()
    draft = drafts.take_over(desk=second, draft=own_draft(program.desk))
    raw = {**draft.data, "consent": True, "agent": None}
    record = intake.register(desk=second, case=raw, draft=draft).record
    program.window.inside.counter.form.binding.focus("applicant.phone")
    hand.type("1")
    hand.press("Enter")
    dialog = program.window.inside.conflicts.dialog
    qtbot.waitUntil(lambda: has_the_keyboard(dialog))
    assert f"2 号窗的 李四 于 10:42 已把它登记为 {record.number}" in dialog.told.text()
    hand.press("Alt+2")
    assert program.window.current() is program.window.inside.records
    assert program.window.inside.records.page.filing.number == record.number
    assert own_draft(program.desk).data["applicant"]["phone"] == "1"


def change_while(first, second, deed):
    """Open a change of a filing at counter 1, do something to the filing at counter 2, go on."""
    program, hand = first
    filing = intake.register(desk=program.desk, case=case()).record
    inside = program.window.inside
    inside._change_filing(filing)
    inside.counter.form.binding.focus("place")
    hand.type("hengy")
    hand.press("Enter", "Alt+1", "Alt+2", "Alt+3", "Ctrl+Enter")
    assert program.window.current() is inside.check, inside.counter.bar.words.text()
    deed(filing)
    hand.press("Ctrl+Enter")
    return program, hand, filing


def test_a_filing_that_was_ended_meanwhile_is_not_changed(first, second, qtbot):
    def end(filing):
        cancelling.cancel(desk=second, record_no=filing.number, reason=CancelReason.RETURNED)

    program, hand, filing = change_while(first, second, end)
    conflicts = program.window.inside.conflicts
    qtbot.waitUntil(lambda: has_the_keyboard(conflicts.dialog))
    assert "2 号窗的 李四 于 10:42 注销" in conflicts.dialog.told.text()
    hand.press("Esc")
    assert program.window.inside.counter.case.get("place") == "430400"
    assert own_draft(program.desk).data["place"] == "430400"
    kept, _ = searching.show(desk=program.desk, record_no=filing.number)
    assert kept.status == FilingStatus.CANCELLED


def test_a_change_upon_a_change_is_told_before_it_overwrites(first, second, qtbot):
    """What was entered at the other counter was not seen here: it must not vanish unseen."""
    from desk_app.services.lists import official

    def mark(filing):
        official.mark(desk=second, record_no=filing.number, official_no="GD2026112100017")

    program, hand, filing = change_while(first, second, mark)
    inside = program.window.inside
    qtbot.waitUntil(lambda: has_the_keyboard(inside.conflicts.dialog))
    assert "李四" in inside.conflicts.dialog.told.text()
    back(program, hand, "Esc", qtbot)  # it was seen: go on with one's own
    hand.press("Ctrl+Enter", "Ctrl+Enter")
    qtbot.waitUntil(lambda: inside.check.done)
    kept, _ = searching.show(desk=program.desk, record_no=filing.number)
    assert kept.status == FilingStatus.CHANGED


def test_a_draft_of_another_counter_is_listed_and_taken_over(first, second, qtbot):
    program, hand = first
    raw = {"applicant": {"name": "赵六", "id_kind": "resident_id"}}
    drafts.save(desk=second, case=raw)
    counter = program.window.inside.counter
    counter.refresh()
    look = counter.side.listing.index(0, 0)
    counter.side.list.opened.emit(look)
    assert "2 号窗" in counter.waiting.question.windowTitle()
    qtbot.waitUntil(lambda: has_the_keyboard(counter.waiting.question))
    hand.press("Enter")
    qtbot.waitUntil(lambda: counter.case.get("applicant.name") == "赵六")
    (taken,) = drafts.open_drafts(desk=program.desk)
    assert taken.counter == 1
