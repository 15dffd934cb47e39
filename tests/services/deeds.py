"""Deeds done in a program of their own, watched or disturbed, each told as it is acknowledged."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk_app.clock import Clock
from desk_app.policy.vocabulary import Role
from desk_app.services.backup import backing_up, restoring
from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import rekeying
from desk_app.services.people import people, recovery, ways_in
from desk_app.services.proofs.demonstration import HALL
from desk_app.services.server import hall_server, relocating
from desk_app.services.start import opening
from desk_app.storage.keys.keys import Cost
from tests.factory import register

CHEAP = Cost(memory_kib=64, iterations=1)
PASSPHRASE = "correct horse battery"
PHRASES = ("a quiet window", "another quiet door")  # of a second person
BACKUP = "a.deskbackup"  # beside the data folder


def tell(what: str, word: str) -> None:
    """Acknowledge something, in the order of the operations on files."""
    ctypes.CDLL(None).watch_note(f"{what} {word}".encode())


def make(folder: Path, *, passphrase: str = PASSPHRASE, code: str = HALL.code) -> opening.SetUp:
    """Set a folder up; ``code`` is the hall's."""
    hall = HALL.model_copy(update={"code": code})
    return opening.set_up(
        folder=folder, hall=hall, counter=1, clerk_name="陈静", passphrase=passphrase,
        clock=Clock(), cost=CHEAP,
    )  # fmt: skip


def enter(folder: Path, passphrase: str = PASSPHRASE) -> Desk:
    """Sign in."""
    return opening.unlock(folder=folder, passphrase=passphrase, clock=Clock())


def _register(folder: Path) -> None:
    with enter(folder) as desk:
        for order in range(100, 108):
            tell("registered", register(desk, order).number)


def _back_up(folder: Path) -> None:
    with enter(folder) as desk:
        for order in (100, 101):
            made = backing_up.back_up(desk=desk, target=folder / "stick" / f"{order}.deskbackup")
            tell("backup", made.path.name)
            tell("registered", register(desk, order).number)
        tell("backup", f"../backups/{backing_up.automatic(desk=desk).backup.path.name}")


def _restore(folder: Path) -> None:
    done = restoring.restore(
        path=folder.parent / BACKUP, folder=folder, passphrase=PASSPHRASE, clock=Clock()
    )
    tell("restored", ",".join(done.lost.registered if done.lost else ()))
    with enter(folder) as desk:
        for order in range(100, 103):
            tell("registered", register(desk, order).number)


def _set_up(folder: Path) -> None:
    done = make(folder)
    tell("code", done.recovery_code)
    with done.desk as desk:
        tell("registered", register(desk, 100).number)


def _rekey(folder: Path) -> None:
    with enter(folder) as desk:
        rekeying.rekey(desk=desk)
        tell("rekeyed", "01")
        for order in range(100, 103):
            tell("registered", register(desk, order).number)


def _change_keys(folder: Path) -> None:
    with enter(folder) as desk:
        given = {"desk": desk, "cost": CHEAP}
        people.add(name="梁一鸣", role=Role.CLERK, passphrase=PHRASES[0], **given)
        tell("passphrase", PHRASES[0])
        code = recovery.new_recovery_code(**given)
        recovery.confirm_recovery_code(desk=desk, code=code)
        tell("code", code)
        ways_in.reset_passphrase(staff_no="02", passphrase=PHRASES[1], **given)
        tell("passphrase", PHRASES[1])
        people.deactivate(desk=desk, staff_no="02")
        tell("gone", "02")


def _move_out(folder: Path) -> None:
    with enter(folder) as desk:
        hall_server.move_to(desk=desk, url=os.environ["DEED_ADDRESS"])
    tell("moved", "out")


def _move_in(folder: Path) -> None:
    with enter(folder) as desk:
        hall_server.move_to_local(desk=desk)
    tell("moved", "in")
    with enter(folder) as desk:
        for order in range(100, 103):
            tell("registered", register(desk, order).number)


def _cut_before_the_server_decides(deed: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return a deed that ends, as by a power cut, when all but the server's word is there."""

    def cut(folder: Path) -> None:
        ask = relocating.ask_from_now_on

        def ask_and_end(*given: Any) -> None:
            ask(*given)
            os._exit(9)

        relocating.ask_from_now_on = ask_and_end
        deed(folder)

    return cut


DEEDS: dict[str, Callable[[Path], None]] = {
    "register": _register,
    "back up": _back_up,
    "restore": _restore,
    "set up": _set_up,
    "rekey": _rekey,
    "keys": _change_keys,
    "move out": _move_out,
    "move in": _move_in,
    "move out, cut": _cut_before_the_server_decides(_move_out),
    "move in, cut": _cut_before_the_server_decides(_move_in),
}


def run(name: str, folder: Path, *, library: Path, log: Path, **environment: str) -> int:
    """Do a deed in a program of its own whose operations on files are written down."""
    given = {
        **os.environ, "LD_PRELOAD": str(library), "WATCHED": str(folder), "WATCH_LOG": str(log),
    }  # fmt: skip
    code = (
        "import sys, pathlib; from tests.services.deeds import DEEDS;"
        "DEEDS[sys.argv[1]](pathlib.Path(sys.argv[2]))"
    )
    command = [sys.executable, "-W", "ignore", "-c", code, name, str(folder)]
    return subprocess.run(command, env=given | environment, check=False).returncode
