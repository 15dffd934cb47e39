"""A thousand damages over all files: how many are noticed, harmless, or gone unnoticed.

Damage is harmless when everything that was registered can still be read and says the same.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from desk_app.clock import FixedClock
from desk_app.errors import DeskError
from desk_app.policy.packs.answers import BureauAnswer
from desk_app.services.backup import backing_up
from desk_app.services.lists import hall_package
from desk_app.services.proofs.demonstration import DAY, HALL
from desk_app.services.rules import rulekeeping
from desk_app.services.start import opening
from desk_app.storage.database.database import FILE_NAME, Database
from desk_app.storage.keys import keycheck, keys
from desk_app.storage.schema.seal import FILE_NAME as SEAL
from desk_app.storage.upkeep import inspection, moving
from tests.bench.figures import row
from tests.factory import register
from tests.services.conftest import CHEAP, PASSPHRASE

BENCH = "tests/bench/faults/test_damages.py"
LOG = f"{FILE_NAME}-wal"
FILES = {
    FILE_NAME: 300, LOG: 250, SEAL: 100, keys.FILE_NAME: 150, "backup": 100, "hall package": 100,
}  # fmt: skip
PAGE = 4096
ANSWER = BureauAnswer(
    region="440300", subject="C1", text="要备案", answered_by="王科长", answered_on=DAY.date()
)


class Hall:
    """A hall as a power cut leaves it: some filings in the file, some in the log only."""

    def __init__(self, place: Path) -> None:
        self.clock = FixedClock(DAY)
        made = opening.set_up(
            folder=place / "made", hall=HALL, counter=1, clerk_name="陈静", passphrase=PASSPHRASE,
            clock=self.clock, cost=CHEAP,
        )  # fmt: skip
        self.desk = desk = made.desk
        self.place, self.folder, self.closed = place, place / "cut", place / "closed"
        for order in range(1, 9):
            register(desk, order)
        self.backup = backing_up.automatic(desk=desk).backup.path
        self.package = place / "a.deskhall"
        rulekeeping.answer(desk=desk, given=ANSWER)
        self.brought = hall_package.pack(desk=desk, target=self.package)
        raw = desk.database._engine.raw_connection()
        raw.execute("pragma wal_checkpoint(truncate)")
        raw.execute("pragma wal_autocheckpoint=0")
        raw.close()
        for order in range(9, 13):
            register(desk, order)
        shutil.copytree(desk.folder, self.folder)
        (self.folder / f"{FILE_NAME}-shm").unlink()
        self.key = desk.database.key
        with desk.database.reading() as session:
            self.truth = moving.totals(session)
        shutil.copytree(self.folder, self.closed)
        Database.open(self.closed, self.key).close()  # what is in the log goes into the file

    def judge(self, name: str, hurt: Callable[[bytes], bytes]) -> str:
        """Hurt one file of a copy, open it, and say what came of it."""
        if name == "backup":
            return self._judge_backup(hurt)
        if name == "hall package":
            return self._judge_package(hurt)
        copy = self.place / "hurt"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder if name == LOG else self.closed, copy)
        (copy / name).write_bytes(hurt((copy / name).read_bytes()))
        try:
            key = keys.unlock(copy, passphrase=PASSPHRASE, clock=self.clock).key
            noticed = bool(keycheck.faults(copy, key=key))
            with Database.open(copy, key) as database:
                if noticed or database.gap or inspection.inspect(database).faults:
                    return "noticed"
                with database.reading() as session:
                    return "harmless" if moving.totals(session) == self.truth else "UNNOTICED"
        except DeskError:
            return "noticed"

    def _judge_backup(self, hurt: Callable[[bytes], bytes]) -> str:
        path = self.place / "hurt.deskbackup"
        path.write_bytes(hurt(self.backup.read_bytes()))
        scratch = self.place / "scratch"
        scratch.mkdir(exist_ok=True)
        try:
            backing_up.backups.verify(path, self.key, folder=scratch)
        except DeskError:
            return "noticed"
        return "harmless"

    def _judge_package(self, hurt: Callable[[bytes], bytes]) -> str:
        path = self.place / "hurt.deskhall"
        path.write_bytes(hurt(self.package.read_bytes()))
        try:
            found = hall_package.look(desk=self.desk, path=path)
        except DeskError:
            return "noticed"
        return "harmless" if found == self.brought else "UNNOTICED"


def damage(chance: random.Random) -> Callable[[bytes], bytes]:
    """Return one way to hurt a file: a bit, some bytes, zeros, a cut, two pages exchanged."""
    kind, size = chance.choice(["bit"] * 5 + ["bytes", "zeros", "cut", "swap"]), chance.random()

    def hurt(whole: bytes) -> bytes:
        content, place = bytearray(whole), int(size * len(whole))
        if kind == "bit":
            content[place] ^= 1 << int(size * 1e6) % 8
        elif kind == "bytes":
            content[place : place + 16] = random.Random(size).randbytes(len(content[place:][:16]))
        elif kind == "zeros":
            content[place : place + 512] = bytes(len(content[place : place + 512]))
        elif kind == "cut":
            del content[place:]
        else:
            first = place // PAGE * PAGE
            one, two = content[first : first + PAGE], content[first + PAGE : first + 2 * PAGE]
            content[first : first + len(one) + len(two)] = two + one
        return bytes(content)

    return hurt


def run(hall: Hall, name: str, times: int) -> Counter[str]:
    """Hurt one kind of file so often; count what came of it."""
    chance = random.Random(name)
    return Counter(hall.judge(name, damage(chance)) for _ in range(times))


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    return Hall(tmp_path_factory.mktemp("hall"))


@pytest.mark.parametrize("name", FILES)
def test_a_sample_of_damages_is_noticed(hall: Hall, name: str) -> None:
    assert run(hall, name, 5)["UNNOTICED"] == 0


@pytest.mark.bench
def test_a_thousand_damages(hall: Hall) -> None:
    for name, times in FILES.items():
        found = run(hall, name, times)
        row(f"{times} damages of {name}", ", ".join(f"{n} {w}" for w, n in found.items()), BENCH)
        assert found["UNNOTICED"] == 0
