"""Keep the case that is being typed as a draft, after every field."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from desk_app.errors import DeskError, StateConflictError
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import drafts, races, rescuing
from desk_app.services.filing.races import Conflict
from desk_app.ui.models.case.case import CaseModel


class DraftKeeper(QObject):
    """Saves the case whenever it has changed since it was saved last.

    Signals: ``kept`` with the instant, ``failed`` with a sentence for the clerk; the case
    stays on the screen then and the next change tries again. ``conflicted`` tells that somebody
    else went on with the draft: what is typed here was kept as a draft of its own by then.
    ``homeless`` tells, with a sentence, that the data folder is gone; once ``elsewhere`` names
    a file, the case is kept in that one.
    """

    kept = Signal(object)
    failed = Signal(str)
    conflicted = Signal(object)
    homeless = Signal(str)

    def __init__(self, desk: Desk, case: CaseModel) -> None:
        super().__init__()
        self.elsewhere: Path | None = None
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

    def keep_apart(self) -> None:
        """Keep the case as a draft of its own: somebody else went on with the one it was."""
        self.draft, self._saved = None, None
        self.save()

    def keep_anywhere(self) -> None:
        """Save the case again: the folder it was saved in is gone."""
        self._saved = None
        self.save()

    def save(self) -> bool:
        """Save what changed; return whether everything is safe now."""
        data = self._case.data()
        if data == self._saved or not self._case.has_person():
            return True
        conflict = None
        try:
            try:
                self._keep(data)
            except StateConflictError:
                conflict = self._part_ways(data)
            self.elsewhere = None  # it is with the records again
        except rescuing.FolderGoneError as error:
            return self._keep_elsewhere(data, error)
        except DeskError as error:
            self.failed.emit(error.message)
            return False
        # What waits in the data folder for the hall's server is tried again at every save.
        self._saved = None if drafts.is_set_aside(self.draft) else data
        now: datetime = self._desk.clock.now()
        self.kept.emit(now)
        if conflict is not None:
            self.conflicted.emit(conflict)
        return True

    def _keep(self, data: dict[str, Any]) -> None:
        self.draft = drafts.save(desk=self._desk, case=data, draft=self.draft, filing=self.filing)

    def _keep_elsewhere(self, data: dict[str, Any], gone: DeskError) -> bool:
        """Keep the case in the file that was chosen; tell where none was."""
        if self.elsewhere is None:
            self.failed.emit(gone.message)
            self.homeless.emit(gone.message)
            return False
        try:
            rescuing.put_elsewhere(
                desk=self._desk, case=data, target=self.elsewhere, filing=self.filing
            )
        except DeskError as error:
            self.failed.emit(error.message)
            return False
        self._saved = data
        return True

    def _part_ways(self, data: dict[str, Any]) -> Conflict | None:
        """Keep what is typed as a draft of its own; return what became of the one it was."""
        conflict = None
        if self.draft is not None:
            conflict = races.of_draft(desk=self._desk, draft=self.draft, mine=data)
        self.draft = None
        self._keep(data)
        return conflict
