"""The real window killed while a case is typed, checked, registered, changed, locked or left.

``python -m tests.ui.killed FOLDER`` waits for lines on its standard input; for each it works as a
clerk in a child of its own, telling what was typed and what was registered, until it is killed.
"""

# ruff: noqa: E402 - Qt is imported the way the program does it, which must come first

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from random import Random

from desk_app.app import load_qt

load_qt()

from PySide6.QtWidgets import QApplication

from desk_app.app.program import Program
from desk_app.clock import Clock
from desk_app.services.papers import issuing  # noqa: F401 - before the children are made
from desk_app.services.start import opening  # noqa: F401 - before the children are made
from desk_app.ui import theme
from tests.bench.people import Made
from tests.services.killing import person
from tests.ui.shift import Shift, Steps

LONGEST = 5.0  # seconds from the first paint until the kill at the latest
EACH = 50  # people for one window, more than it can work off until then


def _tell(word: str, what: str = "") -> None:
    sys.stdout.write(f"{word} {what}\n")
    sys.stdout.flush()


class Told(Shift):
    """A shift that tells what is done, and ends by closing the window."""

    def __init__(self, program: Program, saved: Path, first: int) -> None:
        super().__init__(program, saved, EACH)
        self._first = first

    def _all(self) -> Steps:
        _tell("begun", str(os.getpid()))
        yield lambda: self.program._parts is not None
        yield from self._sign_in("sign in")
        for order in range(self._first, self._first + EACH, 3):
            for serial in range(order, order + 3):
                number = person(serial)
                yield from self._new(Made("王小明", number, "13800138000", "male", None))
            made = Made("", "", "", "", None)
            yield from (self._change if order % 2 else self._again)(made)
            yield from self.press("lock", "F12")
            yield from self._sign_in("unlock")
        self.window.close()
        yield lambda: self.program._lock is None

    def _new(self, person: Made) -> Steps:
        self._person = person
        yield from super()._new(person)

    def press(self, act: str, *names: str) -> Steps:
        yield from super().press(act, *names)
        if act == "number":  # left, so it is in the draft
            _tell("typed", self._person.id_number)

    def _register(self) -> Steps:
        yield from self.press("documents", "Alt+1", "Alt+2", "Alt+3")
        yield lambda: self.inside.counter.preview._latest.idle
        yield from self.press("check", "Ctrl+Enter")
        if self.window.current() is not self.inside.check:
            self._give_up(self.inside.counter.bar.words.text())
        yield from self.press("register", "Ctrl+Enter")
        check = self.inside.check
        yield lambda: check.done
        _tell("registered", check.papers.number.text())
        yield lambda: not check.papers._busy and check.papers.view._latest.idle


def _work(folder: Path, first: int) -> None:
    application = QApplication([])
    theme.set_up(application)
    program = Program(folder, clock=Clock(), demo=False)
    shift = Told(program, folder.parent, first)
    program.window.show()
    program.window.activateWindow()
    application.exec()
    del shift


def _wait_for_lines(folder: Path) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _work(folder, int(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        _tell("gone", str(os.waitstatus_to_exitcode(status)))


def kill_windows(folder: Path, kills: int, *, seed: int) -> tuple[list[str], list[str]]:
    """Kill so many windows; return the numbers told, and the identity number typed last in each."""
    chance, numbers, typed = Random(seed), [], []
    given = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CUPS_SERVER": "127.0.0.1:1"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.ui.killed", str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=given
    ) as parent:
        for turn in range(kills):
            parent.stdin.write(f"{(seed * kills + turn) * EACH}\n")  # nobody comes twice
            parent.stdin.flush()
            word, process = parent.stdout.readline().split()
            assert word == "begun"
            lines = [parent.stdout.readline().split() for _ in range(chance.randrange(4))]
            select.select([], [], [], chance.random() * LONGEST)
            with suppress(ProcessLookupError):
                os.kill(int(process), signal.SIGKILL)
            while "gone" not in (line[0] for line in lines):
                lines.append(parent.stdout.readline().split())
            assert lines[-1] == ["gone", str(-signal.SIGKILL)], "the window ended by itself"
            numbers += [line[1] for line in lines if line[0] == "registered"]
            typed += [line[1] for line in lines if line[0] == "typed"][-1:]
        parent.stdin.close()
    return numbers, typed


if __name__ == "__main__":
    _wait_for_lines(Path(sys.argv[1]))
