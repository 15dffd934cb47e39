"""Cancel a filing: why, from when, and what the applicant must know."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.policy.guidance.changes import Consequences
from desk_app.policy.regions import place_words
from desk_app.policy.vocabulary import CancelReason
from desk_app.records.filing import FilingRecord
from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.editors.choices import CardGrid, Option
from desk_app.ui.widgets.editors.dates import DateField
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.text import Card, ScrollArea, Text

NOTES = {
    CancelReason.RETURNED: "已回深居住或工作",
    CancelReason.INSURANCE_ENDED: "停保或转出",
    CancelReason.NEW_EMPLOYER: "由新单位重新参保",
    CancelReason.OUT_OF_SCOPE: "条件已不符合",
    CancelReason.BEFORE_CHANGE: "随后另行备案",
    CancelReason.OTHER: "请写明原因",
    CancelReason.DECEASED: "亲属或继承人来办",
}
TOLD = 4  # so many statements are shown; the guide has the rest


class EndingPanel(QWidget):
    """Signals: ``confirmed`` with reason, text and day, ``asked`` with a reason, ``left``."""

    confirmed = Signal(object, str, object)
    asked = Signal(object)
    left = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.title = Text("", theme.PAGE_TITLE, theme.SEMIBOLD, tabular=True)
        self.about = Text("", theme.BODY, color=theme.INK_700)
        self.banner = Banner()
        options = [Option(one.value, one.label, NOTES[one]) for one in CancelReason]
        self.reason = CardGrid("注销原因", options, columns=2)
        self.text = Field(
            FieldSpec(
                label="原因说明",
                required=False,
                placeholder="选“其他”时必填；参保人死亡的，写来办的人和关系",
            )
        )
        self.effective = DateField(
            FieldSpec(label="注销生效日期", helper="t 今天，+3 三天后"), today=today
        )
        self.confirm = Button("确认注销并打印", kind="primary", key="Ctrl Enter")
        self.back = Button("不注销", key="Esc", icon="arrow-left")
        self.reason.chosen.connect(self._ask)
        self.confirm.clicked.connect(self._confirm)
        self.back.clicked.connect(self.left)
        self._lay_out()
        keys.bind(
            self,
            {
                "Ctrl+Return": self._confirm,
                "Esc": self.left.emit,
            },
        )

    def open(self, filing: FilingRecord) -> None:
        """Ask about a filing."""
        self.title.setText(f"注销备案 {filing.number}")
        name = place_words(filing.case.place)
        self.about.setText(f"{filing.case.applicant.name} · {filing.case.type.label} · {name}")
        self.reason.set_code("")
        self.text.set_text("")
        self.text.clear_state()
        self.effective.set_text(self._today().isoformat())
        self.effective.clear_state()
        self.banner.say("")
        self._told.hide()
        self.confirm.setEnabled(True)
        self.reason.focus_stop().setFocus(Qt.FocusReason.TabFocusReason)

    def tell(self, told: Consequences) -> None:
        """Show what the applicant must know before the filing is cancelled."""
        self.banner.say(told.lock.message if told.lock else "", "warn")
        statements = told.statements[:TOLD]
        self._words.setText("\n".join(f"· {one.text}" for one in statements))
        sources = dict.fromkeys(f"{one.source}（{one.source_date}）" for one in statements)
        self._sources.setText("依据：" + "；".join(sources))
        self._told.setVisible(bool(statements))

    def say(self, words: str) -> None:
        """Show why it cannot be done."""
        self.confirm.setEnabled(True)
        self.banner.say(words, "error")
        self._area.verticalScrollBar().setValue(0)

    def _confirm(self) -> None:
        if not self.confirm.isEnabled():
            return
        reason, day = self.reason.code(), self.effective.day()
        if not reason:
            self.say(f"请选择注销原因（按数字键 1–{len(CancelReason)}）。")
            self.reason.focus_stop().setFocus(Qt.FocusReason.TabFocusReason)
        elif CancelReason(reason).explained and not self.text.text():
            died = reason == CancelReason.DECEASED
            self.text.set_error("请写明来办的人和关系" if died else "请写明原因")
            self._go_to(self.text)
        elif day is None:
            self.effective.set_error("请填写日期，例如 2026-11-21")
            self._go_to(self.effective)
        else:
            self.confirm.setEnabled(False)
            self.confirmed.emit(CancelReason(reason), self.text.text(), day)

    def _go_to(self, field: Field) -> None:
        field.edit.setFocus()
        self._area.ensureWidgetVisible(field)

    def _lay_out(self) -> None:
        card = Card("注销原因", "按数字键直接选择")
        card.body.addWidget(self.reason)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.text, 3)
        row.addWidget(self.effective, 2)
        card.body.addLayout(row)
        actions = QHBoxLayout()
        actions.setSpacing(px(8))
        actions.addWidget(self.back)
        actions.addStretch(1)
        actions.addWidget(self.confirm)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, px(6), 0)
        inner.setSpacing(px(10))
        inner.addWidget(self.banner)
        inner.addWidget(card)
        inner.addWidget(self._told_card())
        inner.addStretch(1)
        self._area = ScrollArea(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(14), px(14), px(14))
        column.setSpacing(px(10))
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addWidget(self._area, 1)
        column.addLayout(actions)

    def _told_card(self) -> Card:
        self._told = Card("请当面告知", "有出入的，以经办机构答复为准")
        self._words = Text("", theme.BODY, wrap=True)
        self._sources = Text("", theme.CAPTION, color=theme.INK_500, wrap=True)
        for text in (self._words, self._sources):
            text.setContentsMargins(px(3), 0, px(3), px(4))
            self._told.body.addWidget(text)
        self._told.hide()
        return self._told

    def _ask(self, code: str) -> None:
        self.asked.emit(CancelReason(code))
