"""The counter itself: it ties form, checklist, preview, draft and rules together."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.devices import registry
from desk_app.policy.vocabulary import Method
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingRecord
from desk_app.services.case.checking import Verdict
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import drafts
from desk_app.services.finding import searching, worklists
from desk_app.services.server.presence import ServerLostError
from desk_app.services.settings import reader_choice
from desk_app.ui import theme
from desk_app.ui.dialogs import Question
from desk_app.ui.models.case.case import CaseModel
from desk_app.ui.models.case.judging import Judge
from desk_app.ui.models.case.period import proposed_end
from desk_app.ui.models.reader import CardReader
from desk_app.ui.screens.counter.asked import AskedStrip
from desk_app.ui.screens.counter.bar import ActionBar
from desk_app.ui.screens.counter.card import CardPanel
from desk_app.ui.screens.counter.documents import Checklist
from desk_app.ui.screens.counter.fields import rows
from desk_app.ui.screens.counter.fields.form import MAX_WIDTH, CounterForm
from desk_app.ui.screens.counter.keeper import DraftKeeper
from desk_app.ui.screens.counter.person import PersonPanel
from desk_app.ui.screens.counter.preview import LivePreview
from desk_app.ui.screens.counter.side import SIDE_WIDTH, SidePane
from desk_app.ui.screens.counter.todo import Todo
from desk_app.ui.screens.counter.waiting import WaitingDrafts
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.papers.paper_overlay import PaperOverlay
from desk_app.ui.widgets.text import Card, Pane, ScrollArea

NARROW = 1180
PREVIEW_LEAST = 230


class Counter(QWidget):
    """The home screen.

    Signals: ``ready`` with the raw case, its draft and the filing it replaces, when it may be
    checked and printed; ``filing_wanted`` with a number; ``kept`` with the instant a draft was
    saved, ``put_by_hand`` when the clerk asked for it; ``failed`` with a sentence.
    """

    ready = Signal(object, object, object)
    put_by_hand = Signal()
    filing_wanted = Signal(str)
    kept = Signal(object)
    failed = Signal(str)

    def __init__(self, desk: Desk, *, device: str | None = None) -> None:
        """Make the screen; ``device`` names the card reader, as ``registry.opener`` takes it."""
        super().__init__()
        self._desk = desk
        self.case = CaseModel()
        self.verdict: Verdict | None = None
        self._tried = False
        self._rules = Judge(desk, self.case)
        self.form = CounterForm(self.case, rules=self._rules.own(), today=desk.clock.today)
        self.checklist = Checklist(self.case)
        self.preview = LivePreview(desk)
        self.side = SidePane()
        self.bar = ActionBar()
        self.large = PaperOverlay(self)
        self.todo = Todo(self.form.binding, self.checklist)
        self.keeper = DraftKeeper(desk, self.case)
        self.asked = AskedStrip(self.form.binding, self._rules, self.keeper)
        self.waiting = WaitingDrafts(desk, self, self.keeper)
        self.person = PersonPanel(desk, self.case, self.form, self.keeper)
        device = device or reader_choice.read(desk.folder).device
        self.reader = CardReader(registry.opener(device), self)
        self.card = CardPanel(desk, self.case, self.form, self.keeper, self.reader)
        self._judging = QTimer(self, singleShot=True, interval=0)
        self._lay_out()
        self._connect()
        self._bind_keys()

    # -- what other screens ask for ------------------------------------------------------

    def begin(self) -> None:
        """Open the draft that was typed last at this counter, or an empty case."""
        if waiting := drafts.open_drafts(desk=self._desk):
            self.open_draft(waiting[0])
        else:
            self.open_case(self._blank(), None, None)
        if self.verdict is not None:
            self.preview.warm_up(self.case.data(), self.verdict)

    def go_to(self, path: str) -> None:
        """Show a field, or the documents, with the keyboard in it."""
        self._judge()
        if path == "documents":
            self._go_to_step(len(rows.STEPS) - 1)
        else:
            self.form.binding.focus(path)

    def focus_first(self) -> None:
        """Put the keyboard where a case begins."""
        self.form.binding.focus("applicant.name")

    def start_new(self) -> None:
        """Put what is on the screen aside as a draft and begin an empty case."""
        self._keep()
        self.open_case(self._blank(), None, None)

    def open_draft(self, draft: DraftRecord) -> None:
        """Go on with a draft."""
        self._keep()
        filing = None
        if draft.filing:
            filing, _ = searching.show(desk=self._desk, record_no=draft.filing)
        self.open_case(draft.data, draft, filing)

    def open_change(self, filing: FilingRecord) -> None:
        """Begin the change of a filing: its data, a new period, documents to be shown again."""
        self._keep()
        case = filing.case.model_dump(mode="json")
        case.update(
            begin=self._desk.clock.today().isoformat(), end=None, consent=False, documents={}
        )
        self.open_case(case, None, filing)

    def open_completion(self, filing: FilingRecord) -> None:
        """Open a filing to hand in what was missing, or what a commitment stood for."""
        self._keep()
        case = filing.case.model_dump(mode="json")
        case.update(method=Method.DOCUMENTS.value, consent=False)
        self.open_case(case, None, filing)

    def go_on(self) -> None:
        """Show the case again after another screen was open, the keyboard where it was left."""
        self.refresh()
        self._judge()
        todo = [one.field for one in self.todo.problems()]
        if not any(self.form.binding.focus(path) for path in todo):
            self.focus_first()

    def done_with(self) -> None:
        """Forget the case on the screen: it was registered."""
        self.open_case(self._blank(), None, None)

    def put_back(self, case: Mapping[str, Any]) -> None:
        """Take back what a scanner typed into the case."""
        if self.case.data() != case:
            self.case.load(case)
            self._judge()

    def put_aside(self) -> bool:
        """Save what is typed as a draft; return whether it is safe."""
        safe = self._keep()
        self.refresh()
        return safe

    def refresh(self) -> None:
        """Read today's list anew, and the rules in use."""
        desk = self._desk
        with suppress(ServerLostError):  # told elsewhere; what is shown stays until it is back
            waiting, today = self.waiting.listed(self.keeper.draft), searching.today(desk=desk)
            not_printed = worklists.not_printed(desk=desk, filings=today)
            self.side.show_today(waiting, today, desk.counter, not_printed)
            self._rules.read_rules()

    def read_by_itself(self) -> None:
        """Read cards without being asked, where this computer is set so."""
        self.reader.set_automatic(on=reader_choice.read(self._desk.folder).automatic)

    def _keep(self) -> bool:
        self.form.binding.keep_what_is_typed()
        return self.keeper.save()

    def _blank(self) -> dict[str, Any]:
        return {
            "region": self._desk.hall.region,
            "method": Method.DOCUMENTS.value,
            "applicant": {"id_kind": "resident_id"},
            "agent": {"id_kind": "resident_id"},
            "begin": self._desk.clock.today().isoformat(),
            "consent": False,
        }

    def open_case(
        self, case: Mapping[str, Any], draft: DraftRecord | None, filing: FilingRecord | None
    ) -> None:
        """Show a case with its draft and the filing it changes."""
        self._tried = False
        self.case.load(case)
        if not self.case.get("agent.id_kind"):
            self.case.set("agent.id_kind", "resident_id")
        self.keeper.begin(draft, filing)
        self._rules.begin(filing)
        self.person.begin(filing)
        self.refresh()
        self._judge()
        self.form.verticalScrollBar().setValue(0)
        self.form.binding.focus("applicant.name")

    def _lay_out(self) -> None:
        self.checklist_card = Card()
        self.checklist_card.hide()
        self.form.add_card(self.checklist_card)
        self._right = Pane(theme.SURFACE, edge="left")
        right = QVBoxLayout(self._right)
        right.setContentsMargins(1, px(12), 0, px(4))
        right.setSpacing(0)
        self._slot = QVBoxLayout()
        self._slot.addWidget(self.checklist)
        holder = QWidget()
        holder.setLayout(self._slot)
        self._slot.setContentsMargins(0, 0, 0, 0)
        self._slot.addStretch(1)
        self._documents = ScrollArea(holder)
        right.addWidget(self._documents, 5)
        right.addWidget(self.preview, 6)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.side)
        body.addWidget(self.form, 1)
        body.addWidget(self._right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self.asked)
        column.addWidget(self.bar)

    def _connect(self) -> None:
        self.case.changed.connect(self._changed)
        self.form.binding.settled.connect(self._settled)
        self.checklist.changed.connect(self.keeper.save)
        self._judging.timeout.connect(self._judge)
        self.preview.enlarge.connect(self._toggle_large)
        self.card.taken.connect(self._go_on_after_card)
        self.card.new_wanted.connect(self.start_new)
        self.keeper.kept.connect(self.kept)
        self.keeper.failed.connect(self.failed)
        self.waiting.failed.connect(self.failed)
        self.side.new_wanted.connect(self.start_new)
        self.side.draft_wanted.connect(self.waiting.open)
        self.waiting.opened.connect(self.open_draft)
        self.side.filing_wanted.connect(self.filing_wanted)
        self.side.steps.wanted.connect(self._go_to_step)
        self.bar.next_wanted.connect(self.todo.go_to_next)
        self.bar.save_wanted.connect(self._put_by_hand)
        self.bar.discard_wanted.connect(self._ask_to_discard)
        self.bar.go_wanted.connect(self._go)

    def _bind_keys(self) -> None:
        keys.bind(
            self,
            {
                "F3": self.person.repeat_last,
                "F6": self.todo.go_to_next,
                "F8": self.card.press,
                "F9": self._toggle_large,
                "Ctrl+S": self._put_by_hand,
                "Ctrl+Return": self._go,
            },
        )
        self.asked.bind(self)
        for number in range(1, 10):
            for shortcut in keys.bind(self, {f"Alt+{number}": self._tick}):
                shortcut.setObjectName(str(number))

    def _go_on_after_card(self, group: str) -> None:
        self._judge()
        self.card.leave(group, [one.field for one in self.todo.problems()])

    def _ask_to_discard(self) -> None:
        question = Question(
            self,
            "删除这份草稿？",
            "删除后不能恢复；已经受理的备案不受影响。",
            yes="删除",
            no="保留",
            kind="danger",
        )
        question.agreed.connect(self._discard)
        question.open()

    def _discard(self) -> None:
        self.keeper.discard()
        self.open_case(self._blank(), None, None)

    def _put_by_hand(self) -> None:
        if self.put_aside():
            self.put_by_hand.emit()

    def _tick(self) -> None:
        self.checklist.press(int(self.sender().objectName()))

    def _changed(self, path: str) -> None:
        del path
        self._judging.start()

    def _settled(self, path: str) -> None:
        self.person.settled(path)
        self.keeper.save()
        self._judging.start()

    def _judge(self) -> None:
        self._judging.stop()
        self.verdict = verdict = self._rules.verdict()
        guidance = verdict.guidance
        self.form.ask_for(guidance.fields if guidance else ())
        self.form.propose_end(proposed_end(verdict, self.case.get("begin")))
        self.todo.take(verdict)
        problems = self.todo.problems()
        self.todo.mark()
        self.checklist.show_guidance(guidance, verdict.missing)
        # Rows just made have no size before the next turn.
        QTimer.singleShot(0, self, self._make_room_for_documents)
        needed = len(guidance.documents) if guidance and guidance.available else 0
        self.side.show_progress(problems, held=needed - len(verdict.missing), needed=needed)
        names = self.todo.names()
        self.asked.show_questions(verdict.open_questions)
        self.bar.show_todo(names, verdict, wrong=self._tried)
        self.bar.discard.setVisible(self.keeper.draft is not None)
        self.preview.follow(self.case.data(), verdict)

    def _go(self) -> None:
        self.form.binding.keep_what_is_typed()
        self.keeper.save()
        self._judge()
        self._tried = True
        if self.todo.problems():
            self.bar.show_todo(self.todo.names(), self.verdict, wrong=True)
            self.todo.go_to_next(from_start=True)
            return
        if self.verdict is None or self.verdict.open_questions:
            return  # the strip and the bar say what is asked
        self.ready.emit(self.case.data(), self.keeper.draft, self.keeper.filing)

    def _go_to_step(self, index: int) -> None:
        targets = ["applicant.name", "type", "place"]
        if index < len(targets):
            self.form.binding.focus(targets[index])
        elif index == len(rows.STEPS):
            self._go()
        elif self.checklist.rows:
            next(iter(self.checklist.rows.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def _toggle_large(self) -> None:
        if self.large.isVisible():
            self.large.close_up()
        elif self.preview.pdf is not None:
            self.large.open_with(self.preview.pdf, QApplication.focusWidget())

    def showEvent(self, event: QShowEvent) -> None:
        """Hear of cards while the counter is open."""
        super().showEvent(event)
        self.card.arrive()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take no card while another screen is open, or the door."""
        super().hideEvent(event)
        self.card.depart()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width: the preview goes where it is narrow, the centre never grows too wide."""
        super().resizeEvent(event)
        width = self.width()
        wide = width >= px(NARROW)
        self._right.setVisible(wide)
        self._right.setFixedWidth(max(px(306), min(px(470), int(width * 0.235))))
        self._move_checklist(into_form=not wide)
        room = width - px(SIDE_WIDTH) - (self._right.width() if wide else 0)
        margin = max(px(16), (room - px(MAX_WIDTH)) // 2)
        self.form.set_margin(margin)
        self.large.setGeometry(self.rect())
        self._make_room_for_documents()

    def _make_room_for_documents(self) -> None:
        """Let every document be seen without scrolling, as long as some of the preview is left."""
        room = self._right.height() - px(PREVIEW_LEAST)
        wanted = self.checklist.sizeHint().height()
        self._documents.setMinimumHeight(max(0, min(wanted, room)))

    def _move_checklist(self, *, into_form: bool) -> None:
        if into_form == self.checklist_card.isAncestorOf(self.checklist):
            return
        if into_form:
            self.checklist_card.body.addWidget(self.checklist)
        else:
            self._slot.insertWidget(0, self.checklist)
        self.checklist_card.setVisible(into_form)
