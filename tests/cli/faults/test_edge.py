"""The edge of the command line: nothing that comes in or goes out ends in a traceback."""

import contextlib
import io
import json
import os
import subprocess
import sys
from itertools import cycle

import pytest

from desk_app.cli import main
from desk_app.cli.commands import BY_NAME, COMMANDS
from desk_app.cli.output import edge
from tests.cli import hostile
from tests.factory import NAMES, case, register
from tests.services.conftest import PASSPHRASE, clock, desk

__all__ = ["clock", "desk"]

RARE = NAMES["surrogates"] + "𬭚𫖮䶮\U00031cea"
SLOW = frozenset({"selftest"})
"""Commands that do one and the same long thing whatever they are given; tried by the bench."""


@pytest.fixture
def tried(desk, monkeypatch, capsys):
    """Run command lines on a folder; expect an exit code and words, never a bug's sentence."""
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("DESK_NEW_PASSPHRASE", "another horse battery 7")
    register(desk, 1)
    desk.close()

    def tried(words):
        try:
            code = main([*words, "--data", str(desk.folder)])
        except SystemExit as leaving:
            code = leaving.code
        said = capsys.readouterr()
        shown = [word[:60] for word in words]
        assert code in {0, 1, 2, 3}, shown
        assert "Traceback" not in said.err, shown
        assert "程序出了意外" not in said.out + said.err, (shown, said.err)
        assert code == 0 or said.out or said.err, shown

    return tried


def test_no_command_ends_in_a_bug_whatever_it_is_given(tried, tmp_path, monkeypatch):
    """One bad text and file for each action of each command, turn and turn about."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "files").mkdir()
    bad = zip(cycle(hostile.TEXTS), cycle(hostile.files(tmp_path / "files")))
    for command in COMMANDS:
        if command.name not in hostile.WINDOWS | SLOW:
            text, file = next(bad)
            for many in range(len(list(hostile.words(command, "", tmp_path)))):
                tried(list(hostile.words(command, text, file))[many])
                text, file = next(bad)


@pytest.mark.bench
def test_no_command_ends_in_a_bug_with_any_text_and_any_file(tried, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "files").mkdir()
    files = hostile.files(tmp_path / "files")
    tries = max(len(hostile.TEXTS), len(files))
    for turn in range(tries):
        text, file = hostile.TEXTS[turn % len(hostile.TEXTS)], files[turn % len(files)]
        for words in hostile.every(text, file):
            if words[0] not in SLOW:
                tried(words)


class Gone(io.RawIOBase):
    """An output whose reader has left."""

    def writable(self):
        return True

    def write(self, data):
        raise BrokenPipeError


def test_no_command_minds_a_reader_that_has_left(desk, tmp_path, monkeypatch):
    """Of every row of the table, with what it is to print; what is said on errors goes on."""
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    register(desk, 1, applicant__name=RARE)
    desk.close()
    file = tmp_path / "case.json"
    file.write_text(json.dumps([case(applicant__name=RARE)]), encoding="utf-8")
    for command in COMMANDS:
        if command.name not in hostile.WINDOWS | SLOW:
            words = next(hostile.words(command, RARE, file))
            out = io.TextIOWrapper(io.BufferedWriter(Gone()), encoding="utf-8")
            err = io.StringIO()
            with monkeypatch.context() as here:
                here.setattr(sys, "stdout", out)
                here.setattr(sys, "stderr", err)
                with contextlib.suppress(SystemExit):
                    assert main([*words, "--data", str(desk.folder)]) in {0, 1, 3}
            assert "Traceback" not in err.getvalue()
            assert "程序出了意外" not in err.getvalue(), (words, err.getvalue())
            with contextlib.suppress(BrokenPipeError):
                out.close()


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_every_command_prints_rare_names_into_a_pipe(desk, tmp_path, monkeypatch, encoding):
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    register(desk, 1, applicant__name=RARE)
    desk.close()
    file = tmp_path / "case.json"
    file.write_text(json.dumps([case(applicant__name=RARE)]), encoding="utf-8")
    for command in COMMANDS:
        if command.name not in hostile.WINDOWS | SLOW:
            for words in list(hostile.words(command, RARE, file))[-2:]:
                printed(monkeypatch, [*words, "--data", str(desk.folder)], encoding)


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
def test_what_the_console_cannot_hold_is_shown_by_its_number(desk, monkeypatch, encoding):
    """As JSON it is the same value."""
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    record = register(desk, 1, applicant__name=RARE).number
    desk.close()
    where = ["--data", str(desk.folder)]
    lines = printed(monkeypatch, ["show", record, *where], encoding)
    assert "[U+31CEA]" in lines
    told = json.loads(printed(monkeypatch, ["show", record, "--json", *where], encoding))
    assert told["case"]["applicant"]["name"] == RARE


def printed(monkeypatch, words, encoding):
    """Run a command with both streams in an encoding; return what came out."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2))
    with monkeypatch.context() as here:
        here.setattr(sys, "stdout", out)
        here.setattr(sys, "stderr", err)
        with contextlib.suppress(SystemExit):
            main(words)
        out.flush()
        err.flush()
    said = err.buffer.getvalue().decode(encoding)
    assert "Traceback" not in said
    assert _shown("程序出了意外", encoding) not in said, (words, said)
    return out.buffer.getvalue().decode(encoding)


def _shown(text, encoding):
    """Return a text as an encoding shows it."""
    named = (f"[U+{ord(one):04X}]" if _lacks(one, encoding) else one for one in text)
    return "".join(named)


def _lacks(character, encoding):
    return character.encode(encoding, "ignore") == b""


