"""Backups written by somebody else: refused in words, before anything is unpacked."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.errors import EnvironmentFailureError
from desk_app.storage.backup import backups
from desk_app.storage.database.database import FILE_NAME
from desk_app.storage.schema.failures import DamagedError
from tests.storage.conftest import Counter, counter_with_keys, go_back

PASSPHRASE = "山高 水长 路远"


@pytest.fixture
def desk(tmp_path: Path, clock) -> Iterator[Counter]:
    """A counter whose folder has its key file."""
    with counter_with_keys(tmp_path / "data", clock, PASSPHRASE, filings=2) as counter:
        yield counter


def make(desk: Counter, target: Path) -> backups.Backup:
    return backups.make(desk.database, folder=desk.folder, target=target, clock=desk.clock)


def forged(made: backups.Backup, into: Path, *, facts: dict[str, object], **members: bytes) -> Path:
    """Write a backup again with something else in it; a member may be ``{"name": bytes}``."""
    with zipfile.ZipFile(made.path) as good, zipfile.ZipFile(into, "w") as archive:
        told = json.loads(good.read("backup.json")) | facts
        contents = {"backup.json": json.dumps(told).encode()}
        contents |= {name: good.read(name) for name in ("keys.json", FILE_NAME)}
        for name, content in (contents | members).items():
            archive.writestr(name, content, zipfile.ZIP_STORED)
    return into


@pytest.mark.parametrize(
    "facts",
    [
        {"history": "nonsense"}, {"history": ["a"]}, {"history": "1-xyz"}, {"history": None},
        {"history": "9" * 5000 + "-0123456789abcdef"},
        {"filings": "x"}, {"filings": -1}, {"filings": 10**400}, {"filings": True},
        {"last_number": ["a"]}, {"last_number": "a\x1b[2J"}, {"made_at": "2026-12-01T05:00:00"},
        {"made_at": 7}, {"made_at": "x"}, {"size": 1.5}, {"sha256": "../x"}, {"sha256": 4},
        {"left_out": [1]}, {"left_out": 7}, {"beside": 3}, {"revision": {}}, {"unknown": 1},
        {"last_registered_at": "2026-12-01T05:00:00"}, {"format": "other"},
    ],
)  # fmt: skip
def test_a_forged_description_is_refused_with_a_sentence(
    desk: Counter, tmp_path: Path, facts: dict[str, object]
) -> None:
    bad = forged(make(desk, tmp_path / "a.deskbackup"), tmp_path / "bad.deskbackup", facts=facts)
    with pytest.raises(DamagedError, match="备份"):
        backups.look(bad)
    assert backups.every(tmp_path) == ()


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"1" * 5_000,
        b"\xff\xfe",
        b"null",
        b'{"format": "desk-app-backup-1"}',
        b" " * (5 * 1024 * 1024),
    ],
)
def test_a_description_that_is_none_is_refused(desk: Counter, tmp_path: Path, text: bytes) -> None:
    made = make(desk, tmp_path / "a.deskbackup")
    bad = forged(made, tmp_path / "bad.deskbackup", facts={}, **{"backup.json": text})
    with pytest.raises(DamagedError, match="备份"):
        backups.look(bad)


def bomb(made: backups.Backup, into: Path, name: str, size: int, facts: dict) -> Path:
    """Write a backup in which one member is so many zeros, packed into a thousandth of that."""
    with zipfile.ZipFile(made.path) as good, zipfile.ZipFile(into, "w") as archive:
        for kept in ("backup.json", "keys.json", FILE_NAME):
            if kept == name:
                continue
            content = good.read(kept)
            if kept == "backup.json":
                content = json.dumps(json.loads(content) | facts).encode()
            archive.writestr(kept, content)
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w", force_zip64=True) as member:
            for _ in range(size >> 20):
                member.write(bytes(1 << 20))
    return into


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("backup.json", {}),
        ("keys.json", {}),
        (FILE_NAME, {}),
        (FILE_NAME, {"size": 64 << 20}),
        ("beside/fonts/a.ttf", {"beside": {"fonts/a.ttf": hashlib.sha256(b"").hexdigest()}}),
    ],
)
def test_what_would_grow_is_refused_before_it_is_unpacked(
    desk: Counter, tmp_path: Path, name: str, facts: dict[str, object]
) -> None:
    made = make(desk, tmp_path / "a.deskbackup")
    bad = bomb(made, tmp_path / "bad.deskbackup", name, 64 << 20, facts)
    before = sorted(path for path in desk.folder.rglob("*"))
    with pytest.raises(DamagedError, match="备份"):
        go_back(bad, desk.folder, desk.clock, PASSPHRASE)
    assert sorted(path for path in desk.folder.rglob("*")) == before


def test_more_than_there_is_room_for_is_refused_before_it_is_unpacked(
    desk: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(desk, tmp_path / "a.deskbackup")
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=made.size - 1))
    before = sorted(path for path in desk.folder.rglob("*"))
    with pytest.raises(EnvironmentFailureError, match="空间不够"):
        go_back(made.path, desk.folder, desk.clock, PASSPHRASE)
    assert sorted(path for path in desk.folder.rglob("*")) == before
