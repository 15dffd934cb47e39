"""Files appear whole or not at all."""

import os

import pytest

from desk_app.services.files import replacing, write_whole


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

    with pytest.raises(OSError, match="No space"):
        write_half()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]