def run(folder, words, redirect, **environment):
    """Run the program itself under a shell that redirects its streams."""
    command = f'exec "$0" "$@" {redirect}'
    return subprocess.run(
        ["sh", "-c", command, sys.executable, "-m", "desk_app", *words, "--data", str(folder)],
        env={**os.environ, "DESK_PASSPHRASE": PASSPHRASE, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the shell is another")
@pytest.mark.parametrize(
    ("redirect", "code", "part"),
    [
        (">&-", 0, ""),
        (">/dev/full", 3, "结果没有写出来：磁盘已满"),
        ("<&- >&- 2>&-", 0, ""),
        ("2>&-", 0, ""),
    ],
)
def test_output_that_is_closed_or_full_is_no_traceback(desk, redirect, code, part):
    register(desk, 1)
    desk.close()
    done = run(desk.folder, ["find", "王"], redirect)
    assert done.returncode == code
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the shell is another")
def test_a_reader_that_leaves_is_no_fault(desk):
    for order in range(1, 4):
        register(desk, order)
    desk.close()
    done = run(desk.folder, ["find", "王"], "| head -c 3; exit 0")
    assert done.stdout == "王"
    assert done.stderr == ""


def test_memory_below_what_a_passphrase_takes_is_told(tried, monkeypatch, capsys):
    def empty(options):
        raise MemoryError

    monkeypatch.setitem(BY_NAME, "find", type("Row", (), {"run": staticmethod(empty)}))
    assert main(["find", "x"]) == 3
    assert "内存不够" in capsys.readouterr().err


def test_what_nobody_foresaw_is_told_and_logged_without_what_was_typed(desk, monkeypatch, capsys):
    def broken(options):
        raise ZeroDivisionError("王小明 440399195803090011")

    monkeypatch.setitem(BY_NAME, "find", type("Row", (), {"run": staticmethod(broken)}))
    assert main(["find", "王小明", "--data", str(desk.folder)]) == edge.FAILED
    said = capsys.readouterr().err
    assert "ZeroDivisionError，test_edge.py:" in said
    log = desk.folder / "desk-app.log"
    assert "unexpected ZeroDivisionError at test_edge.py:" in log.read_text(encoding="utf-8")
    assert "小明" not in said + log.read_text(encoding="utf-8")
    if sys.platform != "win32":
        assert log.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"[" * 100_000, "套得太深"),
        (b'[{"place": ' + b"9" * 5000 + b"}]", "5000 位"),
        (b'[{"place": NaN}]', "NaN"),
        (b'[{"place": 1e999}]', "无法处理的数字"),
        (b'[{"begin": "a", "begin": "b"}]', "写了两次"),
        (b'[{"place": "' + b"a" * 21_000_000 + b'"}]', "超过 20 MB"),
        ("[{}]".encode("gbk") + "长".encode("gbk"), "UTF-8"),
        (b'[{"place_address": "' + b"a" * 15_000_000 + b'"}]', "太长"),
        (b'[{"place_address": "\\ud800"}]', "无法识别"),
    ],
    ids=lambda content: content[:14],
)
def test_a_case_file_that_cannot_be_one_is_refused_in_words(tried, tmp_path, content, part, capsys):
    file = tmp_path / "a.json"
    file.write_bytes(content)
    assert main(["intake", str(file), "--data", str(tmp_path / "data")]) == 1
    said = capsys.readouterr()
    assert part in said.out + said.err


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
def test_what_is_no_file_is_refused_without_being_read(tried, tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe.json")
    os.mkfifo(tmp_path / "pipe.csv")
    where = ["--data", str(tmp_path / "data")]
    for path in (tmp_path / "pipe.json", tmp_path / "pipe.csv", "/dev/zero", tmp_path):
        assert main(["intake", str(path), *where]) == 1
        assert "请" in capsys.readouterr().err
    assert main(["unpack", str(tmp_path / "pipe.csv"), *where]) == 3
    assert main(["import", str(tmp_path / "pipe.csv"), *where]) == 1
    assert "普通的文件" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        "口令测试 horse 9\n".encode(),
        "口令测试 horse 9\r\n第二行".encode("utf-8-sig"),
        "口令测试 horse 9\r\n".encode("utf-16"),
        b"\xfe\xff" + "口令测试 horse 9".encode("utf-16-be"),
        "口令测试 horse 9\r\n".encode("gbk"),
    ],
    ids=["plain", "notepad", "utf-16", "utf-16 big-endian", "gbk"],
)
def test_a_passphrase_file_of_any_editor_is_read(tmp_path, monkeypatch, capsys, content):
    monkeypatch.delenv("DESK_PASSPHRASE", raising=False)
    right, file = tmp_path / "right", tmp_path / "secret.txt"
    right.write_bytes("口令测试 horse 9".encode())
    file.write_bytes(content)
    words = ["--hall", "厅", "--code", "SL01", "--region", "440300", "--clerk", "陈静"]
    where = ["--data", str(tmp_path / "data")]
    assert main(["init", *words, *where, "--passphrase-file", str(right)]) == 0
    assert main(["find", "王", *where, "--passphrase-file", str(file)]) == 0
    assert "没有找到" in capsys.readouterr().out


@pytest.mark.parametrize("content", [bytes(range(256)), b"a\0b", b"a" * 100_000])
def test_a_passphrase_file_that_is_none_is_told_as_such(tmp_path, monkeypatch, capsys, content):
    monkeypatch.delenv("DESK_PASSPHRASE", raising=False)
    (tmp_path / "secret.txt").write_bytes(content)
    assert main(["staff", "recover", "01", "--code-file", str(tmp_path / "secret.txt")]) == 1
    assert "恢复码文件" in capsys.readouterr().err
