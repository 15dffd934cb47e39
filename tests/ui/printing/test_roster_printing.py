"""The papers of a roster at a printer, at a bad one, and where there is none."""

import pytest

from desk_app.records.print_job import PrintOutcome
from desk_app.services.proofs import readback
from desk_app.services.settings import preferences
from desk_app.ui.widgets.papers import raster_print
from tests.roster_files import person
from tests.ui.day.test_roster import opened, outcomes, page
from tests.ui.printing.test_printing import BROKEN_LP, LP, no_printer, printing_system

# fixtures of the papers' page and of the roster's
__all__ = ["no_printer", "opened", "page", "printing_system"]
COUNTER_ALONE = """#!/bin/sh
cat > /dev/null
[ "$2" = Counter ] && echo "request id is Counter-7 (1 file(s))"
"""


@pytest.fixture
def registered(opened, qtbot):
    """The page of the roster with two people registered, and the number of the first."""

    def go():
        program, _, page = opened([person(1), person(2)])
        page.check()
        qtbot.waitUntil(lambda: page.checked is not None and not page.busy)
        page.register()
        qtbot.waitUntil(lambda: page.done is not None and not page.busy)
        return program, page, page.done.outcomes[0].number

    return go


def test_a_roster_is_one_job_and_a_second_one_is_a_reprint(registered, qtbot, printing_system):
    out = printing_system()
    program, page, number = registered()
    first = page.done.pdf
    page.spool.print()
    qtbot.waitUntil(lambda: "已送达打印机" in page.banner.text())
    assert out.read_bytes() == first
    papers = len(outcomes(program, number))
    assert set(outcomes(program, number)) == {PrintOutcome.PRINTED}
    page.banner.say("")
    page.spool.print()
    qtbot.waitUntil(lambda: "已送达打印机" in page.banner.text())
    assert "补打" in readback.paper_text(out)
    assert outcomes(program, number) == [PrintOutcome.PRINTED] * papers * 2


def test_papers_no_printer_took_are_no_reprints_afterwards(registered, qtbot, printing_system):
    printing_system(BROKEN_LP)
    program, page, number = registered()
    page.spool.print()
    qtbot.waitUntil(lambda: "没有接受" in page.banner.text())
    assert set(outcomes(program, number)) == {PrintOutcome.FAILED}
    out = printing_system(LP)
    page.spool.print()
    qtbot.waitUntil(lambda: "已送达打印机" in page.banner.text())
    assert "补打" not in readback.paper_text(out)


def test_papers_never_go_to_a_printer_nobody_chose(registered, qtbot, printing_system):
    printing_system(COUNTER_ALONE)
    program, page, number = registered()
    preferences.set_printer(desk=program.desk, printer="里间的打印机")
    page.spool.print()
    qtbot.waitUntil(lambda: "“里间的打印机”没有接受" in page.banner.text())
    assert set(outcomes(program, number)) == {PrintOutcome.FAILED}


@pytest.mark.usefixtures("no_printer")
def test_pixels_never_go_to_a_printer_nobody_chose(registered, qtbot, monkeypatch):
    monkeypatch.setattr(raster_print, "printers", lambda: ("Counter",))
    program, page, number = registered()
    preferences.set_printer(desk=program.desk, printer="里间的打印机")
    page.spool.print()
    qtbot.waitUntil(lambda: "没有找到打印机“里间的打印机”" in page.banner.text())
    assert set(outcomes(program, number)) == {PrintOutcome.FAILED}


@pytest.mark.usefixtures("no_printer")
def test_without_a_printer_the_clerk_is_told_to_save(registered, qtbot, tmp_path):
    program, page, number = registered()
    page.spool.print()
    qtbot.waitUntil(lambda: "没有打印机" in page.banner.text())
    assert set(outcomes(program, number)) == {PrintOutcome.UNCONFIRMED}
    page.spool.save_into(tmp_path / "out")
    qtbot.waitUntil(lambda: "已存为" in page.banner.text())
    assert set(outcomes(program, number)) == {PrintOutcome.SAVED}
    (file,) = (tmp_path / "out").iterdir()
    assert "补打" not in readback.paper_text(file)
