"""Printing from the command line: what it says, and what its exit code tells."""

import json
import stat

import pytest

from desk_app.cli import main
from desk_app.cli.output import printers
from tests.cli.test_commands import desk, write
from tests.factory import case, number
from tests.printing_system import ABORTED, CANCELED, COMPLETED, WAITING, PrintingSystem
from tests.roster_files import DOCUMENTS, HEADINGS, people, write_xlsx

__all__ = ["desk"]
LP = """#!/bin/sh
cat > /dev/null
case "$*" in
  *Counter*) echo "request id is Counter-7 (1 file(s))";;
  *) echo "lp: The printer or class does not exist." >&2; exit 1;;
esac
"""
LPSTAT = """#!/bin/sh
[ "$1" = -e ] && printf "Counter\\nBroken\\n"
"""


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A printing system with one printer, at the edge of the program."""
    place = tmp_path / "bin"
    place.mkdir()
    for name, text in (("lp", LP), ("lpstat", LPSTAT)):
        (place / name).write_text(text)
        (place / name).chmod(stat.S_IRWXU)
    made = PrintingSystem()
    monkeypatch.setenv("PATH", f"{place}:/usr/bin:/bin")
    monkeypatch.setenv("CUPS_SERVER", made.path)
    monkeypatch.setattr(printers, "_EVERY_S", 0.01)
    yield made
    made.stop()


@pytest.fixture
def record(desk, tmp_path):
    """The number of a case that was registered and not printed."""
    return desk("intake", write(tmp_path / "a.json", case()))[1]["results"][0]["record"]


def papers(desk, record):
    return {one["outcome"] for one in desk("show", record)[1]["prints"][-3:]}


@pytest.mark.parametrize(
    ("state", "wait", "code", "said", "known"),
    [
        (COMPLETED, "5", 0, "done", "printed"),
        (WAITING, "0", 0, "queued", "sent"),
        (CANCELED, "5", 3, "cancelled", "cancelled"),
        (ABORTED, "5", 3, "failed", "failed"),
        (None, "5", 3, "unknown", "sent"),
    ],
)
def test_the_exit_code_tells_what_became_of_the_papers(
    desk, system, record, state, wait, code, said, known
):
    system.states[7] = state
    got, answer = desk("print", record, "--printer", "Counter", "--wait", wait)
    assert (got, answer["ok"]) == (code, code == 0)
    assert (answer["printing"]["state"], answer["printing"]["job"]) == (said, 7)
    assert papers(desk, record) == {known}


def test_each_word_is_said_to_a_person(data, system, record, capsys):
    system.states[7] = WAITING
    words = ["print", record, "--printer", "Counter", "--wait", "0", "--data", str(data)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "已送去打印：打印机 Counter，任务号 7。" in said
    assert said.splitlines()[-1].startswith("排队中。")
    assert "未存盘" not in said


def test_papers_no_printer_took_are_saved_all_the_same(desk, system, record, tmp_path):
    out = tmp_path / "out"
    code, answer = desk("print", record, "--printer", "nobody", "--out", str(out))
    assert (code, answer["printing"]["state"], answer["printing"]["job"]) == (3, "failed", None)
    assert "没有接受" in answer["printing"]["message"]
    assert len(list(out.iterdir())) == len(answer["papers"])
    assert papers(desk, record) == {"saved"}


def test_what_never_came_makes_no_reprint(desk, system, record):
    system.states[7] = WAITING
    assert desk("print", record, "--printer", "Counter", "--wait", "0")[0] == 0
    system.states[7] = CANCELED
    numbers = desk("day")[1]["papers"].values()
    assert all(again == 0 and failed == 1 for _, again, failed, *_ in numbers)
    system.states[7] = COMPLETED
    numbers = desk("day")[1]["papers"].values()
    assert all((first, again, failed) == (1, 0, 0) for first, again, failed, *_ in numbers)
    assert json.dumps(desk("show", record)[1]["prints"]).count('"copy": 1') == 0


@pytest.fixture
def listed(tmp_path):
    """A list of three cases."""
    cases = [case(applicant__id_number=number(order=f"{order:03d}")) for order in (1, 3, 5)]
    return write(tmp_path / "list.json", cases)


@pytest.mark.parametrize(
    ("state", "code", "said"),
    [(COMPLETED, 0, "done"), (WAITING, 0, "queued"), (CANCELED, 3, "cancelled")],
)
def test_the_papers_of_a_list_go_to_a_printer_case_by_case(desk, system, listed, state, code, said):
    system.states[7] = state
    got, answer = desk("intake", listed, "--printer", "Counter", "--wait", "0")
    assert (got, answer["ok"]) == (code, code == 0)
    told = answer["printing"]
    assert [one["record"] for one in answer["results"]] == list(told)
    assert {one["state"] for one in told.values()} == {said}


def test_a_list_says_to_a_person_which_papers_did_not_come(data, system, listed, capsys):
    system.states[7] = CANCELED
    words = ["intake", listed, "--printer", "Counter", "--data", str(data)]
    assert main(words) == 3
    said = capsys.readouterr()
    assert said.out.count("已送去打印：打印机 Counter，任务号 7。") == 3
    assert "打印：已取消打印 3 件" in said.out
    assert said.err == ""


def test_a_list_for_a_printer_that_is_not_there_registers_nobody(desk, system, listed):
    code, answer = desk("intake", listed, "--printer", "nobody")
    assert code == 3
    assert "没有名为“nobody”的打印机，本机有：Broken、Counter" in answer["problems"][0]["message"]
    assert desk("find", "王小明")[1] == []


def test_a_list_stops_when_the_printer_takes_nothing_and_says_what_is_registered(
    data, system, listed, capsys
):
    assert main(["intake", listed, "--printer", "Broken", "--data", str(data)]) == 3
    said = capsys.readouterr()
    assert said.out.count("已登记") == 1
    assert "没有接受任务" in said.err
    assert "这次已登记 1 件" in said.err
    assert "--printer 名称 补出" in said.err
    assert "第 2 件起共 2 件没有开始" in said.err


def test_a_roster_goes_to_a_printer_as_one_job(desk, system, tmp_path):
    file = write_xlsx(tmp_path / "r.xlsx", people(2), headings=(*HEADINGS, *DOCUMENTS))
    code, answer = desk("intake", str(file), "--printer", "Counter", "--consent")
    assert (code, answer["printing"]["state"]) == (0, "done")
    records = [one["record"] for one in answer["results"]]
    assert all(papers(desk, one) == {"printed"} for one in records)
    system.states[7] = CANCELED
    code, answer = desk("intake", str(file), "--printer", "Counter", "--consent", "--reprint")
    assert (code, answer["ok"], answer["printing"]["state"]) == (3, False, "cancelled")
    assert all(papers(desk, one) == {"cancelled"} for one in records)


def test_a_change_and_its_end_go_to_a_printer(desk, system, record, tmp_path):
    file = write(tmp_path / "b.json", case(place="450100"))
    code, answer = desk("change", record, file, "--printer", "Counter")
    assert (code, answer["printing"]["state"]) == (0, "done")
    system.states[7] = ABORTED
    words = ("cancel", answer["record"], "--reason", "returned", "--printer", "Counter")
    code, answer = desk(*words)
    assert (code, answer["printing"]["state"], answer["ok"]) == (3, "failed", True)


@pytest.mark.parametrize(("word", "known", "copy"), [("yes", "confirmed", 1), ("no", "denied", 0)])
def test_somebody_who_looked_settles_what_the_printing_system_forgot(
    desk, system, record, word, known, copy
):
    """Kept as said by hand; what did not come makes the next print no reprint."""
    system.states[7] = None
    assert desk("print", record, "--printer", "Counter")[0] == 3
    code, answer = desk("printed", record, word)
    assert code == 0
    assert {one["outcome"] for one in answer["papers"]} == {known}
    assert papers(desk, record) == {known}
    code, answer = desk("printed", record, word)
    assert code == 1
    assert "已经知道" in answer["problems"][0]["message"]
    desk("print", record, "--printer", "Counter")
    assert desk("show", record)[1]["prints"][-1]["copy"] == copy


def test_what_waits_in_the_queue_is_nobody_s_to_say(desk, system, record):
    system.states[7] = WAITING
    assert desk("print", record, "--printer", "Counter", "--wait", "0")[0] == 0
    assert desk("printed", record, "no")[0] == 1
    assert papers(desk, record) == {"sent"}


def test_a_paper_said_not_to_have_come_is_found_out_when_it_comes(desk, system, record):
    system.states[7] = WAITING
    desk("print", record, "--printer", "Counter", "--wait", "0")
    system.states[7] = None
    assert desk("printed", record, "no")[0] == 0
    assert papers(desk, record) == {"denied"}
    system.states[7] = COMPLETED
    assert papers(desk, record) == {"printed"}
