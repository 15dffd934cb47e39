"""Commands during which the disk fails at any of their operations on files: what must hold."""

import ctypes
import errno
import io
import json
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from desk_app.clock import Clock
from desk_app.services import opening, people, safekeeping
from desk_app.storage import backups, keys
from tests.factory import case, number, register
from tests.services import deeds
from tests.services.deeds import BACKUP, PASSPHRASE
from tests.services.power_cuts import expect_sound
from tests.storage import power

ERRORS = (errno.ENOSPC, errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT)
NEW = "another phrase 7"
COMMANDS = {
    "intake": ["intake", "{place}/case.json", "--out", "{folder}/out"],
    "cancel": ["cancel", "{first}", "--reason", "returned", "--out", "{folder}/out"],
    "backup": ["backup"],
    "backup to a stick": ["backup", "{folder}/out/x.deskbackup"],
    "restore": ["restore", "{place}/" + BACKUP, "--yes"],
    "passphrase": ["staff", "passphrase"],
    "new code": ["staff", "recovery-code"],
    "new data key": ["staff", "rekey"],
    "add": ["staff", "add", "--name", "李四"],
    "export": ["export", "{folder}/out/list.xlsx"],
    "verify": ["verify"],
}


def worker() -> None:
    """Run commands in children of this process, each with its disk error, as lines ask for it."""
    from desk_app.cli import main

    watch = ctypes.CDLL(None)
    for line in sys.stdin:
        asked = json.loads(line)
        if os.fork() == 0:
            words = io.StringIO()
            sys.stdout = sys.stderr = words
            code: Any = 99
            try:
                watch.watch_fail(ctypes.c_long(asked["at"]), asked["error"], asked["once"])
                code = main(asked["arguments"])
            except SystemExit as left:
                code = left.code
            except BaseException:  # noqa: BLE001 - this is what is looked for
                traceback.print_exc(file=words)
            many = watch.watch_count()
            watch.watch_fail(ctypes.c_long(-1), 0, 0)
            answer = json.dumps([code, words.getvalue(), many])
            os.write(3, answer.encode() + b"\n")
            os._exit(0)
        os.wait()


def fail_everywhere(name: str, place: Path, *, many: int) -> int:
    """Run a command with an error at so many of its operations; return how many it has.

    Raises AssertionError naming each after which anything is lost, or said without words.
    """
    folder, base = place / "data", place / "base"
    before, in_backup, arguments = _prepared(name, place, folder, base)
    chance, bad = Random(many), []
    with _working(place, folder) as ask:
        shutil.copytree(base, folder)
        code, words, operations = ask(arguments=arguments, at=-1, error=0, once=0)
        assert code == 0, words
        for turn in range(many):
            shutil.rmtree(folder)
            shutil.copytree(base, folder)
            at = 1 + operations * turn // many
            error, once = chance.choice(ERRORS), int(chance.random() < 0.3)
            code, words, _ = ask(arguments=arguments, at=at, error=error, once=once)
            what = f"{errno.errorcode[error]} at {at} of {operations}, once: {bool(once)}"
            try:
                _judge(name, folder, code, words, before, in_backup)
            except Exception as fault:  # noqa: BLE001 - each is judged, whatever it gives
                line = traceback.extract_tb(fault.__traceback__)[-1].lineno
                bad.append(f"{what}: {type(fault).__name__} {fault} ({line}): {words[-300:]}")
    assert not bad, "\n".join(bad)
    return operations


def _prepared(
    name: str, place: Path, folder: Path, base: Path
) -> tuple[set[str], set[str], list[str]]:
    """Make the folder; return its filings, those in the backup, and the command's arguments."""
    made = deeds.make(base)
    (place / "code").write_text(made.recovery_code)
    with made.desk as desk:
        numbers = [register(desk, order).number for order in (1, 2, 3)]
        safekeeping.back_up(desk=desk, target=place / BACKUP)
        later = register(desk, 4).number
    (base / "out").mkdir()
    raw = case(applicant__id_number=number(order="100"))
    (place / "case.json").write_text(json.dumps(raw), encoding="utf-8")
    given = {"place": place, "folder": folder, "first": numbers[0]}
    arguments = ["--data", str(folder), *(word.format(**given) for word in COMMANDS[name])]
    return {*numbers, later}, set(numbers), arguments


def _judge(
    name: str, folder: Path, code: int, words: str, before: set[str], in_backup: set[str]
) -> None:
    """Expect nothing to be lost, and what was said to be done to be so."""
    assert code in {0, 1, 3}, f"code {code}"
    assert words.strip()
    assert "Traceback" not in words
    (folder / "attempts.json").unlink(missing_ok=True)
    if name == "passphrase" and not _opens(folder, PASSPHRASE):
        assert code == 0 or "口令已" in words
        assert _opens(folder, NEW)
        return
    found = expect_sound(folder)
    if name == "new code":  # the old one lives until the new one was typed back
        people.recover(
            folder=folder, code=(folder.parent / "code").read_text(), staff_no="01",
            passphrase=NEW, clock=Clock(), cost=deeds.CHEAP,
        )  # fmt: skip
    if name == "restore":
        assert found == in_backup if code == 0 else found in (before, in_backup)
        return
    assert before <= found
    if name == "intake" and code == 0:
        assert len(found) == len(before) + 1
    if name == "backup to a stick" and code == 0:
        key = keys.unlock(folder, passphrase=PASSPHRASE, clock=Clock()).key
        backups.verify(folder / "out" / "x.deskbackup", key, folder=folder)
    for paper in (folder / "out").glob("*.pdf"):
        assert b"%%EOF" in paper.read_bytes()[-64:]


def _opens(folder: Path, passphrase: str) -> bool:
    try:
        opening.unlock(folder=folder, passphrase=passphrase, clock=Clock()).close()
    except opening.RefusedError:
        (folder / "attempts.json").unlink(missing_ok=True)
        return False
    return True


@contextmanager
def _working(place: Path, folder: Path) -> Iterator[Any]:
    """Give a function that has the worker run one command, and returns code, words and count."""
    read, write = os.pipe()
    code = (
        f"import os; os.dup2({write}, 3); from tests.services.disk_errors import worker; worker()"
    )
    environment = {
        **os.environ, "LD_PRELOAD": str(power.watcher(place)), "WATCHED": str(folder),
        "DESK_PASSPHRASE": PASSPHRASE, "DESK_NEW_PASSPHRASE": NEW,
    }  # fmt: skip
    with (
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", code],
            stdin=subprocess.PIPE,
            text=True,
            env=environment,
            pass_fds=[write],
        ) as process,
        os.fdopen(read, encoding="utf-8") as answers,
    ):
        os.close(write)

        def ask(**asked: Any) -> tuple[int, str, int]:
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            code, words, many = json.loads(answers.readline())
            return code, words, many

        yield ask
        process.stdin.close()
