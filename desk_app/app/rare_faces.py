"""Faces of rare characters for the screen: unpacked when nobody waits for anything else."""

import lzma
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

import resources
from desk_app import paths
from desk_app.errors import EnvironmentFailureError
from desk_app.files import private_folder, write_whole
from desk_app.ui import tasks, theme


def load(owner: QObject) -> None:
    """Unpack them in a worker thread, then show rare characters; once in a process.

    Until then, most of a second at the first start, the system's own fonts stand in. Without
    them the program goes on: papers do not need them.
    """
    if not theme.has_rare_faces():
        folder = paths.cache_folder()
        tasks.quietly(owner, lambda: unpack(folder), _show)


def unpack(folder: Path) -> list[Path | bytes]:
    """Return the faces as files of a folder, unpacked where they are missing; in any thread.

    As files they are mapped as far as they are drawn with; in memory they take 45 MB, which is
    how they are returned where the folder cannot be written.
    """
    return [_unpacked(resources.path("fonts", name), folder) for name in theme.RARE_FACES.values()]


def _unpacked(packed: Path, folder: Path) -> Path | bytes:
    # The size tells the copy of another version of the program from this one's.
    target = folder / f"{packed.name.partition('.')[0]}-{packed.stat().st_size}.ttf"
    if target.exists():
        return target
    face = lzma.decompress(packed.read_bytes())
    try:
        private_folder(folder)
        return write_whole(target, face)
    except EnvironmentFailureError:
        return face


def _show(faces: list[Path | bytes]) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        theme.add_rare_faces(application, faces)
