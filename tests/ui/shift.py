"""A shift at the counter, typed key by key, in a process of its own.

``python -m tests.ui.shift FOLDER CASES`` opens the program on the data folder in FOLDER (its
passphrase is that of the tests), registers new people, changes filings, cancels them and files
for people it knows, saves all papers, visits every screen, and prints one line of JSON: the
memory after every case and the longest turn of the event loop during each act.
"""

# ruff: noqa: E402 - Qt is imported the way the program does it, which must come first

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desk_app.app import load_qt

load_qt()

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QObject, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.app.program import Program
from desk_app.clock import CHINA, FixedClock
from desk_app.ui import theme
from tests.bench.people import Made, people
from tests.ui.hand import Hand, key_of

Wait = Callable[[], bool] | None  # go on with the next turn, or as soon as this holds
Steps = Iterator[Wait]
PASSPHRASE = "tea at nine 9"
MORNING = datetime(2026, 11, 21, 10, 42, tzinfo=CHINA)
PATIENCE_S = 120.0
KINDS = ("new", "new", "new", "change", "again")


@dataclass
class Pace(QObject):
    """The longest turn of the event loop during each act, in seconds.

    ``cpu`` counts what the window's thread computed, so that neighbours on a busy machine do
    not count; ``wall`` is what the clerk would feel, theirs included.
    """

    act: str = ""
    cpu: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    wall: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def __post_init__(self) -> None:
        super().__init__()
        self._computed, self._felt = time.thread_time(), time.perf_counter()
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._tick)
        self._beat.start(1)
        # Whether a turn lies before or after the sleep differs with the kind of loop.
        loop = QAbstractEventDispatcher.instance()
        loop.aboutToBlock.connect(self._turn)
        loop.awake.connect(self._turn)

    def _turn(self) -> None:
        now = time.thread_time()
        self.cpu[self.act] = max(self.cpu[self.act], now - self._computed)
        self._computed = now

    def _tick(self) -> None:
        now = time.perf_counter()
        self.wall[self.act] = max(self.wall[self.act], now - self._felt)
        self._felt = now


