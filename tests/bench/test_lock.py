"""What stays in memory of a desk that is locked, and what coming back costs.

    .venv/bin/python -m pytest -m bench -s tests/bench/test_lock.py

The window runs in a process of its own, which is not closed to looks here, and is told its keys
through a pipe, so that nothing but the program holds what was typed.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk_app.clock import Clock
from desk_app.records.hall import HallFields
from desk_app.services.start import opening
from tests.ui.conftest import id_number

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
]

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE, NAME, PHONE, CLERK = "tea at nine 9", "欧阳示例甲", "13800138456", "陈静怡"
WINDOW = """
import os, sys, time
from pathlib import Path
from desk_app.app import load_qt
load_qt()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desk_app.app.program import Program
from desk_app.clock import Clock
from desk_app.ui import tasks, theme
from tests.ui.hand import Hand
application = QApplication(["x", "-style", "fusion"])
theme.set_up(application)
program = Program(Path(sys.argv[1]), clock=Clock(), demo=False)
window, hand = program.window, Hand()
window.show()
window.activateWindow()
def until(what):
    while not what():
        application.processEvents()
        time.sleep(0.002)
def idle():
    until(lambda: not tasks.under_way(*tasks.Lane))
def read():
    line = bytearray()
    while not line.endswith(b"\\n"):
        line += os.read(0, 1)
    return line.decode().rstrip("\\n")
until(lambda: program._parts is not None)
while True:
    words = read().partition(" ")
    if words[0] == "type":
        hand.type(words[2])
    elif words[0] == "write":
        hand.write(words[2])
        hand.words.clear()
    elif words[0] == "press":
        hand.press(*words[2].split())
    elif words[0] == "in":
        until(lambda: window.inside is not None and not window._apart)
    elif words[0] == "registered":
        until(lambda: window.inside.check.done)
    elif words[0] == "forgotten":
        until(lambda: program.desk is None)
        idle()
    elif words[0] == "rest":
        end = time.monotonic() + float(words[2])
        until(lambda: time.monotonic() > end)
    elif words[0] == "end":
        os._exit(0)
    del words
    idle()
    print(f"done {time.process_time()}", flush=True)
"""


class Desk:
    """A window in another process, told what to do."""

    def __init__(self, folder):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", WINDOW, str(folder)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def do(self, *lines):
        """Do what the lines say; return the CPU time and the time the last one took."""
        spent, before = 0.0, time.monotonic()
        for line in lines:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
            assert answer.startswith("done"), answer
            spent = float(answer.split()[1])
        return spent, time.monotonic() - before

    def count(self, wanted):
        """Return how often each of the byte strings stands in what the process can write to."""
        found, size = dict.fromkeys(wanted, 0), 0
        maps = Path(f"/proc/{self.process.pid}/maps").read_text().splitlines()
        with open(f"/proc/{self.process.pid}/mem", "rb", 0) as memory:  # noqa: PTH123
            for low, high in re.findall(r"^(\w+)-(\w+) rw.p .*$", "\n".join(maps), re.M):
                try:
                    memory.seek(int(low, 16))
                    content = memory.read(int(high, 16) - int(low, 16))
                except (OSError, OverflowError):
                    continue
                size += len(content)
                for name, needles in wanted.items():
                    found[name] += sum(content.count(one) for one in needles)
        return found, size // 1_000_000

    def end(self):
        self.process.stdin.write("end\n")
        self.process.stdin.flush()
        self.process.wait(timeout=60)
        self.process.stdin.close()
        self.process.stdout.close()


def texts(text):
    """A text as Python and Qt keep it."""
    ways = [text.encode(), text.encode("utf-16-le")]
    return ways if text.isascii() else [*ways, text.encode("utf-32-le")]


@pytest.mark.parametrize("typed", ["one case typed", "one case registered"])
def test_what_is_left_of_a_locked_desk(tmp_path, typed):
    hall = HallFields(name="示例街道便民服务中心", code="SL01", region="440300")
    made = opening.set_up(
        folder=tmp_path / "data",
        hall=hall,
        counter=1,
        clerk_name=CLERK,
        passphrase=PASSPHRASE,
        clock=Clock(),
    )
    key = made.desk.database.key
    made.desk.close()
    wanted = {
        "key, raw": [key],
        "key, hex": texts(key.hex()),
        "passphrase": texts(PASSPHRASE),
        "name": texts(NAME),
        "number": texts(id_number()),
        "phone": texts(PHONE),
        "clerk": texts(CLERK),
    }
    desk = Desk(tmp_path / "data")
    desk.do(f"type {PASSPHRASE}", "press Enter", "in")
    desk.do(f"write {NAME}", "press Enter", f"type {id_number()}", "press Enter")
    desk.do("type 1", f"type {PHONE}", "press Enter Enter", "type 2", "type hengy")
    if "registered" in typed:
        desk.do("press Enter Enter Enter", "write 解放路 1 号", "press Enter", "type 2")
        desk.do("press Alt+1 Alt+2", "press Ctrl+Enter", "press Ctrl+Enter", "registered")
        desk.do("press Ctrl+K", "type oy", "rest 1", "press F2", f"write {NAME}", "press Enter")
    desk.do("rest 3")
    print(f"\n{typed}, signed in: {desk.count(wanted)}")
    desk.do("press F12", "forgotten", "rest 1")
    print(f"{typed}, locked: {desk.count(wanted)}")
    before, _ = desk.do("rest 0.1")
    after, took = desk.do(f"type {PASSPHRASE}", "press Enter", "in")
    print(f"{typed}, unlocking: {after - before:.2f} s CPU, {took:.2f} s")
    desk.end()
