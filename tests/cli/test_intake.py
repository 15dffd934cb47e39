"""A list that is taken in: each case told as it is done, and the truth about what ended it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk_app.cli import main
from desk_app.services.finding import searching
from desk_app.services.start import opening
from tests.factory import case, number
from tests.roster_files import person, write_xlsx
from tests.services.conftest import PASSPHRASE, clock, desk
from tests.services.test_faults import fill, make, needs_root, small_disk

__all__ = ["clock", "desk", "small_disk"]

MANY = 150  # so many that on the slowest computer a signal comes before the last


@pytest.fixture
def folder(desk, monkeypatch):
    """A data folder that nobody has open."""
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    desk.close()
    return desk.folder


def people(first, last):
    """Return complete cases of different people."""
    return [
        case(applicant__id_number=number(order=f"{order:03d}")) for order in range(first, last + 1)
    ]


def write(path, cases):
    path.write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
    return str(path)


def kept(folder, capsys):
    """Return the numbers that are in the records."""
    capsys.readouterr()
    assert main(["find", "王小明", "--data", str(folder), "--json"]) == 0
    return {one["record"] for hit in json.loads(capsys.readouterr().out) for one in hit["filings"]}


def rest(program):
    """Return what a program still says, that which came with a line read before included."""
    said = program.stdout.read(), program.stderr.read()
    program.wait()
    return said


def started(folder, *words):
    """Start the program itself on a folder."""
    command = [sys.executable, "-W", "ignore", "-m", "desk_app", *words, "--data", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_same_list_again_registers_nobody_twice(folder, tmp_path, capsys):
    file = write(tmp_path / "a.json", [*people(1, 2), case(place="999999"), 5])
    out = str(tmp_path / "out")
    assert main(["intake", file, "--data", str(folder), "--json"]) == 1
    first = json.loads(capsys.readouterr().out)["results"]
    assert [one["ok"] for one in first] == [True, True, False, False]
    assert main(["intake", file, "--data", str(folder), "--json", "--out", out]) == 1
    second = json.loads(capsys.readouterr().out)["results"]
    assert [one.get("known") for one in second] == [True, True, None, None]
    assert [one.get("record") for one in second] == [one.get("record") for one in first]
    assert list(Path(out).iterdir()) == []
    words = ["intake", file, "--data", str(folder), "--out", out, "--reprint"]
    assert main(words) == 1
    told = capsys.readouterr().out
    assert f"第 1 件：以前已登记，没有重复登记 {first[0]['record']}" in told
    assert len(list(Path(out).iterdir())) == 2 * len(first[0]["papers"])


def test_another_place_of_the_same_person_is_no_repetition(folder, tmp_path, capsys):
    assert main(["intake", write(tmp_path / "a.json", people(1, 1)), "--data", str(folder)]) == 0
    other = write(
        tmp_path / "b.json", case(applicant__id_number=number(order="001"), end="2027-11-21")
    )
    capsys.readouterr()
    assert main(["intake", other, "--data", str(folder), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["results"][0]["problems"]
    assert any("已有到长沙市的有效备案" in one["message"] for one in problems)


def test_each_case_is_a_line_of_json_when_asked(folder, tmp_path, capsys):
    file = write(tmp_path / "a.json", [*people(1, 2), case(place="999999")])
    assert main(["intake", file, "--data", str(folder), "--json-lines"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["ok"] for one in lines] == [True, True, False, False]
    assert lines[-1] == {"ok": False, "end": True, "told": 3}


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("number_of_signal", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("form", ["--json", "--json-lines", None])
def test_whoever_stops_it_hears_what_was_done(folder, tmp_path, capsys, number_of_signal, form):
    """The case in hand is finished; what was told is kept, and the same list goes on from there."""
    file, seal = write(tmp_path / "a.json", people(1, MANY)), folder / "records.seal"
    sealed = seal.read_bytes()
    with started(folder, "intake", file, *([form] if form else [])) as program:
        if form == "--json":  # tells nothing until the end: wait for the first to be there
            while seal.read_bytes() == sealed:
                time.sleep(0.005)
            beginning = ""
        else:
            beginning = program.stdout.readline()
        program.send_signal(number_of_signal)
        out, err = rest(program)
    assert program.returncode == 3
    there = kept(folder, capsys)
    assert 0 < len(there) < MANY
    if form is None:
        told = {line.split()[-1] for line in (beginning + out).splitlines() if "已登记" in line}
        assert f"这次已登记 {len(there)} 件" in err
        assert f"共 {MANY - len(there)} 件没有开始" in err
    elif form == "--json":
        answer = json.loads(out)
        told = {one["record"] for one in answer["results"]}
        assert answer["not_begun"] == list(range(len(there) + 1, MANY + 1))
        assert any("不会重复登记" in one["message"] for one in answer["problems"])
    else:
        lines = [json.loads(line) for line in (beginning + out).splitlines()]
        told = {one["record"] for one in lines[:-1]}
        assert lines[-1]["told"] == len(told)
    assert told == there


def test_a_list_goes_on_where_it_was_stopped(folder, tmp_path, capsys):
    assert main(["intake", write(tmp_path / "a.json", people(1, 3)), "--data", str(folder)]) == 0
    assert main(["intake", write(tmp_path / "b.json", people(1, 5)), "--data", str(folder)]) == 0
    told = capsys.readouterr().out
    assert told.count("以前已登记") == 3
    assert len(kept(folder, capsys)) == 5


@needs_root
def test_papers_are_tried_before_the_first_case(folder, small_disk, tmp_path, capsys):
    file = write(tmp_path / "a.json", people(1, 3))
    fill(small_disk)
    assert main(["intake", file, "--data", str(folder), "--out", str(small_disk / "out")]) == 3
    assert "磁盘" in capsys.readouterr().err
    (tmp_path / "file").touch()
    assert main(["intake", file, "--data", str(folder), "--out", str(tmp_path / "file")]) == 3
    assert kept(folder, capsys) == set()


def test_a_registered_case_whose_paper_is_not_saved_is_told_as_registered(folder, tmp_path, capsys):
    """A folder stands in the place of one paper of the second case."""
    out = tmp_path / "out"
    file = write(tmp_path / "a.json", people(1, 1))
    assert main(["intake", file, "--data", str(folder), "--out", str(out)]) == 0
    first = kept(folder, capsys).pop()
    paper = next(path.name for path in out.iterdir() if "registration" in path.name)
    (out / paper.replace(first, f"{first[:-1]}2")).mkdir()
    three = write(tmp_path / "b.json", people(2, 4))
    assert main(["intake", three, "--data", str(folder), "--out", str(out)]) == 3
    said = capsys.readouterr()
    assert f"第 1 件：已登记 {first[:-1]}2" in said.out
    assert "没有存上" in said.err
    assert f"这次已登记 1 件：{first[:-1]}2" in said.err
    assert "补出" in said.err
    assert "第 2 件起共 2 件没有开始" in said.err
    assert main(["intake", three, "--data", str(folder), "--out", str(out), "--json"]) == 0
    assert len(kept(folder, capsys)) == 4


@needs_root
def test_a_disk_that_fills_up_is_told_with_what_was_registered(
    small_disk, tmp_path, monkeypatch, capsys, clock
):
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    make(small_disk / "data", clock).close()
    stuffing = fill(small_disk)
    os.truncate(stuffing, stuffing.stat().st_size - 600_000)
    file = write(tmp_path / "a.json", people(1, 400))
    assert main(["intake", file, "--data", str(small_disk / "data"), "--json"]) == 3
    answer = json.loads(capsys.readouterr().out)
    told = {one["record"] for one in answer["results"]}
    assert told
    assert "磁盘已满" in answer["problems"][0]["message"]
    assert not answer["ok"]
    assert f"这次已登记 {len(told)} 件" in answer["problems"][1]["message"]
    stuffing.unlink()
    opened = opening.unlock(folder=small_disk / "data", passphrase=PASSPHRASE, clock=clock)
    with opened as desk:
        for record in told:
            assert searching.show(desk=desk, record_no=record)[1]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_a_reader_that_leaves_stops_the_list_and_the_rest_is_told(folder, tmp_path, capsys):
    file = write(tmp_path / "a.json", people(1, MANY))
    with started(folder, "intake", file) as program:
        program.stdout.readline()
        program.stdout.close()
        err = program.stderr.read()
    there = kept(folder, capsys)
    assert program.returncode == 3
    assert len(there) < MANY
    for record in there:
        assert record in err


@pytest.mark.parametrize(
    ("words", "part"),
    [(["cancel", "--reason", "returned"], "已注销"), (["change"], "已变更")],
)
def test_a_deed_whose_paper_is_not_saved_is_told_as_done(folder, tmp_path, capsys, words, part):
    file = write(tmp_path / "a.json", people(1, 1))
    assert main(["intake", file, "--data", str(folder)]) == 0
    record = kept(folder, capsys).pop()
    moved = [write(tmp_path / "b.json", {**people(1, 1)[0], "place": "450100"})]
    (tmp_path / "out").touch()  # a file where the folder should be
    verb, *options = words
    line = [verb, record, *(moved if verb == "change" else []), *options]
    assert main([*line, "--out", str(tmp_path / "out"), "--data", str(folder)]) == 3
    said = capsys.readouterr()
    assert f"{part}：{record}" in said.out
    assert "没有存上" in said.err
    assert "不要重办" in said.err


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_a_roster_that_is_stopped_says_who_was_registered(folder, tmp_path, capsys):
    file = write_xlsx(tmp_path / "r.xlsx", [person(order) for order in range(1, MANY + 1)])
    words = ["intake", str(file), "--out", str(tmp_path / "out")]
    with started(folder, *words) as program:
        first = program.stdout.readline()
        program.send_signal(signal.SIGTERM)
        out, err = rest(program)
    assert program.returncode == 3
    rows = [line.split()[-1] for line in [first, *out.splitlines()] if "行：已登记 " in line]
    done = len(rows)
    assert 10 <= done < MANY
    assert f"{MANY - done} 人没有开始登记" in err
    assert list((tmp_path / "out").glob("*.pdf"))
    write_xlsx(file, [person(order) for order in range(done - 4, done + 4)])
    assert main([*words, "--data", str(folder), "--json"]) == 0
    results = [one["result"] for one in json.loads(capsys.readouterr().out)["results"]]
    assert results == ["known"] * 5 + ["registered"] * 3
