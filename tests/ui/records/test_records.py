"""The records: narrowing down, long lists, one person's past, marking as entered."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication

from desk_app.policy.vocabulary import CancelReason
from desk_app.records.filing import Case
from desk_app.services.filing import cancelling
from desk_app.services.finding import searching
from desk_app.services.finding.browsing import Chosen, Since
from desk_app.services.lists import official
from desk_app.storage.filings import filings
from desk_app.ui.models.paged import PAGE, PAGES_KEPT, PagedListing
from desk_app.ui.widgets.displays.rows import LOOK_ROLE, RowLook
from desk_app.ui.widgets.editors.choices import Choice
from desk_app.ui.widgets.text import Text
from tests.factory import case, number
from tests.factory import register as file
from tests.ui.steps import register, type_case
from tests.ui.words import cut


def names(records):
    rows = range(records.listing.rowCount())
    return [records.listing.thing(records.listing.index(row, 0)).number for row in rows]


def choose(choice, code):
    """Press an entry of an open filter."""
    (action,) = [one for one in choice.findChildren(QAction) if one.data() == code]
    action.trigger()
    QApplication.processEvents()


def words(widget):
    return [one.text() for one in widget.findChildren(Text) if one.isVisible()]


def test_filters_narrow_the_list_and_the_search_alike(enter, qtbot, clock):
    program, hand = enter()
    desk, records = program.desk, program.window.inside.records
    old = file(desk, 1)
    clock.advance(days=10)
    waiting = file(desk, 2, documents={}, begin="2026-12-01")
    new = file(desk, 3, begin="2026-12-01")
    hand.press("Ctrl+K")
    records.refresh()
    assert names(records) == [new.number, waiting.number]
    choose(records.pane.since, Since.EVER)
    qtbot.waitUntil(lambda: records.listing.rowCount() == 3)
    choose(records.pane.status, "awaiting_documents")
    qtbot.waitUntil(lambda: records.listing.rowCount() == 1)
    assert names(records) == [waiting.number]
    choose(records.pane.status, "not_entered")
    qtbot.waitUntil(lambda: records.listing.rowCount() == 2)
    assert names(records) == [new.number, old.number]
    hand.type("wxm")
    hand.press("Enter")
    assert sorted(names(records)) == sorted([new.number, old.number])
    choose(records.pane.since, Since.TODAY)
    assert names(records) == [new.number]
    assert records.pane.count.text() == "1 件"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_filters_are_reached_and_used_by_key(enter, qtbot):
    program, hand = enter()
    file(program.desk, 1)
    hand.press("Ctrl+K", "Enter", "F6")
    pane = program.window.inside.records.pane
    assert hand.at() is pane.since
    hand.press("Enter")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    hand.at()
    popup = QApplication.activePopupWidget()
    qtbot.keyClick(popup, Qt.Key.Key_6)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert pane.since.code() == Since.EVER
    assert pane.since.text() == "全部时间"
    hand.press("Esc")
    assert program.window.current() is program.window.inside.counter


MANY = PAGE * PAGES_KEPT + 2 * PAGE + 1  # more than are kept


def test_many_filings_are_listed_and_read_a_page_at_a_time(enter, qtbot, clock):
    program, hand = enter()
    desk, records = program.desk, program.window.inside.records
    first = file(desk, 1)
    with desk.database.writing() as session:
        whole = Case.model_validate(case(applicant__id_number=number(order="001")))
        for order in range(2, MANY + 1):
            birth = f"19{50 + order % 40}0{1 + order % 9}1{order % 10}"
            person = whole.applicant.model_copy(
                update={"id_number": number(birth, f"{order % 1000:03d}"), "name": f"王{order}"}
            )
            filings.add(
                session,
                seat=desk.seat,
                case=whole.model_copy(update={"applicant": person}),
                status=first.status,
                rules=first.rules,
                clock=clock,
            )
    asked = []
    read = records.listing._fetch
    records.listing._fetch = lambda ids: asked.append(len(ids)) or read(ids)
    hand.press("Ctrl+K")
    records.refresh()
    assert records.listing.rowCount() == MANY
    assert records.pane.count.text() == f"{MANY} 件"
    QApplication.processEvents()
    assert sum(asked) <= 2 * PAGE
    records.list.scrollToBottom()
    QApplication.processEvents()
    assert sum(asked) <= 4 * PAGE
    assert records.listing.thing(records.listing.index(MANY - 1, 0)).number == first.number
    for row in range(0, MANY, PAGE):
        records.listing.data(records.listing.index(row, 0))
    assert len(records.listing._pages) == PAGES_KEPT


def test_what_was_taken_away_meanwhile_leaves_a_line_that_says_so():
    model = PagedListing(lambda ids: {one: (RowLook(str(one), ""), one) for one in ids if one != 7})
    model.fill([9, 7, 8])
    looks = [model.data(model.index(row, 0), LOOK_ROLE).title for row in range(3)]
    assert looks == ["9", "（已不在）", "8"]
    assert model.thing(model.index(1, 0)) is None
    assert model.data(model.index(3, 0)) is None


def test_the_page_tells_the_whole_past_and_leads_to_other_filings(enter, qtbot, clock):
    program, hand = enter()
    desk, records = program.desk, program.window.inside.records
    old = file(desk, 1)
    clock.advance(hours=1)
    cancelling.cancel(desk=desk, record_no=old.number, reason=CancelReason.RETURNED)
    clock.advance(hours=1)
    new = file(desk, 1, place="430400")
    hand.press("Ctrl+K")
    records.open_number(new.number)
    qtbot.waitUntil(lambda: "此人的其他备案" in words(records.page))
    said = words(records.page)
    course = [one for one in said if "1 号窗 陈静怡" in one]
    assert "登记" in course[0]
    assert f"备案 {old.number}" in course[0]
    assert any(one.startswith("注销") for one in course)
    (card,) = [one for one in records.page.findChildren(type(records.list)) if one.isVisible()]
    card.opened.emit(card.model().index(0, 0))
    assert records.page.filing.number == old.number


def test_the_page_of_a_waiting_filing_tells_what_it_lacks(enter, qtbot):
    program, hand = enter()
    records = program.window.inside.records
    waiting = file(program.desk, 1, method="documents", documents={"identity": "original"})
    hand.press("Ctrl+K")
    records.open_number(waiting.number)
    qtbot.waitUntil(lambda: "材料" in words(records.page))
    said = words(records.page)
    said = said[said.index("材料") :]
    assert said[said.index("居民身份证") + 1] == "原件已核"
    assert said[said.index("户口簿首页和本人常住人口登记卡") + 1].startswith("还缺：原件或复印件")
    assert any(one.startswith("还缺 ") and one.endswith(" 份") for one in said)


def test_what_was_looked_for_does_not_stay_in_view_of_the_next_person(enter, qtbot):
    program, hand = enter()
    file(program.desk, 1)
    box = program.window.bar.search.edit
    hand.press("Ctrl+K")
    hand.write("王小明")
    assert box.text() == "王小明"
    hand.press("F2")
    assert program.window.current() is program.window.inside.counter
    assert box.text() == ""


@pytest.mark.parametrize("size", [(1366, 696), (911, 430)])
def test_cancelling_has_room_for_every_reason(enter, qtbot, size):
    program, hand = enter()
    program.window.resize(*size)
    records = program.window.inside.records
    filing = file(program.desk, 1)
    hand.press("Ctrl+K")
    records.open_number(filing.number)
    hand.press("F8")
    hand.type("1")
    qtbot.waitUntil(records.ending._told.isVisible)
    assert cut(program.window) == []
    cards = [card.geometry() for card in records.ending.reason.findChildren(Choice)]
    assert len(cards) == len(CancelReason)
    for one, other in itertools.combinations(cards, 2):
        assert not one.intersects(other)
    assert records.ending.confirm.isVisible()
    assert program.window.rect().contains(
        records.ending.confirm.mapTo(program.window, records.ending.confirm.rect().bottomRight())
    )


def test_marking_as_entered_is_kept_and_its_faults_are_said(enter, qtbot):
    program, hand = enter()
    type_case(hand)
    one = register(hand, program, qtbot).number.text()
    desk, records = program.desk, program.window.inside.records
    other = file(desk, 2)
    official.mark(desk=desk, record_no=other.number, official_no="B2")
    hand.press("Ctrl+K")
    hand.type("oy")
    hand.press("Enter", "F9")
    hand.press("Enter")
    assert records.page.entered.number.error
    hand.type("b2")
    hand.press("Enter")
    assert "另一件" in records.page.entered.number.error
    hand.press("Backspace")
    hand.type("3")
    hand.press("Enter")
    assert searching.show(desk=desk, record_no=one)[0].official_no == "B3"
    assert not records.page.entered.isVisible()
    assert "B3" in words(records.page)
    assert program.window.toast.text() == "已标记为录入官方系统"


def test_a_number_is_copied_only_on_purpose_and_goes_after_a_minute(enter, qtbot):
    program, hand = enter()
    clipboard = QGuiApplication.clipboard()
    one = file(program.desk, 1)
    hand.press("Ctrl+K")
    records = program.window.inside.records
    records.open_number(one.number)
    assert number(order="001") not in words(records.page)
    records.page.copy.click()
    assert clipboard.text() == number(order="001")
    assert program.window.clip._timer.interval() == 60_000
    program.window.clip._timer.start(1)
    qtbot.waitUntil(lambda: clipboard.text() == "")


def test_what_another_program_put_on_the_clipboard_stays(enter, qtbot):
    program, _ = enter()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("4403")
    program.window.clip._own = "something else of ours"
    program.window.clip._forget()
    assert clipboard.text() == "4403"


@pytest.mark.parametrize("since", list(Since))
def test_each_period_has_its_words(since):
    assert since.label
    assert Chosen(since=since) == Chosen(since=Since(since.value))
