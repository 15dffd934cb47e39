"""Keep the case that is being typed as a draft, after every field."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from desk_app.errors import DeskError
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingRecord
from desk_app.services import drafts
from desk_app.services.desk import Desk
from desk_app.ui.models.case import CaseModel


class DraftKeeper(QObject):
    """Saves the case whenever it has changed since it was saved last.

    Signals: ``kept`` with the instant, ``failed`` with a sentence for the clerk; the case
    stays on the screen then and the next change tries again.
    """

    kept = Signal(object)
    failed = Signal(str)

    def __init__(self, desk: Desk, case: CaseModel) -> None:
        super().__init__()
        self._desk, self._case = desk, case
        self.draft: DraftRecord | None = None
        self.filing: FilingRecord | None = None
        self._saved: object = None

    def begin(self, draft: DraftRecord | None, filing: FilingRecord | None = None) -> None:
        """Start keeping another case; ``filing`` is the one it will replace."""
        self.draft, self.filing = draft, filing
        self._saved = self._case.data()

    def discard(self) -> None:
        """Delete the draft, on the clerk's word; raise DeskError when that fails."""
        if self.draft is not None:
            drafts.discard(desk=self._desk, draft=self.draft)
            self.draft = None

    def save(self) -> bool:
        """Save what changed; return whether everything is safe now."""
        data = self._case.data()
        if data == self._saved or not self._case.has_person():
            return True
        try:
            self.draft = drafts.save(
                desk=self._desk, case=data, draft=self.draft, filing=self.filing
            )
        except DeskError as error:
            self.failed.emit(error.message)
            return False
        # What waits in the data folder for the hall's server is tried again at every save.
        self._saved = None if drafts.is_set_aside(self.draft) else data
        now: datetime = self._desk.clock.now()
        self.kept.emit(now)
        return True
