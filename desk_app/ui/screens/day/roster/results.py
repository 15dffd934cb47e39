"""What a check or a registering says of every row: a list, and all about the row marked."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.policy.regions import place_words
from desk_app.services.roster.checking import CheckedRoster, CheckedRow
from desk_app.services.roster.headings import BY_PATH
from desk_app.services.roster.registering import RegisteredRoster, RowOutcome, RowResult
from desk_app.ui import theme
from desk_app.ui.models.listing import ListingModel, masked
from desk_app.ui.theme import px
from desk_app.ui.widgets.displays.reading import Passage, Reading
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.editors.menu_choice import MenuChoice
from desk_app.ui.widgets.text import Text

ROW_HEIGHT, ROWS = 52, 6
TOLD_HEIGHT, TOLD = 84, 3  # of one problem, and how many are seen without scrolling
WRONG, EVERY = "wrong", "every"
SHOWN = [(WRONG, "只看要改正的"), (EVERY, "看所有人")]
KINDS = {
    RowResult.REGISTERED: ("已登记", "ok"),
    RowResult.KNOWN: ("以前登记过", "plain"),
    RowResult.REFUSED: ("未登记", "error"),
    RowResult.NOT_REACHED: ("停止，未登记", "warn"),
}


class Results(QWidget):
    """The rows of a roster with what is wrong; ``opened`` tells that Enter was pressed on one."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._checked: CheckedRoster | None = None
        self._outcomes: Mapping[str, RowOutcome] = {}
        self.counts = Text("", theme.BODY, theme.MEDIUM, tabular=True, wrap=True)
        self.shown = MenuChoice("名单", SHOWN)
        self.listing = ListingModel()
        self.list = RowList("名册里的人", height=ROW_HEIGHT)
        self.list.setModel(self.listing)
        self.told = Reading("这一行的问题", margin=4)
        self.told.come_after(self.list)
        self.shown.chosen.connect(self._fill)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.list.opened.connect(self.told.enter)
        self._lay_out()

    def show_checked(self, checked: CheckedRoster, done: RegisteredRoster | None = None) -> None:
        """Show what was found, and once it is registered what became of each row."""
        self._checked = checked
        self._outcomes = {one.where: one for one in done.outcomes} if done else {}
        self.counts.setText(_counted(checked, done))
        self.shown.set_code(WRONG if self._wrong() and done is None else EVERY)
        self._fill()

    def text(self) -> str:
        """Return all that is told of the row marked."""
        return self.told.text()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.counts, 1)
        head.addWidget(self.shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(head)
        column.addWidget(self.list)
        column.addWidget(self.told)

    def _wrong(self) -> list[CheckedRow]:
        rows = self._checked.rows if self._checked is not None else ()
        return [row for row in rows if self._problems(row)]

    def _problems(self, row: CheckedRow) -> tuple[tuple[str, str], ...]:
        """Return what is wrong with a row as (field, sentence)."""
        outcome = self._outcomes.get(row.where)
        problems = outcome.problems if outcome is not None else row.problems
        return tuple((one.field, one.message) for one in problems)

    def _fill(self) -> None:
        if self._checked is None:
            return
        rows = self._wrong() if self.shown.code() == WRONG else list(self._checked.rows)
        at = self._name_at()
        self.listing.fill([(self._look(row, at), row) for row in rows])
        self.list.setFixedHeight(px(ROW_HEIGHT) * max(1, min(len(rows), ROWS)) + px(4))
        self.list.setVisible(bool(rows))
        if rows and not self.list.currentIndex().isValid():
            self.list.mark_first()
        self._tell()

    def _name_at(self) -> int | None:
        columns = self._checked.roster.columns if self._checked is not None else ()
        return columns.index("applicant.name") if "applicant.name" in columns else None

    def _look(self, row: CheckedRow, name_at: int | None) -> RowLook:
        name = masked(str(row.row.cells[name_at]).strip()) if name_at is not None else ""
        title = f"{row.where}   {name}"
        outcome, problems = self._outcomes.get(row.where), self._problems(row)
        if outcome is not None:
            words, kind = KINDS[outcome.result]
            note = problems[0][1] if problems else _case_words(row)
            return RowLook(title, note, words, kind, outcome.number or "")
        if problems:
            return RowLook(title, problems[0][1], f"{len(problems)} 处要改", "error")
        if row.known is not None:
            return RowLook(title, _case_words(row), "以前登记过", "plain", row.known)
        words, kind = ("待补正", "warn") if row.missing else ("可以登记", "ok")
        return RowLook(title, _case_words(row), words, kind)

    def _tell(self) -> None:
        row = self.listing.thing(self.list.currentIndex())
        blocks = list(self._passages(row)) if isinstance(row, CheckedRow) else []
        self.told.setFixedHeight(px(TOLD_HEIGHT) * max(1, min(len(blocks), TOLD)))
        self.told.setVisible(bool(blocks))
        self.told.show_blocks(blocks)

    def _passages(self, row: CheckedRow) -> list[Passage]:
        told = [
            Passage(message, tags=[(_title(field), "error")], boxed=True)
            for field, message in self._problems(row)
        ]
        told += [
            Passage(f"还缺{one.name}，登记后为待补正。", tags=[("待补材料", "warn")], boxed=True)
            for one in row.missing
            if not self._problems(row)
        ]
        told += [
            Passage(one.message, tags=[(_title(one.field), "info")], boxed=True)
            for one in row.hints
        ]
        return told


def _title(field: str) -> str:
    """Return what the employer calls a field; documents and anything else by what they are."""
    if field in BY_PATH:
        return BY_PATH[field].title
    return "材料" if field.startswith("documents") else "本行"


def _case_words(row: CheckedRow) -> str:
    if row.case is None:
        return ""
    return f"{row.case.type.label} · {place_words(row.case.place)}"


def _counted(checked: CheckedRoster, done: RegisteredRoster | None) -> str:
    if done is None:
        parts = [
            f"可以登记 {len(checked.ready)} 人",
            f"以前登记过 {len(checked.known)} 人",
            f"要改正 {len(checked.refused)} 人",
        ]
    else:
        parts = [f"{KINDS[one][0]} {n} 人" for one in RowResult if (n := done.count(one))]
    return f"共 {len(checked.rows)} 人：" + "，".join(parts)
