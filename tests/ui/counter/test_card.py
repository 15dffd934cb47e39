"""The identity card at the counter: read, taken in, compared; by keyboard alone."""

import pytest
from PySide6.QtWidgets import QApplication

from desk_app.devices.errors import NoReaderError
from desk_app.devices.simulator import DEMO_CARD, Behaviour, Simulator
from desk_app.policy.vocabulary import FilingStatus
from desk_app.services.filing import drafts
from desk_app.services.finding import searching
from desk_app.services.settings import reader_choice
from desk_app.services.settings.reader_choice import ReaderChoice
from desk_app.ui.models.reader import GIVEN_UP, Standing
from tests.devices.chips import chip, foreigner_2017, foreigner_2023
from tests.factory import number
from tests.ui.conftest import PASSPHRASE
from tests.ui.steps import register, type_case


class Plate:
    """The counter with a simulated reader beside it."""

    def __init__(self, program, hand, device, qtbot):
        self.program, self.hand, self.device, self.qtbot = program, hand, device, qtbot
        self.counter = program.window.inside.counter
        self.form = self.counter.form

    @property
    def reader(self):
        """The reader as the window sees it now."""
        return self.counter.reader

    def get(self, path):
        """Return what the case holds."""
        return self.counter.case.get(path)

    def at(self, path):
        """Tell whether the keyboard is in a field."""
        return self.form.binding.editor(path).isAncestorOf(self.hand.at())

    def wait(self, standing):
        """Wait for the reader to stand so."""
        self.qtbot.waitUntil(lambda: self.reader.standing == standing)

    def read(self, card=None):
        """Lay a card down and read it with F8."""
        self.device.lay(card or chip())
        self.hand.press("F8")
        self.wait(Standing.READ)

    def dialog(self):
        """Wait for the comparison and return it."""
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        self.hand.at()
        return QApplication.activeModalWidget()


@pytest.fixture
def plate(enter, qtbot):
    """Go through the door of a desk whose reader is simulated, with nothing on it."""
    with Simulator() as device:
        program, hand = enter(device=device.path)
        yield Plate(program, hand, device, qtbot)
        if program.window.inside is not None:
            program.window.inside.counter.reader.stop()


def test_from_the_card_to_the_printed_set_in_27_keys(plate, qtbot):
    hand = plate.hand
    plate.read(DEMO_CARD)
    assert plate.at("applicant.insurance")
    hand.type("1")
    hand.type("13800138000")
    hand.press("Enter", "Enter")
    hand.type("2")
    hand.type("cs")
    hand.press("Enter")
    hand.press("Alt+1", "Alt+2", "Alt+3")
    papers = register(hand, plate.program, qtbot)
    assert hand.keys <= 27
    assert hand.words == []
    filing, jobs = searching.show(desk=plate.program.desk, record_no=papers.number.text())
    applicant = filing.case.applicant
    assert filing.status == FilingStatus.ACCEPTED
    assert applicant.name == DEMO_CARD.texts["name"]
    assert applicant.id_number == DEMO_CARD.texts["number"]
    assert applicant.household_address == DEMO_CARD.texts["address"]
    assert applicant.sex == "male"
    assert jobs


def test_f8_says_what_happens_and_what_to_do(plate):
    hand, line = plate.hand, plate.form.card
    hand.press("F8")
    plate.wait(Standing.READY)
    assert line.status.text() == "请把证件放在读卡区"
    assert line.button.text() == "停止读卡"
    hand.press("F8")
    assert plate.reader.standing == Standing.RESTING
    assert line.status.text() == ""
    hand.press("F8")
    plate.wait(Standing.READY)
    hand.press("Esc")
    assert plate.reader.standing == Standing.RESTING
    assert plate.program.window.current() is plate.counter


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (Behaviour(silent=True), "没有回应"),
        (Behaviour(damaged=True), "传输有误"),
        (Behaviour(state=0x66), "安全模块"),
    ],
)
def test_each_fault_is_told_with_what_to_do(plate, behaviour, words):
    plate.device.behaviour = behaviour
    plate.device.lay(chip())
    plate.hand.press("F8")
    plate.wait(Standing.FAILED)
    assert words in plate.form.card.banner.text()
    assert plate.form.card.banner.isVisible()
    assert plate.get("applicant.name") == ""


def test_a_reader_that_is_unplugged_and_comes_back(plate):
    plate.device.unplug()
    plate.hand.press("F8")
    plate.wait(Standing.FAILED)
    assert "没有找到" in plate.form.card.banner.text()
    assert not plate.reader.asked
    plate.hand.write("王小明")
    assert plate.form.binding.editor("applicant.name").text() == "王小明"


def test_where_no_reader_can_be_simulated_it_is_said_in_words(plate):
    """As on Windows, which has no pseudo-terminals."""
    words = "本系统没有模拟读卡器所需的终端，请在 Linux 上演示读卡。"

    def refuse():
        raise NoReaderError(words)

    plate.reader._watcher._watch._open = refuse
    plate.hand.press("F8")
    plate.wait(Standing.FAILED)
    assert plate.form.card.banner.text() == words


