"""Who may come in: told to the door, and kept as the other counters of the hall have it."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from desk_app import logs
from desk_app.errors import DeskError
from desk_app.ui import tasks
from desk_app.ui.screens.door import Door

EVERY_MS = 10_000
BACK = "服务器接通了，请登录。"


class Arrivals(QObject):
    """Tells a door the people of a folder.

    Where the folder works on a hall's server, it is asked while the door is shut: who was let in
    at another counter can come in here, and a server that was away is seen to be back.
    """

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._door: Door | None = None
        self._asking = False
        self._lost = ""
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.ask)

    def show(self, door: Door, *, counter: int = 0) -> None:
        """Let the door know who may come in by what is in the folder now."""
        from desk_app.services.desk import counter_number
        from desk_app.services.server import places
        from desk_app.services.start import opening

        self._door = door
        people = opening.people(self._folder)
        rows = [(one.staff_no, one.masked_name, one.role.label) for one in people]
        usual = counter_number.read(self._folder) or counter_number.USUAL
        door.show_people(rows, counter=counter or usual)
        door.offer_keyring(offered=bool(opening.remembered_people(self._folder)))
        if places.on_server(self._folder) and not self._timer.isActive():
            self._timer.start()
            self.ask()

    def stop(self) -> None:
        """Ask no more: the program ends."""
        self._timer.stop()

    def ask(self) -> None:
        """Ask the server, while the door is shut, in a worker thread nobody waits for."""
        if self._asking or self._door is None or not isValid(self._door):
            return
        if not self._door.isVisible():
            return
        self._asking = True
        folder = self._folder

        def work() -> bool:
            from desk_app.services.start import opening

            return opening.refresh_people(folder)

        tasks.run(
            self,
            work,
            self._answered,
            self._not_answered,
            faults=logs.note_error,
            ended=self._end,
            lane=tasks.Lane.ASIDE,
        )

    def _end(self) -> None:
        self._asking = False

    def _answered(self, news: bool) -> None:
        door, lost = self._door, self._lost
        self._lost = ""
        if door is None or not isValid(door):
            return
        if news:
            self.show(door)
        if lost and door.banner.text() == lost:
            door.banner.say(BACK, "ok")

    def _not_answered(self, error: DeskError) -> None:
        self._lost = error.message
