"""The drafts that wait at this counter and at the others, and taking one over."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk_app.clock import CHINA
from desk_app.records.draft import DraftRecord
from desk_app.services import drafts
from desk_app.services.desk import Desk
from desk_app.ui.dialogs import Question


class WaitingDrafts(QObject):
    """Every draft of the hall; ``opened`` tells the one to go on with here."""

    opened = Signal(object)

    def __init__(self, desk: Desk, screen: QWidget) -> None:
        super().__init__(screen)
        self._desk, self._screen = desk, screen
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
