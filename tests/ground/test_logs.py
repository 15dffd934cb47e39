"""The log gives way where it cannot be written."""

import logging
import shutil

from desk_app import logs


def test_a_log_that_cannot_be_written_says_nothing_to_the_terminal(tmp_path, capfd):
    target = logs.set_up(tmp_path / "data")
    log = logging.getLogger("test")
    log.warning("written")
    assert "written" in target.read_text(encoding="utf-8")
    assert target.stat().st_mode & 0o077 == 0
    logs.set_up(tmp_path / "gone")
    shutil.rmtree(tmp_path / "gone")
    log.warning("lost")
    assert capfd.readouterr() == ("", "")
    assert not (tmp_path / "gone").exists()
