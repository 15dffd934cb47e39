"""Keeps the records of a desk safe while its window is open, in a thread of its own."""

import threading
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.errors import DeskError, Stopped
from desk_app.policy.vocabulary import Role
from desk_app.services.backup import backing_up, retention
from desk_app.services.backup.backing_up import Automatic, Damage
from desk_app.services.desk import counter_number, timekeeping
from desk_app.services.desk.open_desk import Desk
from desk_app.services.desk.timekeeping import clock_warning
from desk_app.services.people import keywatch, rolewatch
from desk_app.services.people.rolewatch import News
from desk_app.services.start import gaps
from desk_app.ui import tasks

BEGIN_MS = 3_000  # the first case is begun before the file is read through
ROUND_MS = 30 * 60_000


class Guardian(QObject):
    """Looks for damage, backs up once a day and on parting, reminds.

    Signals: ``people_changed`` with the ``News`` of them; ``damaged`` with a ``Damage``, ``warned``
    of the clock, ``short`` of what is missing at the end of the records, ``urged`` about the keys
    and ``reminded`` with a sentence, ``parted`` with an ``Automatic`` or None, ``part_failed``
    with a sentence.
    """

    damaged = Signal(object)
    warned = Signal(str)
    short = Signal(str)
    urged = Signal(str)
    reminded = Signal(str)
    people_changed = Signal(object)
    parted = Signal(object)
    part_failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stop = threading.Event()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Say at once what the clock and the end of the records tell; look at the rest later."""
        warning = clock_warning(desk=self._desk)
        if warning:
            self.warned.emit(warning)
        missing = gaps.warning(desk=self._desk)
        if missing:
            self.short.emit(missing)
        for one in (counter_number.doubt(desk=self._desk), gaps.remark(desk=self._desk)):
            if one:
                self.reminded.emit(one)
        self._timer.start(BEGIN_MS)
        desk = self._desk
        tasks.quietly(self, lambda: rolewatch.news(desk=desk), self._tell_news)

    def acknowledge(self, news: News) -> None:
        """Remember that the changes of people were seen."""
        desk = self._desk
        tasks.quietly(self, lambda: rolewatch.acknowledge(desk=desk, news=news))

    def believe_clock(self, day: str) -> None:
        """Note that somebody looked elsewhere what day it is and says that the clock is right."""
        desk = self._desk
        work = partial(timekeeping.confirm, desk=desk, day=day)
        tasks.run(self, work, tasks.ignore, self._remind)

    def _remind(self, error: DeskError) -> None:
        self.reminded.emit(error.message)

    def look(self) -> None:
        """Look for damage, then for what is due."""
        desk = self._desk
        tasks.quietly(self, lambda: backing_up.damage(desk=desk), self._looked)

    def part(self) -> None:
        """Make the backup of parting; a hall's server makes its own."""
        desk, stopped = self._desk, self._stop.is_set
        self._timer.stop()
        if not backing_up.is_ours(desk=desk):
            self.parted.emit(None)
            return
        tasks.run(
            self,
            lambda: backing_up.automatic(desk=desk, stopped=stopped),
            self.parted.emit,
            self._not_parted,
            faults=self._not_parted,
            lane=tasks.Lane.ASIDE,
        )

    def stop(self) -> None:
        """Give up the backup that is being made, at the next occasion."""
        self._timer.stop()
        self._stop.set()

    def _looked(self, found: Damage | None) -> None:
        if found is not None:
            self.damaged.emit(found)
            return
        self._timer.start(ROUND_MS)
        desk, stopped = self._desk, self._stop.is_set
        tasks.run(
            self, lambda: _due(desk, stopped), self._done, self._complain, lane=tasks.Lane.ASIDE
        )

    def _done(self, done: tuple[Automatic | None, int, tuple[str, ...]]) -> None:
        made, expired, remarks = done
        if remarks:
            self.urged.emit("".join(remarks))
        if made is not None and made.fault:
            self.reminded.emit(made.fault)
        elif expired and self._desk.clerk.role is Role.SUPERVISOR:
            self.reminded.emit(f"有 {expired} 件备案保存期满，可在“设置 → 数据”里清除。")

    def _complain(self, error: DeskError) -> None:
        if not self._stop.is_set():
            self.reminded.emit(f"今天的自动备份没有做成：{error.message}")

    def _not_parted(self, error: Exception) -> None:
        if self._stop.is_set():
            self.parted.emit(None)
        elif isinstance(error, DeskError):
            self.part_failed.emit(error.message)
        else:
            self.part_failed.emit("备份没有写成，请检查磁盘空间后再试。")

    def _tell_news(self, news: News | None) -> None:
        if news is not None:
            self.people_changed.emit(news)


def _due(desk: Desk, stopped: Stopped) -> tuple[Automatic | None, int, tuple[str, ...]]:
    made = None
    if backing_up.is_due(desk=desk):
        made = backing_up.automatic(desk=desk, stopped=stopped)
    return made, retention.due(desk=desk).filings, keywatch.remarks(desk=desk)
