"""Look again at papers that were sent earlier, in another shift or before a restart."""

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app import logs
from desk_app.records.print_job import CAME_OUT, NEVER_CAME
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import tracing
from desk_app.services.papers.spooling import OUTCOMES
from desk_app.services.papers.tracing import News
from desk_app.ui import tasks
from desk_app.ui.tasks import Lane

EVERY_MS = 120_000
LATE = "{} 原来记为没有打出来，后来打出来了，记录已改正。请找到纸，不要再打。"
NOT_OUT = "{} 没有打印出来，请按 Ctrl+K 找到这一件补打。"  # it may be of another day
NOT_KNOWN = "{} 不知道印出没有。请看打印机，按 Ctrl+K 找到这一件，记下出纸没有。"
OF_THE_HALL = {
    True: "日结单或台账没有打印出来，请在“今日与日结”（F10）里再出一次。",
    False: "日结单或台账不知道印出没有，请看打印机；没有的，在“今日与日结”（F10）里再出一次。",
}
HALL = "日结单或台账"


class PrintWatch(QObject):
    """Asks, every so often, after all papers of this computer that may still come out.

    Signals: ``said`` tells what the clerk must know, ``learned`` what is new of some papers.
    """

    said = Signal(str)
    learned = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asking = self._wanted = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Look once, in the printer's own lane; nothing is asked where nothing is open."""
        self._wanted = True
        if self._asking:
            return  # what it hears may be of before; it looks once more
        self._asking, self._wanted = True, False
        desk = self._desk
        tasks.run(
            self,
            lambda: tracing.look(desk=desk),
            self._told,
            tasks.ignore,  # the records are away: the next look asks again
            faults=logs.note_error,
            ended=self._go_on,
            lane=Lane.PRINTER,
        )

    def _told(self, news: tuple[News, ...]) -> None:
        for one in news:
            self.learned.emit(one)
            words = _words(one)
            if words:
                self.said.emit(words)

    def _go_on(self) -> None:
        self._asking = False
        if self._wanted:
            self.look()


def _words(news: News) -> str:
    """Word what the clerk must know; nothing where papers came as expected."""
    outcome = OUTCOMES.get(news.status.state)
    if outcome in CAME_OUT:
        return LATE.format(_which(news)) if news.before in NEVER_CAME else ""
    if not news.filings:
        return OF_THE_HALL[outcome in NEVER_CAME]
    return (NOT_OUT if outcome in NEVER_CAME else NOT_KNOWN).format(_which(news))


def _which(news: News) -> str:
    first = news.filings[0] if news.filings else HALL
    return f"{first} 等 {len(news.filings)} 件" if len(news.filings) > 1 else first
