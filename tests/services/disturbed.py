"""Commands that are disturbed, by a failing disk or by a kill: what must hold afterwards."""

import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app import paths
from desk_app.clock import Clock
from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import FilingStatus, Role
from desk_app.services.backup import backing_up
from desk_app.services.finding import searching
from desk_app.services.people import people, recovery
from desk_app.services.start import opening
from desk_app.storage.backup import backups
from desk_app.storage.folder import remembering
from desk_app.storage.keys import keys
from tests.factory import case, number, register
from tests.services import deeds
from tests.services.deeds import BACKUP, PASSPHRASE
from tests.services.power_cuts import expect_sound

NEW = "another phrase 7"
THIRD = "yet another phrase 9"
COMMANDS = {
    "intake": ["intake", "{place}/case.json", "--out", "{folder}/out"],
    "change": ["change", "{first}", "{place}/moved.json", "--out", "{folder}/out"],
    "cancel": ["cancel", "{first}", "--reason", "returned", "--out", "{folder}/out"],
    "print": ["print", "{first}", "--out", "{folder}/out"],
    "backup": ["backup"],
    "backup to a stick": ["backup", "{folder}/out/x.deskbackup"],
    "restore": ["restore", "{place}/" + BACKUP, "--yes"],
    "passphrase": ["staff", "passphrase"],
    "reset": ["staff", "passphrase", "02", "--seen"],
    "new code": ["staff", "recovery-code"],
    "confirm code": ["staff", "recovery-code", "--confirm", "{pending}"],
    "new data key": ["staff", "rekey"],
    "add": ["staff", "add", "--name", "李四"],
    "remove": ["staff", "remove", "02"],
    "import": ["import", "{place}/other.deskbackup", "--apply"],
    "day": ["day", "--out", "{folder}/out"],
    "ledger": ["ledger", "--from", "2026-01-01", "--to", "2099-12-31", "--out", "{folder}/out"],
    "export": ["export", "{folder}/out/list.xlsx"],
    "verify": ["verify"],
}
ENVIRONMENT = {
    "DESK_PASSPHRASE": PASSPHRASE, "DESK_NEW_PASSPHRASE": NEW, "DESK_FROM_PASSPHRASE": THIRD,
}  # fmt: skip
SECOND = "a first phrase of theirs"  # the passphrase of 02


@dataclass(frozen=True, slots=True)
class Scene:
    """A folder to copy for each disturbance, and what must be known of it."""

    name: str
    base: Path
    folder: Path
    arguments: list[str]
    before: frozenset[str]
    in_backup: frozenset[str]
    elsewhere: frozenset[str]
    first: str
    codes: tuple[str, str]  # in use, and one that waits to be confirmed
    key: bytes

    def lay_out(self) -> None:
        """Begin anew with the folder as it was made, nothing remembered of it since."""
        shutil.rmtree(paths.state_folder(), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.base, self.folder)
        remembering.forget(self.folder)  # each time on a computer of its own

    def judge(self, *, done: bool, words: str = "") -> None:
        """Expect nothing to be lost, and what was said to be done to be so."""
        (self.folder / "attempts.json").unlink(missing_ok=True)
        if self.name == "passphrase" and not opens(self.folder, PASSPHRASE):
            assert done or not words or "口令已" in words
            assert opens(self.folder, NEW)
            return
        assert not (self.name == "passphrase" and done)
        found = expect_sound(self.folder)
        if self.name == "restore":
            assert found == self.in_backup if done else found in (self.before, self.in_backup)
            return
        assert self.before <= found
        happened, said = _SAID.get(self.name, (None, ""))
        if words and happened and happened(self, found):
            assert said in words or "不一定存上" in words, "done, and not said to be"
        _JUDGES.get(self.name, _nothing_else)(self, found, done)
        for paper in (self.folder / "out").glob("*.pdf"):
            assert b"%%EOF" in paper.read_bytes()[-64:]

    def status(self, record_no: str) -> FilingStatus:
        """Return how a filing stands."""
        with deeds.enter(self.folder) as desk:
            return searching.show(desk=desk, record_no=record_no)[0].status


def prepared(name: str, place: Path) -> Scene:
    """Make the folder a command of ``COMMANDS`` begins with."""
    base, folder = place / "base", place / "data"
    other = deeds.make(place / "other", passphrase=THIRD, code="OT01").desk
    with other as desk:
        elsewhere = {register(desk, order).number for order in (21, 22)}
        backing_up.back_up(desk=desk, target=place / "other.deskbackup")
    made = deeds.make(base)
    with made.desk as desk:
        people.add(desk=desk, name="梁一鸣", role=Role.CLERK, passphrase=SECOND, cost=deeds.CHEAP)
        numbers = [register(desk, order).number for order in (1, 2, 3)]
        backing_up.back_up(desk=desk, target=place / BACKUP)
        later = register(desk, 4).number
        asked = name == "confirm code"
        pending = recovery.new_recovery_code(desk=desk, cost=deeds.CHEAP) if asked else ""
        key = desk.database.key
    (base / "out").mkdir()
    known = number(order="001")
    for file, changes in {
        "case": {"applicant__id_number": number(order="100")},
        "moved": {"applicant__id_number": known, "place": "420100"},
    }.items():
        (place / f"{file}.json").write_text(json.dumps(case(**changes)), encoding="utf-8")
    given = {"place": place, "folder": folder, "first": numbers[0], "pending": pending}
    arguments = ["--data", str(folder), *(word.format(**given) for word in COMMANDS[name])]
    return Scene(
        name, base, folder, arguments, frozenset((*numbers, later)), frozenset(numbers),
        frozenset(elsewhere), numbers[0], (made.recovery_code, pending), key,
    )  # fmt: skip


