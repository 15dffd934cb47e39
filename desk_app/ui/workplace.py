"""The working screens of one signed-in desk, and the ways between them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desk_app.clock import CHINA
from desk_app.errors import DeskError
from desk_app.policy.vocabulary import FilingStatus, FilingType
from desk_app.records.filing import FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import drafts
from desk_app.services.filing.races import Conflict
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.services.server import presence
from desk_app.services.settings import preferences
from desk_app.ui.main_window import HELP_PROPERTY, MainWindow, Sign
from desk_app.ui.models.case.conflict import Conflicts
from desk_app.ui.models.presence import AWAY, BACK, Presence
from desk_app.ui.screens.check_and_print.screen import CheckAndPrint
from desk_app.ui.screens.counter.screen import Counter
from desk_app.ui.screens.day.screen import Day
from desk_app.ui.screens.guide.screen import Guide
from desk_app.ui.screens.records.screen import Records
from desk_app.ui.screens.settings.screen import Settings

BESIDE = frozenset({"guide", "day", "settings"})  # visited while a case waits
AHEAD = ("check", "records", "guide", "day", "settings")
AHEAD_MS = 150
Screen = TypeVar("Screen", bound=QWidget)


class Workplace(QObject):
    """The working screens of a desk, gone with it.

    Only the counter is made at once. Each other is made when it is first asked for, or before
    that while nothing else goes on: all at once they would hold up signing in.

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
        self.presence = Presence(desk, self)
        self._made: list[QWidget] = [self.counter]
        self.counter.setProperty(HELP_PROPERTY, "counter")
        self.asked_at: tuple[QWidget, QWidget | None] = (self.counter, None)
        self._last: QWidget = self.counter
        self._ahead = QTimer(self)
        self._ahead.setInterval(AHEAD_MS)
        self._ahead.timeout.connect(self._make_ahead)
        self._connect()

    def sign(self) -> Sign:
        """Return what the bar says of this desk."""
        return Sign(f"{self.desk.counter} 号窗 · {self.desk.hall.name}", self.desk.clerk.name)

    def screens(self) -> tuple[QWidget, ...]:
        """Return the screens made so far, the home screen first."""
        return tuple(self._made)

    def begin(self) -> None:
        """Open the draft that was typed last at this counter, or an empty case."""
        self.counter.begin()
        self.counter.read_by_itself()
        self._window.set_idle_minutes(preferences.IDLE_MINUTES.of(self.desk))
        self._say_state("")
        self.presence.begin()

    def arrive(self) -> None:
        """Take the keyboard, on first entry or after a lock."""
        self._ahead.start()
        self._tell_presence()
        self._say_state("")
        name = _name(self._window.current())
        if name == "counter":
            self.counter.go_on()
        elif name == "guide":
            self.guide.focus_search()
        elif name in BESIDE:
            self.turn_to(name)

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
        last = _name(self._last)
        finished = last == "check" and self.check.done
        self._show(self.counter if finished or last == "records" else self._last)
        name = _name(self._window.current())
        if name == "counter":
            self.counter.go_on()
        elif name == "guide":
            self.guide.focus_search()
        elif name == "day":
            self.day.open()

    def consult(self) -> None:
        """Open the guide; what is typed is saved, and the keyboard comes back to it."""
        self._visit(self.guide)
        known = self.counter.verdict and self.counter.verdict.identity
        self.guide.open(age=known.age if known else None)

    def turn_to(self, name: str) -> None:
        """Open the day or the settings; Esc leads back to where the work was left."""
        screen = self.day if name == "day" else self.settings
        self._visit(screen)
        screen.open()
        self.check.papers.watch.look()

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
        self.presence.stop()
        for left in (*self.screens(), self.conflicts, self):
            left.deleteLater()

    # -- the screens ----------------------------------------------------------------------

    @cached_property
    def check(self) -> CheckAndPrint:
        """The page that is read out, then the papers."""
        screen = self._keep("check", CheckAndPrint(self.desk))
        screen.change_wanted.connect(self._change_field)
        screen.back_wanted.connect(self._back_to_counter)
        screen.registered.connect(self._registered)
        screen.next_wanted.connect(self.new_case)
        screen.changed.connect(self._refresh)
        screen.failed.connect(self._complain)
        screen.conflicted.connect(self._part_ways)
        screen.retype_wanted.connect(self._retype)
        screen.look_wanted.connect(self._open_filing)
        screen.said.connect(self._window.toast.say)
        screen.homeless.connect(self.counter.keeper.keep_anywhere)
        return screen

    @cached_property
    def records(self) -> Records:
        """What was filed."""
        screen = self._keep("records", Records(self.desk))
        screen.change_wanted.connect(self._change_filing)
        screen.complete_wanted.connect(self._complete_filing)
        screen.papers_made.connect(self._show_papers)
        screen.changed.connect(self._refresh)
        screen.copied.connect(self._window.clip.put)
        screen.said.connect(self._window.toast.say)
        screen.failed.connect(self._complain)
        screen.left.connect(self.go_home)
        return screen

    @cached_property
    def guide(self) -> Guide:
        """Advice for those who only ask."""
        screen = self._keep("guide", Guide(self.desk))
        screen.left.connect(self._back_from_guide)
        screen.start_wanted.connect(self._start_with)
        return screen

    @cached_property
    def day(self) -> Day:
        """The day's figures and lists."""
        screen = self._keep("day", Day(self.desk))
        screen.left.connect(self._back_from_guide)
        screen.open_wanted.connect(self._open_from_day)
        screen.changed.connect(self._refresh)
        return screen

    @cached_property
    def settings(self) -> Settings:
        """What a supervisor sets."""
        screen = self._keep("settings", Settings(self.desk))
        screen.left.connect(self._back_from_guide)
        screen.changed.connect(self._refresh)
        screen.idle_changed.connect(self._window.set_idle_minutes)
        screen.renewed.connect(self.renewed)
        screen.restore_wanted.connect(self.restore_wanted)
        return screen

    def _keep(self, name: str, screen: Screen) -> Screen:
        screen.setProperty(HELP_PROPERTY, name)
        self._made.append(screen)
        self._window.add_screen(screen)
        return screen

    def _make_ahead(self) -> None:
        """Make one screen that nobody has asked for yet; none while the server is away."""
        if presence.is_away(desk=self.desk):
            return
        waiting = next((name for name in AHEAD if name not in self.__dict__), None)
        if waiting is None:
            self._ahead.stop()
        else:
            with suppress(presence.ServerLostError):
                getattr(self, waiting)

    def _connect(self) -> None:
        self._window.closed.connect(self.counter.reader.stop)
        self.counter.ready.connect(self._to_check)
        self.counter.filing_wanted.connect(self._open_filing)
        self.counter.kept.connect(self._draft_kept)
        self.counter.failed.connect(self._draft_lost)
        self.counter.put_by_hand.connect(partial(self._window.toast.say, "已存为草稿"))
        self.presence.lost.connect(self._tell_presence)
        self.presence.back.connect(self._server_is_back)
        self.counter.keeper.conflicted.connect(self.conflicts.ask)
        self.conflicts.theirs_wanted.connect(self._take_theirs)
        self.conflicts.mine_wanted.connect(self._go_on_with_mine)
        self.conflicts.look_wanted.connect(self._open_filing)

    def _tell_presence(self) -> None:
        """Say it where it stays to be seen, as long as the server is away."""
        self._window.notice.say(AWAY if self.presence.away else "", "warn")

    def _server_is_back(self) -> None:
        """Bring the draft to the server and read everything anew."""
        self._tell_presence()
        self.counter.keeper.save()
        drafts.bring_all(desk=self.desk)
        self.counter.person.look_again()
        self._refresh()
        self._window.toast.say(BACK)

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

    def _visit(self, screen: QWidget) -> None:
        """Show a screen beside the work, remembering where that was left."""
        if _name(self._window.current()) not in BESIDE:
            self.counter.put_aside()
            self.asked_at = (self._window.current(), QApplication.focusWidget())
        self._show(screen)

    def _open_from_day(self, number: str) -> None:
        self._open_filing(number)
        self._last = self.day

    def _show(self, screen: QWidget) -> None:
        if _name(screen) != "records":
            # A name that was looked for does not stay in view of the next person.
            self._window.bar.search.edit.clear()
        self._window.show_screen(screen)

    def _to_check(self, case: dict[str, Any], _draft: object, filing: FilingRecord | None) -> None:
        try:  # the draft is read where it is kept, so that its latest version counts
            opened = self.check.open_case(case, self.counter.keeper.draft, filing)
        except DeskError as error:
            self._complain(error.message)
            return
        self._show(self.check if opened else self.counter)
        if not opened:
            self.counter.go_on()

    def _back_to_counter(self) -> None:
        self._show(self.counter)
        self.counter.go_on()

    def _back_from_guide(self) -> None:
        screen, editor = self.asked_at
        self._show(screen)
        if editor is not None and isValid(editor) and screen.isAncestorOf(editor):
            editor.setFocus()
        elif _name(screen) == "records":
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

    def _registered(self, _number: str) -> None:
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

    def _show_papers(self, filing: FilingRecord, made: Sequence[IssuedPaper], deed: str) -> None:
        self._show(self.check)
        self.check.show_papers(filing, made, deed)

    def _retype(self, case: Mapping[str, Any]) -> None:
        """Go on with a case whose registering was taken back."""
        self.new_case()
        self.counter.put_back(case)

    def _refresh(self) -> None:
        self.counter.refresh()
        for name in {"records", "day"} & self.__dict__.keys():
            getattr(self, name).refresh()

    def _draft_kept(self, at: datetime) -> None:
        aside = drafts.is_set_aside(self.counter.keeper.draft)
        where = "连不上服务器，草稿加密存在本机" if aside else "草稿已存"
        self._say_state(f"{where} {at.astimezone(CHINA):%H:%M}")

    def _draft_lost(self, words: str) -> None:
        """Say it where it stays to be seen, until a draft is saved again."""
        self._say_state("草稿没有存上")
        self._complain(words)

    def _say_state(self, words: str) -> None:
        self._window.bar.show_state(" · ".join(part for part in ("离线运行", words) if part))

    def _complain(self, words: str) -> None:
        self._window.toast.say(words, "error")


def _name(screen: QWidget) -> str:
    return str(screen.property(HELP_PROPERTY) or "")
