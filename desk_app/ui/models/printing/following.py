"""Follow papers that were given to a printer until they are out, and say how far they are."""

from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.errors import DeskError
from desk_app.services.papers.spooling import ON_ITS_WAY, SpoolState, SpoolStatus
from desk_app.ui import tasks
from desk_app.ui.models.printing.sending import Sending
from desk_app.ui.tasks import Lane

FOLLOW_MS = 1500
OUT = "已送达打印机，请核对纸张。"
HANDED_OVER = "已交给打印系统，请核对纸张。"


class Following(QObject):
    """Asks again and again after what was sent; speaks of what was sent last only.

    Signals: ``said`` tells a sentence and its kind, also why it is not known what became of what
    was sent last; ``ended`` tells what was sent and its last status.
    """

    said = Signal(str, str)
    ended = Signal(object, object)

    def __init__(self, parent: QObject, *, out: str = OUT, advice: str = "") -> None:
        super().__init__(parent)
        self._out, self._advice = out, advice
        self._latest: Sending | None = None
        self._others: deque[Sending] = deque()
        self._asking = self._last_was_latest = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    @property
    def active(self) -> bool:
        """Whether what was sent last is still on its way."""
        return self._latest is not None

    @property
    def under_way(self) -> bool:
        """Whether anything that was sent is still on its way."""
        return bool(self._latest or self._others)

    def follow(self, sent: Sending, what: str = "") -> None:
        """Follow papers and speak of no others; those nobody can ask after are handed over."""
        self.hush()
        self._latest = sent
        if sent.ask is None:
            self._end(sent, SpoolStatus(state=SpoolState.HANDED_OVER))
        else:
            self.said.emit(f"{what}已送打印机，正在打印…", "info")
            self._go_on()

    def follow_silently(self, sent: Sending) -> None:
        """Follow papers and say nothing of them."""
        self._others.append(sent)
        if sent.ask is None:
            self._end(sent, SpoolStatus(state=SpoolState.HANDED_OVER))
        else:
            self._go_on()

    def hush(self) -> None:
        """Speak no more of what was sent last; it is asked after all the same."""
        if self._latest is not None:
            self._others.append(self._latest)
            self._latest = None

    def _go_on(self) -> None:
        if (self._latest or self._others) and not self._asking:
            self._timer.start(FOLLOW_MS)

    def _next(self) -> Sending | None:
        """Return whom to ask after: one at a time, the latest every other time.

        A printer that is out of paper for hours must not have all that wait asked after at once.
        """
        if self._latest is not None and not (self._last_was_latest and self._others):
            self._last_was_latest = True
            return self._latest
        self._last_was_latest = False
        self._others.rotate(-1)
        return self._others[-1] if self._others else None

    def _ask(self) -> None:
        sent = self._next()
        if sent is None or sent.ask is None:
            return

        def told(status: SpoolStatus) -> None:
            self._asking = False
            self._told(sent, status)
            self._go_on()

        def refused(error: DeskError) -> None:
            if self._give_up(sent):
                self.said.emit(error.message, "error")

        def failed(error: Exception) -> None:
            self._give_up(sent)
            tasks.fault(error)

        self._asking = True
        tasks.run(self, sent.ask, told, refused, faults=failed, lane=Lane.PRINTER)

    def _give_up(self, sent: Sending) -> bool:
        """Ask no more after something; return whether it was spoken of."""
        self._asking = False
        spoken_of = self._drop(sent)
        self._go_on()
        return spoken_of

    def _told(self, sent: Sending, status: SpoolStatus) -> None:
        if status.state not in ON_ITS_WAY:
            self._end(sent, status)
        elif sent is not self._latest:
            return
        elif status.state is SpoolState.UNANSWERED:
            self.said.emit(f"{status.state.label}；程序会接着问。", "warn")
        elif status.reason:
            self.said.emit(f"打印机排队中：{status.reason}", "warn")

    def _end(self, sent: Sending, status: SpoolStatus) -> None:
        if self._drop(sent):
            self.said.emit(*self._words(status))
        self.ended.emit(sent, status)

    def _words(self, status: SpoolStatus) -> tuple[str, str]:
        if status.state is SpoolState.DONE:
            return self._out, "ok"
        if status.state is SpoolState.HANDED_OVER:
            return HANDED_OVER, "ok"
        kind = "warn" if status.state is SpoolState.UNKNOWN else "error"
        why = status.reason or ("请检查打印机。" if status.state is SpoolState.FAILED else "")
        return f"{status.state.label}。{why}{self._advice}", kind

    def _drop(self, sent: Sending) -> bool:
        """Follow something no more; return whether it was spoken of."""
        if sent is self._latest:
            self._latest = None
            return True
        self._others.remove(sent)
        return False
