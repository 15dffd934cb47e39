"""The settings: each change is made, said, and refused with a sentence where it is wrong."""

import functools
import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app.policy.vocabulary import CancelReason, Role
from desk_app.services.backup import backing_up, retention
from desk_app.services.desk import timekeeping
from desk_app.services.filing import cancelling, intake
from desk_app.services.people import people
from desk_app.services.rules import rulekeeping, workdays
from desk_app.services.settings import preferences, type_size
from desk_app.services.start import opening
from desk_app.storage.folder import stopping
from desk_app.ui import theme
from desk_app.ui.dialogs import Working
from desk_app.ui.screens.settings.rules.holidays import days_of, days_text
from desk_app.ui.widgets.displays.rows import LOOK_ROLE
from tests.factory import case
from tests.ui.conftest import CHEAP, PASSPHRASE, turn
from tests.ui.hand import Hand
from tests.ui.layout import check_layout, focusable, nameless
from tests.ui.words import LONG, cut, settle


def test_the_hall_is_renamed_and_the_window_says_so(settings, qtbot):
    program, hand, page = settings("hall")
    hand.press("Enter")
    editor = page.editor.form.fields["name"].edit
    assert hand.at() is editor
    editor.selectAll()
    hand.write("新安街道政务服务中心")
    page.editor.button.setFocus()
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.desk.hall.name == "新安街道政务服务中心")
    qtbot.waitUntil(lambda: "新安街道" in program.window.bar._place.text())
    assert program.window.current() is program.window.inside.settings


def test_a_wrong_telephone_is_said_beside_it_and_stays_typed(settings):
    program, hand, page = settings("hall")
    page.editor.form.fields["phone"].edit.setFocus()
    page.editor.form.fields["phone"].edit.selectAll()
    hand.type("ask wang")
    page.editor.button.click()
    field = page.editor.form.fields["phone"]
    assert "0755" in field.error
    assert field.text() == "ask wang"
    assert hand.at() is field.edit
    program.window.inside.settings.open("safety")
    program.window.inside.settings.open("hall")
    assert field.text() == "ask wang"


def test_the_locking_time_holds_at_once(settings, qtbot):
    program, _, page = settings("safety")
    page.editor.form.fields["idle_minutes"].set_text("3")
    page.editor.save()
    qtbot.waitUntil(lambda: "3 分钟" in page.banner.text())
    assert program.window._idle.interval() == 3 * 60_000
    page.editor.form.fields["idle_minutes"].set_text("0")
    page.editor.save()
    assert "1 到 120" in page.editor.form.fields["idle_minutes"].error
    assert preferences.IDLE_MINUTES.of(program.desk) == 3


def test_a_person_is_added_changed_and_closed_out(settings, qtbot, folder, clock):
    program, _, page = settings("staff")
    page.adding.form.set_values({"name": "李明", "passphrase": "a quiet window", "again": "other"})
    page.adding.save()
    qtbot.waitUntil(lambda: "两次输入" in page.banner.text())
    page.adding.form.fields["again"].set_text("a quiet window")
    page.adding.save()
    qtbot.waitUntil(lambda: "工号 02" in page.banner.text())
    opening.unlock(folder=folder, passphrase="a quiet window", staff_no="02", clock=clock).close()
    page.list.setCurrentIndex(page.listing.index(1, 0))
    page._leave()
    qtbot.waitUntil(lambda: "已停用" in page.banner.text())
    assert [one.can_sign_in for one in people.every(desk=program.desk)] == [True, False]


def test_somebody_who_was_added_signs_in_at_the_next_lock(settings, qtbot):
    program, hand, page = settings("staff")
    secret = "a quiet window"
    page.adding.form.set_values({"name": "李明", "passphrase": secret, "again": secret})
    page.adding.save()
    qtbot.waitUntil(lambda: "工号 02" in page.banner.text() and not page.busy)
    hand.press("F12")
    door = program.window.door
    assert hand.at() is door.secret.edit
    assert [one.code for one in door._people] == ["01", "02"]
    door.submitted.emit("02", secret, 1)
    qtbot.waitUntil(lambda: program.desk.clerk.staff_no == "02")


