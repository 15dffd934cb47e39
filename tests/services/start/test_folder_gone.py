"""The data folder under an open program: deleted, replaced, unmounted, on a stick pulled out."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.errors import EnvironmentFailureError
from desk_app.policy.vocabulary import CancelReason
from desk_app.services.backup import backing_up
from desk_app.services.filing import cancelling, drafts
from desk_app.services.finding import searching
from desk_app.services.start import opening
from desk_app.storage.folder import intentions
from desk_app.storage.folder.intentions import Deed, Intention
from desk_app.storage.schema.failures import FolderGoneError
from tests.factory import case, number, register
from tests.services.conftest import PASSPHRASE

needs_root = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can mount"
)


def delete(folder: Path) -> None:
    shutil.rmtree(folder)


def move_away(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def put_a_copy(folder: Path) -> None:
    """As a program that keeps folders alike between computers does."""
    folder.rename(folder.with_name("elsewhere"))
    shutil.copytree(folder.with_name("elsewhere"), folder)


def put_an_older_file(folder: Path) -> None:
    content = (folder / "records.db").read_bytes()
    (folder / "records.db").rename(folder / "x")
    (folder / "records.db").write_bytes(content)


def delete_the_log(folder: Path) -> None:
    (folder / "records.db-wal").unlink()


def put_another_log(folder: Path) -> None:
    content = (folder / "records.db-wal").read_bytes()
    (folder / "records.db-wal").unlink()
    (folder / "records.db-wal").write_bytes(content)


def begin_restoring(folder: Path) -> None:
    intentions.declare(folder, Intention(deed=Deed.RESTORE, stage="x", leaving=True))


HARM = [
    delete, move_away, put_a_copy, put_an_older_file, delete_the_log, put_another_log,
    begin_restoring,
]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="what is open cannot be taken away there")
@pytest.mark.parametrize("harm", HARM)
def test_nothing_is_told_as_registered(desk, harm):
    kept = register(desk, 1).number
    harm(desk.folder)
    before = {path.name for path in desk.folder.parent.rglob("*")}
    for deed in (
        lambda: register(desk, 2),
        lambda: register(desk, 2),
        lambda: drafts.save(desk=desk, case=case()),
        lambda: cancelling.cancel(desk=desk, record_no=kept, reason=CancelReason.RETURNED),
        lambda: opening.sign_out(desk=desk),
    ):
        with pytest.raises(EnvironmentFailureError, match=r"没有存上|不一定存上"):
            deed()
    with pytest.raises(FolderGoneError, match="没有登记"):
        drafts.save(desk=desk, case=case())
    assert {path.name for path in desk.folder.parent.rglob("*")} <= before


@pytest.mark.skipif(sys.platform == "win32", reason="what is open cannot be taken away there")
@pytest.mark.parametrize("harm", [delete, move_away, put_a_copy, put_an_older_file])
def test_a_backup_then_ends_in_a_sentence_and_makes_nothing(desk, harm, tmp_path):
    register(desk, 1)
    harm(desk.folder)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    for deed in (
        lambda: backing_up.automatic(desk=desk),
        lambda: backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup"),
        lambda: backing_up.damage(desk=desk),
    ):
        with pytest.raises(FolderGoneError, match="不见了"):
            deed()
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_what_vanishes_while_it_is_written_does_not_count(desk, tmp_path):
    """Between the beginning of the transaction and its end."""
    with (
        pytest.raises(FolderGoneError),
        desk.database.writing(),
    ):
        move_away(desk.folder)
    move_back = desk.folder.with_name("elsewhere")
    move_back.rename(desk.folder)
    assert register(desk, 1).number.endswith("-0001")


@pytest.fixture
def stick(tmp_path):
    """A disk that can be pulled out."""
    place = tmp_path / "stick"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "none", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no mounting here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


@needs_root
def test_a_disk_that_is_pulled_out(stick, clock, tmp_path):
    from tests.services.test_faults import make

    with make(stick / "data", clock) as desk:
        kept = register(desk, 1).number
        subprocess.run(["umount", "-l", str(stick)], check=True)
        for deed in (
            lambda: register(desk, 2),
            lambda: backing_up.automatic(desk=desk),
            lambda: backing_up.back_up(desk=desk, target=tmp_path / "a.deskbackup"),
        ):
            with pytest.raises(FolderGoneError, match="U盘"):
                deed()
        assert searching.show(desk=desk, record_no=kept)[0].number == kept  # still to be read
    assert list(stick.iterdir()) == []


_INTAKE = """
import os, sys, shutil
sys.path.insert(0, os.getcwd())
from pathlib import Path
from desk_app.services.start import opening
from desk_app import cli
folder = Path(sys.argv[1])
unlock = opening.unlock
def unlock_and_lose(**given):
    desk = unlock(**given)
    folder.rename(folder.with_name("elsewhere"))
    return desk
opening.unlock = unlock_and_lose
sys.exit(cli.main(["--data", str(folder), *sys.argv[2:]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="what is open cannot be taken away there")
@pytest.mark.parametrize("command", ["intake", "backup"])
def test_the_command_line_says_it_and_prints_no_number(desk, tmp_path, command):
    desk.close()
    raw = tmp_path / "a.json"
    raw.write_text(json.dumps(case(applicant__id_number=number(order="009"))), encoding="utf-8")
    given = {"intake": ["intake", str(raw), "--out", str(tmp_path / "out")], "backup": ["backup"]}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _INTAKE, str(desk.folder), *given[command]],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "DESK_PASSPHRASE": PASSPHRASE},
        check=False,
    )
    assert done.returncode == 3, done
    assert "不见了" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert "SL01-01" not in done.stdout
    assert not list((tmp_path / "out").glob("*.pdf"))
    assert not desk.folder.exists()


def test_who_opens_a_folder_that_is_being_replaced_is_told(desk, clock):
    folder = desk.folder
    desk.close()
    with (
        intentions.alone(folder, Deed.RESTORE),
        pytest.raises(EnvironmentFailureError, match="正在恢复备份"),
    ):
        begin_restoring(folder)
        opening.unlock(folder=folder, passphrase=PASSPHRASE, clock=clock)
