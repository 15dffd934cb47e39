"""Rare characters on the screen: drawn by our faces soon after the start, wherever they stand."""

import os
import subprocess
import sys
from pathlib import Path

from desk_app.app import rare_faces

ROOT = Path(__file__).resolve().parents[3]
# In a process of its own: the other tests have the faces from the beginning.
PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QApplication, QLineEdit
from desk_app.app.program import Program
from desk_app.clock import Clock
from desk_app.ui import theme
from tests.ui.hand import rest

def drawn_by(text):
    layout = QTextLayout(text, theme.font(theme.BODY))
    layout.beginLayout(); layout.createLine(); layout.endLayout()
    return {run.rawFont().familyName() for run in layout.glyphRuns()}

application = QApplication([])
theme.set_up(application)
assert not theme.has_rare_faces()
edit = QLineEdit("陈\U00020bb7\U00020023")
edit.setFont(theme.font(theme.INPUT))
edit.show()
edit.grab()
program = Program(Path(sys.argv[1]), clock=Clock(), demo=False)
program.window.show()
patience = QDeadlineTimer(60_000)
while not theme.has_rare_faces() and not patience.hasExpired():
    rest(20)
assert drawn_by("王\U00020bb7\U00020023") == {"Noto Sans SC", "Form Song X1", "Form Song X2"}
other = QLineEdit("陈\U00020bb7\U00020023")
other.setFont(theme.font(theme.INPUT))
other.resize(edit.size())
other.show()
for one in (edit, other):
    one.setReadOnly(True)
    one.clearFocus()
assert edit.grab().toImage() == other.grab().toImage()
program.window.let_close()
"""


def test_rare_characters_are_drawn_by_our_faces_after_the_start(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "data")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "CUPS_SERVER": "/nowhere"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_faces_are_unpacked_once_and_kept_in_memory_only_where_no_file_can_be(tmp_path):
    files = rare_faces.unpack(tmp_path / "cache")
    assert {file.parent for file in files} == {tmp_path / "cache"}
    written = [file.stat().st_mtime_ns for file in files]
    assert rare_faces.unpack(tmp_path / "cache") == files
    assert [file.stat().st_mtime_ns for file in files] == written
    (tmp_path / "no folder").write_text("a file is in the way")
    assert rare_faces.unpack(tmp_path / "no folder") == [file.read_bytes() for file in files]
