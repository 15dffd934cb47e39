"""The working screens of one signed-in desk, and the ways between them."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desk_app.clock import CHINA
from desk_app.policy.vocabulary import FilingStatus, FilingType
from desk_app.records.filing import FilingRecord
from desk_app.services import drafts, preferences
from desk_app.services.conflicting import Conflict
from desk_app.services.desk import Desk
from desk_app.services.issuing import IssuedPaper
from desk_app.ui.main_window import HELP_PROPERTY, MainWindow, Sign
from desk_app.ui.models.conflict import Conflicts
from desk_app.ui.screens.check_and_print.screen import CheckAndPrint
from desk_app.ui.screens.counter.screen import Counter
from desk_app.ui.screens.day.screen import Day
from desk_app.ui.screens.guide.screen import Guide
from desk_app.ui.screens.records.screen import Records
from desk_app.ui.screens.settings.screen import Settings

SCREEN_NAMES = ("counter", "check", "records", "guide", "day", "settings")


class Workplace(QObject):
    """The working screens, the counter first: made for a desk, gone with it.

    Signals: ``renewed`` with a desk after a change that shows everywhere, ``restore_wanted``
    with a function that restores a backup once the desk is closed.
    """

    renewed = Signal(object)
    restore_wanted = Signal(object)

    def __init__(self, desk: Desk, window: MainWindow, *, device: str | None = None) -> None:
        """Make the screens; ``device`` names the card reader, as ``registry.opener`` takes it."""
        super().__init__(window)
        self.desk, self._window = desk, window
        self.counter = Counter(desk, device=device)
        self.conflicts = Conflicts(window)
        self.check = CheckAndPrint(desk)
        self.records = Records(desk)
        self.guide = Guide(desk)
        self.day, self.settings = Day(desk), Settings(desk)
        self._asked_at: tuple[QWidget, QWidget | None] = (self.counter, None)
        for name, screen in zip(SCREEN_NAMES, self.screens(), strict=True):
            screen.setProperty(HELP_PROPERTY, name)
        self._last: QWidget = self.counter
        self._connect()

    def sign(self) -> Sign:
        """Return what the bar says of this desk."""
        return Sign(f"{self.desk.counter} 号窗 · {self.desk.hall.name}", self.desk.clerk.name)

    def screens(self) -> tuple[QWidget, ...]:
        """Return the screens, the home screen first."""
        return (self.counter, self.check, self.records, self.guide, self.day, self.settings)

    def begin(self) -> None:
        """Open the draft that was typed last at this counter, or an empty case."""
        self.counter.begin()
        self.counter.read_by_itself()
        self._window.set_idle_minutes(preferences.read(desk=self.desk).idle_minutes)
        self._say_state("")

    def arrive(self) -> None:
        """Take the keyboard, on first entry or after a lock."""
        self._say_state("")
        if self._window.current() is self.counter:
            self.counter.go_on()
        elif self._window.current() is self.guide:
            self.guide.focus_search()
        elif self._window.current() in {self.day, self.settings}:
            self.turn_to(str(self._window.current().property(HELP_PROPERTY)))

    def new_case(self) -> None:
        """Begin a case, putting the one on the screen aside."""
        self.counter.start_new()
        self._show(self.counter)
        self.counter.focus_first()

    def search(self, text: str) -> None:
        """Show what fits a text typed into the search box."""
        if self._window.current() is not self.records:
            self.counter.put_aside()
            self._last = self._window.current()
            self._window.show_screen(self.records)
        self.records.search(text)

    def move_in_list(self, step: int) -> None:
        """Mark another row of the results."""
        self.records.move_mark(step)

    def enter_list(self) -> None:
        """Go from the search box to the results."""
        self.records.enter()

    def go_home(self) -> None:
        """Go back to where the search began."""
        finished = self._last is self.check and self.check.done
        self._show(self.counter if finished or self._last is self.records else self._last)
        if self._window.current() is self.counter:
            self.counter.go_on()
        elif self._window.current() is self.guide:
            self.guide.focus_search()
        elif self._window.current() is self.day:
            self.day.open()

    def consult(self) -> None:
        """Open the guide; what is typed is saved, and the keyboard comes back to it."""
        self._visit(self.guide)
        verdict = self.counter.verdict
        known = verdict.identity if verdict is not None else None
        self.guide.open(age=known.age if known is not None else None)

    def turn_to(self, name: str) -> None:
        """Open the day or the settings; Esc leads back to where the work was left."""
        screen = {"day": self.day, "settings": self.settings}[name]
        self._visit(screen)
        screen.open()

    def snapshot(self) -> object:
        """Return the case on the screen, for ``open_scanned``."""
        return self.counter.case.data()

    def open_scanned(self, number: str, before: object) -> None:
        """Open the record of a scanned code; the case goes back to what it was ``before``."""
        if isinstance(before, dict):
            self.counter.put_back(before)
        self._open_filing(number)

    def put_aside(self) -> bool:
        """Save what is typed; return whether it is safe."""
        return self.counter.put_aside()

    def let_go(self) -> None:
        """Delete the screens, for a change of shift."""
        self.counter.reader.stop()
        for screen in self.screens():
            screen.deleteLater()
        self.deleteLater()

    def _connect(self) -> None:
        self._window.closed.connect(self.counter.reader.stop)
        self.counter.ready.connect(self._to_check)
        self.counter.filing_wanted.connect(self._open_filing)
        self.counter.kept.connect(self._draft_kept)
        self.counter.failed.connect(self._draft_lost)
        self.counter.put_by_hand.connect(self._tell_draft)
        self.counter.keeper.conflicted.connect(self.conflicts.ask)
        self.conflicts.theirs_wanted.connect(self._take_theirs)
        self.conflicts.mine_wanted.connect(self._go_on_with_mine)
        self.conflicts.look_wanted.connect(self._look_at_theirs)
        self.check.change_wanted.connect(self._change_field)
        self.check.back_wanted.connect(self._back_to_counter)
        self.check.registered.connect(self._registered)
        self.check.next_wanted.connect(self.new_case)
        self.check.changed.connect(self._refresh)
        self.check.conflicted.connect(self._part_ways)
        self.records.change_wanted.connect(self._change_filing)
        self.records.complete_wanted.connect(self._complete_filing)
        self.records.papers_made.connect(self._show_papers)
        self.records.changed.connect(self._refresh)
        self.records.copied.connect(self._window.clip.put)
        self.records.said.connect(self._window.toast.say)
        self.records.failed.connect(self._complain)
        self.records.left.connect(self.go_home)
        self.guide.left.connect(self._back_from_guide)
        self.day.left.connect(self._back_from_guide)
        self.day.open_wanted.connect(self._open_from_day)
        self.day.changed.connect(self._refresh)
        self.settings.left.connect(self._back_from_guide)
        self.settings.changed.connect(self._refresh)
        self.settings.idle_changed.connect(self._window.set_idle_minutes)
        self.settings.renewed.connect(self.renewed)
        self.settings.restore_wanted.connect(self.restore_wanted)
        self.guide.start_wanted.connect(self._start_with)

    def _part_ways(self, conflict: Conflict) -> None:
        """Go back to the case, kept as a draft of its own, and ask."""
        if conflict.filing is None:
            self.counter.keeper.keep_apart()
        self._show(self.counter)
        self.conflicts.ask(conflict)

    def _take_theirs(self, conflict: Conflict) -> None:
        filing = conflict.filing
        if conflict.draft is not None:
            self.counter.open_draft(conflict.draft)
        elif filing is not None and filing.status == FilingStatus.AWAITING_DOCUMENTS:
            self.counter.open_completion(filing)
        elif filing is not None:
            self.counter.open_change(filing)
        self._back_to_counter()

    def _go_on_with_mine(self, conflict: Conflict) -> None:
        """Go on with the case; what the others did was seen and counts as known from now on."""
        if conflict.filing is not None:
            self.counter.keeper.filing = conflict.filing
        self._back_to_counter()

    def _look_at_theirs(self, conflict: Conflict) -> None:
        if conflict.number is not None:
            self._open_filing(conflict.number)

    def _visit(self, screen: QWidget) -> None:
        """Show a screen beside the work, remembering where that was left."""
        if self._window.current() not in {self.guide, self.day, self.settings}:
            self.counter.put_aside()
            self._asked_at = (self._window.current(), QApplication.focusWidget())
        self._show(screen)

    def _open_from_day(self, number: str) -> None:
        self._open_filing(number)
        self._last = self.day

    def _show(self, screen: QWidget) -> None:
        self._window.show_screen(screen)

    def _to_check(
        self, case: dict[str, object], draft: object, filing: FilingRecord | None
    ) -> None:
        del draft  # read where it is kept, so that its latest version counts
        self._show(self.check)
        if not self.check.open_case(case, self.counter.keeper.draft, filing):
            self._back_to_counter()

    def _back_to_counter(self) -> None:
        self._show(self.counter)
        self.counter.go_on()

    def _back_from_guide(self) -> None:
        screen, editor = self._asked_at
        self._show(screen)
        if editor is not None and isValid(editor) and screen.isAncestorOf(editor):
            editor.setFocus()
        elif screen is self.records:
            self.records.enter()
        else:
            self.counter.go_on()

    def _start_with(self, kind: FilingType) -> None:
        """Use a type found in the guide: for the person at the counter, or for a new case."""
        if not self.counter.case.has_person() or self.counter.case.get("type"):
            self.counter.start_new()
        self.counter.case.set("type", kind)
        self.counter.form.binding.show("type")
        self._show(self.counter)
        self.counter.go_on()

    def _change_field(self, path: str) -> None:
        self._show(self.counter)
        self.counter.go_to(path)

    def _registered(self, number: str) -> None:
        del number  # the page shows it, large
        self.counter.done_with()
        self._say_state("")

    def _open_filing(self, number: str) -> None:
        self.counter.put_aside()
        self._last = self.counter
        self._show(self.records)
        self.records.open_number(number)

    def _change_filing(self, filing: FilingRecord) -> None:
        self.counter.open_change(filing)
        self._show(self.counter)
        self.counter.go_on()

    def _complete_filing(self, filing: FilingRecord) -> None:
        self.counter.open_completion(filing)
        self._show(self.counter)
        self.counter.go_to("documents")

    def _show_papers(self, filing: FilingRecord, papers: tuple[IssuedPaper, ...]) -> None:
        self._show(self.check)
        self.check.show_papers(filing, papers)

    def _refresh(self) -> None:
        self.counter.refresh()
        self.records.refresh()
        self.day.refresh()

    def _draft_kept(self, at: datetime) -> None:
        where = "草稿已存"
        if drafts.is_set_aside(self.counter.keeper.draft):
            where = "连不上服务器，草稿加密存在本机"
        self._say_state(f"{where} {at.astimezone(CHINA):%H:%M}")

    def _draft_lost(self, words: str) -> None:
        """Say it where it stays to be seen, until a draft is saved again."""
        self._say_state("草稿没有存上")
        self._complain(words)

    def _say_state(self, words: str) -> None:
        self._window.bar.show_state(" · ".join(part for part in ("离线运行", words) if part))

    def _tell_draft(self) -> None:
        self._window.toast.say("已存为草稿")

    def _complain(self, words: str) -> None:
        self._window.toast.say(words, "error")
