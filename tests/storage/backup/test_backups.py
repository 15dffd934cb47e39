"""Backups that were read back, restored in one step, and told apart from damaged ones."""

import contextlib
import hashlib
import json
import random
import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.errors import EnvironmentFailureError, RefusedError, StoppedError
from desk_app.storage.backup import backups, own_files, restoring
from desk_app.storage.database.database import FILE_NAME, Database
from desk_app.storage.filings import filings, listing
from desk_app.storage.history import audit
from desk_app.storage.keys import keyfile, keys
from desk_app.storage.schema.failures import DamagedError
from tests.storage.conftest import Counter, counter_with_keys, demo_id, go_back, make_case

PASSPHRASE = "山高 水长 路远"
ALL = listing.Criteria()


@pytest.fixture
def desk(tmp_path: Path, clock) -> Iterator[Counter]:
    """A counter whose folder has its key file."""
    with counter_with_keys(tmp_path / "data", clock, PASSPHRASE, filings=20) as counter:
        yield counter


def restore(path: Path, folder: Path, clock, passphrase: str = PASSPHRASE):
    """Go back to a backup; return its key and where the replaced files are."""
    return go_back(path, folder, clock, passphrase)


def _make(desk: Counter, target: Path) -> backups.Backup:
    return backups.make(desk.database, folder=desk.folder, target=target, clock=desk.clock)


def test_a_backup_states_what_is_in_it_and_nobody(desk: Counter, tmp_path: Path) -> None:
    made = _make(desk, tmp_path / "stick" / "a.deskbackup")
    assert (made.filings, made.last_number) == (20, "FT-01-20261121-0020")
    assert made.history == desk.read(audit.head)
    assert backups.verify(made.path, desk.key, folder=tmp_path / "data") == made
    assert not (tmp_path / "scratch").exists()
    content = made.path.read_bytes()
    for secret in (demo_id(3), "13900130003", "陈静怡", "王3"):
        assert secret.encode() not in content
    assert made.path.stat().st_mode & 0o777 == 0o600
    left = {path.name for path in (*desk.folder.iterdir(), *made.path.parent.iterdir())}
    assert not {one for one in left if "part" in one or "backing" in one}


def test_restoring_brings_back_that_moment_and_keeps_the_present(
    desk: Counter, tmp_path: Path
) -> None:
    made = _make(desk, tmp_path / "a.deskbackup")
    later = desk.register(make_case(99, "后来"))
    desk.database.close()
    key, replaced = restore(made.path, desk.folder, desk.clock)
    with Database.open(desk.folder, key) as again, again.reading() as session:
        assert listing.count(session, criteria=ALL) == 20
        assert filings.by_number(session, number=later.number) is None
    with Database.open(replaced, desk.key) as before, before.reading() as session:
        assert filings.by_number(session, number=later.number) == later


def test_a_backup_restores_on_another_computer(desk: Counter, tmp_path: Path) -> None:
    made = _make(desk, tmp_path / "a.deskbackup")
    other = tmp_path / "other"
    assert restore(made.path, other, desk.clock)[1] is None
    unlocked = keys.unlock(other, passphrase=PASSPHRASE, clock=desk.clock)
    with Database.open(other, unlocked.key) as database, database.reading() as session:
        assert listing.count(session, criteria=ALL) == 20


def test_a_wrong_passphrase_changes_nothing(desk: Counter, tmp_path: Path) -> None:
    made = _make(desk, tmp_path / "a.deskbackup")
    before = sorted(path.name for path in desk.folder.iterdir())
    with pytest.raises(RefusedError):
        restore(made.path, desk.folder, desk.clock, passphrase="不是这个")
    assert sorted(path.name for path in desk.folder.iterdir()) == before


