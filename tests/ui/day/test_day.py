"""The day: numbers, lists, closing, ledger, export and ticking off, by keyboard."""

import csv
import shutil
import threading

import pytest

from desk_app.clock import FixedClock
from desk_app.policy.vocabulary import Role
from desk_app.services.day import day
from desk_app.services.finding import searching
from desk_app.services.lists.exporting import export
from desk_app.services.people import people
from desk_app.services.proofs import readback
from desk_app.services.start import opening
from desk_app.storage.filings import lines
from tests.factory import number, register
from tests.ui.conftest import CHEAP, MORNING, PASSPHRASE, turn
from tests.ui.hand import Hand
from tests.ui.layout import check_layout, focusable, nameless
from tests.ui.words import LONG, cut, settle

TEMPORARY = {
    "type": "other_temporary",
    "reason": "探亲",
    "documents": {"identity": "both"},
}


@pytest.fixture(scope="module")
def a_day(set_up_once, tmp_path_factory):
    """Four filings: one waits for documents, one ends within days; a clerk besides."""
    folder = shutil.copytree(set_up_once, tmp_path_factory.mktemp("a day") / "data")
    clock = FixedClock(MORNING)
    with opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock) as desk:
        people.add(desk=desk, name="李明", role=Role.CLERK, passphrase="a quiet window", cost=CHEAP)
        for order, changes in enumerate(
            ({}, {}, {"documents": {}}, {"end": "2026-11-25", **TEMPORARY}), start=1
        ):
            register(desk, order, **changes)
    return folder


@pytest.fixture
def folder(a_day, tmp_path):
    """A data folder with the day in it."""
    return shutil.copytree(a_day, tmp_path / "data")


@pytest.fixture
def inside(start, folder, qtbot):
    """Go through the door as the supervisor; there is more than one person to choose from."""

    def go(**options):
        program = start(folder, **options)
        program.window.door.submitted.emit("01", PASSPHRASE, 1)
        qtbot.waitUntil(lambda: program.window.inside is not None)
        return program, Hand()

    return go


@pytest.fixture
def today(inside, qtbot):
    """The screen of the day, its first page counted."""

    def go(**options):
        program, hand = inside(**options)
        hand.press("F10")
        screen = program.window.inside.day
        assert program.window.current() is screen
        qtbot.waitUntil(lambda: screen.page.total.text() != "")
        return program, hand, screen

    return go


def test_the_numbers_of_the_day_are_those_of_the_records(today):
    _, _, screen = today()
    page = screen.page
    assert page.total.text() == "受理 4 件"
    assert "待补正 1 件" in page.rest.text()
    assert [(bar.label, bar.value) for bar in page.types.bars] == [
        ("异地安置退休人员", 3),
        ("其他临时外出就医人员", 1),
    ]
    assert page.types.bars[0].note == "新办 2 · 待补正 1"
    assert {bar.label: bar.value for bar in page.times.bars}["10时"] == 4
    assert [(bar.label, bar.value) for bar in page.clerks.bars] == [("陈*怡（01）", 4)]
    assert page.papers.bars


def test_week_and_month_are_a_digit_away(today, qtbot):
    _, hand, screen = today()
    page = screen.page
    hand.press("Enter")
    hand.type("2")
    qtbot.waitUntil(lambda: len(page.times.bars) == 7)
    assert page.period.text() == "2026-11-16 至 2026-11-22"
    page.span.focus_stop().setFocus()
    hand.type("3")
    qtbot.waitUntil(lambda: len(page.times.bars) == 30)
    assert page.total.text() == "受理 4 件"
    page.earlier.setFocus()
    hand.press("Enter")
    qtbot.waitUntil(lambda: page.total.text() == "受理 0 件")
    assert page.period.text() == "2026-10-01 至 2026-10-31"
    assert len(page.times.bars) == 31


def test_questions_asked_quickly_end_with_the_last_one(today, qtbot):
    _, _, screen = today()
    page = screen.page
    for _ in range(5):
        page.earlier.click()
    qtbot.waitUntil(lambda: not page.busy and page.period.text().startswith("2026-11-16"))
    assert page.total.text() == "受理 0 件"
    for _ in range(5):
        page.later.click()
    qtbot.waitUntil(lambda: page.total.text() == "受理 4 件")


