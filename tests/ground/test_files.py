"""Files appear whole or not at all."""

import os
import subprocess
import sys

import pytest

from desk_app.errors import EnvironmentFailureError
from desk_app.files import replacing, write_whole

WRITER = """
import sys
from pathlib import Path
from desk_app.files import write_whole
for _ in range(200):
    write_whole(Path(sys.argv[1]), sys.argv[2].encode() * 5000)
"""


def test_a_file_is_private_and_whole(tmp_path):
    """The content is there, and only the owner may read it."""
    target = write_whole(tmp_path / "a.pdf", b"content")
    assert target.read_bytes() == b"content"
    if os.name == "posix":
        assert target.stat().st_mode & 0o077 == 0


def test_an_interrupted_file_leaves_the_old_one(tmp_path):
    """Whatever goes wrong while writing, the old file stays and nothing lies about."""
    target = tmp_path / "list.csv"
    target.write_text("old")

    def write_half():
        with replacing(target) as part:
            part.write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(EnvironmentFailureError, match="磁盘已满"):
        write_half()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_what_cannot_be_read_back_leaves_the_old_one(tmp_path):
    target = write_whole(tmp_path / "keys.json", b"old")

    def doubt(found):
        assert found == b"new"
        raise EnvironmentFailureError("读不回来。")

    with pytest.raises(EnvironmentFailureError, match="读不回来"):
        write_whole(target, b"new", check=doubt)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_two_writers_at_once_never_show_a_part(tmp_path):
    """Each writes 200 times; whoever reads meanwhile sees one of the two contents, whole."""
    target = write_whole(tmp_path / "keys.json", b"a" * 5000)
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(target), letter]) for letter in "ab"
    ]
    while any(writer.poll() is None for writer in writers):
        assert target.read_bytes() in {b"a" * 5000, b"b" * 5000}
    assert [writer.returncode for writer in writers] == [0, 0]
    assert list(tmp_path.iterdir()) == [target]