def test_a_restoring_cut_off_anywhere_is_completed(
    desk: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(desk.folder, OWN)
    made = _make(desk, tmp_path / "a.deskbackup")
    put(desk.folder, {"blanks/ab12.pdf": b"another"})
    desk.register(make_case(99, "后来"))
    desk.database.close()
    whole = tmp_path / "whole"
    shutil.copytree(desk.folder, whole)
    for allowed in range(15):
        folder = tmp_path / f"cut{allowed}"
        shutil.copytree(whole, folder)
        left = _power(allowed, monkeypatch)
        with contextlib.suppress(SystemExit):
            restore(made.path, folder, desk.clock)
        monkeypatch.undo()
        if (unfinished := restoring.under_way(folder)) is not None:
            restoring.finish(folder, unfinished)
        unlocked = keys.unlock(folder, passphrase=PASSPHRASE, clock=desk.clock)
        with Database.open(folder, unlocked.key) as database, database.reading() as session:
            assert listing.count(session, criteria=ALL) in {20, 21}
        assert taken(folder) in (OWN, OWN | {"blanks/ab12.pdf": b"another"})
        assert left == [0] or allowed > 13


def _power(moves: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the program move so many files and then stop it; return how many are left."""
    left = [moves]
    real = Path.replace

    def move(self: Path, target: Path) -> Path:
        if not left[0]:
            raise SystemExit
        left[0] -= 1
        return real(self, target)

    monkeypatch.setattr(Path, "replace", move)
    return left


def test_every_damaged_bit_of_a_backup_is_noticed(desk: Counter, tmp_path: Path) -> None:
    whole = _make(desk, tmp_path / "a.deskbackup").path.read_bytes()
    chance = random.Random(5)
    hurt = tmp_path / "hurt.deskbackup"
    for _ in range(40):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        hurt.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        try:
            found = backups.verify(hurt, desk.key, folder=tmp_path / "data")
        except EnvironmentFailureError:
            continue
        # Only bits that say nothing (times and flags of the archive) may differ unnoticed.
        assert found.sha256 == backups.look(tmp_path / "a.deskbackup").sha256


OWN = {"blanks/ab12.pdf": b"%PDF-1.7 the bureau's", "blanks/ab12.toml": b"paper = 'receipt'",
       "fonts/Rare.ttf": bytes(range(256)) * 4000}  # fmt: skip


def put(folder: Path, contents: dict[str, bytes]) -> None:
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def taken(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in own_files.names(folder)}


def test_the_halls_own_blanks_and_fonts_go_with_the_records(desk: Counter, tmp_path: Path) -> None:
    put(desk.folder, OWN | {"fonts/.half.part": b"x", "backups/desk-1.deskbackup": b"x"})
    made = _make(desk, tmp_path / "a.deskbackup")
    assert (set(made.beside), made.left_out) == (set(OWN), ())
    assert made.path.stat().st_size < made.size + 200_000
    assert backups.verify(made.path, desk.key, folder=tmp_path / "data") == made
    other = tmp_path / "other"
    restore(made.path, other, desk.clock)
    assert taken(other) == OWN
    assert (other / "fonts" / "Rare.ttf").stat().st_mode & 0o777 == 0o600


def test_going_back_replaces_blanks_and_fonts_but_takes_none_away(
    desk: Counter, tmp_path: Path
) -> None:
    put(desk.folder, OWN)
    made = _make(desk, tmp_path / "a.deskbackup")
    now = OWN | {"blanks/ab12.pdf": b"another", "fonts/Later.otf": b"later"}
    put(desk.folder, now)
    desk.database.close()
    _, replaced = restore(made.path, desk.folder, desk.clock)
    assert taken(desk.folder) == now | OWN
    assert taken(replaced) == {name: now[name] for name in OWN}


def test_a_backup_from_before_blanks_were_in_it_restores(desk: Counter, tmp_path: Path) -> None:
    put(desk.folder, OWN)
    made = _make(desk, tmp_path / "a.deskbackup")
    older = tmp_path / "older.deskbackup"
    with zipfile.ZipFile(made.path) as new, zipfile.ZipFile(older, "w") as old:
        facts = json.loads(new.read("backup.json"))
        del facts["beside"], facts["left_out"]
        old.writestr("backup.json", json.dumps(facts))
        for name in ("keys.json", FILE_NAME):
            old.writestr(name, new.read(name))
    assert backups.verify(older, desk.key, folder=tmp_path / "data").beside == ()
    desk.database.close()
    restore(older, desk.folder, desk.clock)
    assert taken(desk.folder) == OWN


def test_what_is_too_large_is_named_and_left_out(desk: Counter, tmp_path: Path) -> None:
    put(desk.folder, OWN)
    with (desk.folder / "fonts" / "Huge.ttc").open("wb") as huge:
        huge.truncate(65 * 1024 * 1024)
    made = _make(desk, tmp_path / "a.deskbackup")
    assert (set(made.beside), made.left_out) == (set(OWN), ("fonts/Huge.ttc",))
    assert made.warning == "下列文件太大或读不出，不在备份里，请另存：fonts/Huge.ttc"
    many = replace(made, left_out=tuple(f"fonts/{at:02}.ttf" for at in range(12)))
    assert many.warning.endswith("、fonts/09.ttf 等 12 个")
    assert replace(made, left_out=()).warning == ""


@pytest.mark.parametrize(
    "name",
    [
        "../out.pdf",
        "blanks/../../out.pdf",
        "/blanks/x",
        "backups/x",
        "fonts/",
        "fonts/.x",
        "fonts/..\\x",
        "fonts/CON",
        "fonts/con.ttf",
        "fonts/a:b",
    ],
)
def test_a_backup_writes_nowhere_else(desk: Counter, tmp_path: Path, name: str) -> None:
    put(desk.folder, OWN)
    made = _make(desk, tmp_path / "a.deskbackup")
    bad = tmp_path / "bad.deskbackup"
    with zipfile.ZipFile(made.path) as good, zipfile.ZipFile(bad, "w") as archive:
        facts = json.loads(good.read("backup.json"))
        facts["beside"] = {name: hashlib.sha256(b"x").hexdigest()}
        archive.writestr("backup.json", json.dumps(facts))
        archive.writestr(f"beside/{name}", b"x")
        for kept in ("keys.json", FILE_NAME):
            archive.writestr(kept, good.read(kept))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(DamagedError):
        backups.verify(bad, desk.key, folder=tmp_path / "data")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_damaged_font_in_a_backup_is_noticed(desk: Counter, tmp_path: Path) -> None:
    put(desk.folder, OWN)
    made = _make(desk, tmp_path / "a.deskbackup")
    whole = bytearray(made.path.read_bytes())
    whole[whole.index(b"beside/fonts/Rare.ttf") + 60] ^= 1
    made.path.write_bytes(whole)
    with pytest.raises(DamagedError):
        backups.verify(made.path, desk.key, folder=tmp_path / "data")


def test_what_a_backup_lacks_is_listed(desk: Counter, tmp_path: Path) -> None:
    made = _make(desk, tmp_path / "a.deskbackup")
    assert backups.loss(desk.database, backup=made) == backups.Loss(filings=(), whole=True)
    desk.clock.advance(minutes=5)
    later = [desk.register(make_case(100 + n, f"后{n}")).number for n in range(3)]
    found = backups.loss(desk.database, backup=made)
    assert [line.number for line in found.filings] == later[::-1]
    assert found.whole


@pytest.mark.parametrize("content", [b"", b"PK", b"not a backup" * 99])
def test_foreign_and_cut_off_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.deskbackup"
    path.write_bytes(content)
    with pytest.raises(DamagedError, match="不是本程序的备份"):
        backups.look(path)
    with pytest.raises(EnvironmentFailureError, match="找不到文件"):
        backups.look(tmp_path / "missing")


def test_another_archive_is_not_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("backup.json", "[]")
    with pytest.raises(DamagedError):
        backups.look(path)


def test_a_cancelled_backup_leaves_the_old_one_and_nothing_else(
    desk: Counter, tmp_path: Path
) -> None:
    target = tmp_path / "stick" / "a.deskbackup"
    made = _make(desk, target)
    with pytest.raises(StoppedError, match="已取消"):
        backups.make(
            desk.database, folder=desk.folder, target=target, clock=desk.clock,
            stopped=lambda: True,
        )  # fmt: skip
    assert backups.look(target) == made
    assert [path.name for path in target.parent.iterdir()] == ["a.deskbackup"]
    assert not list(desk.folder.glob("backing-up*"))


def test_the_counter_goes_on_while_a_backup_is_made(desk: Counter, tmp_path: Path) -> None:
    made: list[backups.Backup] = []
    worker = threading.Thread(target=lambda: made.append(_make(desk, tmp_path / "a.deskbackup")))
    worker.start()
    registered = 0
    while worker.is_alive() or registered < 5:
        desk.register(make_case(200 + registered))
        registered += 1
    worker.join()
    assert 20 <= made[0].filings <= 20 + registered
    assert backups.verify(made[0].path, desk.key, folder=tmp_path / "data") == made[0]


def test_rotation_keeps_days_weeks_and_months(desk: Counter, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    source = _make(desk, tmp_path / "a.deskbackup").path
    for _ in range(400):  # two a day
        path = folder / backups.name(desk.clock.now())
        folder.mkdir(exist_ok=True)
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
            facts = old.read("backup.json").decode()
            at = backups.look(source).made_at
            new.writestr("backup.json", facts.replace(at.isoformat(), desk.clock.now().isoformat()))
        desk.clock.advance(hours=12)
    (folder / "mine.deskbackup").write_bytes(b"")
    backups.rotate(folder)
    kept = backups.every(folder)
    days = [backup.made_at.date() for backup in kept]
    newest = days[0]
    assert days[:7] == [newest - timedelta(days=n) for n in range(7)]
    assert 7 + 3 + 5 <= len(kept) <= 7 + 4 + 12
    assert newest - min(days) > timedelta(days=170)
    assert backups.rotate(folder) == ()
    assert (folder / "mine.deskbackup").exists()
    assert (folder / FILE_NAME).exists() is False


def test_a_backup_takes_along_keys_that_can_be_read(desk: Counter, tmp_path: Path) -> None:
    """Of a damaged key file the copy; without one no backup is made that nobody could open."""
    before = (desk.folder / keys.FILE_NAME).read_bytes()
    (desk.folder / keyfile.BEFORE).write_bytes(before)
    (desk.folder / keys.FILE_NAME).write_bytes(before[:-30])
    made = _make(desk, tmp_path / "a.deskbackup")
    assert keyfile.parse(zipfile.ZipFile(made.path).read(keys.FILE_NAME)).slots
    (desk.folder / keyfile.BEFORE).unlink()
    with pytest.raises(EnvironmentFailureError, match="已损坏"):
        _make(desk, tmp_path / "b.deskbackup")
    assert not (tmp_path / "b.deskbackup").exists()
