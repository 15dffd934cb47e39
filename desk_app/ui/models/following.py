"""Follow papers that were given to a printer until they are out, and say how far they are."""

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.services.spooling import SpoolState, SpoolStatus
from desk_app.ui import tasks
from desk_app.ui.models.sending import Sending
from desk_app.ui.tasks import Lane

FOLLOW_MS = 1500
OUT = "已打印，请核对纸张。"


class Following(QObject):
    """Asks again and again after what was sent last.

    Signals: ``said`` tells a sentence and its kind, ``ended`` what was sent and its last status,
    ``lost`` the error because of which it is not known.
    """

    said = Signal(str, str)
    ended = Signal(object, object)
    lost = Signal(object)

    def __init__(self, parent: QObject, *, out: str = OUT, advice: str = "") -> None:
        super().__init__(parent)
        self._out, self._advice = out, advice
        self._sent: Sending | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    @property
    def active(self) -> bool:
        """Whether papers are on their way."""
        return self._sent is not None

    def follow(self, sent: Sending, what: str = "") -> None:
        """Follow papers and no others any more; those nobody can ask after are out."""
        self._sent = sent
        if sent.ask is None:
            self._told(sent, SpoolStatus(state=SpoolState.DONE))
        else:
            self.said.emit(f"{what}已送打印机，正在打印…", "info")
            self._timer.start(FOLLOW_MS)

    def stop(self) -> None:
        """Follow nothing any more."""
        self._sent = None

    def _ask(self) -> None:
        sent = self._sent
        if sent is None or sent.ask is None:
            return

        def told(status: SpoolStatus) -> None:
            if sent is self._sent:
                self._told(sent, status)

        def failed(error: Exception) -> None:
            if sent is self._sent:
                self._sent = None
            self.lost.emit(error)

        tasks.run(self, sent.ask, told, failed, lane=Lane.PRINTER)

    def _told(self, sent: Sending, status: SpoolStatus) -> None:
        if status.state is SpoolState.QUEUED:
            if status.reason:
                self.said.emit(f"打印机排队中：{status.reason}", "warn")
            self._timer.start(FOLLOW_MS)
            return
        self._sent = None
        if status.state is SpoolState.DONE:
            self.said.emit(self._out, "ok")
        else:
            why = status.reason or "请检查打印机"
            self.said.emit(f"打印失败：{why}{self._advice}", "error")
        self.ended.emit(sent, status)