def memory() -> dict[str, float]:
    """Return what this process holds, in MB: resident (``rss``), and of that its own (``own``).

    The rest are pages of files, as libraries and fonts, that the system takes back at will.
    """
    lines = (line.split() for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    sizes = {line[0].rstrip(":"): int(line[1]) / 1024 for line in lines}
    return {"rss": sizes["Rss"], "own": sizes["Anonymous"]}


class Shift(QObject):
    """Works through the cases, each key in a turn of the event loop of its own."""

    def __init__(self, program: Program, saved: Path, cases: int) -> None:
        super().__init__()
        self.program, self.window, self.saved, self.cases = program, program.window, saved, cases
        self.pace = Pace()
        self.memory: list[dict[str, float]] = []
        self._people: list[Made] = []
        self._steps, self._wait, self._since = self._all(), None, time.monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)
        self._timer.start(0)

    @property
    def inside(self):
        """The screens of the desk."""
        return self.window.inside

    def _next(self) -> None:
        if self._wait is not None and not self._wait():
            if time.monotonic() - self._since > PATIENCE_S:
                self._give_up("nothing happens")
            return
        self._since = time.monotonic()
        self._wait = next(self._steps, None)
        self._timer.setInterval(2 if self._wait else 0)

    def _give_up(self, words: str) -> None:
        sys.stderr.write(f"{self.pace.act}: {words}\n")
        os._exit(3)

    # -- hands ----------------------------------------------------------------------------

    def press(self, act: str, *names: str) -> Steps:
        """Press keys."""
        for name in names:
            self.pace.act = f"{act}: {name}"
            code, held = key_of(name)
            QTest.keyClick(Hand.at(), code, held)
            yield None

    def type(self, act: str, text: str) -> Steps:
        """Type letters and digits."""
        self.pace.act = act
        for letter in text:
            QTest.keyClicks(Hand.at(), letter)
            yield None

    def write(self, act: str, text: str) -> Steps:
        """Write Chinese."""
        self.pace.act = act
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(Hand.at(), event)
        yield None

    @staticmethod
    def rest(seconds: float) -> Steps:
        """Look at the screen for a while."""
        until = time.monotonic() + seconds
        yield lambda: time.monotonic() > until

    # -- the day --------------------------------------------------------------------------

    def _all(self) -> Steps:
        self.pace.act = "begin"
        yield lambda: self.program._parts is not None
        yield from self.rest(0.3)
        yield from self._sign_in("sign in")
        for number, person in enumerate(people(self.cases)):
            yield from {"new": self._new, "change": self._change, "again": self._again}[
                KINDS[number % len(KINDS)]
            ](person)
            self.memory.append(memory())
        for visit in ("first", "second"):
            yield from self._look_around(visit)
        self.memory.append(memory())
        self.pace.act = "leave"
        self.window.close()
        yield lambda: self.program._lock is None
        QCoreApplication.quit()

    def _sign_in(self, act: str) -> Steps:
        yield from self.type("passphrase", PASSPHRASE)
        yield from self.press(act, "Enter")
        yield lambda: self.window.current() is not self.window.door
        yield from self.rest(0.9)  # the other screens are made meanwhile

    def _new(self, person: Made) -> Steps:
        yield from self.press("new", "F2")
        yield from self.write("name", person.name)
        yield from self.press("name", "Enter")
        yield from self.type("number", person.id_number)
        yield from self.press("number", "Enter")
        yield from self.type("insurance", "1")
        yield from self.type("phone", "13800138000")
        yield from self.press("phone", "Enter", "Enter")
        yield from self.type("type", "2")
        yield from self.type("place", "hengy")
        yield from self.press("place", "Enter", "Enter", "Enter")
        yield from self.write("address", "雁峰区解放路 1 号")
        yield from self.press("address", "Enter")
        yield from self.type("method", "1")
        yield from self._register()
        self._people.append(person)

    def _change(self, person: Made) -> Steps:
        """Somebody who filed moves on."""
        del person
        yield from self._find(self._people.pop(0))
        yield from self.press("change", "F7")
        yield lambda: self.window.current() is self.inside.counter
        self.inside.counter.form.binding.focus("place")
        yield from self.type("place", "wuhan")
        yield from self.press("place", "Enter")
        yield from self._register()

    def _again(self, person: Made) -> Steps:
        """Somebody who filed ends that, and files anew as last time."""
        del person
        known = self._people.pop(0)
        yield from self._find(known)
        yield from self.press("cancel", "F8")
        yield from self.type("reason", "1")
        yield from self.press("cancel", "Ctrl+Enter")
        yield lambda: self.window.current() is self.inside.check
        yield lambda: self.inside.check.papers.status.text() == "已注销"
        yield from self.rest(0.1)
        yield from self.press("new", "F2", "Enter")
        yield from self.type("number", known.id_number)
        yield from self.press("as last time", "F3")
        yield from self._register()

    def _find(self, person: Made) -> Steps:
        yield from self.press("search", "Ctrl+K")
        yield from self.type("search", person.id_number[-6:])
        yield from self.rest(0.1)
        yield from self.press("open", "Enter")
        yield from self.rest(0.1)

    def _register(self) -> Steps:
        yield from self.press("documents", "Alt+1", "Alt+2", "Alt+3")
        yield lambda: self.inside.counter.preview._latest.idle
        yield from self.press("check", "Ctrl+Enter")
        if self.window.current() is not self.inside.check:
            self._give_up(self.inside.counter.bar.words.text())
        yield from self.press("register", "Ctrl+Enter")
        papers = self.inside.check.papers
        yield lambda: self.inside.check.done and not papers._busy and papers.view._latest.idle
        self.pace.act = "save papers"
        papers.save_into(self.saved)
        yield lambda: not papers._busy

    def _look_around(self, visit: str) -> Steps:
        """Visit every other screen, the help, and lock."""
        for key in ("Ctrl+G", "F10", "F11", "F1"):
            yield from self.press(f"{visit} visit", key)
            yield from self.rest(0.3)
        yield from self.press("back", "Esc", "Esc")
        yield from self.press("lock", "F12")
        yield from self._sign_in("unlock")


def main(folder: Path, cases: int) -> None:
    """Work the shift and print what it took."""
    application = QApplication([])
    theme.set_up(application)
    program = Program(folder / "data", clock=FixedClock(MORNING), demo=False)
    saved = folder / "saved"
    saved.mkdir()
    shift = Shift(program, saved, cases)
    program.window.show()
    program.window.activateWindow()
    application.exec()
    found = {
        "memory": shift.memory,
        "cpu": shift.pace.cpu,
        "wall": shift.pace.wall,
        "papers": len(list(saved.iterdir())),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
