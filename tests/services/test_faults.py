"""Disk full, read-only, missing, wrong key, clock set back, killed: a sentence, and no loss."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from desk_app.cli import main
from desk_app.clock import Clock
from desk_app.errors import DeskError, EnvironmentFailureError
from desk_app.services.backup import backing_up
from desk_app.services.filing import intake
from desk_app.services.finding import searching
from desk_app.services.lists import exporting
from desk_app.services.proofs.demonstration import HALL
from desk_app.services.start import opening
from tests.factory import case, number, register
from tests.services.conftest import CHEAP, PASSPHRASE
from tests.services.killing import expect_whole, kill_many

needs_root = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can mount a small disk"
)


def make(folder, clock):
    return opening.set_up(
        folder=folder, hall=HALL, counter=1, clerk_name="陈静", passphrase=PASSPHRASE,
        clock=clock, cost=CHEAP,
    ).desk  # fmt: skip


@pytest.fixture
def small_disk(tmp_path):
    """A disk of six megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "none", str(place)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("no mounting here")
    yield place
    subprocess.run(["mount", "-o", "remount,rw", str(place)], check=False)
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place):
    """Leave no byte free; return the file that takes it all."""
    stuffing = place / "stuffing"
    with stuffing.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(65536)):
                pass
        except OSError:
            return stuffing


@needs_root
def test_a_full_disk_loses_nothing_that_was_acknowledged(small_disk, clock, tmp_path):
    with make(small_disk / "data", clock) as desk:
        kept = [register(desk, 1).number]
        stuffing = fill(small_disk)
        with pytest.raises(EnvironmentFailureError, match="磁盘已满"):
            kept.extend(register(desk, order).number for order in range(2, 900))
        for deed in (
            lambda: backing_up.automatic(desk=desk),
            lambda: backing_up.back_up(desk=desk, target=small_disk / "a.deskbackup"),
            lambda: exporting.export(desk=desk, target=tmp_path / "list.csv"),
        ):
            with pytest.raises(EnvironmentFailureError, match=r"磁盘|空间"):
                deed()
        assert not (tmp_path / "list.csv").exists()
        stuffing.unlink()
        assert [one.number for one in searching.today(desk=desk)] == kept[::-1]
        assert register(desk, 900).number.endswith(f"{len(kept) + 1:04d}")
        assert backing_up.verify(desk=desk).faults == ()
    assert not list(small_disk.rglob("*.part"))
    assert not list(small_disk.rglob("*unchecked*"))


@needs_root
def test_papers_and_lists_to_a_full_disk_are_told(small_disk, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    make(tmp_path / "data", Clock()).close()
    (tmp_path / "a.json").write_text(json.dumps(case()), encoding="utf-8")
    fill(small_disk)
    where = ["--data", str(tmp_path / "data")]
    assert main(["intake", str(tmp_path / "a.json"), "--out", str(small_disk), *where]) == 3
    assert "磁盘" in capsys.readouterr().err
    assert main(["export", str(small_disk / "a.xlsx"), *where]) == 3
    assert "磁盘" in capsys.readouterr().err
    assert [file.name for file in small_disk.iterdir()] == ["stuffing"]
    # The folder for the papers was tried first: no number was given.
    assert main(["find", "王小明", *where]) == 0
    assert "没有找到" in capsys.readouterr().out


@needs_root
def test_a_read_only_disk_is_told(small_disk, clock, capsys, monkeypatch):
    with make(small_disk / "data", clock) as desk:
        register(desk, 1)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(EnvironmentFailureError, match=r"写"):
        opening.unlock(folder=small_disk / "data", passphrase=PASSPHRASE, clock=clock)
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    assert main(["find", "王", "--data", str(small_disk / "data")]) == 3
    assert "只读" in capsys.readouterr().err


def test_a_folder_that_is_gone_is_told(desk, clock):
    folder = desk.folder
    desk.close()
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(EnvironmentFailureError, match="还没有数据"):
        opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock)
    with pytest.raises(DeskError, match="不见了"):
        intake.register(desk=desk, case=case())


def test_a_key_that_does_not_fit_is_told(desk, clock, tmp_path):
    make(tmp_path / "other", clock).close()
    desk.close()
    shutil.copy(tmp_path / "other" / "keys.json", desk.folder / "keys.json")
    with pytest.raises(backing_up.DamagedError, match="备份"):
        opening.unlock(folder=desk.folder, passphrase=PASSPHRASE, clock=clock)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "other"}', bytes(100)])
def test_a_key_file_that_cannot_be_read_is_told(desk, clock, content):
    desk.close()
    (desk.folder / "keys.json").write_bytes(content)
    with pytest.raises(EnvironmentFailureError):
        opening.unlock(folder=desk.folder, passphrase=PASSPHRASE, clock=clock)


def test_a_clock_that_was_set_back_is_told_with_each_case(desk, monkeypatch, capsys, tmp_path):
    first = intake.register(desk=desk, case=case())
    assert not any("时钟" in hint.message for hint in first.hints)
    desk.clock.advance(days=-2)
    raw = case(applicant__id_number=number(order="002"), begin="2026-11-21")
    second = intake.register(desk=desk, case=raw)
    assert any("调对" in hint.message for hint in second.hints)
    assert second.record.number == "SL01-01-20261119-0001"
    desk.clock.advance(days=2000)  # so that the time of the computer is earlier, whenever it is
    register(desk, 3)
    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    assert main(["find", "王", "--data", str(desk.folder)]) == 0
    assert "调对" in capsys.readouterr().err


def test_the_command_line_works_beside_an_open_window(desk, monkeypatch, capsys):
    from desk_app.storage.folder.lock import FolderLock

    monkeypatch.setenv("DESK_PASSPHRASE", PASSPHRASE)
    with FolderLock(desk.folder):
        register(desk, 1)
        assert main(["find", "王", "--data", str(desk.folder)]) == 0
        with pytest.raises(EnvironmentFailureError, match="切换到已打开的窗口"):
            FolderLock(desk.folder)
        register(desk, 2)


def test_twenty_kills_lose_nothing(desk, clock):
    folder = desk.folder
    desk.close()
    acknowledged = kill_many(folder, PASSPHRASE, 20)
    assert acknowledged
    expect_whole(folder, PASSPHRASE, acknowledged, Clock())


@pytest.mark.bench
def test_two_hundred_kills_lose_nothing(desk):
    folder, acknowledged = desk.folder, []
    desk.close()
    for turn in range(20):
        acknowledged += kill_many(folder, PASSPHRASE, 10, seed=turn)
        expect_whole(folder, PASSPHRASE, acknowledged, Clock())
    assert len(acknowledged) > 50
