"""The left of the counter: the steps of the case, and what this counter did today."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from desk_app.clock import CHINA
from desk_app.policy.vocabulary import FilingType, Problem, Variant
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingSummary
from desk_app.records.print_job import PrintOutcome
from desk_app.ui import theme
from desk_app.ui.models.case.statuses import STATUS_KINDS
from desk_app.ui.models.listing import ListingModel, masked
from desk_app.ui.screens.counter.fields import rows
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.displays.steps import Step, StepList
from desk_app.ui.widgets.text import Pane, Text

SIDE_WIDTH = 216


class SidePane(Pane):
    """Steps, today's list and the button for a new case.

    Signals: ``draft_wanted`` and ``filing_wanted`` with what was pressed in the list,
    ``step_wanted`` with the index of a step, ``new_wanted``.
    """

    draft_wanted = Signal(object)
    filing_wanted = Signal(str)
    new_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(theme.SURFACE, edge="right")
        self.setFixedWidth(px(SIDE_WIDTH))
        self.steps = StepList()
        self.listing = ListingModel()
        self.list = RowList("今日受理和草稿")
        self.list.setModel(self.listing)
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # It takes what is left: on a low screen it gives way before the steps do.
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.list.setMinimumHeight(px(44))
        self.list.opened.connect(self._open)
        self.count = Text("", theme.CAPTION, color=theme.INK_500, tabular=True)
        new = Button("新办一件", kind="tint", key="F2", icon="plus")
        new.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        new.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        new.clicked.connect(self.new_wanted)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setContentsMargins(px(16), px(12), px(16), px(4))
        head.addWidget(Text("今日受理", theme.LABEL, theme.SEMIBOLD))
        head.addStretch(1)
        head.addWidget(self.count)
        foot.setContentsMargins(px(16), px(6), px(16), 0)
        foot.addWidget(new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(10), 1, px(10))
        column.setSpacing(0)
        column.addWidget(self.steps)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def show_today(
        self,
        drafts: Iterable[DraftRecord],
        filings: Sequence[FilingSummary],
        counter: int,
        not_printed: Mapping[int, PrintOutcome],
    ) -> None:
        """Show the drafts first, then what was registered today, newest first.

        Drafts of another counter than ``counter`` say at which they are; filings whose ids are in
        ``not_printed`` say what became of a paper of theirs that did not come out.
        """
        listed: list[tuple[RowLook, object]] = [(_draft_look(one, counter), one) for one in drafts]
        listed += [(_filing_look(one, not_printed.get(one.id)), one) for one in filings]
        self.listing.fill(listed)
        self.list.clearSelection()
        self.count.setText(f"{len(filings)} 件")

    def show_progress(self, problems: Sequence[Problem], *, held: int, needed: int) -> None:
        """Show which steps are done and how much each still lacks."""
        steps: list[Step] = []
        current_found = False
        for title, prefixes in rows.STEPS:
            lacking = sum(problem.field.startswith(prefixes) for problem in problems)
            if prefixes == ("documents",):
                lacking, note = _documents_note(held, needed)
            else:
                note = f"还有 {lacking} 项" if lacking else "已填好"
            state = "done" if not lacking else "todo" if current_found else "current"
            current_found = current_found or bool(lacking)
            steps.append(Step(title, note, state))
        last = "todo" if current_found else "current"
        steps.append(Step("核对与打印", "Ctrl+Enter", last))
        self.steps.show_steps(steps)

    def _open(self, index: QModelIndex) -> None:
        thing = self.listing.thing(index)
        if isinstance(thing, DraftRecord):
            self.draft_wanted.emit(thing)
        elif isinstance(thing, FilingSummary):
            self.filing_wanted.emit(thing.number)


def _documents_note(held: int, needed: int) -> tuple[int, str]:
    if not needed:
        return 1, "选定类型后列出"
    return needed - held, f"已收 {held} / {needed}"


def _draft_look(draft: DraftRecord, counter: int) -> RowLook:
    applicant = draft.data.get("applicant") or {}
    name = str(applicant.get("name") or "")
    kind = str(draft.data.get("type") or "")
    title = FilingType(kind).label if kind in set(FilingType) else "未选类型"
    time = draft.updated_at.astimezone(CHINA).strftime("%H:%M")
    where = "草稿" if draft.counter == counter else f"{draft.counter} 号窗"
    return RowLook(masked(name) if name else "（未填姓名）", title, where, "info", time)


def _filing_look(filing: FilingSummary, missing: PrintOutcome | None) -> RowLook:
    time = filing.registered_at.strftime("%H:%M")
    kind = Variant(filing.variant).label if filing.variant else filing.type.label
    words, status = filing.status.label, STATUS_KINDS[filing.status]
    if missing is not None:
        words, status = missing.label, "error" if missing is PrintOutcome.FAILED else "warn"
    return RowLook(masked(filing.name), kind, words, status, time)
