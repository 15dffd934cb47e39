"""Commands during which the disk fails at any of their operations on files: what must hold."""

import ctypes
import errno
import io
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from tests.services.disturbed import ENVIRONMENT, Scene, prepared
from tests.storage import power

ERRORS = (errno.ENOSPC, errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT)


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
    scene = prepared(name, place)
    chance, bad = Random(many), []
    with _working(place, scene.folder) as ask:
        scene.lay_out()
        code, words, operations = ask(arguments=scene.arguments, at=-1, error=0, once=0)
        assert code == 0, words
        for turn in range(min(many, operations)):
            scene.lay_out()
            at = 1 + operations * turn // min(many, operations)
            error, once = chance.choice(ERRORS), int(chance.random() < 0.3)
            code, words, _ = ask(arguments=scene.arguments, at=at, error=error, once=once)
            what = f"{errno.errorcode[error]} at {at} of {operations}, once: {bool(once)}"
            try:
                _judge(scene, code, words)
            except Exception as fault:  # noqa: BLE001 - each is judged, whatever it gives
                line = traceback.extract_tb(fault.__traceback__)[-1].lineno
                bad.append(f"{what}: {type(fault).__name__} {fault} ({line}): {words[-300:]}")
    assert not bad, "\n".join(bad)
    return operations


def _judge(scene: Scene, code: int, words: str) -> None:
    assert code in {0, 1, 3}, f"code {code}"
    assert words.strip()
    assert "Traceback" not in words
    scene.judge(done=code == 0, words=words)


@contextmanager
def _working(place: Path, folder: Path) -> Iterator[Any]:
    """Give a function that has the worker run one command, and returns code, words and count."""
    read, write = os.pipe()
    code = (
        f"import os; os.dup2({write}, 3); from tests.services.disk_errors import worker; worker()"
    )
    environment = {
        **os.environ, "LD_PRELOAD": str(power.watcher(place)), "WATCHED": str(folder),
        **ENVIRONMENT,
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
