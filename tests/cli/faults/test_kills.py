"""The command line killed at random moments: what it told line by line is there.

tests/bench/faults/test_kills.py has them in numbers.
"""

import json
import signal
import subprocess
import sys
from random import Random

from desk_app.clock import Clock
from tests.factory import case
from tests.services.conftest import PASSPHRASE, clock, desk
from tests.services.killing import expect_whole, person

__all__ = ["clock", "desk"]

LIST = 12  # cases of one list


def killed(folder, file, chance):
    """Take in a list, kill the program some time after a line was told; return what was told."""
    words = ["intake", str(file), "--json-lines", "--out", str(folder.parent / "papers")]
    command = [sys.executable, "-W", "ignore", "-m", "desk_app", *words, "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        told = [program.stdout.readline() for _ in range(chance.randrange(4))]
        try:
            program.wait(chance.random() * 0.3)
        except subprocess.TimeoutExpired:
            program.send_signal(signal.SIGKILL)
        told += program.stdout.readlines()
    lines = [json.loads(line) for line in told if line.endswith("\n")]
    return [line["record"] for line in lines if line.get("record")]


def kill_lists(folder, kills, seed):
    """Kill so many lists of people nobody else has; return the numbers that were told."""
    chance, told = Random(seed), []
    file = folder.parent / "list.json"
    for turn in range(kills):
        first = (seed * kills + turn) * LIST
        people = [case(applicant__id_number=person(first + order)) for order in range(LIST)]
        file.write_text(json.dumps(people), encoding="utf-8")
        told += killed(folder, file, chance)
    return told


def test_what_a_killed_list_has_told_is_there(desk, monkeypatch):
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    desk.close()
    told = kill_lists(desk.folder, 3, seed=1)
    expect_whole(desk.folder, PASSPHRASE, told, Clock())
