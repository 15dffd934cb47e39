"""Printing from the command line: what it says, and what its exit code tells."""

import json
import stat

import pytest

from desk_app.cli import main
from desk_app.cli.output import printers
from tests.cli.test_commands import desk, write
from tests.factory import case
from tests.printing_system import ABORTED, CANCELED, COMPLETED, WAITING, PrintingSystem

__all__ = ["desk"]
LP = """#!/bin/sh
cat > /dev/null
case "$*" in
  *Counter*) echo "request id is Counter-7 (1 file(s))";;
  *) echo "lp: The printer or class does not exist." >&2; exit 1;;
esac
"""


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A printing system with one printer, at the edge of the program."""
    place = tmp_path / "bin"
    place.mkdir()
    for name, text in (("lp", LP), ("lpstat", "#!/bin/sh\n")):
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
    assert all(again == 0 and failed == 1 for _, again, failed, _ in numbers)
    system.states[7] = COMPLETED
    numbers = desk("day")[1]["papers"].values()
    assert all((first, again, failed) == (1, 0, 0) for first, again, failed, _ in numbers)
    assert json.dumps(desk("show", record)[1]["prints"]).count('"copy": 1') == 0
