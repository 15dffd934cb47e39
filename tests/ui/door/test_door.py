"""The way in: set-up, unlock, a second window, a demonstration."""

import pytest
from PySide6.QtWidgets import QApplication

from desk_app.app.application import prepare_input_method
from desk_app.app.program import Program
from desk_app.services.finding import searching
from desk_app.services.proofs import demonstration
from desk_app.services.start import opening
from tests.ui.conftest import PASSPHRASE, close
from tests.ui.hand import Hand
from tests.ui.steps import set_up_by_keyboard


def test_first_start_by_keyboard(start, qtbot, tmp_path, clock):
    program, hand = start(tmp_path / "new"), Hand()
    page = program.window._first_start
    assert program.window.current() is page
    set_up_by_keyboard(hand)
    qtbot.waitUntil(page.code.isVisible)
    code = page.code._code
    hand.type("0000")
    hand.press("Enter")
    assert page.code.back.error
    assert program.window.inside is None
    page.code.back.edit.clear()
    hand.type(code.replace("-", "")[-4:])
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)
    assert page.code.words.text() == ""
    close(program, qtbot)
    with opening.unlock(folder=tmp_path / "new", passphrase="correct horse 9", clock=clock) as desk:
        assert desk.hall.name == "福田区福田街道便民服务中心"
        assert desk.hall.region == "440300"
        assert desk.clerk.name == "陈静怡"


def test_first_start_says_everything_that_is_missing_at_once(start, tmp_path):
    program, hand = start(tmp_path / "new"), Hand()
    hand.press("Ctrl+Enter")
    fields = program.window._first_start.fields
    wrong = {name for name, field in fields.items() if field.error}
    assert wrong == {"name", "code", "clerk_name", "passphrase", "again"}
    assert hand.at() is fields["name"].edit


def test_passphrases_must_agree(start, tmp_path):
    program, hand = start(tmp_path / "new"), Hand()
    fields = program.window._first_start.fields
    fields["passphrase"].edit.setFocus()
    hand.type("correct horse 9")
    hand.press("Enter")
    hand.type("correct house 9")
    hand.press("Ctrl+Enter")
    assert "不一样" in fields["again"].error


def test_records_without_keys_are_said_at_the_door_and_left_alone(qtbot, qapp, folder, clock):
    """No form of a first start, no lock, no log; also after pressing again."""
    (folder / "keys.json").unlink()

    def content():
        return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    before = content()
    program = Program(folder, clock=clock, demo=False)
    program.window.show()
    door = program.window.door
    for _ in range(2):
        qtbot.waitUntil(lambda: "没有密钥文件 keys.json" in door.banner.text())
        assert program.window.current() is door
        door.banner.say("")
        door.submitted.emit("01", PASSPHRASE, 1)
    qtbot.waitUntil(lambda: not program._loading and "keys.json" in door.banner.text())
    program.window.close()
    assert content() == before


@pytest.mark.parametrize("early", [True, False])
def test_the_passphrase_may_be_typed_before_all_is_loaded(qtbot, qapp, folder, clock, early):
    program, hand = Program(folder, clock=clock, demo=False), Hand()
    program.window.show()
    program.window.activateWindow()
    if not early:
        qtbot.waitUntil(lambda: program._parts is not None)
    program.window.door.secret.setFocus()
    program.window.door.secret.set_text(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)
    close(program, qtbot)
    program.window.deleteLater()


def test_a_second_window_says_so_and_opens_once_the_first_is_closed(
    enter, qtbot, qapp, folder, clock
):
    first, _ = enter()
    second, hand = Program(folder, clock=clock, demo=False), Hand()
    second.window.show()
    qtbot.waitUntil(second.window.door.banner.isVisible)
    assert "已经打开" in second.window.door.banner.text()
    close(first, qtbot)
    second.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is second.window)
    second.window.door.secret.setFocus()
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: second.window.inside is not None)
    close(second, qtbot)
    second.window.deleteLater()


def test_the_demonstration_is_full_and_says_what_it_is(qtbot, qapp, tmp_path, clock):
    program = Program(tmp_path / "demo", clock=clock, demo=True)
    program.window.show()
    qtbot.waitUntil(lambda: program.window.inside is not None)
    accepted = [one for one in demonstration.samples() if one.expect == "accepted"]
    assert len(searching.today(desk=program.desk)) == len(accepted)
    assert program.window.bar._place.text().startswith("演示")
    close(program, qtbot)
    program.window.deleteLater()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}),
        ({"QT_IM_MODULE": "fcitx"}, {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}),
        ({"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULE": "ibus"}),
        ({"QT_IM_MODULE": "compose"}, {"QT_IM_MODULE": "compose"}),
    ],
)
def test_chinese_can_be_typed_where_fcitx_runs(given, wanted, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    environment = dict(given)
    prepare_input_method(environment)
    assert environment == wanted


def test_a_passphrase_is_judged_while_it_is_typed(start, qtbot, tmp_path):
    program, hand = start(tmp_path / "new"), Hand()
    fields = program.window._first_start.fields
    fields["clerk_name"].set_text("陈静怡")
    field = fields["passphrase"]
    field.edit.setFocus()
    hand.type("chen")
    assert "还差 4 个" in field.helper.text()
    hand.type("jingyi 1")
    qtbot.waitUntil(lambda: "姓名" in field.error)
    hand.type(" paper")
    qtbot.waitUntil(lambda: "不算强" in field.helper.text())
    assert not field.error
    hand.type(" whale of blue")
    qtbot.waitUntil(lambda: "才能猜中" in field.helper.text())


def test_a_guessable_passphrase_is_refused_at_the_first_start(start, qtbot, tmp_path):
    program, hand = start(tmp_path / "new"), Hand()
    page = program.window._first_start
    for name, text in {
        "name": "示例街道便民服务中心",
        "code": "SL01",
        "clerk_name": "陈静怡",
    }.items():
        page.fields[name].set_text(text)
    for name in ("passphrase", "again"):
        page.fields[name].edit.setText("1qaz2wsx")
    hand.press("Ctrl+Enter")
    qtbot.waitUntil(page.banner.isVisible)
    assert "很多人用过" in page.banner.text()
    assert not (tmp_path / "new" / "keys.json").exists()