def test_the_last_supervisor_stays_one(settings, qtbot):
    _, _, page = settings("staff")
    page._leave()
    qtbot.waitUntil(lambda: "最后一位主管" in page.banner.text())


def test_the_bureau_s_answer_is_entered(settings, qtbot):
    program, _, page = settings("rules")
    assert page.listing.rowCount() > 5
    page.editor.save()
    assert page.editor.form.fields["text"].error == "请填写答复内容"
    page.editor.form.set_values({"text": "按六个月掌握。", "answered_by": "市医保中心"})
    page.editor.save()
    qtbot.waitUntil(lambda: "已录入" in page.banner.text())
    (given,) = rulekeeping.answers(desk=program.desk)
    assert (given.answer.subject, given.answer.text) == ("C1", "按六个月掌握。")
    qtbot.waitUntil(lambda: page.listing.data(page.listing.index(0, 0)).pill == "已答复")


def test_a_pack_that_is_none_is_refused_with_a_reason(settings, qtbot, tmp_path):
    _, _, page = settings("packs")
    path = tmp_path / "440300-new.toml"
    path.write_text("this is no pack", encoding="utf-8")
    page.weigh(path)
    qtbot.waitUntil(lambda: page.banner.text() != "")
    assert "440300-new.toml" in page.banner.text()
    assert not page.accept.isEnabled()


def test_a_year_of_holidays_is_mended(settings, qtbot):
    program, _, page = settings("holidays")
    values = {"year": "2028", "complete": "complete", "off": "1-3、10-2~6", "work": "10-8"}
    page.editor.form.set_values(values)
    page.editor.save()
    qtbot.waitUntil(lambda: "2028 年已保存" in page.banner.text())
    year = workdays.calendar(desk=program.desk).years[2028]
    assert (len(year.off), len(year.work)) == (6, 1)
    page.editor.form.set_values({**values, "work": "10-9"})
    page.editor.save()
    qtbot.waitUntil(lambda: "不是周末" in page.banner.text())


def test_days_are_read_as_they_are_written():
    days = days_of("1-1、2-16~2-20，10-1~7", 2026)
    assert len(days) == 13
    assert days_text(days) == "1-1、2-16~2-20、10-1~10-7"
    assert days_of(days_text(days), 2026) == days
    for wrong in ("13-1", "2-30", "abc", "3-5~3-1"):
        with pytest.raises(ValueError, match=wrong):
            days_of(wrong, 2026)


def test_a_backup_is_made_and_gone_back_to(settings, qtbot):
    program, _, page = settings("backup")
    page.back_up()
    qtbot.waitUntil(lambda: "读回核对" in page.banner.text() and not page.busy)
    (made,) = backing_up.kept(folder=program.desk.folder)
    preferences.set_printer(desk=program.desk, printer="后来设的")
    page = turn(program.window.inside.settings, qtbot, "restore")
    qtbot.waitUntil(page.go.isEnabled)
    assert "1 次会失效" in page.words.text()
    page.form.set_values({"passphrase": PASSPHRASE})
    page._go()
    qtbot.waitUntil(lambda: "已恢复" in program.window.door.banner.text())
    hand = Hand()
    program.window.door.submitted.emit("01", PASSPHRASE, 1)
    qtbot.waitUntil(lambda: program.window.inside is not None)
    assert preferences.printer(desk=program.desk) is None
    assert made.path.exists()
    assert hand.keys == 0


def test_what_a_backup_had_to_leave_out_is_said(settings, qtbot, folder, tmp_path):
    for name in ("fonts/Huge.ttc", "blanks/huge.pdf"):
        (folder / name).parent.mkdir(exist_ok=True)
        with (folder / name).open("wb") as huge:
            huge.truncate(65 * 1024 * 1024)
    program, _, page = settings("backup")
    said = "不在备份里，请另存：blanks/huge.pdf、fonts/Huge.ttc"
    page.back_up_to(tmp_path / "a.backup")
    qtbot.waitUntil(lambda: said in page.banner.text())
    assert said not in page.last.text()
    page.back_up()
    qtbot.waitUntil(lambda: said in page.last.text())
    assert said in page.banner.text()
    qtbot.waitUntil(lambda: check_layout(program.window) is None)
    screen = program.window.inside.settings
    assert cut(screen) == []
    assert screen._model.item(screen.list.currentIndex().row()).data(LOOK_ROLE).kind == "warn"
    page = turn(screen, qtbot, "restore")
    assert "2 个文件不在里面" in page.listing.data(page.listing.index(0, 0)).note


