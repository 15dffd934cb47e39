"""The window as a program: it builds everything, in the order that lets the clerk type soonest.

The window is painted with nothing but Qt and our own light modules; database, papers and the
working screens are then imported in a worker thread while the passphrase is being typed.
"""

import builtins
from pathlib import Path

from desk_app.clock import Clock


def run(
    folder: Path, *, demo: bool = False, clock: Clock | None = None, device: str | None = None
) -> int:
    """Open the window on a data folder and return when it is closed (0).

    With ``demo`` the folder is filled with made-up cases and entered without a passphrase.
    ``device`` names the card reader, as ``registry.opener`` takes it.
    """
    load_qt()
    from desk_app.app import application

    return application.run(folder, demo=demo, clock=clock or Clock(), device=device)


def load_qt() -> None:
    """Import Qt, and keep Python's own way of importing everything after it.

    Qt for Python puts a hook into ``import`` for its optional ``__feature__`` names, which this
    program does not use. The hook reads the source of every module that is imported and keeps
    it: 33 MB and a tenth of the time to the first paint. Does nothing once Qt is there.
    """
    plain = builtins.__import__
    from PySide6 import QtCore

    del QtCore
    builtins.__import__ = plain
