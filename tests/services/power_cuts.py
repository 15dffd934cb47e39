"""Each deed of several steps with the power cut anywhere: what must be found afterwards."""

import contextlib
import shutil
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from desk_app.clock import Clock
from desk_app.errors import RefusedError
from desk_app.services.backup import backing_up
from desk_app.services.people import recovery
from desk_app.services.server import hall_server
from desk_app.services.start import opening, resuming
from desk_app.storage.backup import backups
from desk_app.storage.database.database import Database
from desk_app.storage.filings import listing
from desk_app.storage.folder import remembering
from desk_app.storage.keys import keys
from tests.factory import register
from tests.services import deeds
from tests.services.deeds import BACKUP, PASSPHRASE
from tests.storage import postgres, power

EVERYTHING = listing.Criteria()
RUBBISH = (
    "checking-*/", "restoring", "moving-to-local", "rekeying", "first-setup", "under-way.json",
    ".*.part", "backups/.*.part",
)  # fmt: skip

Facts = SimpleNamespace
Judge = Callable[[Path, dict[str, list[str]], Facts], None]


def numbers(database: Database) -> set[str]:
    """Return every filing there is."""
    with database.reading() as session:
        return {one.number for one in listing.stream(session, criteria=EVERYTHING)}


def expect_sound(folder: Path) -> set[str]:
    """Expect records that open, pass every check, and lie beside no rubbish; return the filings."""
    resuming.resume(folder=folder)
    assert resuming.resume(folder=folder) == ()
    with deeds.enter(folder) as desk:
        assert backing_up.verify(desk=desk).faults == ()
        found = numbers(desk.database)
    left = [path.name for pattern in RUBBISH for path in folder.glob(pattern)]
    assert not left, left
    return found


def _registered(folder: Path, said: dict[str, list[str]], facts: Facts) -> None:
    found = expect_sound(folder)
    assert facts.before | set(said["registered"]) <= found
    assert len(found) <= len(facts.before) + len(said["registered"]) + 1


def _backed_up(folder: Path, said: dict[str, list[str]], facts: Facts) -> None:
    _registered(folder, said, facts)
    key = keys.unlock(folder, passphrase=PASSPHRASE, clock=Clock()).key
    for name in said["backup"]:
        backups.verify(folder / "stick" / name, key, folder=folder)


def _restored(folder: Path, said: dict[str, list[str]], facts: Facts) -> None:
    found = expect_sound(folder)
    if said["restored"]:
        assert set(said["restored"][0].split(",")) == facts.before - facts.in_backup
        assert facts.in_backup | set(said["registered"]) <= found
        assert not found & (facts.before - facts.in_backup)
    else:
        assert found in (facts.before, facts.in_backup)
    with deeds.enter(folder) as desk:
        # Whatever happened, no number of a paper that went out is ever on another paper.
        new = register(desk, 200).number
    assert new not in facts.before | set(said["registered"])


def _set_up(folder: Path, said: dict[str, list[str]], facts: Facts) -> None:
    del facts
    if said["code"]:
        assert set(said["registered"]) <= expect_sound(folder)
        recovery.recover(
            folder=folder, code=said["code"][0], staff_no="01", passphrase="another phrase 7",
            clock=Clock(), cost=deeds.CHEAP,
        )  # fmt: skip
    elif opening.is_set_up(folder):
        assert expect_sound(folder) == set()
    else:
        deeds.make(folder).desk.close()
        assert expect_sound(folder) == set()


def _rekeyed(folder: Path, said: dict[str, list[str]], facts: Facts) -> None:
    _registered(folder, said, facts)
    with deeds.enter(folder) as desk:
        assert not said["rekeyed"] or desk.database.key != facts.key


def _keys_changed(folder: Path, said: dict[str, list[str]], facts: Facts) -> None:
    """What was told holds; of the one deed that was not told yet either may."""
    assert expect_sound(folder) == facts.before
    holders = [slot.staff_no for slot in keys.slots(folder)]
    if said["gone"]:
        assert holders == ["01"]
    elif said["passphrase"]:
        told = deeds.PHRASES.index(said["passphrase"][-1])
        for phrase in deeds.PHRASES[told : told + 2]:
            with contextlib.suppress(RefusedError):
                keys.unlock(folder, passphrase=phrase, clock=Clock(), staff_no="02")
                break
        else:
            assert holders == ["01"]
            assert told == 1
    code = (said["code"] or [facts.code])[-1]
    again = {"passphrase": "yet another phrase 9", "clock": Clock(), "cost": deeds.CHEAP}
    try:
        recovery.recover(folder=folder, code=code, staff_no="01", **again)
    except RefusedError:
        assert not said["code"]  # the new one was confirmed, and not told yet
        assert said["passphrase"]