def test_damage_on_the_line_ends_and_the_card_is_read(plate):
    plate.device.behaviour = Behaviour(damaged=True)
    plate.device.lay(chip())
    plate.hand.press("F8")
    plate.wait(Standing.FAILED)
    plate.device.behaviour = Behaviour()
    plate.wait(Standing.READ)
    assert plate.get("applicant.name") == "陈秀兰"
    assert plate.form.card.banner.text() == ""


def test_nobody_waits_for_ever(plate):
    plate.hand.press("F8")
    plate.wait(Standing.READY)
    plate.reader._patience.timeout.emit()
    assert plate.form.card.banner.text() == GIVEN_UP
    assert not plate.reader.asked


@pytest.mark.parametrize(
    ("card", "kind", "name", "shown"),
    [
        (chip(), "resident_id", "陈秀兰", "女"),
        (
            chip(number=number("19850101", "003", "810000"), flag="J", sex="1", birth="19850101"),
            "hmt_residence_permit",
            "陈秀兰",
            "男",
        ),
        (foreigner_2017(), "foreigner_pr_card", "SPECIMEN, ADA", "女"),
        (foreigner_2023(), "foreigner_pr_card", "爱达", "女"),
    ],
)
def test_all_four_kinds_of_card_fill_the_applicant(plate, card, kind, name, shown):
    plate.read(card)
    assert plate.get("applicant.id_kind") == kind
    assert plate.get("applicant.name") == name
    assert plate.get("applicant.id_number") == card.texts["number"]
    assert plate.form.binding.editor("applicant.id_number").text() == card.texts["number"]
    assert ("性别", shown) in plate.form.facts._facts
    births = [value for title, value in plate.form.facts._facts if title == "出生日期"]
    assert births == [plate.get("applicant.birth")]
    assert plate.at("applicant.insurance")
    (draft,) = drafts.open_drafts(desk=plate.program.desk)
    assert draft.data["applicant"]["id_kind"] == kind


def test_the_search_for_earlier_filings_starts(plate, qtbot):
    hand = plate.hand
    type_case(hand, name="陈秀兰", number=chip().texts["number"])
    register(hand, plate.program, qtbot)
    hand.press("F2")
    plate.read()
    assert "已有生效备案" in plate.form.applicant.heading.note.text()
    assert plate.form.last_time.isVisible()


def test_the_address_of_the_card_is_offered_as_household(plate):
    plate.read(chip(address="湖南省衡阳市石鼓区某某路1号"))
    plate.form.binding.focus("place")
    field = plate.form.binding.editor("place")
    assert plate.form._households == ("430400", "430400")
    plate.hand.press("Down", "Enter")
    assert field.code() == "430400"


def test_what_differs_is_shown_side_by_side_and_chosen_by_key(plate):
    hand = plate.hand
    hand.write("陈秀蘭")
    hand.press("Enter")
    plate.read(chip(address="某省某市某某路 2 号"))
    dialog = plate.dialog()
    shown = [text.accessibleName() for text in dialog.comparison.children() if text.isWidgetType()]
    assert "姓名：陈秀蘭" in shown
    assert "姓名：陈秀兰" in shown
    assert plate.get("applicant.id_number") == chip().texts["number"]
    hand.type("2")
    hand.press("Ctrl+Enter")
    assert plate.get("applicant.name") == "陈秀兰"
    assert plate.form.binding.editor("applicant.name").text() == "陈秀兰"
    assert plate.form.card.banner.text() == ""


@pytest.mark.parametrize("keys", [["1", "Ctrl+Enter"], ["Esc"]])
def test_what_was_typed_may_stay(plate, keys):
    plate.hand.write("陈秀蘭")
    plate.read()
    plate.dialog()
    for key in keys:
        plate.hand.press(key)
    assert plate.get("applicant.name") == "陈秀蘭"
    assert plate.get("applicant.id_number") == chip().texts["number"]
    assert plate.form.card.banner.text() == ""


def test_no_question_falls_into_somebodys_typing(plate):
    hand = plate.hand
    hand.write("陈秀蘭")
    hand.press("F8")
    plate.wait(Standing.READY)
    plate.form.binding.focus("applicant.phone")
    hand.type("138")
    plate.device.lay(chip())
    plate.wait(Standing.READ)
    assert QApplication.activeModalWidget() is None
    assert "1 处不同" in plate.form.card.banner.text()
    hand.type("00138000")
    assert plate.get("applicant.name") == "陈秀蘭"
    assert plate.at("applicant.phone")
    hand.press("F8")
    plate.dialog()
    hand.type("2")
    hand.press("Ctrl+Enter")
    assert plate.get("applicant.name") == "陈秀兰"
    assert plate.get("applicant.phone") == "13800138000"


