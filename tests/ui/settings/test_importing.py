"""Bringing in another counter's records: looked at first, done by keyboard, stopped at will."""

import pytest
from PySide6.QtWidgets import QApplication

from desk_app.records.merging import Outcome
from desk_app.services.backup import backing_up
from desk_app.services.finding import searching
from desk_app.services.lists import exporting, importing
from desk_app.services.start import opening
from desk_app.storage.filings import listing
from desk_app.ui import dialogs
from tests.factory import register
from tests.ui.conftest import CHEAP, HALL
from tests.ui.layout import check_layout, nameless

OTHER = "the other counter's"


@pytest.fixture
def other(tmp_path, clock):
    """The desk of another counter of the same hall, with three filings."""
    made = opening.set_up(
        folder=tmp_path / "other",
        hall=HALL,
        counter=2,
        clerk_name="何二",
        passphrase=OTHER,
        clock=clock,
        cost=CHEAP,
    ).desk
    with made as desk:
        for order, name in enumerate(("欧阳𬭚𫖮", "阿卜杜拉·买买提", "张䶮"), start=1):
            register(desk, order, applicant__name=name)
        yield desk


@pytest.fixture(params=["jsonl", "backup", "folder"])
def source(request, other, tmp_path):
    """A real file or folder to bring in."""
    if request.param == "jsonl":
        exporting.export(desk=other, target=tmp_path / "a.jsonl", masked=False)
        return tmp_path / "a.jsonl"
    if request.param == "backup":
        backing_up.back_up(desk=other, target=tmp_path / "a.backup")
        return tmp_path / "a.backup"
    return other.folder


def count(desk):
    with desk.database.reading() as session:
        return listing.count(session, criteria=listing.Criteria())


def look(page, qtbot, path):
    page.choose(path)
    page.look()
    qtbot.waitUntil(lambda: not page.busy)


def agree(page, qtbot):
    """Say yes to the question, then wait for the end of the work."""
    (asked,) = page.findChildren(dialogs.Question)
    asked.yes.click()
    qtbot.waitUntil(lambda: not page.busy)


def test_a_source_is_looked_at_and_brought_in_by_keyboard(settings, qtbot, source):
    program, hand, page = settings("import")
    hand.press("Enter")
    assert hand.at() is page.file
    page.choose(source)
    if importing.needs_passphrase(source):
        assert hand.at() is page.form.fields["passphrase"].edit
        hand.type(OTHER)
        hand.press("Enter", "Enter")
    assert hand.at() is page.preview
    hand.press("Enter")
    qtbot.waitUntil(page.found.isVisible)
    assert "可导入 3 件，连同打印记录 9 份" in page.words.text()
    assert count(program.desk) == 0
    shown = [page.listing.data(page.listing.index(row, 0)) for row in range(3)]
    assert {look.pill for look in shown} == {Outcome.NEW.label}
    assert not any("阿卜杜拉·买买提" in look.spoken() for look in shown)
    hand.press("Tab")
    assert hand.at() is page.go
    hand.press("Enter")
    agree(page, qtbot)
    assert "已导入 3 件，连同打印记录 9 份" in page.banner.text()
    assert count(program.desk) == 3
    assert searching.find(desk=program.desk, text="欧阳𬭚")
    assert len(backing_up.kept(folder=program.desk.folder)) == 1
    program.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page.file)
    assert QApplication.activeModalWidget() is None


def test_the_same_number_twice_is_shown_with_what_differs(settings, qtbot, other, tmp_path):
    exporting.export(desk=other, target=tmp_path / "a.jsonl", masked=False)
    program, _, page = settings("import")
    twin = tmp_path / "twin"
    # Another installation that was given the same hall and counter by mistake.
    made = opening.set_up(
        folder=twin,
        hall=HALL,
        counter=2,
        clerk_name="吴三",
        passphrase=OTHER,
        clock=program.desk.clock,
        cost=CHEAP,
    )
    with made.desk as desk:
        clashing = register(desk, 7, applicant__name="吴𠮷").number
        exporting.export(desk=desk, target=tmp_path / "twin.jsonl", masked=False)
    look(page, qtbot, tmp_path / "twin.jsonl")
    page._ask()
    agree(page, qtbot)
    look(page, qtbot, tmp_path / "a.jsonl")
    assert "编号重复而内容不同的 1 件" in page.words.text()
    assert "可导入 2 件" in page.words.text()
    first = page.listing.data(page.listing.index(0, 0))
    assert (first.title, first.pill) == (clashing, Outcome.CLASH.label)
    assert page.reading.isVisible()
    assert "吴𠮷" in page.reading.text()
    assert "欧阳𬭚𫖮" in page.reading.text()
    page.list.setCurrentIndex(page.listing.index(1, 0))
    assert not page.reading.isVisible()
    page._ask()
    agree(page, qtbot)
    assert clashing in page.banner.text()
    assert count(program.desk) == 3
    filing, _ = searching.show(desk=program.desk, record_no=clashing)
    assert filing.case.applicant.name == "吴𠮷"
    look(page, qtbot, tmp_path / "a.jsonl")
    assert "本机已有相同的 2 件" in page.words.text()
    assert not page.go.isEnabled()


def test_stopping_brings_nothing(settings, qtbot, other, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "PROGRESS_ROWS", 1)
    exporting.export(desk=other, target=tmp_path / "a.jsonl", masked=False)
    program, _, page = settings("import")
    look(page, qtbot, tmp_path / "a.jsonl")
    page.bring()
    working = QApplication.activeModalWidget()
    assert isinstance(working, dialogs.Working)
    working.progress.stop.click()  # at once: the backup before it takes longer than that
    qtbot.waitUntil(lambda: not page.busy)
    assert QApplication.activeModalWidget() is None
    assert "停止" in page.banner.text() or "取消" in page.banner.text()
    assert count(program.desk) == 0
    assert page.go.isEnabled()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.csv", "编号,姓名\n", "JSONL"),
        ("list.xlsx", "x", "JSONL"),
        ("bad.jsonl", "not a line\n", "第 1 行"),
        ("bad.backup", "nothing", "备份"),
    ],
)
def test_what_cannot_come_in_is_refused_in_words(settings, qtbot, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    _, _, page = settings("import")
    page.choose(path)
    if page.form.isVisibleTo(page):
        page.form.set_values({"passphrase": OTHER})
    page.look()
    qtbot.waitUntil(lambda: page.banner.text() != "")
    assert said in page.banner.text()
    assert not page.found.isVisible()


def test_a_wrong_passphrase_is_said_and_a_missing_one_asked_for(settings, qtbot, other):
    _, hand, page = settings("import")
    page.choose(other.folder)
    page.look()
    assert "口令" in page.form.fields["passphrase"].error
    assert hand.at() is page.form.fields["passphrase"].edit
    page.form.set_values({"passphrase": "not that one"})
    page.look()
    qtbot.waitUntil(lambda: page.banner.text() != "")
    assert "口令" in page.banner.text()


@pytest.mark.parametrize("size", [(1366, 696), (911, 520), (1920, 1008)])
def test_the_preview_is_whole_in_every_size(settings, qtbot, other, tmp_path, size):
    exporting.export(desk=other, target=tmp_path / "a.jsonl", masked=False)
    program, _, page = settings("import", size=size)
    look(page, qtbot, tmp_path / "a.jsonl")
    check_layout(program.window)
    assert page.area.widget().width() <= page.area.viewport().width()
    assert nameless(page) == []
