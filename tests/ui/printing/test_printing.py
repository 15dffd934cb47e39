"""The papers' page with a printer, with a bad printer, with none, and with a folder."""

import os
import stat

import pytest
from PySide6.QtPrintSupport import QPrinter

from desk_app import pdfium
from desk_app.services.finding import searching
from desk_app.services.settings import preferences
from desk_app.ui.models.printing import following
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.papers import raster_print
from tests.printing_system import ABORTED, CANCELED, COMPLETED, WAITING, PrintingSystem
from tests.ui.conftest import id_number
from tests.ui.steps import register, type_case

LP = """#!/bin/sh
cat > "{out}"
echo "request id is Counter-7 (1 file(s))"
"""
BROKEN_LP = """#!/bin/sh
cat > /dev/null
echo "lp: Error - no such printer" >&2
exit 1
"""
SLOW_LP = """#!/bin/sh
cat > "{out}.jobs"
while [ ! -e "{out}.go" ]; do sleep 0.05; done
cp "{out}.jobs" "{out}"
echo "request id is Counter-7 (1 file(s))"
"""
SLOW_BROKEN_LP = SLOW_LP.replace("echo ", "exit 1 #")
TWO_QUEUES = """#!/bin/sh
case "$*" in
  "-e") printf "Hall_A\\nHall_B\\n";;
  "-d") echo "no system default destination";;
esac
"""
LPSTAT = """#!/bin/sh
case "$*" in
  "-e") echo Counter;;
  "-d") echo "system default destination: Counter";;
esac
"""


