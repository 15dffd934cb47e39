"""The page that is read to the applicant before anything is registered."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk_app.policy.guidance.guidance import Guidance, RequiredDocument
from desk_app.records.filing import Case
from desk_app.services.filing.forewarning import Foresight
from desk_app.ui import theme
from desk_app.ui.screens.check_and_print import aloud
from desk_app.ui.screens.check_and_print.answers import Group, groups
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button, LinkButton
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.text import Card, Pane, ScrollArea, Text

MAX_WIDTH = 760
LABEL_WIDTH = 150
CONSENT = "按下即表示：以上内容和告知事项已读给申请人听，申请人核对无误并同意。"


class ReadingPage(QWidget):
    """Signals: ``change_wanted`` with a path, ``back_wanted``, ``agreed``."""

    change_wanted = Signal(str)
    back_wanted = Signal()
    agreed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.banner = Banner()
        self._cards: list[QWidget] = []
        self._groups = QVBoxLayout()
        self._groups.setSpacing(px(8))
        page = QWidget()
        page.setMaximumWidth(px(MAX_WIDTH))
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, px(14), 0, px(14))
        inner.setSpacing(px(10))
        inner.addWidget(Text("请核对，并读给申请人听", theme.PAGE_TITLE, theme.SEMIBOLD))
        inner.addWidget(self.banner)
        inner.addLayout(self._groups)
        inner.addStretch(1)
        holder = QWidget()
        centred = QHBoxLayout(holder)
        centred.setContentsMargins(px(20), 0, px(20), 0)
        centred.addStretch(1)
        centred.addWidget(page, 100)
        centred.addStretch(1)
        self._area = ScrollArea(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(self._bar())

    def show_case(
        self,
        case: Case,
        guidance: Guidance,
        missing: Sequence[RequiredDocument],
        foreseen: Foresight,
    ) -> None:
        """Show a checked case, what is missing of it, and what was foreseen."""
        for card in self._cards:
            self._groups.removeWidget(card)
            card.hide()  # it goes only when the event loop comes round
            card.deleteLater()
        self._cards = [Banner(words, "warn") for words in foreseen.doubts]
        self._cards += [self._card(group) for group in groups(case, guidance)]
        self._cards += aloud.cards((*foreseen.told, *guidance.warnings), guidance.conflicts)
        for card in self._cards:
            self._groups.addWidget(card)
        self._say_missing(missing)
        if foreseen.refused:
            self.banner.say("\n".join(foreseen.refused), "error")
        self._area.verticalScrollBar().setValue(0)
        self.go.setEnabled(True)
        self.go.setFocus()

    def say(self, words: str) -> None:
        """Show why the case cannot be registered."""
        self.banner.say(words, "error")
        self._area.verticalScrollBar().setValue(0)
        self.go.setEnabled(True)
        self.go.setFocus()

    def show_act(self, words: str) -> None:
        """Word what the button does."""
        self.go.set_text(words)

    def _say_missing(self, missing: Sequence[RequiredDocument]) -> None:
        listed = "；".join(f"{one.name}（{one.need_text}）" for one in missing)
        self.banner.say(f"还缺 {len(missing)} 份材料：{listed}。" if missing else "", "warn")

    def _bar(self) -> QWidget:
        bar = Pane(theme.SURFACE, edge="top")
        bar.setFixedHeight(px(54))
        back = Button("返回修改", key="Esc", icon="arrow-left")
        back.clicked.connect(self.back_wanted)
        words = Text(CONSENT, theme.CAPTION, color=theme.INK_700)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.go = Button("受理并打印", kind="primary", key="Ctrl Enter", icon="printer")
        self.go.clicked.connect(self.agreed)
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(16), 0, px(16), 0)
        row.setSpacing(px(12))
        row.addWidget(back)
        row.addWidget(words, 1)
        row.addWidget(self.go)
        return bar

    def _card(self, group: Group) -> Card:
        change = LinkButton("更改", name=group.title)
        change.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        change.setObjectName(group.target)
        change.clicked.connect(self._change)
        card = Card(group.title, "", change)
        grid = QGridLayout()
        grid.setContentsMargins(px(3), 0, px(3), px(8))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(5))
        grid.setColumnMinimumWidth(0, px(LABEL_WIDTH))
        grid.setColumnStretch(1, 1)
        for line, answer in enumerate(group.answers):
            name = Text(answer.label, theme.LABEL, color=theme.INK_500, wrap=True)
            name.setFixedWidth(px(LABEL_WIDTH))
            name.setContentsMargins(0, px(2), 0, 0)
            value = Text(answer.value, theme.INPUT, theme.MEDIUM, tabular=True, wrap=True)
            if answer.value.startswith("缺："):
                value.set_color(theme.WARN)
            grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
        card.body.addLayout(grid)
        return card

    def _change(self) -> None:
        self.change_wanted.emit(self.sender().objectName())
