"""Questions on which sources disagree, side by side, and the bureau's answer to them."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desk_app.policy.packs.answers import BureauAnswer
from desk_app.policy.packs.rules import Statement
from desk_app.policy.topics.conflicts import Conflict, conflict, questions
from desk_app.services.desk.open_desk import Desk
from desk_app.services.rules import rulekeeping
from desk_app.services.rules.rulekeeping import GivenAnswer
from desk_app.ui import theme
from desk_app.ui.models.listing import ListingModel
from desk_app.ui.screens.settings.form_page import Editor, EditorPage, Values
from desk_app.ui.theme import px
from desk_app.ui.widgets.displays.reading import Passage
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.editors.dates import understand
from desk_app.ui.widgets.editors.form import FormRow
from desk_app.ui.widgets.text import Text

ROW_HEIGHT, ROWS = 46, 5
NOT_SAID = "（收录的资料没有写到本地区的说法）"


class RulesPage(EditorPage):
    """``changed`` tells that an answer was entered."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "规则口径", "资料说法不一的问题。录入医保经办机构的答复后，办理和打印都按答复。"
        )
        self._desk = desk
        self._subject = ""
        self.listing = ListingModel()
        self.list = RowList("说法不一的问题", height=ROW_HEIGHT)
        self.list.setModel(self.listing)
        self.list.selectionModel().currentChanged.connect(self._marked)
        self.card("问题").body.addWidget(self.list)
        self._said_card = self.card("各处怎么说")
        self.question = Text("", theme.INPUT, theme.MEDIUM, wrap=True)
        self.advice = Text("", theme.LABEL, color=theme.INK_700, wrap=True)
        self._said_card.body.addWidget(self.question)
        self._said_card.body.addWidget(self.advice)
        self._said = QVBoxLayout()
        self._said_card.body.addLayout(self._said)
        self._statements: QWidget | None = None
        self.editor = Editor(
            self,
            self.card("录入本局口径", "以最近一次录入为准，以前的都保留"),
            _rows(desk.clock.today),
            read=self._empty,
            save=self._save,
            done=self._saved,
            words="录入",
        )
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Read the rules in use, in a worker thread."""
        desk = self._desk

        def work() -> tuple[Conflict, ...]:
            book = rulekeeping.shelf(desk=desk).rulebook(desk.hall.region, on=desk.clock.today())
            return tuple(conflict(name, book) for name in questions())

        self.run(work, self._found)

    def _found(self, found: tuple[Conflict, ...]) -> None:
        self.listing.fill([(_look(one), one) for one in found])
        self.list.setFixedHeight(px(ROW_HEIGHT) * ROWS + px(4))
        self.editor.show()
        waiting = sum(one.open for one in found)
        self.named.emit(f"{waiting} 个待答复" if waiting else "", "warn")
        self._marked()

    def _marked(self) -> None:
        one = self.listing.thing(self.list.currentIndex())
        if not isinstance(one, Conflict):
            return
        self._subject = one.id
        self.question.setText(one.question.question)
        self.advice.setText(one.question.advice)
        self._show_statements(one)

    def _show_statements(self, one: Conflict) -> None:
        if self._statements is not None:
            self._said.removeWidget(self._statements)
            self._statements.hide()
            self._statements.deleteLater()
        self._statements = QWidget()
        grid = QGridLayout(self._statements)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(8))
        answers = (one.answer,) if one.answer else ()
        passages = [_passage(said, answer=said is one.answer) for said in (*answers, *one.rules)]
        for at, passage in enumerate(passages or [Passage(NOT_SAID, boxed=True)]):
            grid.addWidget(passage, at // 2, at % 2)
            grid.setColumnStretch(at % 2, 1)
        self._said.addWidget(self._statements)

    def _empty(self) -> Values:
        today = self._desk.clock.today().isoformat()
        return {"text": "", "answered_by": "", "answered_on": today, "number": ""}

    def _save(self, values: Values) -> GivenAnswer:
        desk, today = self._desk, self._desk.clock.today()
        given = BureauAnswer(
            subject=self._subject,
            region=desk.hall.region,
            text=values["text"],
            answered_by=values["answered_by"],
            answered_on=understand(values["answered_on"], today=today) or today,
            number=values["number"] or None,
        )
        rulekeeping.answer(desk=desk, given=given)
        return rulekeeping.answers(desk=desk)[-1]

    def _saved(self, given: GivenAnswer) -> str:
        self.changed.emit()
        self.refresh()
        on = given.answer.answered_on.isoformat()
        return f"已录入 {on} {given.answer.answered_by} 的答复，从现在起按此办理和打印。"


def _rows(today: Callable[[], date]) -> tuple[FormRow, ...]:
    return (
        FormRow(
            name="text",
            label="答复内容",
            at=(0, 0, 12),
            longest=500,
            helper="照答复的意思写完整，会印在告知书上",
        ),
        FormRow(
            name="answered_by",
            label="答复人",
            at=(1, 0, 5),
            longest=50,
            placeholder="如：市医保中心备案科",
        ),
        FormRow(name="answered_on", label="答复日期", at=(1, 5, 3), kind="date", today=today),
        FormRow(
            name="number",
            label="文号或来电编号",
            at=(1, 8, 4),
            longest=50,
            required=False,
        ),
    )


def _passage(said: Statement, *, answer: bool) -> Passage:
    tags = (("本局口径", "ok"),) if answer else ((said.status.label, "plain"),)
    return Passage(said.text, f"{said.source} · {said.source_date}", tags=tags, boxed=True)


def _look(one: Conflict) -> RowLook:
    words, kind = (
        ("已答复", "ok") if one.answer else ("待答复", "warn") if one.open else ("一致", "plain")
    )
    note = f"{one.id} · {len(one.rules)} 种说法"
    return RowLook(one.question.question, note, words, kind)
