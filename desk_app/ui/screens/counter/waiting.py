"""The drafts that wait: here, at other counters, and in a file where the folder was gone."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk_app.clock import CHINA
from desk_app.errors import DeskError
from desk_app.records.draft import DraftRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import drafts, rescuing
from desk_app.ui import dialogs
from desk_app.ui.dialogs import Question
from desk_app.ui.screens.counter.keeper import DraftKeeper
from desk_app.ui.widgets import keys

KINDS = f"另存的草稿 (*{rescuing.SUFFIX})"


class WaitingDrafts(QObject):
    """Every draft of the hall.

    Signals: ``opened`` with the one to go on with here, ``failed`` with a sentence.
    """

    opened = Signal(object)
    failed = Signal(str)

    def __init__(self, desk: Desk, screen: QWidget, keeper: DraftKeeper) -> None:
        super().__init__(screen)
        self._desk, self._screen, self._keeper = desk, screen, keeper
        self._told = False
        keeper.homeless.connect(self._offer_elsewhere)
        keeper.kept.connect(self._at_home)
        keys.bind(screen, {"Ctrl+O": self._choose})
        self._asked_for: DraftRecord | None = None
        self.question: Question | None = None

    def listed(self, current: DraftRecord | None) -> tuple[DraftRecord, ...]:
        """Return all drafts but the one in hand, those of this counter first."""
        own = current.id if current else None
        found = [
            one for one in drafts.open_drafts(desk=self._desk, everywhere=True) if one.id != own
        ]
        return tuple(sorted(found, key=self._is_elsewhere))

    def open(self, draft: DraftRecord) -> None:
        """Open a draft; one of another counter is taken over once the clerk agrees."""
        if not self._is_elsewhere(draft):
            self.opened.emit(draft)
            return
        self._asked_for = draft
        when = f"{draft.updated_at.astimezone(CHINA):%H:%M}"
        self.question = Question(
            self._screen.window(),
            f"接手 {draft.counter} 号窗的草稿？",
            f"{draft.clerk} {when} 还在输入这一件。接过来以后，由您在这里接着办。",
            yes="接过来办",
            no="不接",
        )
        self.question.agreed.connect(self._take_over)
        self.question.open()

    def _is_elsewhere(self, draft: DraftRecord) -> bool:
        return draft.counter != self._desk.counter

    def _take_over(self) -> None:
        if self._asked_for is not None:
            self.opened.emit(drafts.take_over(desk=self._desk, draft=self._asked_for))

    # -- where the data folder is gone --------------------------------------------------------

    def _offer_elsewhere(self, words: str) -> None:
        """Ask once where the case in hand is to be kept; it stays in the window meanwhile."""
        if self._told:
            return
        self._told = True
        self.question = Question(
            self._screen.window(),
            "手上这一件要另存吗？",
            f"{words}\n手上这一件还在窗口里。现在可以把它存到别处（加密），"
            "等数据文件夹回来或由备份恢复后，在“办理”页按 Ctrl+O 取回。",
            yes="存到别处…",
            no="先不存",
        )
        self.question.agreed.connect(self._put_elsewhere)
        self.question.open()

    def _put_elsewhere(self) -> None:
        now = self._desk.clock.now()
        name = f"草稿-{now:%Y%m%d-%H%M%S}{rescuing.SUFFIX}"
        target = dialogs.save_as(self._screen.window(), "另存草稿", Path.home(), name, KINDS)
        self._told = target is not None
        if target is None:
            return
        self._keeper.elsewhere = target
        self._keeper.keep_anywhere()
        if target.is_file():
            # After the question is gone, or the keyboard would go back to it.
            QTimer.singleShot(0, self, partial(self._tell_where, target))

    def _tell_where(self, target: Path) -> None:
        words = f"已加密存到 {target}，并已读回核对。数据文件夹回来后，在“办理”页按 Ctrl+O 取回。"
        self.question = Question(self._screen.window(), "已另存", words, yes="知道了", kind="tell")
        self.question.open()

    def _at_home(self) -> None:
        self._told = False

    def _choose(self) -> None:
        """Bring back a draft that was kept elsewhere."""
        path = dialogs.open_file(self._screen.window(), "取回另存的草稿", Path.home(), KINDS)
        if path is not None:
            self.bring_back(path)

    def bring_back(self, path: Path) -> None:
        """Make a draft of a file, and go on with it."""
        try:
            draft = rescuing.bring_back(desk=self._desk, path=path)
        except DeskError as error:
            self.failed.emit(error.message)
        else:
            self.opened.emit(draft)
