"""A bureau's form is brought as it is, gone through by keys, tried, and taken into use."""

import shutil
from pathlib import Path

from desk_app.services.blanks import blanks, form_reading
from tests.forms import bureau_forms
from tests.ui.conftest import turn

FORMS = Path(bureau_forms.__file__).parent
LINES = FORMS / "05-underscores.pdf"


def _brought(settings, qtbot, path):
    program, hand, page = settings("sheets")
    page.bring_form(path)
    qtbot.waitUntil(lambda: page.map is not None and page.map.isVisible(), timeout=60_000)
    qtbot.waitUntil(lambda: page.map.canvas.width() > 300, timeout=60_000)
    return program, hand, page


def test_the_doubtful_places_are_settled_by_enter_and_the_form_is_taken(settings, qtbot, tmp_path):
    form = shutil.copy(LINES, tmp_path / "form.pdf")
    program, hand, page = _brought(settings, qtbot, form)
    waiting = page.map.draft.open
    assert waiting
    for _ in waiting:
        hand.press("Enter")
    assert not page.map.draft.open
    assert "都核对过了" in page.map.count.text()
    hand.press("Ctrl+Enter")
    qtbot.waitUntil(lambda: "都已试填并读回" in page.banner.text(), timeout=120_000)
    page.take.click()
    qtbot.waitUntil(lambda: "以后印在本局样表上" in page.banner.text(), timeout=120_000)
    assert "guangdong_registration" in blanks.every(desk=program.desk)
    assert form_reading.unfinished(desk=program.desk) is None


def test_a_place_is_moved_by_arrow_keys_left_free_and_taken_back(settings, qtbot):
    _, hand, page = _brought(settings, qtbot, LINES)
    at = page.map.draft.open[0]
    before = page.map.draft.spots[at]
    hand.press("Right", "Down", "Shift+Right")
    moved = page.map.draft.spots[at].box
    assert round(moved.left - before.box.left, 2) == 0.1
    assert round(moved.top - before.box.top, 2) == 0.1
    assert round(moved.width - before.box.width, 2) == 0.1
    hand.press("Del")
    assert page.map.draft.spots[at].free
    for _ in range(4):
        hand.press("Ctrl+Z")
    assert page.map.draft.spots[at] == before


def test_another_value_is_chosen_by_typing(settings, qtbot):
    _, hand, page = _brought(settings, qtbot, LINES)
    at = page.map.draft.open[0]
    hand.press("Space")
    hand.write("民族")
    hand.press("Enter")
    assert page.map.draft.spots[at].value == "applicant.nation"


def test_half_done_work_is_kept_and_gone_on_with(settings, qtbot):
    program, hand, page = _brought(settings, qtbot, LINES)
    waiting = len(page.map.draft.open)
    hand.press("Enter")
    hand.press("Esc")
    qtbot.waitUntil(lambda: "已存下" in page.banner.text())
    page = turn(program.window.inside.settings, qtbot, "sheets")
    qtbot.waitUntil(page.again.isVisible)
    page.again.click()
    qtbot.waitUntil(page.map.isVisible)
    assert len(page.map.draft.open) == waiting - 1