def another_persons(plate):
    """Type a case and lay another person's card down."""
    hand = plate.hand
    hand.write("王小明")
    hand.press("Enter")
    hand.type(number())
    plate.read()
    return plate.dialog()


def test_another_persons_card_fills_nothing(plate):
    another_persons(plate)
    assert plate.get("applicant.name") == "王小明"
    plate.hand.press("Enter")  # the harmless answer has the keyboard
    assert plate.get("applicant.id_number") == number()
    assert plate.get("applicant.household_address") == ""


def test_a_mistyped_number_is_put_right_by_the_card(plate):
    another_persons(plate)
    plate.hand.press("Alt+1")
    assert plate.get("applicant.id_number") == chip().texts["number"]
    assert plate.get("applicant.name") == "陈秀兰"


def test_another_person_gets_a_case_of_their_own(plate):
    another_persons(plate)
    plate.hand.press("Alt+2")
    assert plate.get("applicant.name") == "陈秀兰"
    kept = drafts.open_drafts(desk=plate.program.desk)
    names = sorted(one.data["applicant"]["name"] for one in kept)
    assert names == sorted(["王小明", "陈秀兰"])


def test_the_agents_card_goes_into_the_agents_fields(plate):
    hand = plate.hand
    plate.form.binding.focus("agent.name")
    plate.read(chip(name="李代办", number=number("19840101", "123"), birth="19840101", sex="1"))
    assert plate.get("agent.name") == "李代办"
    assert plate.get("agent.id_number") == number("19840101", "123")
    assert plate.get("agent.address") == chip().texts["address"]
    assert plate.get("applicant.name") == ""
    assert plate.at("agent.phone")
    hand.type("13900139000")
    assert plate.form.agent.isVisible()


def test_the_applicants_own_card_is_never_the_agents(plate):
    plate.read()
    plate.form.binding.focus("agent.name")
    plate.hand.press("F8")
    plate.wait(Standing.READ)
    assert plate.get("agent.name") == ""


def test_what_deserves_a_look_stays_to_be_seen(plate):
    plate.read(chip(valid_to="20201231"))
    assert "到期" in plate.form.card.banner.text()
    plate.hand.press("F2")
    assert plate.form.card.banner.text() == ""


def test_a_lock_takes_the_comparison_away(plate):
    dialog = another_persons(plate)
    plate.program.window._idle.timeout.emit()
    window = plate.program.window
    assert window.current() is window.door
    assert not dialog.isVisible()
    assert QApplication.activeModalWidget() is None
    assert plate.get("applicant.name") == "王小明"


@pytest.fixture
def automatic(enter, qtbot, folder):
    """A desk whose reader reads by itself."""
    reader_choice.keep(folder, ReaderChoice(automatic=True))
    with Simulator() as device:
        program, hand = enter(device=device.path)
        plate = Plate(program, hand, device, qtbot)
        plate.wait(Standing.READY)
        yield plate
        plate.reader.stop()


def test_by_itself_it_reads_each_card_once(automatic):
    assert automatic.form.card.status.text() == "自动读卡：请把证件放在读卡区"
    automatic.device.lay(chip())
    automatic.wait(Standing.READ)
    assert automatic.get("applicant.name") == "陈秀兰"
    automatic.hand.press("F2")
    assert automatic.get("applicant.name") == ""
    automatic.device.lay(None)
    automatic.wait(Standing.READY)
    assert automatic.get("applicant.name") == ""
    automatic.device.lay(chip(name="王小明", number=number("19600101", "068")))
    automatic.wait(Standing.READ)
    assert automatic.get("applicant.name") == "王小明"


def test_a_card_laid_down_elsewhere_waits_for_the_counter(automatic):
    automatic.hand.press("Ctrl+G")
    automatic.device.lay(chip())
    automatic.wait(Standing.READ)
    assert automatic.get("applicant.name") == ""
    automatic.program.window.inside.guide.left.emit()
    assert automatic.get("applicant.name") == "陈秀兰"


def test_behind_the_locked_door_no_card_is_read(automatic, qtbot):
    program, hand = automatic.program, automatic.hand
    watcher = automatic.reader._watcher
    hand.press("F12")
    qtbot.waitUntil(lambda: program.window.inside is None)
    watcher._thread.join(timeout=30)
    assert not watcher._thread.is_alive()
    automatic.device.lay(chip())
    automatic.device.lay(None)
    hand.type(PASSPHRASE)
    hand.press("Enter")
    qtbot.waitUntil(lambda: program.window.inside is not None)
    automatic.counter = program.window.inside.counter
    automatic.wait(Standing.READY)
    assert automatic.get("applicant.name") == ""


def test_the_reader_is_let_go_with_the_desk(plate):
    plate.hand.press("F8")
    plate.wait(Standing.READY)
    watcher = plate.reader._watcher
    plate.program.window.inside.let_go()
    watcher._thread.join(timeout=30)
    assert not watcher._thread.is_alive()
