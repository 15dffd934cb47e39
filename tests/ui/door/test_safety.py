"""Backups, damage, a wrong clock and lost passphrases, as the clerk meets them."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desk_app.errors import EnvironmentFailureError, StateConflictError
from desk_app.policy.vocabulary import Role
from desk_app.services.backup import backing_up, restoring, retention
from desk_app.services.backup.backing_up import Damage
from desk_app.services.desk import timekeeping
from desk_app.services.filing import drafts
from desk_app.services.finding import searching
from desk_app.services.people import people, rolewatch, ways_in
from desk_app.services.start import opening
from desk_app.storage.database.database import FILE_NAME
from desk_app.ui.dialogs import Question, TypedQuestion
from desk_app.ui.widgets.text import Text
from tests.factory import register
from tests.ui.conftest import CHEAP, HALL, PASSPHRASE, close
from tests.ui.hand import Hand
from tests.ui.steps import set_up_by_keyboard

OTHER = "coffee at ten 10"


def damage(path):
    """Turn one bit over, as a failing disk does."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2 + 1000] ^= 1
    path.write_bytes(content)


def test_closing_makes_a_backup_and_notes_the_leaving(enter, qtbot, folder, clock):
    program, hand = enter()
    register(program.desk, 1)
    hand.write("王小明")
    program.window.close()
    assert program.window.isVisible()
    assert "备份" in program.window.current().title.text()
    hand.press("F2", "Ctrl+K")
    assert program.window.current() is program._safety.parting
    qtbot.waitUntil(lambda: not program.window.isVisible())
    (made,) = backing_up.kept(folder=folder)
    assert made.filings == 1
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        assert drafts.open_drafts(desk=desk)[0].data["applicant"]["name"] == "王小明"


def test_a_backup_that_fails_on_closing_says_so_and_lets_the_clerk_go(enter, qtbot, monkeypatch):
    program, hand = enter()

    def full(**given):
        raise EnvironmentFailureError("磁盘已满，备份没有写成。")

    monkeypatch.setattr(backing_up, "automatic", full)
    program.window.close()
    parting = program._safety.parting
    qtbot.waitUntil(lambda: parting.words.text() == "磁盘已满，备份没有写成。")
    assert program.window.isVisible()
    monkeypatch.undo()
    assert hand.at() is parting.again
    hand.press("Enter")
    qtbot.waitUntil(lambda: not program.window.isVisible())


def test_a_stick_that_is_not_there_is_told_before_the_window_closes(enter, qtbot, tmp_path):
    program, _ = enter()
    stick = tmp_path / "stick"
    stick.mkdir()
    backing_up.set_second_folder(desk=program.desk, folder=stick)
    stick.rmdir()
    program.window.close()
    parting = program._safety.parting
    qtbot.waitUntil(lambda: "第二备份位置" in parting.words.text())
    assert "已备份到本机" in parting.title.text()
    parting.leave.click()
    qtbot.waitUntil(lambda: not program.window.isVisible())


def test_the_backup_of_the_day_is_made_in_the_background_once(enter, qtbot, folder):
    program, _ = enter()
    program._safety.guardian.look()
    qtbot.waitUntil(lambda: len(backing_up.kept(folder=folder)) == 1)
    qtbot.waitUntil(program._safety.guardian._timer.isActive)
    with qtbot.waitSignal(program._safety.guardian._timer.timeout):
        program._safety.guardian._timer.start(1)
    qtbot.waitUntil(program._safety.guardian._timer.isActive)
    assert len(backing_up.kept(folder=folder)) == 1