def _on_server(folder: Path, said: dict[str, list[str]], facts: Facts) -> None:
    del said
    resuming.resume(folder=folder)
    assert not (folder / "records.db").exists()
    given = {"passphrase": PASSPHRASE, "clock": Clock()}
    hall_server.join(folder=folder, url=facts.url, password=facts.password, **given)
    with deeds.enter(folder) as desk:
        assert desk.database.path is None
        assert numbers(desk.database) == facts.before


def _stayed(folder: Path, said: dict[str, list[str]], facts: Facts) -> None:
    del said
    resuming.resume(folder=folder)
    with deeds.enter(folder) as desk:
        assert (desk.database.path is None) is facts.on_server
        assert numbers(desk.database) == facts.before
    assert not (folder / "moving-to-local").exists()


def _at_home(folder: Path, said: dict[str, list[str]], facts: Facts) -> None:
    found = expect_sound(folder)
    assert facts.before | set(said["registered"]) <= found
    assert not (folder / "hall-server.json").exists()


JUDGES: dict[str, Judge] = {
    "register": _registered,
    "back up": _backed_up,
    "restore": _restored,
    "set up": _set_up,
    "rekey": _rekeyed,
    "keys": _keys_changed,
    "move out": _on_server,
    "move in": _at_home,
    "move out, cut": _stayed,
    "move in, cut": _stayed,
}


def cut_everywhere(name: str, place: Path, *, many: int) -> int:
    """Do a deed, cut the power at so many of its operations; return how many it had.

    Raises AssertionError naming each cut after which anything is not as it must be.
    """
    with _prepared(name, place / "data") as (facts, environment):
        return _cut(name, place, facts, environment, many=many)


def _cut(name: str, place: Path, facts: Facts, environment: dict[str, str], *, many: int) -> int:
    folder, before, log = place / "data", place / "before", place / "log"
    shutil.copytree(folder, before)
    library = power.watcher(place)
    code = deeds.run(name, folder, library=library, log=log, **environment)
    assert code == (9 if name.endswith("cut") else 0)
    operations = power.read(log)
    bad = []
    first = _decided(operations) if name in {"move out", "move in"} else 0
    for what, disk, chance in power.cuts(operations, folder, before, many=many, first=first):
        disk.cut(chance, into=place / "after")
        remembering.forget(place / "after")  # each cut is of a computer of its own
        said: dict[str, list[str]] = {
            word: []
            for word in (
                "registered",
                "backup",
                "restored",
                "code",
                "moved",
                "rekeyed",
                "passphrase",
                "gone",
            )
        }
        for line in disk.acknowledged:
            word, _, rest = line.partition(" ")
            said[word].append(rest)
        try:
            JUDGES[name](place / "after", said, facts)
        except Exception as error:  # noqa: BLE001 - each cut is judged, whatever it gives
            where = traceback.extract_tb(error.__traceback__)[-1]
            bad.append(f"{what}: {type(error).__name__} {error} ({where.name} {where.lineno})")
    assert not bad, "\n".join(bad)
    return len(operations)


def _decided(operations: tuple[power.Operation, ...]) -> int:
    """Return how many operations there are until the server decides."""
    written = next(at for at, one in enumerate(operations) if b'"asking"' in one.content)
    return 1 + next(
        at for at, one in enumerate(operations) if at > written and one.path.endswith("/data")
    )


@contextmanager
def _prepared(name: str, folder: Path) -> Iterator[tuple[Facts, dict[str, str]]]:
    """Make the folder a deed begins with; give what must be known of it, and the server."""
    folder.mkdir()
    facts = Facts(before=set(), in_backup=set(), on_server=name.startswith("move in"))
    if name == "set up":
        yield facts, {}
        return
    made = deeds.make(folder)
    facts.code = made.recovery_code
    with made.desk as desk:
        facts.key = desk.database.key
        facts.before = {register(desk, order).number for order in (1, 2, 3)}
        backing_up.back_up(desk=desk, target=folder.parent / BACKUP)
        facts.in_backup = set(facts.before)
        facts.before |= {register(desk, order).number for order in (4, 5)}
    (folder / "stick").mkdir()
    if not name.startswith("move"):
        yield facts, {}
        return
    with postgres.running() as server:
        address = server.url(server.fresh())
        prepared = hall_server.init(url=address, clock=Clock())
        facts.url, facts.password = prepared.url, prepared.password
        if facts.on_server:
            with deeds.enter(folder) as desk:
                hall_server.move_to(desk=desk, url=address)
            given = {"passphrase": PASSPHRASE, "clock": Clock()}
            hall_server.join(folder=folder, url=facts.url, password=facts.password, **given)
        yield facts, {"DEED_ADDRESS": address}