def test_the_type_size_is_applied_at_once_and_at_the_next_start(settings, qtbot, qapp):
    program, hand, _page = settings("appearance")
    before = program.window
    try:
        hand.press("Enter")
        hand.type("3")
        qtbot.waitUntil(lambda: program.window is not before)
        assert qapp.property(theme.SCALE_PROPERTY) == theme.SCALES["特大"]
        assert program.window.current() is program.window.inside.settings
        assert type_size.read(program.desk.folder) == "特大"
        assert set(theme.SCALES) == set(type_size.SIZES)
    finally:
        theme.set_up(qapp)


def test_what_is_not_saved_keeps_the_size(settings):
    program, hand, page = settings("hall")
    page.editor.form.fields["name"].edit.setFocus()
    hand.write("改了一半")
    screen = program.window.inside.settings
    screen.open("appearance")
    screen.page.sizes.chosen.emit("大")
    assert "服务厅" in screen.page.banner.text()
    assert type_size.read(program.desk.folder) == "标准"


def test_the_records_are_checked(settings, qtbot):
    _, _, page = settings("data")
    page.check_records()
    qtbot.waitUntil(lambda: "资料完好" in page.banner.text())
    page.check_computer()
    qtbot.waitUntil(page.reading.isVisible)
    assert "desk-app" in page.reading.text()


def test_a_check_of_the_records_holds_nothing_up_and_is_stopped(settings, qtbot, monkeypatch):
    program, hand, page = settings("data")
    real, reached, seen = backing_up.verify, threading.Event(), []

    def slow(*, desk, heads, progress, stopped):
        def tell(area):
            progress(area)
            seen.append(area)
            reached.set()
            while not stopped():
                time.sleep(0.01)

        return real(desk=desk, heads=heads, progress=tell, stopped=stopped)

    monkeypatch.setattr(backing_up, "verify", slow)
    page.check_records()
    qtbot.waitUntil(reached.is_set)
    qtbot.waitUntil(lambda: seen[0].label in page.progress.label.text())
    intake.register(desk=program.desk, case=case(applicant__name="欧阳晓"))
    hand.press("Ctrl+K")
    hand.type("oyx")
    records = program.window.inside.records
    qtbot.waitUntil(lambda: records.listing.rowCount() > 0)
    assert page.busy, "the check is over: nothing was tested"
    hand.press("F11", "Esc")
    qtbot.waitUntil(lambda: "已停止核对" in page.banner.text())
    assert len(seen) == 1


@pytest.fixture
def expired(settings, qtbot, clock):
    """The data page on a morning when one filing has had its time; program, hand, page."""
    program, hand, _ = settings("staff")
    filing = intake.register(desk=program.desk, case=case()).record
    cancelling.cancel(desk=program.desk, record_no=filing.number, reason=CancelReason.RETURNED)
    clock.advance(days=4 * 365)
    timekeeping.confirm(desk=program.desk, day=f"{clock.today()}")
    screen = program.window.inside.settings
    page = turn(screen, qtbot, "data")
    qtbot.waitUntil(lambda: "有 1 件" in page.words.text())
    return program, hand, page


def test_what_has_had_its_time_is_cleared_after_asking(expired, qtbot):
    _, hand, page = expired
    page.purge.setFocus()
    hand.press("Enter")
    hand.press("Tab", "Enter")
    qtbot.waitUntil(lambda: "已清除 1 件" in page.banner.text())
    qtbot.waitUntil(lambda: "没有要清除的" in page.words.text())
    assert QApplication.activeModalWidget() is None


