"""The way back in for somebody who has lost a passphrase and holds the recovery code."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk_app.clock import Clock
from desk_app.ui import tasks
from desk_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from desk_app.ui.screens.recovery import Recovery


class Recovering(QObject):
    """Asks for the recovery code in a window, and gives its person a new passphrase."""

    def __init__(
        self, window: MainWindow, folder: Path, clock: Clock, words: Callable[[Exception], str]
    ) -> None:
        """Begin nothing yet; ``words`` says of an error what the person is to do."""
        super().__init__(window)
        self._window, self._folder, self._clock, self._words = window, folder, clock, words
        self._page: Recovery | None = None

    def ask(self, staff_no: str) -> None:
        """Ask for the code, for the person marked at the door at first."""
        if not self._window.door.people:
            return
        if self._page is None:
            from desk_app.ui.screens.recovery import Recovery

            self._page = Recovery()
            self._page.submitted.connect(self._recover)
            self._page.left.connect(self._window.show_door)
        self._window.show_apart(self._page)
        self._page.open(self._window.door.people, staff_no)

    def _recover(self, code: str, staff_no: str, passphrase: str) -> None:
        folder, clock = self._folder, self._clock

        def work() -> None:
            from desk_app.services.people import recovery

            recovery.recover(
                folder=folder, code=code, staff_no=staff_no, passphrase=passphrase, clock=clock
            )

        tasks.waited_for(self, work, self._recovered, self._failed)

    def _recovered(self, done: None) -> None:
        del done
        self._window.show_door()
        self._window.door.banner.say("口令已换，请用新口令登录。", "ok")
        self._window.door.secret.setFocus()

    def _failed(self, error: Exception) -> None:
        if self._page is not None:
            self._page.show_fault(self._words(error))
