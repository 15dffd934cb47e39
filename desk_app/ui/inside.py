"""What works behind the door, and how the window's keys, search box and buttons reach it."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.ui.widgets import keys
from desk_app.ui.widgets.frames.top_bar import TopBar


class Inside(Protocol):
    """What works behind the door: the screens of one signed-in desk."""

    def screens(self) -> tuple[QWidget, ...]:
        """Return the screens made so far, the home screen first."""

    def arrive(self) -> None:
        """Take the keyboard, on first entry or after a lock."""

    def new_case(self) -> None:
        """Begin a case, putting the one on the screen aside."""

    def search(self, text: str) -> None:
        """Show what fits a text typed into the search box."""

    def move_in_list(self, step: int) -> None:
        """Mark another row of the results."""

    def enter_list(self) -> None:
        """Go from the search box to the results."""

    def go_home(self) -> None:
        """Go back to the home screen."""

    def consult(self) -> None:
        """Open the guide, for somebody who only asks."""

    def turn_to(self, name: str) -> None:
        """Open the screen of a name: ``day`` or ``settings``."""

    def snapshot(self) -> object:
        """Return the case on the screen, for ``open_scanned``."""

    def open_scanned(self, number: str, before: object) -> None:
        """Open the record of a scanned code; the case goes back to what it was ``before``."""

    def put_aside(self) -> bool:
        """Save what is typed; return whether it is safe."""

    def let_go(self) -> None:
        """Delete the screens, for a change of shift."""


class Routes(QObject):
    """Hands on what is pressed and typed in the window to the desk that is open, if one is."""

    def __init__(self, window: QWidget, bar: TopBar, opened: Callable[[], Inside | None]) -> None:
        """Hear of keys and the bar; ``opened`` tells which desk is open, None at the door."""
        super().__init__(window)
        self._bar, self._opened = bar, opened
        consult = self._open(lambda inside, *_: inside.consult())
        to_day = self._open(lambda inside, *_: inside.turn_to("day"))
        to_settings = self._open(lambda inside, *_: inside.turn_to("settings"))
        bar.guide.clicked.connect(consult)
        bar.day.clicked.connect(to_day)
        bar.settings.clicked.connect(to_settings)
        self._connect_search()
        keys.bind(
            window,
            {
                "Ctrl+K": self._open(self._to_search),
                "Ctrl+G": consult,
                "F2": self._open(lambda inside: inside.new_case()),
                "F10": to_day,
                "F11": to_settings,
            },
            where=Qt.ShortcutContext.WindowShortcut,
        )

    def snapshot(self) -> object:
        """Return the case on the screen, None at the door."""
        inside = self._opened()
        return inside.snapshot() if inside is not None else None

    def open_scanned(self, number: str, before: object) -> None:
        """Open a scanned record, unless a question waits for its answer."""
        inside = self._opened()
        if inside is not None and QApplication.activeModalWidget() is None:
            inside.open_scanned(number, before)

    def _connect_search(self) -> None:
        edit = self._bar.search.edit
        edit.textEdited.connect(self._open(lambda inside, text: inside.search(text)))
        edit.moved.connect(self._open(lambda inside, step: inside.move_in_list(step)))
        edit.chosen.connect(self._open(lambda inside: inside.enter_list()))
        edit.cleared.connect(edit.clear)
        edit.cleared.connect(self._open(lambda inside: inside.go_home()))

    def _open(self, deed: Callable[..., object]) -> Callable[..., None]:
        """Return a slot that does something with the desk that is open, and nothing without."""

        def slot(*given: Any) -> None:
            inside = self._opened()
            if inside is not None:
                deed(inside, *given)

        return slot

    def _to_search(self, inside: Inside) -> None:
        inside.search(self._bar.search.edit.text())
        self._bar.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.search.edit.selectAll()