@pytest.fixture
def printing_system(tmp_path, monkeypatch):
    """Stand in for the printing system: the edge of the program."""
    monkeypatch.setattr(following, "FOLLOW_MS", 10)
    system = PrintingSystem()
    monkeypatch.setenv("CUPS_SERVER", system.path)

    def install(lp=LP, lpstat=LPSTAT):
        place, out = tmp_path / "bin", tmp_path / "printed.pdf"
        place.mkdir(exist_ok=True)
        for name, text in (("lp", lp), ("lpstat", lpstat)):
            script = place / name
            script.unlink(missing_ok=True)  # one that still runs keeps its own
            script.write_text(text.format(out=out), encoding="utf-8")
            script.chmod(script.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{place}:/usr/bin:/bin")
        return out

    install.system = system
    yield install
    system.stop()


@pytest.fixture
def no_printer(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(raster_print, "printers", lambda: ())


def outcomes(program):
    number = program.window.inside.check.papers.number.text()
    _, jobs = searching.show(desk=program.desk, record_no=number)
    return {job.printed.paper: job.outcome.value for job in jobs}


def looks(papers):
    """Return how each row of the list of papers looks."""
    listing = papers.listing
    return [listing.data(listing.index(row, 0)) for row in range(listing.rowCount())]


def pages(pdf):
    with pdfium.opened(pdf) as document:
        return len(document)


def test_the_whole_set_goes_to_the_printer_by_itself(enter, qtbot, printing_system):
    out = printing_system()
    program, hand = enter()
    type_case(hand)
    papers = register(hand, program, qtbot)
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已送达打印机"))
    assert set(outcomes(program).values()) == {"printed"}
    assert pages(out.read_bytes()) >= len(papers.papers)


def test_a_refusing_printer_is_said_and_the_set_repeated_without_a_second_number(
    enter, qtbot, printing_system
):
    printing_system(BROKEN_LP)
    program, hand = enter()
    type_case(hand)
    papers = register(hand, program, qtbot)
    qtbot.waitUntil(lambda: "没有接受" in papers.banner.text())
    assert set(outcomes(program).values()) == {"failed"}
    number = papers.number.text()
    printing_system()
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已送达打印机"))
    assert papers.number.text() == number
    assert len(searching.today(desk=program.desk)) == 1


def test_without_a_printer_nothing_is_called_failed(enter, qtbot, no_printer):
    program, hand = enter()
    type_case(hand)
    papers = register(hand, program, qtbot)
    qtbot.waitUntil(lambda: "没有打印机" in papers.banner.text())
    assert set(outcomes(program).values()) == {"unconfirmed"}


def test_where_nobody_chose_a_printer_no_paper_is_called_failed(enter, qtbot, printing_system):
    out = printing_system(lpstat=TWO_QUEUES)
    program, hand = enter()
    type_case(hand)
    papers = register(hand, program, qtbot)
    qtbot.waitUntil(lambda: "请由主管在" in papers.banner.text())
    assert {look.pill for look in looks(papers)} == {"未打印"}
    assert set(outcomes(program).values()) == {"unconfirmed"}
    preferences.set_printer(desk=program.desk, printer="Hall_B")
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已送达打印机"))
    assert pages(out.read_bytes()) >= len(papers.papers)
    assert {paper.job.copy for paper in papers.papers} == {0}


def test_a_printing_system_that_hangs_holds_up_nothing_else(enter, qtbot, printing_system):
    out = printing_system(SLOW_LP)
    program, hand = enter()
    inside = program.window.inside
    type_case(hand)
    papers = register(hand, program, qtbot)
    first, taken = papers.number.text(), out.with_name("printed.pdf.jobs")
    qtbot.waitUntil(taken.exists)
    hand.press("F2")
    type_case(hand, name="李小龙", number=id_number("44039919580312010"))
    register(hand, program, qtbot)
    qtbot.waitUntil(lambda: papers.number.text() != first)
    second = papers.number.text()
    hand.press("Ctrl+K")
    hand.type("ouyang")
    qtbot.waitUntil(lambda: inside.records.listing.rowCount() > 0)
    assert not out.exists(), "the printer answered: nothing was tested"
    out.with_name("printed.pdf.go").touch()
    qtbot.waitUntil(lambda: set(outcomes(program).values()) == {"printed"})
    assert papers.number.text() == second
    assert {paper.job.filing for paper in papers.papers} == {second}


def test_where_no_program_takes_a_pdf_pixels_are_printed(
    enter, qtbot, no_printer, monkeypatch, tmp_path
):
    target = tmp_path / "pixels.pdf"

    def printer(name):
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(target))
        made.setResolution(72)
        return made

    monkeypatch.setattr(raster_print, "printers", lambda: ("Counter",))
    monkeypatch.setattr(raster_print, "printer", printer)
    program, hand = enter()
    type_case(hand)
    papers = register(hand, program, qtbot)
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已交给打印系统"))
    assert set(outcomes(program).values()) == {"handed_over"}
    assert pages(target.read_bytes()) >= len(papers.papers)


def test_papers_are_saved_and_a_paper_is_made_again(enter, qtbot, no_printer, tmp_path):
    program, hand = enter()
    type_case(hand)
    papers = register(hand, program, qtbot)
    qtbot.waitUntil(lambda: "没有打印机" in papers.banner.text())
    folder = tmp_path / "表单"
    papers.save_into(folder)
    qtbot.waitUntil(lambda: papers.banner.text().endswith("已存为 PDF。"))
    assert len(list(folder.glob("*.pdf"))) == len(papers.papers)
    assert set(outcomes(program).values()) == {"saved"}
    hand.press("F5")
    qtbot.waitUntil(lambda: papers.papers[0].job.copy == 1)
    assert papers.papers[0].file_name.endswith("-r1.pdf")


def test_a_folder_that_cannot_be_written_is_said(enter, qtbot, no_printer, tmp_path):
    program, hand = enter()
    type_case(hand)
    papers = register(hand, program, qtbot)
    qtbot.waitUntil(lambda: "没有打印机" in papers.banner.text())
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    papers.save_into(blocked)
    qtbot.waitUntil(lambda: "没有写成" in papers.banner.text())


def today(program):
    """Return the words at the right of today's list, newest first."""
    listing = program.window.inside.counter.side.listing
    return [listing.data(listing.index(row, 0)).pill for row in range(listing.rowCount())]


def test_papers_that_fail_while_the_next_case_is_typed_are_not_overlooked(
    enter, qtbot, printing_system
):
    printing_system()
    printing_system.system.states[7] = WAITING
    program, hand = enter()
    window = program.window
    type_case(hand)
    papers = register(hand, program, qtbot)
    number = papers.number.text()
    qtbot.waitUntil(lambda: "正在打印" in papers.banner.text())
    hand.press("F2")
    hand.write("李小")
    assert today(program) == ["已受理"]
    printing_system.system.states[7] = ABORTED
    qtbot.waitUntil(window.toast.isVisible)
    assert window.toast.text() == f"{number} 没有打印出来，请按 Ctrl+K 找到这一件补打。"
    assert window.current() is window.inside.counter
    assert hand.at().text() == "李小"
    assert today(program) == ["打印失败"]
    hand.press("Ctrl+K")
    assert window.current() is window.inside.records
    above = window.children()
    assert above.index(window.toast) > above.index(window.inside.records), "nothing lies over it"
    assert set(outcomes(program).values()) == {"failed"}
    printing_system.system.states.clear()
    window.inside.counter.side.list.opened.emit(window.inside.counter.side.listing.index(0, 0))
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已送达打印机"))
    assert "已受理" in today(program)
    assert "打印失败" not in today(program)


def test_what_a_slow_printer_refuses_later_is_told_beside_other_papers(
    enter, qtbot, printing_system
):
    out = printing_system(SLOW_BROKEN_LP)
    (program, hand), taken = enter(), out.with_name("printed.pdf.jobs")
    type_case(hand)
    papers = register(hand, program, qtbot)
    first = papers.number.text()
    qtbot.waitUntil(taken.exists)
    printing_system()
    hand.press("F2")
    type_case(hand, name="李小龙", number=id_number("44039919580312010"))
    register(hand, program, qtbot)
    qtbot.waitUntil(lambda: papers.number.text() != first)
    out.with_name("printed.pdf.go").touch()
    qtbot.waitUntil(lambda: program.window.toast.text().startswith(first))
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已送达打印机"))
    assert today(program) == ["已受理", "打印失败"]
    assert {look.pill for look in looks(papers)} == {"已打印"}


def shown(program, qtbot, hand):
    """Register a case and return the page of its papers."""
    type_case(hand)
    return register(hand, program, qtbot)


def test_a_job_cancelled_while_it_waits_is_not_called_printed(enter, qtbot, printing_system):
    printing_system()
    printing_system.system.states[7] = WAITING
    program, hand = enter()
    papers = shown(program, qtbot, hand)
    qtbot.waitUntil(lambda: "正在打印" in papers.banner.text())
    printing_system.system.states[7] = CANCELED
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已取消打印"))
    assert set(outcomes(program).values()) == {"cancelled"}
    assert {look.pill for look in looks(papers)} == {"已取消打印"}
    qtbot.waitUntil(lambda: "已取消打印" in today(program))
    assert "打印失败" not in today(program)
    printing_system.system.states.clear()
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已送达打印机"))
    assert {paper.job.copy for paper in papers.papers} == {0}, "nothing came before"


def test_a_job_that_is_gone_is_not_known_and_the_next_is_a_reprint(enter, qtbot, printing_system):
    printing_system()
    printing_system.system.states[7] = None
    program, hand = enter()
    papers = shown(program, qtbot, hand)
    qtbot.waitUntil(lambda: papers.banner.text().startswith("不知道印出没有，请看打印机"))
    assert set(outcomes(program).values()) == {"sent"}
    assert {look.pill for look in looks(papers)} == {"待确认"}
    printing_system.system.states.clear()
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已送达打印机"))
    assert {paper.job.copy for paper in papers.papers} == {1}, "it may have come"


def answer(card, words):
    """Say of all that is asked after whether it came."""
    asked = [one for one in card.findChildren(Button) if one.accessibleName().endswith(words)]
    shown = [one for one in asked if one.isVisible()]
    shown[-1].click()


@pytest.mark.parametrize(
    ("words", "known", "copy"), [("已出纸", "confirmed", 1), ("没出纸", "denied", 0)]
)
def test_what_nobody_can_say_the_clerk_says_who_looks(
    enter, qtbot, printing_system, words, known, copy
):
    printing_system()
    printing_system.system.states[7] = None
    program, hand = enter()
    papers = shown(program, qtbot, hand)
    qtbot.waitUntil(papers.whether_out.isVisible)
    answer(papers.whether_out, words)
    assert set(outcomes(program).values()) == {known}
    assert not papers.whether_out.isVisible()
    assert papers.banner.text().startswith("已记下：看过")
    printing_system.system.states.clear()
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已送达打印机"))
    assert {paper.job.copy for paper in papers.papers} == {copy}


def test_what_waits_in_the_queue_is_not_sent_twice(enter, qtbot, printing_system):
    out = printing_system()
    printing_system.system.states[7] = WAITING
    printing_system.system.reasons["Counter"] = ["media-empty-error"]
    program, hand = enter()
    papers = shown(program, qtbot, hand)
    qtbot.waitUntil(lambda: papers.banner.text() == "打印机排队中：打印机缺纸。")
    out.unlink()
    hand.press("Ctrl+P")
    qtbot.waitUntil(lambda: papers.banner.text().startswith(("还在打印机的队列里", "打印机排队中")))
    assert not out.exists()
    printing_system.system.states[7] = COMPLETED
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已送达打印机"))
    assert set(outcomes(program).values()) == {"printed"}


def test_a_printing_system_that_stops_answering_is_asked_on(enter, qtbot, printing_system):
    printing_system()
    printing_system.system.states[7] = WAITING
    program, hand = enter()
    papers = shown(program, qtbot, hand)
    qtbot.waitUntil(lambda: "正在打印" in papers.banner.text())
    answering = printing_system.system.path
    os.environ["CUPS_SERVER"] = f"{answering}.away"
    qtbot.waitUntil(lambda: papers.banner.text().startswith("打印服务没有回答"))
    assert set(outcomes(program).values()) == {"sent"}
    printing_system.system.states[7] = COMPLETED
    os.environ["CUPS_SERVER"] = answering
    qtbot.waitUntil(lambda: papers.banner.text().startswith("已送达打印机"))


def test_papers_of_an_earlier_shift_are_looked_at_again(enter, qtbot, printing_system):
    """What failed and came out later is found out by whoever opens the window next."""
    printing_system()
    system = printing_system.system
    system.states[7] = ABORTED
    program, hand = enter()
    papers = shown(program, qtbot, hand)
    qtbot.waitUntil(lambda: papers.banner.text().startswith("打印失败"))
    number = papers.number.text()
    system.states[7] = COMPLETED  # somebody let it go on
    papers.watch.look()
    qtbot.waitUntil(lambda: program.window.toast.text().startswith(f"{number} 原来记为没有打出来"))
    assert set(outcomes(program).values()) == {"printed"}
    assert {look.pill for look in looks(papers)} == {"已打印"}
    assert "打印失败" not in today(program)