def opens(folder: Path, passphrase: str, staff_no: str = "01") -> bool:
    """Tell whether somebody is let in by a passphrase."""
    try:
        opening.unlock(
            folder=folder, passphrase=passphrase, clock=Clock(), staff_no=staff_no
        ).close()
    except RefusedError:
        (folder / "attempts.json").unlink(missing_ok=True)
        return False
    return True


def _recovers(scene: Scene, code: str) -> bool:
    try:
        recovery.recover(
            folder=scene.folder, code=code, staff_no="01", passphrase=THIRD, clock=Clock(),
            cost=deeds.CHEAP,
        )  # fmt: skip
    except RefusedError:
        (scene.folder / "attempts.json").unlink(missing_ok=True)
        return False
    return True


def _nothing_else(scene: Scene, found: set[str], done: bool) -> None:
    del done
    assert found == scene.before


def _taken_in(scene: Scene, found: set[str], done: bool) -> None:
    more = len(found - scene.before)
    assert more == 1 if done else more in (0, 1)


def _changed(scene: Scene, found: set[str], done: bool) -> None:
    _taken_in(scene, found, done)
    replaced = scene.status(scene.first) is FilingStatus.CHANGED
    assert replaced is (found != scene.before)


def _cancelled(scene: Scene, found: set[str], done: bool) -> None:
    _nothing_else(scene, found, done)
    assert scene.status(scene.first) is FilingStatus.CANCELLED or not done


def _brought_in(scene: Scene, found: set[str], done: bool) -> None:
    brought = found - scene.before
    assert brought == scene.elsewhere if done else brought in (set(), scene.elsewhere)


def _backed_up(scene: Scene, found: set[str], done: bool) -> None:
    _nothing_else(scene, found, done)
    folder = scene.folder
    key = keys.unlock(folder, passphrase=PASSPHRASE, clock=Clock()).key
    made = [*folder.glob("out/*.deskbackup"), *folder.glob("backups/*.deskbackup")]
    for path in made:  # also of a deed that was cut off: none has its name before it is whole
        backups.verify(path, key, folder=folder)
    assert made or not done


def _reset(scene: Scene, found: set[str], done: bool) -> None:
    _nothing_else(scene, found, done)
    new = opens(scene.folder, NEW, "02")
    assert new or not done
    assert new or opens(scene.folder, SECOND, "02")


def _old_code_lives(scene: Scene, found: set[str], done: bool) -> None:
    """The one before lives until the new one was typed back."""
    _nothing_else(scene, found, done)
    assert _recovers(scene, scene.codes[0])


def _code_confirmed(scene: Scene, found: set[str], done: bool) -> None:
    _nothing_else(scene, found, done)
    old = _recovers(scene, scene.codes[0])
    assert not (old and done)
    assert old or _recovers(scene, scene.codes[1])


def _rekeyed(scene: Scene, found: set[str], done: bool) -> None:
    _nothing_else(scene, found, done)
    with deeds.enter(scene.folder) as desk:
        assert desk.database.key != scene.key or not done


def _added(scene: Scene, found: set[str], done: bool) -> None:
    _nothing_else(scene, found, done)
    with deeds.enter(scene.folder) as desk:
        known = any(one.clerk.staff_no == "03" for one in people.every(desk=desk))
    assert known or not done
    assert opens(scene.folder, NEW, "03") is known


def _removed(scene: Scene, found: set[str], done: bool) -> None:
    _nothing_else(scene, found, done)
    with deeds.enter(scene.folder) as desk:
        gone = not any(
            one.can_sign_in for one in people.every(desk=desk) if one.clerk.staff_no == "02"
        )
    assert gone or not done
    assert opens(scene.folder, SECOND, "02") is not gone


def _exported(scene: Scene, found: set[str], done: bool) -> None:
    _nothing_else(scene, found, done)
    listed = scene.folder / "out" / "list.xlsx"
    assert listed.exists() or not done
    assert not listed.exists() or zipfile.ZipFile(listed).testzip() is None


def _more(scene: Scene, found: set[str]) -> bool:
    return found != scene.before


_SAID: dict[str, tuple[Any, str]] = {
    "intake": (_more, "已登记"),
    "change": (_more, "已变更"),
    "cancel": (lambda scene, _: scene.status(scene.first) is FilingStatus.CANCELLED, "已注销"),
    "import": (_more, "已导入"),
    "export": (lambda scene, _: (scene.folder / "out" / "list.xlsx").exists(), "list.xlsx"),
    "day": (lambda scene, _: any((scene.folder / "out").glob("*.pdf")), "日结单"),
    "ledger": (lambda scene, _: any((scene.folder / "out").glob("*.pdf")), "台账"),
}
"""How to see that a command did its deed, and what it must say then, whatever came after."""
_JUDGES: dict[str, Any] = {
    "intake": _taken_in,
    "change": _changed,
    "cancel": _cancelled,
    "backup": _backed_up,
    "backup to a stick": _backed_up,
    "reset": _reset,
    "new code": _old_code_lives,
    "confirm code": _code_confirmed,
    "new data key": _rekeyed,
    "add": _added,
    "remove": _removed,
    "import": _brought_in,
    "export": _exported,
}
