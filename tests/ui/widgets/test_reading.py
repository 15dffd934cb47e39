"""Passages to read: moved through by keys, found by name, never cut."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit

from desk_app.ui.widgets.displays.reading import KeyCaps, Passage, Reading, ReadingCard
from desk_app.ui.widgets.text import Text
from tests.ui.hand import Hand

LONG = "备案到就医的地级市或直辖市即可，不用选定某一家医院。" * 4


def passages(count, **options):
    return [Passage(f"第 {at} 条", f"来源 {at}", name=str(at), **options) for at in range(count)]


def has_focus(reading):
    return next((one.name for one in reading.passages() if one.hasFocus()), None)


def test_a_passage_says_its_text_its_tags_and_its_source(stage):
    passage = Passage("可以办理。", "某文件 · 2025-03", tags=[("官方文件", "ok")])
    stage(passage)
    spoken = QAccessible.queryAccessibleInterface(passage).text(QAccessible.Text.Name)
    assert spoken == "可以办理。，官方文件，某文件 · 2025-03"


def test_arrows_walk_and_stop_at_both_ends(stage):
    reading = Reading("正文")
    reading.show_blocks(passages(3))
    stage(reading)
    hand = Hand()
    assert reading.enter()
    hand.press("Up")
    assert has_focus(reading) == "0"
    hand.press("Down", "Down", "Down", "Down")
    assert has_focus(reading) == "2"


def test_reading_goes_on_where_it_stopped(stage):
    reading, other = Reading("正文"), QLineEdit()
    reading.show_blocks(passages(4))
    stage(other, reading)
    reading.enter()
    Hand().press("Down", "Down")
    other.setFocus()
    reading.enter()
    assert has_focus(reading) == "2"


def test_all_passages_are_one_stop_of_the_tab_key(stage):
    before, reading, after = QLineEdit(), Reading("正文"), QLineEdit()
    stage(before, reading, after)
    reading.come_after(before)
    reading.show_blocks(passages(5))
    before.setFocus()
    hand = Hand()
    hand.press("Tab")
    assert has_focus(reading) == "0"
    hand.press("Tab")
    assert hand.at() is after


def test_what_is_shown_later_takes_the_place_of_what_was_shown(stage):
    reading = Reading("正文")
    reading.show_blocks(passages(3))
    stage(reading)
    reading.show_blocks([Passage("别的")])
    assert reading.text() == "别的"
    reading.show_blocks([])
    assert reading.text() == ""
    assert not reading.enter()


def test_a_name_is_revealed_and_marked_and_an_unknown_one_is_not(stage):
    reading = Reading("正文")
    stage(reading, height=220)
    reading.show_bit_by_bit(iter(passages(40)))
    assert reading.reveal("37")
    wanted = next(one for one in reading.passages() if one.name == "37")
    assert (
        reading.viewport().rect().contains(wanted.mapTo(reading.viewport(), wanted.rect().center()))
    )
    assert not reading.reveal("nowhere")


def test_many_blocks_come_bit_by_bit_and_none_is_lost(stage, qtbot):
    reading = Reading("正文")
    stage(reading)
    reading.show_bit_by_bit(iter(passages(30)))
    assert 0 < len(reading.findChildren(Passage)) < 30
    qtbot.waitUntil(lambda: len(reading.findChildren(Passage)) == 30, timeout=30_000)
    reading.show_bit_by_bit(iter(passages(30)))
    reading.show_blocks([Passage("别的")])
    assert not reading._adding.isActive()
    assert reading.text() == "别的"


def test_walking_reaches_what_was_not_made_yet(stage):
    reading = Reading("正文")
    stage(reading)
    reading.show_bit_by_bit(iter(passages(12)))
    reading._adding.stop()
    reading.enter()
    Hand().press(*["Down"] * 11)
    assert has_focus(reading) == "11"


def test_wrapped_text_is_whole_in_a_narrow_card(stage, qtbot):
    card = ReadingCard("标题")
    card.body.addWidget(Passage(LONG, LONG, tags=[("待核实", "warn")], lead=KeyCaps(["F1"])))
    reading = Reading("正文")
    reading.show_blocks([card])
    stage(reading, width=360, height=300)
    qtbot.waitUntil(
        lambda: all(
            one.height() >= one.heightForWidth(one.width())
            for one in card.findChildren(Text)
            if one.wordWrap()
        )
    )


def test_a_page_further_down(stage):
    reading = Reading("正文")
    reading.show_blocks(passages(40))
    stage(reading, height=240)
    reading.enter()
    bar = reading.verticalScrollBar()
    hand = Hand()
    hand.press("Space")
    assert bar.value() > 0
    assert has_focus(reading) == "0"