def test_a_day_nobody_could_mean_is_named(today):
    _, hand, screen = today()
    page = screen.page
    page.day.edit.setFocus()
    page.day.edit.selectAll()
    hand.type("2026-02-30")
    hand.press("Enter")
    assert "2026-11-21" in page.day.error
    assert page.total.text() == "受理 4 件"


@pytest.mark.parametrize(("name", "pill"), [("expiring", "还有 4 天"), ("waiting", "今天登记")])
def test_a_case_to_look_at_is_opened_and_left_by_keyboard(today, qtbot, name, pill):
    program, hand, screen = today()
    page = turn(screen, qtbot, name)
    qtbot.waitUntil(lambda: page.listing.rowCount() == 1)
    look = page.listing.data(page.listing.index(0, 0))
    assert look.pill == pill
    assert "王小明" not in look.spoken()
    hand.press("Enter", "Enter")
    records = program.window.inside.records
    assert program.window.current() is records
    assert records.page.filing.number == page.marked().number
    hand.press("Esc")
    assert program.window.current() is screen


def test_a_filing_is_marked_as_entered(today, qtbot):
    program, hand, screen = today()
    page = turn(screen, qtbot, "official")
    assert page.listing.rowCount() == 3
    number_of = page.marked().number
    hand.press("Enter", "Enter")
    assert hand.at() is page.number.edit
    hand.press("Enter")
    assert page.number.error == "请填写平台上的编号"
    hand.type("gd2026-001")
    hand.press("Enter")
    qtbot.waitUntil(lambda: page.listing.rowCount() == 2)
    assert "GD2026-001" in page.banner.text()
    filing, _ = searching.show(desk=program.desk, record_no=number_of)
    assert filing.official_no == "GD2026-001"


def test_the_list_for_the_official_system_is_written(today, qtbot, tmp_path):
    _, _, screen = today()
    page = turn(screen, qtbot, "official")
    page.save_to(tmp_path / "list.csv")
    qtbot.waitUntil(lambda: "已导出 3 件" in page.banner.text())
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.reader(stream))) == 4


def test_the_day_is_closed_with_its_paper(today, qtbot, tmp_path):
    _, hand, screen = today()
    page = turn(screen, qtbot, "closing")
    hand.press("Enter", "Ctrl+Enter")
    qtbot.waitUntil(lambda: page.paper is not None)
    assert "日结单" in readback.paper_text(page.paper.pdf)
    assert hand.at() is page.box.print
    hand.press("F9")
    assert page.box._overlay.isVisible()
    hand.press("Esc")
    assert not page.box._overlay.isVisible()
    page.spool.save_into(page.paper, tmp_path)
    qtbot.waitUntil(lambda: "已存为" in page.banner.text())
    assert (tmp_path / page.paper.file_name).read_bytes() == page.paper.pdf


def test_a_clerk_is_told_who_closes_the_day(start, folder, qtbot):
    program, hand = start(folder), Hand()
    program.window.door.submitted.emit("02", "a quiet window", 1)
    qtbot.waitUntil(lambda: program.window.inside is not None)
    hand.press("F10")
    screen = program.window.inside.day
    qtbot.waitUntil(lambda: not screen.page.busy)
    closing = turn(screen, qtbot, "closing")
    assert "主管" in closing.banner.text()
    assert not closing.make.isEnabled()
    ledger = turn(screen, qtbot, "ledger")
    assert [option.code for option in ledger.form._rows["mask"].options] == ["masked"]


def test_the_ledger_masks_unless_asked(today, qtbot):
    _, hand, screen = today()
    page = turn(screen, qtbot, "ledger")
    whole = number(order="001")
    hand.press("Enter", "Ctrl+Enter")
    qtbot.waitUntil(lambda: page.paper is not None)
    assert whole not in readback.paper_text(page.paper.pdf)
    page.form.set_values({"mask": "whole"})
    page.paper = None
    page.make_paper()
    qtbot.waitUntil(lambda: page.paper is not None)
    assert whole in readback.paper_text(page.paper.pdf)


