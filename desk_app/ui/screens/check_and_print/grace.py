"""The seconds in which what was just done can be taken back, before its papers are printed."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing.withdrawing import withdraw
from desk_app.services.settings.preferences import UNDO_SECONDS
from desk_app.ui import tasks

_SECOND_MS = 1000


class Grace(QObject):
    """Counts down on a page; leaving the page ends it.

    Signals: ``said`` with a sentence for each second left, ``over`` when none is, ``withdrawn``
    with what was taken back, ``refused`` with why it was not.
    """

    said = Signal(str)
    over = Signal()
    withdrawn = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._deed, self._number, self._left = "", "", 0
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self._tick)
        page.installEventFilter(self)

    @property
    def running(self) -> bool:
        """Whether there are seconds left."""
        return self._timer.isActive()

    def begin(self, number: str, deed: str) -> None:
        """Count down after a deed, worded “已受理”, to a filing; without one it is over at once."""
        self._number, self._deed = number, deed
        self._left = UNDO_SECONDS.of(self._desk) if deed else 0
        if self._left:
            self._timer.start()
        self._tell()

    def finish(self) -> bool:
        """Wait no longer; return whether there were seconds left."""
        if not self.running:
            return False
        self._left = 0
        self._tell()
        return True

    def take_back(self) -> None:
        """Take back what was done; papers that were not sent yet are never printed."""
        desk, number = self._desk, self._number
        if not self._deed:
            return
        self._timer.stop()
        self._deed = ""
        tasks.run(
            self,
            lambda: withdraw(desk=desk, record_no=number),
            self.withdrawn.emit,
            self.refused.emit,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Print what waits when the page is left: nobody takes it back from elsewhere."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.finish()
        return super().eventFilter(watched, event)

    def _tick(self) -> None:
        self._left -= 1
        self._tell()

    def _tell(self) -> None:
        if self._left > 0:
            self.said.emit(
                f"{self._deed}。{self._left} 秒后打印：办错了按 Ctrl Z 撤回，马上打印按 Ctrl P。"
            )
        else:
            self._timer.stop()
            self.said.emit("")
            self.over.emit()
