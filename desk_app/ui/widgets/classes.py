"""Let Qt for Python meet the classes of Qt before somebody waits for it."""

from functools import partial
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QScrollArea, QWidget


class _Witness(QObject):
    """Sees every event, of objects Qt made by itself too."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the event pass."""
        del watched, event
        return False


def _make(module: ModuleType) -> None:
    for name in dir(module):
        getattr(module, name)


MAKING = tuple(partial(_make, module) for module in (QtCore, QtGui, QtWidgets))
"""Steps that make all classes of Qt in Python, some 30 ms each; nothing when done again.

A class is made when it is first named, or when an event of its kind is seen. Two threads that do
so at once end the program: the window's makes all before another one imports the screens.
"""


def meet_widgets() -> None:
    """Have Qt hand out a widget whose class must be found among all classes of widgets.

    The first time, those are made in Python, with their enumerations: 20 ms.
    """
    QScrollArea().viewport()


def meet_objects() -> None:
    """Have Qt hand out an object whose class must be found among all: 25 ms the first time."""
    application = QCoreApplication.instance()
    if application is not None:
        witness = _Witness()
        application.installEventFilter(witness)
        QScrollArea().setWidget(QWidget())  # whose inner parts are Qt's own
        application.removeEventFilter(witness)
