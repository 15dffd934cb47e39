"""What to bring: type, method and who comes, then the list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.policy.guidance.guidance import Guidance
from desk_app.policy.vocabulary import FilingType, Method
from desk_app.services.rules.advising import Counsel
from desk_app.ui.screens.guide.blocks import bring_blocks
from desk_app.ui.theme import px
from desk_app.ui.widgets.displays.reading import Reading
from desk_app.ui.widgets.editors.choices import CardGrid, Choice, Option, Segmented

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
    Option("guardian", "监护人"),
)


class BringPage(QWidget):
    """Signals: ``chosen`` with the guidance whenever it changes."""

    chosen = Signal(object)

    def __init__(self, counsel: Counsel) -> None:
        super().__init__()
        self._counsel = counsel
        self.guidance: Guidance | None = None
        self._types = counsel.types()
        self.kind = CardGrid("备案类型", _types(self._types), columns=3)
        self.method = Segmented("备案方式", [Option(one, one.label) for one in Method])
        self.comer = Segmented("谁来办", COMER_OPTIONS, helper="申请人未满 18 周岁，选监护人")
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
        self.reading.come_after(self.comer.findChildren(Choice)[-1])
        self.kind.chosen.connect(self._show_type)
        self.method.chosen.connect(self._show)
        self.comer.chosen.connect(self._show)

    def begin(self, counsel: Counsel) -> None:
        """Offer the types of a region, keeping what was chosen."""
        self._counsel = counsel
        if counsel.types() != self._types:
            self._types = counsel.types()
            self.kind.set_options(_types(self._types))
        if not self.comer.code():
            self.comer.set_code("self")
        if not self.method.code():
            self.method.set_code(Method.DOCUMENTS)
        if not self.kind.code():
            self.kind.set_code(self._types[0])
        self._show()

    def choose(self, kind: FilingType) -> None:
        """Show what a type takes."""
        self.kind.set_code(kind)
        self._show_type()

    def enter(self) -> None:
        """Take the keyboard."""
        self.kind.focus_stop().setFocus(Qt.FocusReason.TabFocusReason)

    def _show_type(self) -> None:
        """Show a type, by documents where it cannot be filed by commitment."""
        kind = FilingType(self.kind.code())
        if Method(self.method.code()) not in self._counsel.methods(kind):
            self.method.set_code(Method.DOCUMENTS)
        self._show()

    def _show(self) -> None:
        has_agent, age = COMERS[self.comer.code()]
        kind, method = FilingType(self.kind.code()), Method(self.method.code())
        self.guidance = self._counsel.guide(kind, method, has_agent=has_agent, age=age)
        self.reading.show_bit_by_bit(bring_blocks(self.guidance, self._counsel))
        self.chosen.emit(self.guidance)


def _types(offered: tuple[FilingType, ...]) -> list[Option]:
    return [Option(one, one.label, TYPE_NOTES.get(one, "")) for one in offered]
