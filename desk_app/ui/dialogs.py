"""Questions that must be answered before work goes on, and the choosing of files."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.progress import Progress
from desk_app.ui.widgets.editors.edits import LatinEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.text import Picture, Text

Result = TypeVar("Result")
Judge = Callable[[str], str | None]

# kind of question: icon, colour, kind of the button that says yes
KINDS = {
    "ask": ("circle-help", theme.PRIMARY, "primary"),
    "tell": ("info", theme.PRIMARY, "primary"),
    "danger": ("triangle-alert", theme.ERROR, "danger"),
}


class Question(QDialog):
    """A sentence, what it means, and one or two buttons; Esc is always the harmless answer.

    ``agreed`` is emitted when the clerk says yes.
    """

    agreed = Signal()

    def __init__(
        self, parent: QWidget, title: str, text: str, *, yes: str, no: str = "", kind: str = "ask"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name, color, button = KINDS[kind]
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(20), px(16))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(Picture(name, color, 20))
        head.addWidget(Text(title, theme.TITLE, theme.SEMIBOLD), 1)
        column.addLayout(head)
        body = Text(text, theme.BODY, color=theme.INK_700, wrap=True)
        body.setMinimumWidth(px(380))
        body.setMaximumWidth(px(520))
        body.setContentsMargins(px(30), 0, px(8), px(8))
        column.addWidget(body)
        row = QHBoxLayout()
        row.addStretch(1)
        self.yes = Button(yes, kind=button, key="" if kind == "danger" else "Enter")
        self.yes.clicked.connect(self.accept)
        self.no = Button(no or "关闭", key="Esc")
        self.no.clicked.connect(self.reject)
        if no:
            row.addWidget(self.no)
        row.addWidget(self.yes)
        column.addLayout(row)
        self.accepted.connect(self.agreed)
        (self.no if kind == "danger" and no else self.yes).setFocus()


class TypedQuestion(Question):
    """A question that no key alone says yes to: something must be typed that ``judge`` lets pass.

    ``judge`` returns what is wrong with it, or None. ``said`` is emitted with what was typed.
    """

    said = Signal(str)

    def __init__(
        self, parent: QWidget, title: str, text: str, *, label: str, judge: Judge, yes: str, no: str
    ) -> None:
        super().__init__(parent, title, text, yes=yes, no=no, kind="danger")
        self._judge = judge
        self.typed = LatinEdit(max_length=20)
        self.typed.enter_submits = True
        self.fault = Text("", theme.BODY, color=theme.ERROR, wrap=True)
        self.fault.setMinimumWidth(px(380))
        self.fault.hide()
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(2, Field(FieldSpec(label=label), self.typed))
            column.insertWidget(3, self.fault)
        self.yes.clicked.disconnect(self.accept)
        self.yes.clicked.connect(self._answer)
        self.typed.entered.connect(self._answer)

    def _answer(self) -> None:
        fault = self._judge(self.typed.text())
        if fault is None:
            self.said.emit(self.typed.text())
            self.accept()
            return
        self.fault.setText(fault)
        self.fault.show()
        self.adjustSize()
        self.typed.setFocus()


class Working(QDialog):
    """Work under way that nothing else may come between; Esc asks it to stop.

    Its ``progress`` is told from the thread that works (see ``around``). ``end`` closes it.
    """

    _over = Signal()

    def __init__(self, parent: QWidget, words: str, *, whole: int = 0) -> None:
        super().__init__(parent)
        self.setWindowTitle(words)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(px(460))
        self.progress = Progress()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(20), px(16))
        column.addWidget(self.progress)
        self.progress.begin(words, whole=whole)
        self.progress.stop.setFocus()
        self._over.connect(self.end)

    def around(self, work: Callable[[Progress], Result]) -> Callable[[], Result]:
        """Return the work as a thread is to do it: this window closes however it ends."""

        def whole() -> Result:
            try:
                return work(self.progress)
            finally:
                with suppress(RuntimeError):  # the program was closed meanwhile
                    self._over.emit()

        return whole

    def reject(self) -> None:
        """Stay: a lock sends other questions away, but the work goes on behind the door."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask the work to stop on Esc; the window stays until it has."""
        if event.key() == Qt.Key.Key_Escape:
            self.progress.ask_to_stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the work to stop, as on Esc, unless it is over."""
        if self.isVisible():
            self.progress.ask_to_stop()
            event.ignore()

    def end(self) -> None:
        """Close: the work is done, or has stopped."""
        self.accept()


def save_as(parent: QWidget, title: str, folder: Path, name: str, kinds: str) -> Path | None:
    """Let the clerk choose where to save a file; None when they think better of it."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(folder / name), kinds)
    return Path(chosen) if chosen else None


def choose_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """Let the clerk choose a folder; None when they think better of it."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(folder))
    return Path(chosen) if chosen else None


def open_file(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """Let the clerk choose a file that is there; None when they think better of it."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(folder), kinds)
    return Path(chosen) if chosen else None
