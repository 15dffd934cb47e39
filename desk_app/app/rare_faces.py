"""Faces of rare characters for the screen: unpacked when nobody waits for anything else."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desk_app import logs, paths
from desk_app.ui import tasks, theme


def load(owner: QObject) -> None:
    """Unpack them in a worker thread, then show rare characters; once in a process.

    Until then, most of a second, the system's own fonts stand in. Without them the program
    goes on: papers do not need them.
    """
    if not theme.has_rare_faces():
        folder = paths.cache_folder()
        tasks.run(
            owner, lambda: theme.unpack_rare_faces(folder), _show, logs.note_error, aside=True
        )


def _show(faces: list[Path | bytes]) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        theme.add_rare_faces(application, faces)
