"""Whole cases, by keyboard alone, from the first name to the papers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app.policy.vocabulary import FilingStatus
from desk_app.services.filing import drafts
from desk_app.services.finding import searching
from tests.ui.conftest import id_number
from tests.ui.steps import register, type_case


def test_a_new_person_takes_fewer_than_ninety_keys(enter, qtbot):
    program, hand = enter()
    type_case(hand)
    papers = register(hand, program, qtbot)
    assert hand.keys <= 90
    filing, jobs = searching.show(desk=program.desk, record_no=papers.number.text())
    assert filing.status == FilingStatus.ACCEPTED
    case = filing.case
    assert case.applicant.name == "欧阳𬭚𫖮"
    assert case.applicant.id_number == id_number()
    assert case.applicant.phone == "13800138000"
    assert (case.type, case.method, case.place) == ("long_term_resident", "commitment", "430400")
    assert case.begin.isoformat() == "2026-11-21"
    assert case.end is None
    assert case.place_address == "雁峰区解放路 1 号"
    assert case.consent is True
    assert [job.printed.paper for job in jobs][:2] == ["shenzhen_registration", "commitment"]
    assert drafts.open_drafts(desk=program.desk) == ()


def test_a_known_person_takes_fewer_than_forty_keys(enter, qtbot):
    program, hand = enter()
    type_case(hand)
    register(hand, program, qtbot)
    # The first filing ends, so that the same person may file again.
    hand.press("Ctrl+K")
    hand.type("oy")
    hand.press("Enter", "F8")
    hand.type("1")
    hand.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: program.window.current() is program.window.inside.check)
    qtbot.waitUntil(lambda: program.window.inside.check.papers.status.text() == "已注销")
    hand.press("F2")
    hand.keys = 0
    hand.press("Enter")
    hand.type(id_number())
    hand.press("F3")
    assert program.window.inside.counter.case.get("applicant.name") == "欧阳𬭚𫖮"
    hand.press("Alt+1", "Alt+2", "Alt+3")
    papers = register(hand, program, qtbot)
    assert hand.keys <= 40
    filing, _ = searching.show(desk=program.desk, record_no=papers.number.text())
    assert filing.case.place == "430400"
    assert filing.case.documents["residence_proof"] == "original"


def test_nothing_is_called_wrong_before_it_is_tried(enter):
    program, hand = enter()
    counter = program.window.inside.counter
    hand.press("Enter", "Enter", "Enter", "Enter")
    editors = [counter.form.binding.editor(path) for path in counter.form.binding.paths]
    assert not any(getattr(editor, "error", "") for editor in editors)
    hand.press("Ctrl+Enter")
    name = counter.form.binding.editor("applicant.name")
    assert name.error
    assert hand.at() is name.edit
    assert "还有" in counter.bar.words.text()
    assert program.window.current() is counter


def test_f6_leads_from_one_gap_to_the_next(enter):
    program, hand = enter()
    form = program.window.inside.counter.form
    hand.write("王小明")
    hand.press("F6")
    assert hand.at() is form.binding.editor("applicant.id_number").edit
    hand.press("F6")
    assert form.binding.editor("applicant.insurance").isAncestorOf(hand.at())
    hand.press("F6")
    assert hand.at() is form.binding.editor("applicant.phone").edit


def test_a_wrong_number_is_said_at_its_last_digit_and_not_before(enter):
    program, hand = enter()
    field = program.window.inside.counter.form.binding.editor("applicant.id_number")
    hand.press("Enter")
    wrong = id_number()[:17] + ("1" if id_number()[17] != "1" else "2")
    hand.type(wrong[:17])
    assert field.error == ""
    hand.type(wrong[17])
    assert "校验" in field.error
    hand.press("Backspace")
    assert field.error == ""
    hand.type(id_number()[17])
    assert field.box.state == "ok"


@pytest.mark.parametrize(
    "name", ["吴𠮷", "张䶮", "李\U00031cea", "阿卜杜拉·买买提", "欧阳" * 8 + "·" + "买买提江" * 2]
)
def test_rare_and_long_names_arrive_whole(enter, qtbot, name):
    program, hand = enter()
    type_case(hand, name=name)
    papers = register(hand, program, qtbot)
    filing, _ = searching.show(desk=program.desk, record_no=papers.number.text())
    assert filing.case.applicant.name == name


def test_missing_documents_make_a_case_that_waits(enter, qtbot):
    program, hand = enter()
    type_case(hand, commitment=False, documents=1)
    assert "还缺 1 份材料" in program.window.inside.counter.bar.words.text()
    hand.press("Ctrl+Enter")
    reading = program.window.inside.check.reading
    assert "异地居住证明" in reading.banner.text()
    assert reading.go.text() == "缺件登记（待补正）"
    hand.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: program.window.inside.check.done)
    papers = program.window.inside.check.papers
    # One for the applicant, one for the hall, as the notice itself says.
    notice = papers.listing.index(0, 0)
    assert "打 2 份" in notice.data(Qt.ItemDataRole.AccessibleTextRole)
    filing, jobs = searching.show(desk=program.desk, record_no=papers.number.text())
    assert filing.status == FilingStatus.AWAITING_DOCUMENTS
    assert "shenzhen_registration" not in [job.printed.paper for job in jobs]


def test_a_waiting_case_is_completed_with_what_was_missing(enter, qtbot):
    program, hand = enter()
    window = program.window
    type_case(hand, commitment=False, documents=1)
    number = register(hand, program, qtbot).number.text()
    hand.press("Ctrl+K")
    hand.type("oy")
    hand.press("Enter", "F4")
    counter = window.inside.counter
    assert window.current() is counter
    assert counter.case.get("documents.identity") == "original"
    hand.press("Alt+2")
    register(hand, program, qtbot)
    filing, jobs = searching.show(desk=program.desk, record_no=number)
    assert filing.status == FilingStatus.ACCEPTED
    assert "shenzhen_registration" in [job.printed.paper for job in jobs]


def test_a_commitment_is_turned_into_documents(enter, qtbot):
    program, hand = enter()
    type_case(hand)
    number = register(hand, program, qtbot).number.text()
    hand.press("Ctrl+K")
    hand.type("oy")
    hand.press("Enter", "F4", "Alt+2")
    register(hand, program, qtbot)
    filing, _ = searching.show(desk=program.desk, record_no=number)
    assert filing.case.method == "documents"
    assert filing.case.documents["residence_proof"] == "original"


def test_changing_type_unticks_what_the_new_type_does_not_ask_for(enter):
    program, hand = enter()
    counter = program.window.inside.counter
    type_case(hand, commitment=False, documents=2)
    assert "residence_proof" in counter.case.data()["documents"]
    counter.form.binding.focus("type")
    hand.type("4")
    QApplication.processEvents()
    assert "residence_proof" not in counter.case.data()["documents"]
    assert counter.form.binding.editor("referral_hospital").isVisible()


def test_an_agent_is_asked_for_in_full_once_named(enter, qtbot):
    program, hand = enter()
    counter = program.window.inside.counter
    assert not counter.form.agent.isVisible()
    counter.form.binding.focus("agent.name")
    hand.write("李四")
    hand.press("Enter")
    assert hand.at() is counter.form.binding.editor("agent.id_number").edit
    hand.type(id_number("44039919850312003"))
    hand.press("Enter")
    hand.type("13900139000")
    hand.press("Enter")
    hand.write("子女")
    assert counter.form.agent.isVisible()
    counter.form.binding.keep_what_is_typed()
    assert counter.case.get("agent.relation") == "子女"


def test_every_document_is_seen_without_scrolling(enter, qtbot):
    program, hand = enter()
    program.window.resize(1366, 696)
    counter = program.window.inside.counter
    counter.form.binding.focus("agent.name")
    hand.write("李四")
    counter.form.binding.focus("type")
    hand.type("2")
    qtbot.waitUntil(lambda: len(counter.checklist.rows) >= 4)
    last = list(counter.checklist.rows.values())[-1]
    qtbot.waitUntil(lambda: last.visibleRegion().boundingRect().height() == last.height())
    assert counter.preview.view.height() >= 150


def test_the_emergency_is_advice_and_no_form(enter):
    program, hand = enter()
    counter = program.window.inside.counter
    counter.form.binding.focus("type")
    hand.type("8")
    QApplication.processEvents()
    hand.press("Ctrl+Enter")
    assert program.window.current() is counter
    assert any("急诊" in one.message for one in counter.todo.problems() if one.field == "type")


def test_a_change_ends_the_old_filing_and_links_the_new(enter, qtbot):
    program, hand = enter()
    window = program.window
    type_case(hand, commitment=False, documents=2)
    old = register(hand, program, qtbot).number.text()
    hand.press("Ctrl+K")
    hand.type("oy")
    hand.press("Enter", "F7")
    assert window.current() is window.inside.counter
    window.inside.counter.form.binding.focus("place")
    hand.type("cs")
    hand.press("Enter")
    hand.press("Alt+1", "Alt+2", "Alt+3")
    hand.press("Ctrl+Enter")
    if window.current() is window.inside.counter:  # documents of the old filing were kept
        pytest.fail(window.inside.counter.bar.words.text())
    hand.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: window.inside.check.done)
    new = window.inside.check.papers.number.text()
    filing, _ = searching.show(desk=program.desk, record_no=new)
    assert filing.replaces == old
    before, _ = searching.show(desk=program.desk, record_no=old)
    assert before.status == FilingStatus.CHANGED


def test_esc_leads_back_and_change_leads_to_the_field(enter):
    program, hand = enter()
    window = program.window
    type_case(hand)
    hand.press("Ctrl+Enter")
    assert window.current() is window.inside.check
    hand.press("Esc")
    assert window.current() is window.inside.counter
    hand.press("Ctrl+Enter")
    window.inside.check.reading.change_wanted.emit("place_address")
    QApplication.processEvents()
    assert hand.at() is window.inside.counter.form.binding.editor("place_address").edit
