"""Ask why the last step is taken back, or why a filing that was ended comes back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.filing import FilingRecord
from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.editors.edits import TextEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.text import Card, Text

LONGEST = 300
_ABOUT = {
    FilingStatus.CANCELLED: "这件已注销。恢复后按原来的起止继续有效，表上注明恢复的日期。",
    FilingStatus.CHANGED: "这件已变更。恢复后它继续有效，变更成的那一件同时撤回。",
    FilingStatus.WITHDRAWN: "这件已撤回。恢复后回到撤回以前的样子。",
}
_LAST_STEP = (
    "退回最近办的一步：登记、变更、注销或补齐材料。自己刚办的一分钟内不用写理由；"
    "过后由主管写明理由。登记退回后编号不再使用。"
)


class TakingBackCard(Card):
    """Signals: ``confirmed`` with the reason, which may be empty, and ``left``."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("撤回、恢复", "记入操作记录，原来的内容不会丢")
        self.back = False
        """Whether an ended filing is to come back, rather than a step to be taken back."""
        self.about = Text("", theme.BODY, wrap=True)
        self.add_words(self.about)
        self.reason = Field(
            FieldSpec(label="理由", required=False, helper="例如：按错了键，本人要办的是变更"),
            TextEdit(max_length=LONGEST),
        )
        self.reason.edit.enter_submits = True
        self.reason.edit.entered.connect(self._confirm)
        self.confirm = Button("撤回", kind="danger", key="Enter")
        self.confirm.clicked.connect(self._confirm)
        row = QHBoxLayout()
        row.setSpacing(px(10))
        row.addWidget(self.reason, 1)
        row.addWidget(self.confirm)
        self.body.addLayout(row)
        keys.bind(self, {"Esc": self.left.emit})
        self.hide()

    def open(self, filing: FilingRecord, *, back: bool) -> None:
        """Ask about a filing; ``back`` brings an ended one back."""
        self.back = back
        self.about.setText(_ABOUT[filing.status] if back else _LAST_STEP)
        self.confirm.set_text("恢复" if back else "撤回")
        self.reason.set_text("")
        self.reason.clear_state()
        self.show()
        self.reason.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def say(self, words: str) -> None:
        """Show why it cannot be done."""
        self.reason.set_error(words)
        self.reason.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _confirm(self) -> None:
        if self.back and not self.reason.text():
            self.say("请写明为什么恢复")
        else:
            self.confirmed.emit(self.reason.text())
