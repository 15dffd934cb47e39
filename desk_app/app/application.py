"""The application object: input method, looks, and the program in its event loop."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo
from PySide6.QtWidgets import QApplication

from desk_app import memory
from desk_app.app.program import Program
from desk_app.clock import Clock
from desk_app.services.settings import type_size
from desk_app.ui import theme

STYLE = ("-style", "fusion")
"""Arguments of Qt: the look that is the same everywhere. Setting it later makes Qt for Python
make all classes of styles before the first paint."""


def run(folder: Path, *, demo: bool, clock: Clock, device: str | None = None) -> int:
    """Open the window on a data folder and return when it is closed (0)."""
    memory.keep_private()
    prepare_input_method(os.environ)
    application = QApplication.instance() or QApplication([sys.argv[0], *STYLE])
    if not isinstance(application, QApplication):
        raise TypeError("a Qt application without windows is running already")
    application.setApplicationName("desk-app")
    theme.set_up(application, scale=theme.SCALES[type_size.read(folder)])
    program = Program(folder, clock=clock, demo=demo, device=device)
    sys.excepthook = program.on_error
    program.window.show()
    return application.exec()


def prepare_input_method(environment: "os._Environ[str]") -> None:
    """Let Chinese be typed where Qt brings no plugin for fcitx: talk to it the ibus way.

    Must happen before the application object is made. Measured with fcitx5; ibus itself is
    not affected.
    """
    if not sys.platform.startswith("linux"):
        return
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    has_fcitx = any((plugins / "platforminputcontexts").glob("*fcitx*"))
    if environment.get("QT_IM_MODULE", "") in {"", "fcitx", "fcitx5"} and not has_fcitx:
        environment["QT_IM_MODULE"] = "ibus"
        environment["IBUS_USE_PORTAL"] = "1"
