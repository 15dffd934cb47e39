"""Knows whether the hall's server is there, by asking in the background."""

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app import logs
from desk_app.services.desk.open_desk import Desk
from desk_app.services.server import presence
from desk_app.services.server.presence import ServerLostError
from desk_app.ui import tasks

AWAY = (
    "连不上服务器。您可以接着输入，内容加密存在本机，不会丢；现在不能查找、登记。"
    "请检查网线和服务器，接通后自动恢复。"
)
BACK = "服务器接通了，可以接着办"
LOOK_MS = 400
USUAL_MS, AWAY_MS = 15_000, 3_000


class Presence(QObject):
    """Asks a shared server for signs of life; does nothing for records on this computer.

    Signals: ``lost`` when it stopped answering, to this or to anything the clerk did, and
    ``back`` when it answers again.
    """

    lost = Signal()
    back = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._asking = desk, False
        self.away = False
        # What the clerk does fails in any thread; here it is only looked at.
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._see)
        self._ask = QTimer(self)
        self._ask.setInterval(USUAL_MS)
        self._ask.timeout.connect(self.ask)

    def begin(self) -> None:
        """Begin to ask."""
        if presence.is_shared(desk=self._desk):
            presence.keep_asking(desk=self._desk)
            self._look.start()
            self._ask.start()

    def stop(self) -> None:
        """Stop asking."""
        self._look.stop()
        self._ask.stop()

    def ask(self) -> None:
        """Ask once, in a worker thread nobody waits for."""
        if self._asking:
            return
        self._asking = True
        desk = self._desk
        tasks.run(
            self,
            lambda: presence.ping(desk=desk),
            tasks.ignore,
            self._not_answered,
            faults=self._not_answered,
            ended=self._answered,
            lane=tasks.Lane.ASIDE,
        )

    def _answered(self) -> None:
        self._asking = False
        self._see()

    @staticmethod
    def _not_answered(error: Exception) -> None:
        if not isinstance(error, ServerLostError):
            logs.note_error(error)

    def _see(self) -> None:
        """Tell where things stand otherwise than before."""
        away = presence.is_away(desk=self._desk)
        if away == self.away:
            return
        self.away = away
        self._ask.start(AWAY_MS if away else USUAL_MS)
        (self.lost if away else self.back).emit()