def test_clearing_is_stopped_and_nothing_else_is_done_meanwhile(expired, qtbot, monkeypatch):
    program, hand, page = expired
    real = retention.take_away

    def slow(*, desk, agreed, stopped):
        while not stopped():
            time.sleep(0.01)
        return real(desk=desk, agreed=agreed, stopped=stopped)

    monkeypatch.setattr(retention, "take_away", slow)
    monkeypatch.setattr(stopping, "ASKED_EVERY", 1)
    page.purge.setFocus()
    hand.press("Enter")
    hand.press("Tab", "Enter")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Working))
    hand.press("Esc")
    qtbot.waitUntil(lambda: "一件也没有删除" in page.banner.text())
    assert QApplication.activeModalWidget() is None
    assert retention.due(desk=program.desk).filings == 1


def test_everything_that_ships_is_named_with_its_terms(settings, qtbot):
    _, hand, page = settings("about")
    looks = [page.listing.data(page.listing.index(at, 0)) for at in range(page.listing.rowCount())]
    said = "\n".join(look.spoken() for look in looks)
    for words in ("OFL-1.1", "Arphic", "Lucide", "PySide6_Essentials 6.", "LGPL-3.0-only"):
        assert words in said
    hand.press("Enter")
    assert hand.at() is page.list
    at = next(at for at, look in enumerate(looks) if look.title.startswith("PySide6"))
    page.list.setCurrentIndex(page.listing.index(at, 0))
    assert "可以换成自己修改过的" in page.reading.text()
    hand.press("Enter")
    assert page.reading.isAncestorOf(hand.at())
    hand.press("Down", "Down")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in page.reading.text()


def test_a_clerk_sees_why_and_changes_only_their_own(start, folder, clock, qtbot):
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        people.add(desk=desk, name="李明", role=Role.CLERK, passphrase="a quiet window", cost=CHEAP)
    program = start(folder)
    program.window.door.submitted.emit("02", "a quiet window", 1)
    qtbot.waitUntil(lambda: program.window.inside is not None)
    Hand().press("F11")
    screen = program.window.inside.settings
    for section in screen.sections:
        page = turn(screen, qtbot, section.name)
        locked = type(page).__name__ == "LockedPage"
        assert locked is (section.name not in {"passphrase", "reader", "appearance", "about"})
    page = turn(screen, qtbot, "passphrase")
    page.editor.form.set_values({"old": "a quiet window", "new": "another one", "again": "x" * 9})
    page.editor.save()
    qtbot.waitUntil(lambda: "两次输入" in page.banner.text())


# 1366×768 at 100, 125 and 150 %, 1920×1080 at 100 and 200 %; the largest type besides.
LOOKS = [
    ((1366, 696), "标准"),
    ((1093, 557), "标准"),
    ((911, 430), "标准"),
    ((960, 520), "标准"),
    ((1920, 1008), "标准"),
    ((1366, 696), "特大"),
]


@pytest.fixture
def scaled(qapp):
    """Draw everything in a size of type; afterwards in the usual one."""
    yield functools.partial(_scale, qapp)
    theme.set_up(qapp)


def _scale(qapp, name):
    theme.set_up(qapp, scale=theme.SCALES[name])


@pytest.mark.parametrize(("size", "type_of"), LOOKS)
def test_every_page_is_whole_and_says_its_names(settings, qtbot, scaled, size, type_of):
    scaled(type_of)
    program, _, _ = settings("hall", size=size)
    screen = program.window.inside.settings
    for section in screen.sections:
        page = turn(screen, qtbot, section.name)
        page.banner.say(LONG, "warn")
        settle()
        check_layout(program.window)
        assert cut(screen) == [], section.name
        assert page.area.widget().width() <= page.area.viewport().width(), section.name
        assert nameless(screen) == [], section.name


def test_the_tab_key_reaches_every_control_of_every_page(settings, qtbot):
    program, hand, _ = settings("hall")
    screen = program.window.inside.settings
    for section in screen.sections:
        page = turn(screen, qtbot, section.name)
        wanted = {
            one
            for one in focusable(page)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
        }
        screen.list.setFocus()
        reached = set()
        for _ in range(len(wanted) + 8):
            hand.press("Tab")
            reached.add(hand.at())
        assert [one.accessibleName() for one in wanted - reached] == [], section.name
