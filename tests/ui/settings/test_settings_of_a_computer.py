"""Settings that belong to one computer: its printers, its card reader, its keyring."""

import pytest
from keyring.errors import KeyringLocked

from desk_app.services.papers import overprinting
from desk_app.services.settings import preferences, reader_choice
from desk_app.services.start import opening
from tests.forms import odd_blanks
from tests.printing_system import PrintingSystem
from tests.ui.conftest import turn


def test_copies_are_kept(settings, qtbot):
    program, _, page = settings("printing")
    page.copies.form.fields["receipt"].set_text("2")
    page.copies.save()
    qtbot.waitUntil(lambda: "份数已保存" in page.banner.text())
    assert preferences.COPIES.of(program.desk) == {"receipt": 2}


@pytest.fixture
def two_printers(tmp_path, monkeypatch):
    """Stand in for the printing system; returns a function that tells where a job went."""
    place, seen = tmp_path / "bin", tmp_path / "seen"
    place.mkdir()
    scripts = {
        "lp": f'cat > "{seen}.pdf"; echo "$2" > "{seen}"; echo "request id is $2-7 (1 file(s))"',
        "lpstat": 'case "$*" in "-e") printf "Hall_A\\nHall_B\\n";; "-d") echo "x: Hall_A";; esac',
    }
    for name, text in scripts.items():
        (place / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (place / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{place}:/usr/bin:/bin")
    system = PrintingSystem()
    monkeypatch.setenv("CUPS_SERVER", system.path)
    yield lambda: seen.read_text().strip() if seen.exists() else None
    system.stop()


def test_a_printer_is_chosen_by_keyboard_and_the_handout_goes_there(settings, qtbot, two_printers):
    program, hand, page = settings("printing")
    field = page.printer.form.fields["printer"]
    hand.press("Enter")
    assert hand.at() is field.edit
    hand.press("Down")
    assert [one.title for one in field.popup().candidates] == [
        "由系统决定（默认打印机）",
        "Hall_A",
        "Hall_B",
        "其他打印机",
    ]
    hand.press("Down", "Down", "Enter")
    assert field.code() == "Hall_B"
    page.printer.button.setFocus()
    hand.press("Enter")
    qtbot.waitUntil(lambda: "Hall_B" in page.banner.text())
    hand.press("Ctrl+G")
    guide = program.window.inside.guide
    guide.handout.open("x", overprinting.calibration_sheet)
    qtbot.waitUntil(lambda: guide.handout.pdf is not None)
    guide.handout.print()
    qtbot.waitUntil(lambda: two_printers() == "Hall_B")
    qtbot.waitUntil(lambda: guide.handout.banner.text().startswith("已送达打印机"))


@pytest.mark.parametrize(("default", "printed"), [("Hall_B", "Hall_B"), ("", None)])
def test_where_nobody_chose_papers_go_to_the_default_printer_or_nowhere(
    settings, qtbot, two_printers, tmp_path, default, printed
):
    told = f"x: {default}" if default else "no system default destination"
    script = tmp_path / "bin" / "lpstat"
    script.write_text(script.read_text(encoding="utf-8").replace("x: Hall_A", told))
    program, hand, _ = settings("printing")
    hand.press("Ctrl+G")
    handout = program.window.inside.guide.handout
    handout.open("x", overprinting.calibration_sheet)
    qtbot.waitUntil(lambda: handout.pdf is not None)
    handout.print()
    expected = "已送达打印机" if printed else "选定，再按 Ctrl+P 打印"
    qtbot.waitUntil(lambda: expected in handout.banner.text())
    assert two_printers() == printed


def test_a_printer_that_is_not_listed_is_typed(settings, qtbot, two_printers):
    program, _, page = settings("printing")
    form = page.printer.form
    assert not form.fields["printer_name"].isVisible()
    form.fields["printer"].edit.setFocus()
    form.fields["printer"]._offer("")
    form.fields["printer"]._take(3)
    assert form.fields["printer_name"].isVisible()
    page.printer.save()
    qtbot.waitUntil(lambda: "请填写打印机名称" in page.banner.text())
    form.fields["printer_name"].set_text("远处的 2 号")
    page.printer.save()
    qtbot.waitUntil(lambda: "远处的 2 号" in page.banner.text())
    assert preferences.printer(desk=program.desk) == "远处的 2 号"
    assert not form.fields["printer_name"].isVisible()
    page = turn(program.window.inside.settings, qtbot, "printing")
    assert page.printer.form.fields["printer"].code() == "远处的 2 号"
    assert "没有找到" in page.banner.text()


def test_the_reader_is_set_to_read_by_itself(settings, qtbot):
    program, hand, page = settings("reader")
    form = page.editor.form
    assert (form.values()["device"], form.values()["way"]) == ("any", "asked")
    hand.press("Enter", "Down", "Enter")
    assert hand.at() is form.fields["way"].focus_stop()
    hand.type("2")
    page.editor.save()
    qtbot.waitUntil(lambda: reader_choice.read(program.desk.folder).automatic)
    qtbot.waitUntil(lambda: program.window.inside.settings.page is not page)
    inside = program.window.inside
    assert program.window.current() is inside.settings
    assert reader_choice.read(program.desk.folder).device is None
    page = turn(inside.settings, qtbot, "reader")
    assert page.editor.form.values()["way"] == "by_itself"
    hand.press("Esc", "Esc")
    qtbot.waitUntil(lambda: program.window.current() is inside.counter)
    assert inside.counter.reader.automatic


def test_a_printer_is_measured(settings, qtbot, two_printers):
    _, _, page = settings("sheets")
    right = {"左上": "20.5,20", "右上": "190.5,20", "左下": "20.5,277", "右下": "190.5,277"}
    assert page.choice.known == ("Hall_A", "Hall_B")
    page.measuring.form.set_values({"printer": "Hall_B", "tray": "默认", **right, "左上": "twenty"})
    page.measuring.save()
    assert "20.5,19.8" in page.measuring.form.fields["左上"].error
    page.measuring.form.set_values(right)
    page.measuring.save()
    qtbot.waitUntil(lambda: "“Hall_B”已校准" in page.banner.text())


def test_a_blank_is_tried_shown_and_taken_into_use(settings, qtbot, tmp_path):
    """What is no paper in it is named before; the map lies beside it under the same name."""
    blank, text = odd_blanks.example("form")
    (tmp_path / "form.pdf").write_bytes(odd_blanks.active(blank))
    _, _, page = settings("sheets")
    (tmp_path / "form.toml").write_text(text, encoding="utf-8")
    page.bring_form(tmp_path / "form.pdf")
    qtbot.waitUntil(lambda: "都已试填并读回" in page.banner.text(), timeout=120_000)
    assert "附件“evil.exe”" in page.banner.text()
    assert page.preview.pdf
    page.take.click()
    qtbot.waitUntil(lambda: "以后印在本局样表上" in page.banner.text(), timeout=120_000)
    assert not page.take.isVisible()


def test_the_keyring_is_told_and_forgets_by_keyboard(settings, qtbot, drawer):
    program, hand, page = settings("passphrase")
    assert page.ways.isVisible()
    assert page.ways.code() == "asked"
    page.ways.focus_stop().setFocus()
    hand.type("2")
    qtbot.waitUntil(lambda: "已记入" in page.banner.text() and not page.busy)
    assert opening.remembered_people(program.desk.folder) == {"01"}
    assert drawer.held
    page = turn(program.window.inside.settings, qtbot, "passphrase")
    assert page.ways.code() == "remembered"
    page.ways.focus_stop().setFocus()
    hand.type("1")
    qtbot.waitUntil(lambda: "已取消" in page.banner.text() and not page.busy)
    assert opening.remembered_people(program.desk.folder) == frozenset()


def test_a_keyring_that_is_locked_leaves_things_as_they_were(settings, qtbot, drawer, monkeypatch):
    def locked(*_):
        raise KeyringLocked

    _, hand, page = settings("passphrase")
    monkeypatch.setattr(drawer, "set_password", locked)
    page.ways.focus_stop().setFocus()
    hand.type("2")
    qtbot.waitUntil(lambda: "钥匙串" in page.banner.text() and not page.busy)
    assert page.ways.code() == "asked"


def test_a_computer_without_a_keyring_says_so_and_offers_none(settings, no_keyring):
    _, _, page = settings("passphrase")
    assert "没有可用的系统钥匙串" in page.words.text()
    assert not page.ways.isVisible()
