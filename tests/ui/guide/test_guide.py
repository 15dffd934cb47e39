"""The guide for people who only ask: read, search, find the type, take a paper home."""

from datetime import date
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app import pdfium
from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.vocabulary import FilingType, Method
from desk_app.services.papers import handing_out
from desk_app.services.rules import rulekeeping
from desk_app.ui.screens.guide import contents
from desk_app.ui.screens.guide.blocks import PREVAILS
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.displays.reading import Reading
from desk_app.ui.widgets.text import Text
from tests.ui.conftest import id_number
from tests.ui.layout import check_layout, focusable, nameless
from tests.ui.steps import type_case, walk

PATIENCE = 30_000


@pytest.fixture
def asked(enter):
    """The guide opened from the counter by its key."""
    program, hand = enter()
    hand.press("Ctrl+G")
    guide = program.window.inside.guide
    assert program.window.current() is guide
    return program, hand, guide


def go_to(guide, name):
    """Mark a page of the contents as the arrow keys would."""
    for row in range(guide.listing.rowCount()):
        if guide.listing.thing(guide.listing.index(row, 0)).name == name:
            guide.list.setCurrentIndex(guide.listing.index(row, 0))
            QApplication.processEvents()
            return
    raise AssertionError(name)


def words_of(pdf):
    """All text of a PDF, spaces and line ends removed."""
    with pdfium.opened(pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.split())


def test_the_type_is_found_by_single_keys_with_reasons(asked):
    _, hand, guide = asked
    hand.press("Enter")
    hand.type("2111")
    assert guide.finder.type is FilingType.RETIREE_RESETTLED
    said = guide.finder.reading.text()
    assert "户口已迁入" in said
    assert "符合安置退休，优先按安置退休办理" in said
    hand.press("Backspace")
    assert guide.finder.type is None
    hand.type("2")  # the register was not moved: asked about the half year
    hand.type("1")
    assert guide.finder.type is FilingType.LONG_TERM_RESIDENT


def test_a_key_that_answers_nothing_changes_nothing(asked):
    _, hand, guide = asked
    hand.press("Enter")
    before = hand.at().accessibleName()
    hand.type("97")
    assert hand.at().accessibleName() == before
    assert guide.finder.type is None


def test_an_emergency_is_never_begun_as_a_case(asked):
    program, hand, guide = asked
    hand.press("Enter")
    hand.type("1")
    assert guide.finder.type is FilingType.EMERGENCY
    assert not guide.footer.start.isVisible()
    hand.press("Ctrl+Enter")
    assert program.window.current() is guide


def test_a_found_type_begins_a_case_at_the_counter(asked):
    program, hand, _ = asked
    counter = program.window.inside.counter
    hand.press("Enter")
    hand.type("231")
    hand.press("Ctrl+Enter")
    assert program.window.current() is counter
    assert counter.case.get("type") == FilingType.REFERRAL
    assert counter.form.binding.editor("type").code() == FilingType.REFERRAL


def test_a_found_type_goes_to_the_person_at_the_counter(enter):
    program, hand = enter()
    counter = program.window.inside.counter
    hand.write("欧阳示例")
    hand.press("Enter", "Ctrl+G", "Enter")
    hand.type("25")
    hand.press("Ctrl+Enter")
    assert counter.case.get("applicant.name") == "欧阳示例"
    assert counter.case.get("type") == FilingType.OTHER_TEMPORARY


def test_the_age_of_the_person_at_the_counter_gives_a_hint(enter):
    program, hand = enter()
    hand.write("欧阳示例")
    hand.press("Enter")
    hand.type(id_number())  # born in 1958
    hand.press("Enter")
    hand.press("Ctrl+G", "Enter")
    hand.type("21")
    banners = program.window.inside.guide.finder.findChildren(Banner)
    assert any("已满 60 周岁" in one.text() for one in banners if one.isVisible())


def test_a_case_that_has_its_type_is_kept_apart(enter):
    program, hand = enter()
    counter = program.window.inside.counter
    type_case(hand, documents=0)
    name, kind = counter.case.get("applicant.name"), counter.case.get("type")
    hand.press("Ctrl+G", "Enter")
    hand.type("25")
    hand.press("Ctrl+Enter")
    assert counter.case.get("applicant.name") == ""
    kept = [draft for draft in _drafts(program) if draft.data["applicant"].get("name") == name]
    assert [draft.data["type"] for draft in kept] == [kind]