def test_damage_found_in_the_background_offers_the_backup_with_what_would_be_missing(
    enter, qtbot, folder, clock
):
    program, hand = enter()
    desk, window = program.desk, program.window
    kept = register(desk, 1)
    clock.advance(minutes=5)
    backing_up.automatic(desk=desk)
    clock.advance(minutes=5)
    lost = register(desk, 2)
    (backup,) = backing_up.kept(folder=folder)
    hand.write("王小明")
    program._safety.guardian.damaged.emit(
        Damage(places=2, backup=backup, loss=restoring.loss(desk=desk, backup=backup))
    )
    page = window.current()
    assert page is program._safety.rescue.page
    assert "2 处损坏" in page.words.text()
    assert lost.number in page.words.text()
    assert kept.number not in page.words.text()
    hand.press("F2", "F12")
    assert window.current() is page
    hand.type("not the right one")
    hand.press("Enter")
    qtbot.waitUntil(window.door.banner.isVisible)
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: window.inside is not None)
    assert len(searching.today(desk=program.desk)) == 2
    program._safety.rescue.tell(
        Damage(places=2, backup=backup, loss=restoring.loss(desk=program.desk, backup=backup))
    )
    restore_and_enter(program, hand, qtbot)
    assert [one.number for one in searching.today(desk=program.desk)] == [kept.number]


def restore_and_enter(program, hand, qtbot):
    """Give the passphrase on the page of damage, then the same at the door."""
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: "已恢复" in program.window.door.banner.text())
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)


def test_real_damage_is_found_after_the_start(enter, qtbot, folder):
    program, _ = enter()
    desk = program.desk
    for order in range(1, 6):
        register(desk, order)
    backing_up.automatic(desk=desk)
    found = []
    with desk.database._apart() as raw:  # what still stands in the log would mend the page
        raw.execute("pragma wal_checkpoint(truncate)")
    damage(folder / FILE_NAME)
    program._safety.guardian.damaged.connect(found.append)
    program._safety.guardian.look()
    qtbot.waitUntil(lambda: bool(found))
    assert found[0].backup.filings == 5
    assert found[0].loss.related
    assert found[0].loss.registered == ()
    damage(folder / FILE_NAME)  # turned back, so that the backup of parting can be made


def test_missing_filings_are_told_at_the_door_and_accepted_by_a_supervisor(
    start, qtbot, folder, clock
):
    path = folder / FILE_NAME
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock):
        pass
    old = path.read_bytes()
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        lost = register(desk, 1).number
    path.write_bytes(old)
    program, hand = start(folder), Hand()
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question))
    asked = QApplication.activeModalWidget()
    words = "".join(label.text() for label in asked.findChildren(Text))
    assert "缺少 1 件" in words
    assert lost in words
    hand.press("Esc")
    with pytest.raises(StateConflictError, match="缺少 1 件"):
        register(program.desk, 2)
    program._safety.guardian.begin()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question))
    QApplication.activeModalWidget().yes.click()
    assert register(program.desk, 2).number == f"{lost[:-1]}2"


def test_records_that_cannot_be_opened_lead_to_the_backup(start, qtbot, folder, clock):
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        record = register(desk, 1)
        backing_up.automatic(desk=desk)
    path = folder / FILE_NAME
    path.write_bytes(b"x" * path.stat().st_size)
    program, hand = start(folder), Hand()
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program._rescue is not None)
    page = program._rescue.page
    assert program.window.current() is page
    assert "1 件备案" in page.words.text()
    restore_and_enter(program, hand, qtbot)
    assert searching.today(desk=program.desk)[0].number == record.number


def test_a_clock_set_back_is_said_on_entering(enter, qtbot, folder, clock):
    clock.advance(days=2)
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        opening.sign_out(desk=desk)
    clock.advance(days=-2)
    _, hand = enter()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question))
    hand.press("Enter")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_a_clock_is_right_only_by_the_day_that_was_looked_up(enter, qtbot, folder, clock):
    clock.advance(days=60)
    program, hand = enter()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), TypedQuestion))
    question = QApplication.activeModalWidget()
    for wrong, told in (("", "写明年月日"), ("2026-11-21", "对不上")):
        question.typed.setText(wrong)
        question.yes.click()
        assert told in question.fault.text()
        assert timekeeping.clock_warning(desk=program.desk)
    question.typed.clear()
    question.typed.setFocus()
    hand.type(f"{clock.today():%Y%m%d}")
    hand.press("Enter")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    qtbot.waitUntil(lambda: timekeeping.clock_warning(desk=program.desk) is None)


