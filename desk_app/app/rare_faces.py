"""Faces of rare characters for the screen: unpacked when nobody waits for anything else."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desk_app import logs
from desk_app.ui import tasks, theme


def load(owner: QObject) -> None:
    """Unpack them in a worker thread, then show rare characters; once in a process.

    Until then, most of a second, the system's own fonts stand in. Without them the program
    goes on: papers do not need them.
    """
    if not theme.has_rare_faces():
        tasks.run(owner, theme.unpack_rare_faces, _show, logs.note_error, aside=True)


def _show(faces: list[bytes]) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        theme.add_rare_faces(application, faces)
