"""What to bring: type, method and who comes, then the list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.policy.guidance import Guidance
from desk_app.policy.vocabulary import FilingType, Method
from desk_app.services.advising import Counsel
from desk_app.ui.screens.guide.blocks import bring_blocks
from desk_app.ui.theme import px
from desk_app.ui.widgets.choices import CardGrid, Option, Segmented
from desk_app.ui.widgets.reading import Reading

CHILD = 13  # years: an applicant whose guardian must come
TYPE_NOTES = {
    FilingType.RETIREE_RESETTLED: "已退休，户口迁到外地",
    FilingType.LONG_TERM_RESIDENT: "在外地住半年以上",
    FilingType.POSTED_WORKER: "单位长期派驻外地",
    FilingType.REFERRAL: "医院开了转诊证明",
    FilingType.OTHER_TEMPORARY: "出差、探亲、自行就医",
    FilingType.CHILDBIRTH: "省内跨市生育",
    FilingType.EMERGENCY: "不用登记，只作说明",
}
# code: what is asked of the rules (has an agent, age if it matters)
COMERS = {"self": (False, None), "agent": (True, None), "guardian": (True, CHILD)}
COMER_OPTIONS = (
    Option("self", "本人"),
    Option("agent", "代办人"),
    Option("guardian", "监护人（未满 14 岁）"),
)


class BringPage(QWidget):
    """Signals: ``chosen`` with the guidance whenever it changes."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._counsel: Counsel | None = None
        self.guidance: Guidance | None = None
        self._methods = tuple(Method)
        self.kind = CardGrid("备案类型", [], columns=4)
        self.method = Segmented("备案方式", _methods(self._methods))
        self.comer = Segmented("谁来办", COMER_OPTIONS)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.kind)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.method, 2)
        row.addWidget(self.comer, 3)
        column.addLayout(row)
        self.reading = Reading("要带的材料", head)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.reading)
        self.kind.chosen.connect(self._show)
        self.method.chosen.connect(self._show)
        self.comer.chosen.connect(self._show)

    def begin(self, counsel: Counsel) -> None:
        """Offer the types of a region, keeping what was chosen."""
        self._counsel = counsel
        offered = [Option(one, one.label, TYPE_NOTES[one]) for one in counsel.types()]
        self.kind.set_options(offered)
        if not self.comer.code():
            self.comer.set_code("self")
        if not self.kind.code() and offered:
            self.kind.set_code(offered[0].code)
        self._show()

    def choose(self, kind: FilingType) -> None:
        """Show what a type takes."""
        self.kind.set_code(kind)
        self._show()

    def enter(self) -> None:
        """Take the keyboard."""
        self.kind.focus_stop().setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        if self._counsel is None or not self.kind.code():
            return
        kind = FilingType(self.kind.code())
        self._offer(self._counsel.methods(kind))
        has_agent, age = COMERS[self.comer.code()]
        method = Method(self.method.code())
        self.guidance = self._counsel.guide(kind, method, has_agent=has_agent, age=age)
        self.reading.show_blocks(bring_blocks(self.guidance, self._counsel))
        self.chosen.emit(self.guidance)

    def _offer(self, methods: tuple[Method, ...]) -> None:
        """Offer methods; those already offered are left alone, one of them may be in use."""
        if methods != self._methods:
            self._methods = methods
            self.method.set_options(_methods(methods))
        if not self.method.code():
            self.method.set_code(methods[0])


def _methods(offered: tuple[Method, ...]) -> list[Option]:
    return [Option(one, one.label) for one in offered]
