"""Help over every screen, and the one table of keys the screens are held to."""

import re

import pytest
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication

from desk_app.cli.commands import COMMANDS
from desk_app.ui.models.keys import help_pages
from desk_app.ui.models.keys.keys import EVERYWHERE, KEYS, SCREENS, is_known, keys_of
from tests.ui.steps import register, type_case

PATIENCE = 30_000


def names_of(shortcut, inside, window):
    """The names in the table that stand for the screen a shortcut belongs to."""
    check, records = inside.check, inside.records
    places = [
        (check.papers, ("papers",)),
        (check.reading, ("check",)),
        (check, ("check", "papers")),
        (records.ending, ("ending",)),
        (records, ("records",)),
        (inside.counter, ("counter",)),
        (inside.guide, ("guide",)),
        (inside.day, ("day",)),
        (inside.settings, ("settings",)),
        (window.door, ("door",)),
    ]
    for screen, names in places:
        if shortcut.parent() is screen or screen.isAncestorOf(shortcut.parent()):
            return names
    return (EVERYWHERE,)


def bound_keys(window, inside):
    """All shortcuts there are, each with the screen it works on."""
    for screen in (inside.check, inside.records, inside.guide, inside.day, inside.settings):
        assert window.isAncestorOf(screen)  # made now, where nobody has asked for it yet
    return {
        (name, shortcut.key().toString())
        for shortcut in window.findChildren(QShortcut)
        for name in names_of(shortcut, inside, window)
    }


def test_every_shortcut_of_the_window_is_in_the_table(enter):
    program, _ = enter()
    window, inside = program.window, program.window.inside
    bound = bound_keys(window, inside)
    unknown = [(name, key) for name, key in bound if not is_known(key, (name, EVERYWHERE))]
    assert len(bound) > 20
    assert unknown == []
    assert not any(one.autoRepeat() for one in window.findChildren(QShortcut))


def test_the_keys_of_the_table_that_are_shortcuts_exist(enter):
    program, _ = enter()
    window, inside = program.window, program.window.inside
    bound = bound_keys(window, inside)
    handled = re.compile(r"F\d+|Ctrl\+.+|Alt\+\d")
    promised = {
        (one.screen, key)
        for one in KEYS
        for key in one.keys
        if handled.fullmatch(key) and one.screen in {EVERYWHERE, "counter", "papers", "guide"}
    }
    assert promised - bound == set()


def test_no_key_is_told_twice_on_one_screen():
    for name in SCREENS:
        keys = [key for one in keys_of(name) for key in one.keys]
        assert len(keys) == len(set(keys))


def test_the_help_opens_on_the_screen_in_hand_and_gives_the_keyboard_back(enter, qtbot):
    program, hand = enter()
    window = program.window
    type_case(hand)
    field = hand.at()
    hand.press("F1")
    assert window._help.title.text() == "办理一件备案"
    assert "沿用这个人上次备案的信息" in window._help.reading.text()
    hand.press("Esc")
    assert not window._help.isVisible()
    assert hand.at() is field
    hand.press("Ctrl+G", "F1")
    assert window._help.title.text() == "回答咨询"
    hand.press("F1")
    assert hand.at() is window.inside.guide.search
    hand.press("Esc")
    register(hand, program, qtbot)
    hand.press("F1")
    assert window._help.title.text() == "核对并打印"
    hand.press("F1", "Ctrl+K", "F1")
    assert window._help.title.text() == "查找和处理已有备案"


def test_the_door_has_its_help_too(start, folder):
    from tests.ui.hand import Hand

    program, hand = start(folder), Hand()
    hand.press("F1")
    assert program.window._help.title.text() == "登录、锁定和换班"
    hand.press("Esc")
    assert hand.at() is program.window.door.secret.edit


def test_the_tab_key_stays_inside(enter):
    program, hand = enter()
    hand.press("F1")
    overlay = program.window._help
    reached = set()
    for _ in range(9):
        assert overlay.isAncestorOf(hand.at())
        reached.add(hand.at())
        hand.press("Tab")
    assert {overlay.search, overlay.list, overlay.close_button} < reached


def test_the_help_searches_and_says_when_there_is_nothing(enter, qtbot):
    program, hand = enter()
    hand.press("F1")
    overlay = program.window._help
    hand.write("恢复码")
    qtbot.waitUntil(lambda: overlay.title.text() in {"首次启动", "忘记口令"}, timeout=PATIENCE)
    hand.press("Enter")
    assert overlay.reading.isAncestorOf(hand.at())
    hand.press("Down", "Esc")
    assert not overlay.isVisible()
    hand.press("F1")
    hand.write("量子纠缠")
    qtbot.waitUntil(lambda: overlay.title.text() == "没有查到", timeout=PATIENCE)


@pytest.mark.parametrize("key", ["F2", "Ctrl+K", "Ctrl+G", "F12"])
def test_what_takes_the_keyboard_elsewhere_closes_the_help(enter, key):
    program, hand = enter()
    hand.write("欧阳示例")
    hand.press("F1", key)
    QApplication.processEvents()
    assert not program.window._help.isVisible()
    assert program.window._help.isAncestorOf(hand.at()) is False


@pytest.mark.parametrize("words", ["打印机", "忘了密码", "备份到U盘", "快捷键", "几个窗口"])
def test_people_find_pages_by_their_own_words(words):
    assert help_pages.search(words)


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("备份", "backup"),
        ("打印机", "printers"),
        ("筛选", "records"),
        ("标记已录入", "records"),
        ("关窗", "closing"),
        ("下班 备份", "closing"),
        ("忘了密码", "passphrase"),
        ("忘记口令", "passphrase"),
        ("导入", "import"),
        ("编号重复", "import"),
        ("旧电脑", "import"),
        ("几个窗口", "counters"),
        ("服务器", "server"),
        ("读卡", "card"),
        ("F8", "card"),
        ("自动读卡", "card"),
        ("钥匙串", "door"),
        ("名册", "roster"),
        ("打错", "mistakes"),
        ("注销错", "mistakes"),
        ("撤回", "mistakes"),
        ("改名字", "mistakes"),
    ],
)
def test_the_page_a_clerk_looks_for_comes_first(words, page):
    assert help_pages.search(words)[0].id == page


def test_the_help_on_several_counters_names_the_command():
    assert {"counters", "server"} <= {one.id for one in help_pages.search("desk-app hall init")}


def test_every_page_says_something_and_no_screen_is_left_out():
    pages = help_pages.pages()
    assert len({page.id for page in pages}) == len(pages)
    for page in pages:
        assert page.sections
        assert all(part.lines and part.title for part in page.sections)
    explained = {name for page in pages for name in page.screens}
    assert set(SCREENS) - {EVERYWHERE} == explained


def test_lines_are_short_sentences():
    for page in help_pages.pages():
        for part in page.sections:
            for line in part.lines:
                assert line.endswith("。"), line
                assert len(line) <= 90, line


def test_the_help_names_only_commands_there_are():
    known = {one.name for one in COMMANDS}
    named = {
        command
        for page in help_pages.pages()
        for command in re.findall(r"desk-app ([a-z-]+)", page.text())
    }
    assert named
    assert named <= known


def test_a_page_for_a_screen_there_is_not_is_refused():
    row = {"id": "x", "title": "x", "group": "x", "screens": ["nowhere"], "section": []}
    with pytest.raises(ValueError, match="nowhere"):
        help_pages._page(row)
