"""One window per data folder, whatever becomes of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.errors import EnvironmentFailureError
from desk_app.storage.folder.lock import FolderLock

_HOLDER = """
import sys
from pathlib import Path
from desk_app.storage.folder.lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_window_is_told_so_until_the_first_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    command = [sys.executable, "-c", _HOLDER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(EnvironmentFailureError, match="已经打开"):
            FolderLock(folder)
        holder.kill()
    FolderLock(folder).release()


def test_a_folder_can_be_taken_again_after_letting_go(tmp_path: Path) -> None:
    FolderLock(tmp_path).release()
    FolderLock(tmp_path).release()
