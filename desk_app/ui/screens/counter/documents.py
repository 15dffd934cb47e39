"""The checklist of documents, and what of it the counter holds."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.policy.guidance.guidance import Guidance, RequiredDocument
from desk_app.policy.vocabulary import DocumentState
from desk_app.ui import theme
from desk_app.ui.models.case.case import CaseModel
from desk_app.ui.theme import px
from desk_app.ui.widgets.editors.check_row import CheckRow, CheckState
from desk_app.ui.widgets.text import Text

NOT_YET = CheckState(DocumentState.MISSING, "未收", "todo")
ORIGINAL = CheckState(DocumentState.ORIGINAL, "原件已核", "ok")
COPY = CheckState(DocumentState.COPY, "复印件已收", "ok")
BOTH = CheckState(DocumentState.BOTH, "原件已核、复印件已收", "ok")
ORIGINAL_ONLY = CheckState(DocumentState.ORIGINAL, "只有原件，还缺复印件", "warn")
COPY_ONLY = CheckState(DocumentState.COPY, "只有复印件，还缺原件", "warn")
BY_COMMITMENT = CheckState(DocumentState.MISSING, "由承诺书代替", "stand_in")

STATES = {
    "original": (NOT_YET, ORIGINAL),
    "copy": (NOT_YET, COPY),
    "both": (NOT_YET, BOTH, ORIGINAL_ONLY, COPY_ONLY),
    "either": (NOT_YET, ORIGINAL, COPY),
}
MAX_KEYS = 9


class Checklist(QWidget):
    """The documents a case needs as rows that go through their states.

    ``changed`` tells that the clerk ticked something; the case holds it already.
    """

    changed = Signal()

    def __init__(self, case: CaseModel) -> None:
        super().__init__()
        self._case = case
        self._shown: tuple[tuple[str, str, str, bool], ...] = ()
        self.rows: dict[str, CheckRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(px(18), 0, px(18), px(4))
        head.addWidget(Text("应交材料", theme.INPUT, theme.SEMIBOLD))
        head.addStretch(1)
        self.count = Text("", theme.CAPTION, theme.MEDIUM, theme.INK_500, tabular=True)
        head.addWidget(self.count)
        column.addLayout(head)
        self._empty = Text("选定备案类型后列出", theme.LABEL, color=theme.INK_500, wrap=True)
        self._empty.setContentsMargins(px(18), px(6), px(18), px(8))
        column.addWidget(self._empty)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(px(1))
        column.addLayout(self._list)

    def show_guidance(self, guidance: Guidance | None, missing: Sequence[RequiredDocument]) -> None:
        """Show what the case needs and what is still missing of it."""
        documents = guidance.documents if guidance and guidance.available else ()
        shape = tuple((one.id, one.name, one.need, one.by_commitment) for one in documents)
        if shape != self._shown:
            self._rebuild(documents)
            self._shown = shape
        lacking = {document.id for document in missing}
        for document in documents:
            row = self.rows[document.id]
            row.set_state(self._case.get(f"documents.{document.id}"))
            wanted = document.id in lacking
            row.set_note(_note(document) if wanted else "", wanted=wanted)
        held = len(documents) - len(lacking)
        self.count.setText(f"已收 {held} / {len(documents)}" if documents else "")
        self.count.set_color(theme.WARN if lacking else theme.OK)
        self._empty.setVisible(not documents)
        self._empty.setText(_why_nothing(guidance))

    def press(self, number: int) -> bool:
        """Tick the document with this number; False where there is none."""
        rows = list(self.rows.values())
        if number > len(rows):
            return False
        rows[number - 1].click()
        return True

    def _rebuild(self, documents: Sequence[RequiredDocument]) -> None:
        for row in self.rows.values():
            self._list.removeWidget(row)
            row.hide()  # it goes only when the event loop comes round
            row.deleteLater()
        self.rows = {}
        for number, document in enumerate(documents, start=1):
            states = STATES[document.need]
            if document.by_commitment:
                states = (BY_COMMITMENT, *states[1:])
            key = f"Alt+{number}" if number <= MAX_KEYS else ""
            row = CheckRow(document.name, states, key=key)
            row.setObjectName(f"documents.{document.id}")
            row.changed.connect(self._tick)
            self.rows[document.id] = row
            self._list.addWidget(row)

    def _tick(self, code: str) -> None:
        state = None if code == DocumentState.MISSING else code
        if self._case.set(self.sender().objectName(), state):
            self.changed.emit()


def _note(document: RequiredDocument) -> str:
    words = document.need_text
    if document.alternatives:
        words += f"，或{'、'.join(document.alternatives)}"
    return words if not document.commitment_allowed else f"{words}，可承诺"


def _why_nothing(guidance: Guidance | None) -> str:
    if guidance is None:
        return "选定备案类型后列出"
    return guidance.unavailable_reason if not guidance.available else "无需提交材料"