def _drafts(program):
    from desk_app.services.filing import drafts

    return drafts.open_drafts(desk=program.desk)


def test_the_keyboard_goes_back_to_the_field_it_came_from(enter):
    program, hand = enter()
    hand.write("欧阳示例")
    hand.press("Enter")
    field = hand.at()
    hand.press("Ctrl+G", "Esc")
    assert program.window.current() is program.window.inside.counter
    assert hand.at() is field
    assert program.window.inside.counter.case.get("applicant.name") == "欧阳示例"


def test_every_statement_shows_its_source_and_its_day(asked):
    _, _, guide = asked
    counsel = handing_out.counsel(desk=guide._desk)
    for topic in counsel.topics():
        go_to(guide, topic.title.id)
        said = guide.reading.text()
        for one in topic.statements:
            line = next(line for line in said.split("\n") if one.text in line)
            assert one.source in line
            assert one.source_date in line


def test_contradictions_stand_side_by_side(asked):
    _, _, guide = asked
    go_to(guide, contents.QUESTIONS)
    QApplication.processEvents()
    claims = {one.name: one for one in guide.reading.passages()}
    question = next(one for one in guide._counsel.questions() if one.id == "C1")
    boxes = [claims[rule.id].geometry() for rule in question.rules]
    assert len(boxes) > 1
    assert boxes[0].top() == boxes[1].top()
    assert boxes[0].right() < boxes[1].left()
    assert PREVAILS in claims["C1"].accessibleName()


def test_the_bureaus_answer_stands_above_what_it_settles(asked):
    program, hand, guide = asked
    answer = BureauAnswer(
        subject="C1",
        region="440300",
        text="临时外出要先备案。",
        answered_by="示例医保分局",
        answered_on=date(2026, 11, 20),
    )
    rulekeeping.answer(desk=program.desk, given=answer)
    hand.press("Esc", "Ctrl+G")
    go_to(guide, contents.QUESTIONS)
    said = guide.reading.text()
    line = next(line for line in said.split("\n") if answer.text in line)
    assert "本局口径（示例医保分局）" in line
    assert "2026-11-20" in line
    assert said.index("临时外出要先备案。") < said.index("临时外出就医不用备案也能直接结算")


def test_search_finds_as_it_is_typed_and_leads_to_the_place(asked, qtbot):
    _, hand, guide = asked
    hand.write("出院后能补办吗")
    qtbot.waitUntil(lambda: not guide._searching.isActive(), timeout=PATIENCE)
    assert guide.listing.rowCount() > 0
    hand.write("不存在的词语")
    qtbot.waitUntil(lambda: guide.listing.rowCount() == 0, timeout=PATIENCE)
    assert "没有查到" in guide.reading.text()
    hand.press("Esc")
    assert guide.search.text() == ""
    assert guide.listing.rowCount() == len(contents.rows(guide._counsel))


def test_every_result_can_be_read_where_it_leads(asked):
    _, _, guide = asked
    for words in ("有效期", "取消", "条例", "身份证", "公众号", "要不要备案"):
        for entry in guide._counsel.search(words):
            guide._show_entry(entry)
            assert entry.text[:12] in guide.reading.text().replace("\n", "；") or (
                entry.id in {one.name for one in guide.reading.passages()}
            )


def test_what_to_bring_follows_type_method_and_who_comes(asked):
    _, hand, guide = asked
    go_to(guide, contents.BRING)
    hand.press("Enter")
    hand.type("2")
    assert guide.bring.guidance.type is FilingType.LONG_TERM_RESIDENT
    assert "房产证" in guide.bring.reading.text()
    hand.type("2")
    assert guide.bring.guidance.facts.method is Method.COMMITMENT
    assert "签个人承诺书代替" in guide.bring.reading.text()
    hand.type("2")
    assert "《授权委托书》" in guide.bring.reading.text()


def test_a_method_the_type_does_not_have_is_explained(asked):
    _, hand, guide = asked
    go_to(guide, contents.BRING)
    hand.press("Enter")
    hand.type("42")
    assert not guide.bring.guidance.available
    assert not guide.footer.print.isVisible()
    assert not guide.footer.start.isVisible()
    guide.bring.choose(FilingType.OTHER_TEMPORARY)
    assert guide.bring.guidance.available