def test_a_supervisor_is_reminded_of_what_has_had_its_time(enter, qtbot, monkeypatch):
    program, _ = enter()
    due = retention.due(desk=program.desk)
    monkeypatch.setattr(
        retention, "due", lambda *, desk: type(due)(years=2, before=due.before, filings=3)
    )
    program._safety.guardian.look()
    qtbot.waitUntil(lambda: "3 件备案保存期满" in program.window.toast.text())


def test_a_forgotten_passphrase_is_replaced_by_the_recovery_code(start, qtbot, tmp_path, clock):
    made = opening.set_up(
        folder=tmp_path / "d",
        hall=HALL,
        counter=1,
        clerk_name="陈静怡",
        passphrase=PASSPHRASE,
        clock=clock,
        cost=CHEAP,
    )
    made.desk.close()
    program, hand = start(tmp_path / "d"), Hand()
    window = program.window
    window.door.lost.click()
    page = window.current()
    assert page is program._recovering._page
    assert hand.at() is page.code.edit
    hand.press("Enter", "Enter", "Enter")
    assert page.code.error
    assert page.secret.error
    page.code.setFocus()
    for code in ("AAAA-BBBB", made.recovery_code):
        page.code.edit.clear()
        page.code.setFocus()
        hand.type(code)
        page.secret.edit.clear()
        page.again.edit.clear()
        hand.press("Enter")
        hand.type(OTHER)
        hand.press("Enter")
        hand.type(OTHER)
        hand.press("Enter")
        qtbot.waitUntil(lambda: page.banner.isVisible() or window.current() is window.door)
    assert "口令已换" in window.door.banner.text()
    hand.type(OTHER)
    hand.press("Enter")
    qtbot.waitUntil(lambda: window.inside is not None)


def test_the_recovery_code_goes_on_paper(start, qtbot, tmp_path, monkeypatch):
    from desk_app.ui import dialogs

    program, hand = start(tmp_path / "new"), Hand()
    set_up_by_keyboard(hand)
    page = program.window._first_start
    qtbot.waitUntil(page.code.isVisible)
    code = page.code._code
    target = tmp_path / "code.pdf"
    monkeypatch.setattr(dialogs, "save_as", lambda *given: target)
    page.code.save.click()
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: "已存为" in page.code.banner.text())
    assert target.read_bytes().startswith(b"%PDF")
    assert code not in str(target)
    close(program, qtbot)


def test_the_keyring_opens_the_door_where_it_was_asked_to(start, qtbot, folder, clock, drawer):
    program = start(folder)
    assert not program.window.door.recall.isVisible()
    close(program, qtbot)
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        ways_in.remember(desk=desk)
    program = start(folder)
    qtbot.waitUntil(program.window.door.recall.isVisible)
    program.window.door.recall.click()
    qtbot.waitUntil(lambda: program.window.inside is not None)
    ways_in.forget(desk=program.desk)
    close(program, qtbot)
    program = start(folder)
    assert not program.window.door.recall.isVisible()


def test_a_supervisor_is_told_of_new_people_and_agrees_by_key(start, folder, clock, qtbot):
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        rolewatch.news(desk=desk)  # the first look: from here on
        people.add(desk=desk, name="梁一鸣", role=Role.CLERK, passphrase=OTHER, cost=CHEAP)
    program, hand = start(folder), Hand()
    program.window.door.secret.setFocus()
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question))
    said = " ".join(one.text() for one in QApplication.activeModalWidget().findChildren(QLabel))
    assert "人员和角色有变动" in said
    assert "新增了工号 02" in said
    hand.press("Enter")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    desk = program.desk
    qtbot.waitUntil(lambda: rolewatch.news(desk=desk) is None)
