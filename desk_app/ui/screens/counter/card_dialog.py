"""The card and what was typed, side by side: whose word counts, field by field."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.services.case import field_words
from desk_app.services.case.card import CardChanges, Difference
from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.editors.choices import Option
from desk_app.ui.widgets.editors.comparison import Comparison, Line
from desk_app.ui.widgets.text import Picture, Text

WIDTH = 780
TYPED, CARD = "typed", "card"
OPTIONS = (Option(TYPED, "用输入的"), Option(CARD, "用证件的"))
HEADINGS = ("您输入的", "证件上的")
SAME_PERSON = (
    "证件与输入不同",
    "请对照证件原件，逐项按 1 或 2 选择。没有列出的项目两边一致，或已填入。",
)
OTHER_PERSON = (
    "证件号码与输入的不同",
    "可能是号码输错了，也可能是另一个人的证件。为免两个人的信息混在一起，这里不逐项选择。",
)


class CardDialog(QDialog):
    """Signals: ``fields_chosen`` with the fields in which the card's word counts.

    Of another person's card: ``person_chosen`` when the card's person takes the place of the
    one typed, ``new_wanted`` when a case of their own is to be opened. Esc keeps what was typed.
    """

    fields_chosen = Signal(object)
    person_chosen = Signal()
    new_wanted = Signal()

    def __init__(self, parent: QWidget, found: CardChanges, *, may_replace: bool) -> None:
        super().__init__(parent)
        title, about = OTHER_PERSON if found.other_person else SAME_PERSON
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(px(WIDTH))
        options = () if found.other_person else OPTIONS
        self.comparison = Comparison(HEADINGS, _lines(found.differs), options=options)
        self.comparison.choose(CARD)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.keep = self._button("保留输入的", "Esc", self.reject)
        self._lay_out(title, about)
        if found.other_person:
            self._offer_persons(may_replace=may_replace)
        else:
            self.take = self._button("按选择填入", "Ctrl Enter", self._take, kind="primary")
            keys.bind(self, {"Ctrl+Return": self._take})
            self.comparison.focus_first()

    def _offer_persons(self, *, may_replace: bool) -> None:
        """Offer to correct the person, unless a filing is being changed, or to begin anew.

        Not by bare digits: a scanner that plays keyboard sends those.
        """
        if may_replace:
            self.replace = self._button("改成证件上的人", "Alt 1", self._replace)
            keys.bind(self, {"Alt+1": self._replace})
        self.new = self._button("给证件上的人新办", "Alt 2", self._begin, kind="primary")
        keys.bind(self, {"Alt+2": self._begin})
        self.keep.setFocus()

    def _lay_out(self, title: str, about: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(Picture("id-card", theme.PRIMARY, 20))
        head.addWidget(Text(title, theme.TITLE, theme.SEMIBOLD), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(20), px(16))
        column.setSpacing(px(10))
        column.addLayout(head)
        column.addWidget(Text(about, theme.BODY, color=theme.INK_700, wrap=True))
        column.addWidget(self.comparison)
        column.addSpacing(px(6))
        column.addStretch(1)
        column.addLayout(self.buttons)

    def _button(self, words: str, key: str, act: object, *, kind: str = "plain") -> Button:
        button = Button(words, kind=kind, key=key)
        button.clicked.connect(act)
        self.buttons.addWidget(button)
        return button

    def _take(self) -> None:
        chosen = self.comparison.chosen()
        self.accept()
        self.fields_chosen.emit(frozenset(name for name, code in chosen.items() if code == CARD))

    def _replace(self) -> None:
        self.accept()
        self.person_chosen.emit()

    def _begin(self) -> None:
        self.accept()
        self.new_wanted.emit()


def _lines(differs: Sequence[Difference]) -> list[Line]:
    return [
        Line(
            name=one.field,
            title=one.label,
            values=(
                field_words.word(one.field, one.typed),
                field_words.word(one.field, one.on_card),
            ),
        )
        for one in differs
    ]