def test_the_handout_is_seen_before_it_is_saved(asked, qtbot, tmp_path):
    _, hand, guide = asked
    go_to(guide, contents.BRING)
    hand.press("Enter")
    hand.type("1")
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: guide.handout.view.picture is not None, timeout=PATIENCE)
    target = tmp_path / "须知.pdf"
    guide.handout.save_to(target)
    qtbot.waitUntil(lambda: "已存为" in guide.handout.banner.text(), timeout=PATIENCE)
    text = words_of(target.read_bytes())
    for document in guide.bring.guidance.documents:
        assert document.name in text
    hand.press("Esc")
    assert guide._stack.currentWidget() is guide.bring


def test_without_a_printer_the_handout_says_what_to_do(asked, qtbot, monkeypatch):
    _, hand, guide = asked
    monkeypatch.setenv("PATH", "")
    go_to(guide, "cancel")
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: guide.handout.pdf is not None, timeout=PATIENCE)
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: "另存为 PDF" in guide.handout.banner.text(), timeout=PATIENCE)


def test_a_file_that_cannot_be_written_is_told(asked, qtbot, tmp_path):
    _, hand, guide = asked
    go_to(guide, "query")
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: guide.handout.pdf is not None, timeout=PATIENCE)
    guide.handout.save_to(tmp_path / "没有这个文件夹" / "须知.pdf")
    qtbot.waitUntil(lambda: "找不到文件或文件夹" in guide.handout.banner.text(), timeout=PATIENCE)
    assert list(tmp_path.glob("没有*")) == []


def test_every_list_can_be_printed(asked):
    program, _, guide = asked
    printed = set()
    for kind, method, age in product(FilingType, Method, (None, 13)):
        guidance = guide._counsel.guide(kind, method, has_agent=True, age=age)
        if guidance.available:
            text = words_of(handing_out.bring_handout(desk=program.desk, guidance=guidance))
            assert guidance.title in text
            assert all(one.name.replace(" ", "") in text for one in guidance.documents)
            printed.add(kind)
    assert printed == set(FilingType)


def test_a_lock_hides_the_guide_and_comes_back_to_it(asked, qtbot):
    from tests.ui.conftest import PASSPHRASE

    program, hand, guide = asked
    hand.press("F12")
    assert program.window.current() is program.window.door
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.current() is guide, timeout=PATIENCE)
    assert hand.at() is guide.search


def make_all(screen):
    """Have all that is shown made and laid out, not only what was made so far."""
    for reading in screen.findChildren(Reading):
        reading.text()
    for _ in range(3):
        QApplication.processEvents()


def cut(reading):
    """The texts of a reading that have less room than they need."""
    return [
        text.text()
        for text in reading.findChildren(Text)
        if text.isVisible()
        and text.wordWrap()
        and text.height() < text.heightForWidth(text.width())
    ]


@pytest.mark.parametrize("size", [(1366, 696), (1093, 557), (911, 520), (1920, 1008)])
def test_nothing_is_cut_at_any_size(enter, qtbot, size):
    program, hand = enter(size=size)
    hand.press("Ctrl+G")
    guide = program.window.inside.guide
    for row in range(guide.listing.rowCount()):
        guide.list.setCurrentIndex(guide.listing.index(row, 0))
        make_all(guide)
        assert cut(guide) == []
        check_layout(program.window)
    hand.press("Enter", "F1")
    help_ = program.window._help
    for row in range(help_.listing.rowCount()):
        help_.list.setCurrentIndex(help_.listing.index(row, 0))
        make_all(help_)
        assert cut(help_) == []
    hand.press("Esc")


def test_every_control_of_guide_and_help_says_its_name(asked, qtbot):
    program, hand, guide = asked
    for name in (contents.FINDER, contents.BRING, contents.CHANNELS, "validity"):
        go_to(guide, name)
        assert nameless(program.window) == []
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: guide.handout.pdf is not None, timeout=PATIENCE)
    assert nameless(program.window) == []
    hand.press("F1")
    assert nameless(program.window) == []


def test_the_tab_key_reaches_everything_of_what_to_bring(asked):
    _, hand, guide = asked
    go_to(guide, contents.BRING)
    reached = walk(hand)
    wanted = [
        widget
        for widget in focusable(guide)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    ]
    missed = [widget.accessibleName() for widget in wanted if widget not in reached]
    assert missed == []
