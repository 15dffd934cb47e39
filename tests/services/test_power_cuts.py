"""The power goes at some of the operations of each deed; tests/bench has them in numbers."""

import subprocess
import sys
from random import Random

import pytest

from tests.services.power_cuts import cut_everywhere
from tests.storage import postgres, power

pytestmark = pytest.mark.skipif(power.lacking() is not None, reason=str(power.lacking()))
needs_server = pytest.mark.skipif(postgres.lacking() is not None, reason=str(postgres.lacking()))


@pytest.mark.parametrize("name", ["restore", "register", "back up", "set up", "rekey", "keys"])
def test_a_power_cut_leaves_one_truth(name, tmp_path):
    assert cut_everywhere(name, tmp_path, many=12) > 12


@needs_server
@pytest.mark.parametrize("name", ["move out", "move out, cut", "move in", "move in, cut"])
def test_a_power_cut_while_moving_leaves_one_truth(name, tmp_path):
    assert cut_everywhere(name, tmp_path, many=8) > 8


def test_what_is_watched_and_what_a_cut_takes(tmp_path):
    """The watcher sees the database's own files too; a disk keeps what was synced, no more."""
    folder, before, log = tmp_path / "data", tmp_path / "before", tmp_path / "log"
    folder.mkdir()
    before.mkdir()
    code = (
        "import sys, ctypes; from pathlib import Path; from desk_app import files;"
        "from desk_app.storage.database import engine; folder = Path(sys.argv[1]);"
        "files.write_whole(folder / 'kept.json', b'whole'); (folder / 'db').touch();"
        "raw = engine.connect(folder / 'db', bytes(32)); raw.execute('pragma journal_mode=wal');"
        "raw.execute('pragma synchronous=full'); raw.execute('create table t (a)'); raw.close();"
        "ctypes.CDLL(None).watch_note(b'told'); (folder / 'lost.json').write_bytes(b'never synced')"
    )
    environment = {
        "LD_PRELOAD": str(power.watcher(tmp_path)), "WATCHED": str(folder), "WATCH_LOG": str(log),
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", code, str(folder)], env=environment, check=True)
    operations = power.read(log)
    seen = {(one.kind, one.path.rpartition("/")[2].split(".")[-1]) for one in operations}
    assert {("w", "part"), ("s", "part"), ("r", "part"), ("s", "data")} <= seen  # the folder too
    assert {("w", "db"), ("s", "db"), ("w", "db-wal"), ("s", "db-wal")} <= seen
    found = set()
    for turn in range(40):
        disk = power.Disk(folder, before, strict=True)
        for operation in operations:
            disk.play(operation)
        disk.cut(Random(turn), into=tmp_path / "after")
        assert (tmp_path / "after" / "kept.json").read_bytes() == b"whole"
        assert disk.acknowledged == ["told"]
        lost = tmp_path / "after" / "lost.json"
        found.add(lost.read_bytes() if lost.exists() else None)
    assert found == {None, b"", b"never synced"}