def test_an_export_holds_what_was_chosen(today, qtbot, tmp_path):
    program, _, screen = today()
    page = turn(screen, qtbot, "export")
    page.form.set_values({"type": "retiree_resettled", "status": "accepted", "clerk": "01"})
    page.save_to(tmp_path / "some.csv")
    qtbot.waitUntil(lambda: "已导出 2 件" in page.banner.text())
    text = (tmp_path / "some.csv").read_text(encoding="utf-8-sig")
    assert number(order="001") not in text
    page.form.set_values({"mask": "whole"})
    page.save_to(tmp_path / "whole.csv")
    qtbot.waitUntil(lambda: "完整证件号码" in page.banner.text())
    same = tmp_path / "same.csv"
    export(desk=program.desk, target=same, wanted=page._wanted(), masked=False)
    assert (tmp_path / "whole.csv").read_bytes() == same.read_bytes()


def test_an_export_the_wrong_way_round_is_named(today, qtbot):
    _, hand, screen = today()
    page = turn(screen, qtbot, "export")
    page.form.set_values({"since": "2026-11-21", "until": "2026-11-01"})
    hand.press("Enter", "Ctrl+Enter")
    assert "早于开始日期" in page.form.fields["until"].error
    assert hand.at() is page.form.fields["until"].edit


def test_an_export_can_be_stopped_and_leaves_nothing(today, qtbot, tmp_path, monkeypatch):
    _, hand, screen = today()
    page = turn(screen, qtbot, "export")
    hand.press("Enter")
    monkeypatch.setattr("desk_app.services.lists.exporting.PROGRESS_ROWS", 1)
    stream, pressed = lines.stream, threading.Event()

    def late(*given, **named):
        pressed.wait(10)
        yield from stream(*given, **named)

    monkeypatch.setattr(lines, "stream", late)
    page.save_to(tmp_path / "never.csv")
    hand.press("Esc")
    pressed.set()
    qtbot.waitUntil(lambda: "已停止导出" in page.banner.text())
    assert list(tmp_path.glob("*.csv")) == []
    assert not page.progress.isVisible()


def test_what_cannot_be_written_is_said(today, qtbot, tmp_path):
    _, _, screen = today()
    page = turn(screen, qtbot, "export")
    page.save_to(tmp_path / "no such folder" / "list.csv")
    qtbot.waitUntil(lambda: page.banner.text() != "")
    assert "请核对路径" in page.banner.text()


def test_escape_leads_back_to_the_case_in_hand(inside, qtbot):
    program, hand = inside()
    hand.write("欧阳𬭚𫖮")
    editor = hand.at()
    hand.press("F10")
    qtbot.waitUntil(lambda: not program.window.inside.day.page.busy)
    hand.press("Enter", "Esc", "Esc")
    assert program.window.current() is program.window.inside.counter
    assert hand.at() is editor
    assert editor.text() == "欧阳𬭚𫖮"


@pytest.mark.parametrize("size", [(1366, 696), (1093, 557), (911, 430), (1920, 1008)])
def test_every_page_is_whole_and_says_its_names(today, qtbot, size):
    program, _, screen = today(size=size)
    for section in screen.sections:
        page = turn(screen, qtbot, section.name)
        if section.name in {"closing", "ledger"}:
            page.make_paper()
            qtbot.waitUntil(lambda page=page: page.paper is not None)
        page.banner.say(LONG, "warn")
        settle()
        check_layout(program.window)
        assert cut(screen) == [], section.name
        assert page.area.widget().width() <= page.area.viewport().width(), section.name
        assert nameless(screen) == []


def test_the_tab_key_reaches_every_control_of_every_page(today, qtbot):
    _, hand, screen = today()
    for section in screen.sections:
        page = turn(screen, qtbot, section.name)
        reached = set()
        screen.list.setFocus()
        for _ in range(60):
            hand.press("Tab")
            reached.add(hand.at())
        wanted = {
            one
            for one in focusable(page)
            if one.focusPolicy() & one.focusPolicy().TabFocus and one.focusProxy() is None
        }
        assert [one.accessibleName() for one in wanted - reached] == [], section.name


def test_the_numbers_on_the_screen_are_those_on_the_paper(today, qtbot):
    program, _, screen = today()
    found = day.figures(desk=program.desk)
    page = turn(screen, qtbot, "closing")
    page.make_paper()
    qtbot.waitUntil(lambda: page.paper is not None)
    counted = {one["type"]: one["registered"] for one in page.paper.job.printed.data["types"]}
    assert counted == {one.type.value: one.new for one in found.types}
