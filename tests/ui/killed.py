"""The real window killed while a case is typed, checked, registered, changed, locked or left.

``python -m tests.ui.killed FOLDER FIRST`` works as a clerk from the person of that order on, and
tells what was typed and what was registered, until it is killed.
"""

# ruff: noqa: E402 - Qt is imported the way the program does it, which must come first

import os
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


def kill_windows(folder: Path, kills: int, *, seed: int) -> tuple[list[str], list[str]]:
    """Kill so many windows; return the numbers told, and the identity number typed last in each."""
    chance, numbers, typed = Random(seed), [], []
    given = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CUPS_SERVER": "127.0.0.1:1"}
    for turn in range(kills):
        first = (seed * kills + turn) * EACH  # nobody comes twice
        command = [sys.executable, "-W", "ignore", "-m", "tests.ui.killed", str(folder), str(first)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=given) as window:
            lines = [window.stdout.readline() for _ in range(chance.randrange(4))]
            with suppress(subprocess.TimeoutExpired):
                window.wait(chance.random() * LONGEST)
            window.kill()
            lines += window.stdout.readlines()
        assert window.returncode == -signal.SIGKILL, "the window ended by itself"
        said = [line.split() for line in lines if line.endswith("\n")]
        numbers += [what for word, what in said if word == "registered"]
        typed += [what for word, what in said if word == "typed"][-1:]
    return numbers, typed


if __name__ == "__main__":
    _work(Path(sys.argv[1]), int(sys.argv[2]))
