"""Programs that register without end, to be killed at any moment: for tests of what is left."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

from desk_app.services.backup import backing_up
from desk_app.services.finding import searching
from desk_app.services.start import opening
from desk_app.storage.filings import listing
from tests.factory import number

LONGEST = 0.3  # seconds until a kill; registering one case takes a tenth
EACH = 100  # people for one program, more than it can register until then

_PARENT = """
import os, sys
from pathlib import Path
sys.path.insert(0, "tests")
from tests.factory import case
from tests.services.killing import person
from desk_app.clock import Clock
from desk_app.services.filing import intake; from desk_app.services.start import opening
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        desk = opening.unlock(folder=Path(sys.argv[1]), passphrase=sys.argv[2], clock=Clock())
        print("open", os.getpid(), flush=True)
        for order in range(int(line), 10**9):
            done = intake.register(desk=desk, case=case(applicant__id_number=person(order)))
            print(done.record.number, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


def person(order: int) -> str:
    """Return the identity number of one of a million people."""
    years, of_year = divmod(order, 999)
    return number(birth=f"{1920 + years % 80:04d}0101", order=f"{of_year + 1:03d}")


def kill_many(folder: Path, passphrase: str, kills: int, *, seed: int = 6) -> list[str]:
    """Start, kill at a random moment, start again; return the numbers that were acknowledged."""
    chance, acknowledged = Random(seed), []
    command = [sys.executable, "-W", "ignore", "-c", _PARENT, str(folder), passphrase]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    ) as parent:
        for turn in range(kills):
            parent.stdin.write(f"{(seed * kills + turn) * EACH}\n")  # nobody comes twice
            parent.stdin.flush()
            word, process = parent.stdout.readline().split()
            assert word == "open"
            # However slow the machine is, some are killed after they registered somebody.
            acknowledged += [parent.stdout.readline().strip() for _ in range(chance.choice((0, 1)))]
            select.select([], [], [], chance.random() * LONGEST)
            os.kill(int(process), signal.SIGKILL)
            said = iter(parent.stdout.readline, "gone\n")
            acknowledged += [line.strip() for line in said]
        parent.stdin.close()
    return acknowledged


def expect_whole(folder: Path, passphrase: str, acknowledged: list[str], clock) -> set[str]:
    """Expect every acknowledged filing with its papers, and nothing else wrong either.

    Returns the identity numbers of all who are registered.
    """
    with opening.unlock(folder=folder, passphrase=passphrase, clock=clock) as desk:
        assert backing_up.verify(desk=desk).faults == ()
        with desk.database.reading() as session:
            records = tuple(listing.stream(session, criteria=EVERYTHING))
        kept = {record.number for record in records}
        assert set(acknowledged) <= kept
        for one in kept:
            assert searching.show(desk=desk, record_no=one)[1]
    return {record.case.applicant.id_number for record in records}


EVERYTHING = listing.Criteria()
