"""Keys in numbers: commands that change them at once, and the records under a new data key.

``ROUNDS`` (300) and ``SEED`` are for the first, so that it can be run in parts, ``FILINGS``
(1,000,000: 5 GB, and minutes to make them) for the second:
python -m pytest -m bench tests/bench/test_keys.py -s.
"""

import itertools
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from desk_app.clock import Clock
from desk_app.policy.vocabulary import Role
from desk_app.services.keys import rekeying
from desk_app.storage.database.database import Database
from desk_app.storage.keys import keyfile, keys, keyslots, recovery_codes
from tests.bench.build import KEY
from tests.bench.desks import sit_down
from tests.bench.figures import pace, row
from tests.cli.children import Command

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="commands run in children of this process"),
]
BENCH = "tests/bench/test_keys.py"
ROUNDS, SEED = int(os.environ.get("ROUNDS", "300")), int(os.environ.get("SEED", "1"))
FILINGS = int(os.environ.get("FILINGS", "1000000"))
CHIEF = "a supervisor's phrase 1"
KINDS = ("own", "recovery", "remove")


@dataclass
class Hall:
    """A folder whose keys are changed by commands; ``told`` is the passphrase of each person."""

    folder: Path
    told: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def do(self, *words: str, **given: str) -> dict:
        """Run a command of the supervisor's that must work; return its answer."""
        done = Command(self.folder, *words, by=CHIEF, **given).end()
        assert done.code == 0, done.said
        answer: dict = json.JSONDecoder().raw_decode(done.said, done.said.index("{"))[0]
        return answer

    def begin_change(self, number: str, phrase: str) -> Command:
        """Have a person change their own passphrase."""
        words = ("staff", "passphrase", "--staff", number)
        return Command(self.folder, *words, by=self.told[number], DESK_NEW_PASSPHRASE=phrase)

    def opens(self, kind: str, staff_no: str, secret: str) -> bool:
        """Tell whether a secret opens a slot, past the program."""
        header = keyfile.load(self.folder)
        slot = header.at((kind, staff_no))
        return slot is not None and keyslots.open_slot(header.id, slot, secret) is not None

    def judge_change(self, number: str, phrase: str, done: Command) -> None:
        """Note a change that was told and is not there, or a person who is locked out."""
        if self.opens("passphrase", number, phrase):
            self.told[number] = phrase
        elif done.code == 0 or "口令已更换" in done.said:
            self.faults.append(f"told as changed, {number} has the one before")
        elif not self.opens("passphrase", number, self.told[number]):
            self.faults.append(f"{number} has neither")

    def judge_command(self, done: Command) -> None:
        """Note a command that ended in anything but a sentence."""
        if done.code not in {0, 1, 3} or "Traceback" in done.said:
            self.faults.append(done.said[-400:])

    def expect_whole(self) -> None:
        """Open the records by the key file as it is."""
        key = keys.unlock(self.folder, passphrase=CHIEF, clock=Clock(), staff_no="01").key
        Database.open(self.folder, key).close()


@pytest.fixture
def hall(tmp_path) -> Hall:
    hall = Hall(tmp_path / "data")
    hall.do("init", "--hall", "厅", "--code", "RC", "--region", "440300", "--clerk", "陈静")
    for number in ("02", "03"):
        hall.told[number] = f"a first phrase, {number}"
        hall.do("staff", "add", "--name", "梁一鸣", DESK_NEW_PASSPHRASE=hall.told[number])
    return hall


def _with_another(hall: Hall, phrase: str, pause: float, turn: int) -> list[Command]:
    other = f"{phrase}, the other"
    first = hall.begin_change("02", phrase)
    time.sleep(pause)
    second = hall.begin_change("03", other).end()
    hall.judge_change("02", phrase, first.end())
    hall.judge_change("03", other, second)
    return [first, second]


def _with_a_code(hall: Hall, phrase: str, pause: float, turn: int) -> list[Command]:
    code = hall.do("staff", "recovery-code")["recovery_code"]
    first = hall.begin_change("02", phrase)
    time.sleep(pause)
    words = ("staff", "recovery-code", "--confirm", code)
    second = Command(hall.folder, *words, by=CHIEF).end()
    hall.judge_change("02", phrase, first.end())
    if second.code == 0 and not hall.opens("recovery", "", recovery_codes.plain(code)):
        hall.faults.append(f"{turn}: the code that was confirmed does not open")
    return [first, second]


def _with_a_removal(hall: Hall, phrase: str, pause: float, turn: int) -> list[Command]:
    added = hall.do("staff", "add", "--name", "何二", DESK_NEW_PASSPHRASE="who leaves again 7")
    first = hall.begin_change("02", phrase)
    time.sleep(pause)
    second = Command(hall.folder, "staff", "remove", added["staff"], by=CHIEF).end()
    hall.judge_change("02", phrase, first.end())
    if second.code == 0 and keyfile.load(hall.folder).at(("passphrase", added["staff"])):
        hall.faults.append(f"{turn}: who was removed is back")
    return [first, second]


def test_two_commands_that_change_keys_at_once(hall):
    """Of what was told nothing is lost, and who was shut out stays out."""
    chance, refused = Random(SEED), 0
    for turn in range(ROUNDS):
        deed = (_with_another, _with_a_code, _with_a_removal)[turn % 3]
        done = deed(hall, f"seed {SEED}, turn {turn}", chance.random(), turn)
        for one in done:
            hall.judge_command(one)
        refused += sum(one.code != 0 for one in done)
        hall.expect_whole()
        assert not hall.faults, f"{turn} {deed.__name__}: {hall.faults}"
    row(
        f"two commands changing keys at once, {ROUNDS} rounds (seed {SEED})",
        f"no told change lost, {refused} of {2 * ROUNDS} refused with a sentence",
        BENCH,
    )


def test_records_under_a_new_data_key(tmp_path):
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.build", str(tmp_path)]
    subprocess.run([*command, str(FILINGS)], check=True)
    person = keyslots.Sealed(
        kind=keyslots.PASSPHRASE, staff_no="01", role=Role.SUPERVISOR.value, masked_name="陈*怡",
        cost=keys.Cost(),
    )  # fmt: skip
    code = recovery_codes.blank(keyslots.RECOVERY, keys.Cost())
    made = tuple(keyslots.make("bench", one, KEY, CHIEF) for one in (person, code))
    header = keyfile.Header(id="bench", slots=made, generation=1)
    keyfile.write(tmp_path, keyfile.sealed(header, KEY))
    with sit_down(Database.open(tmp_path, KEY), tmp_path) as desk:
        desk.database.seal_anew()
        size = (tmp_path / "records.db").stat().st_size
        told: list[float] = []
        before, wall, cpu = peak(), time.perf_counter(), time.process_time()
        rekeying.rekey(desk=desk, progress=told.append)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        grown = peak() - before
        assert desk.database.key != KEY
        assert told == sorted(told)
    print(f"\n{pace()}")
    row(
        f"{FILINGS:,} filings under a new data key ({size / 1e6:.0f} MB)",
        f"{wall:.1f} s, {cpu:.1f} s CPU, {grown:.0f} MB above what opening took; "
        f"progress told {len(told)} times, at most {longest(told):.0%} at once",
        BENCH,
    )


def peak() -> float:
    """Return the most memory this process ever had, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def longest(told: list[float]) -> float:
    return max(
        (after - before for before, after in itertools.pairwise([0.0, *told, 1.0])), default=1.0
    )
