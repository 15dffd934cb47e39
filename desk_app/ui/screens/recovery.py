"""A forgotten passphrase: the recovery code from the safe gives a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from desk_app.policy.passphrases.passphrases import SHORTEST, missing
from desk_app.ui import theme
from desk_app.ui.models.strength import Meter
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.editors.candidates import Candidate, CandidateField, fitting
from desk_app.ui.widgets.editors.edits import LatinEdit, SecretEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.frames.sheet import SheetPage

WIDTH = 520
ABOUT = (
    "请主管取出保险柜里的恢复码，为忘记口令的人另设新口令。"
    "没有恢复码，也没有人记得口令，资料就打不开了。"
)


class Recovery(SheetPage):
    """Signals: ``submitted`` with code, staff number and new passphrase; ``left``."""

    submitted = Signal(str, str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("忘记口令", width=WIDTH, icon="key-round", color=theme.PRIMARY)
        self._people: Sequence[Candidate] = ()
        self.tell(ABOUT)
        self.person = CandidateField(
            FieldSpec(label="谁的口令", lead="user-round"), self._find, latin=False
        )
        self.code = Field(
            FieldSpec(label="恢复码", helper="大小写和横线都可以不管"), LatinEdit(max_length=80)
        )
        self.secret = Field(
            FieldSpec(label="新口令", helper=f"至少 {SHORTEST} 个字符"), SecretEdit()
        )
        self.again = Field(FieldSpec(label="再输一次"), SecretEdit())
        self.meter = Meter(self.secret, lambda: (self.person.code(),))
        self.again.edit.enter_submits = True
        self.again.edit.entered.connect(self._submit)
        self.banner = Banner()
        self.back = Button("返回登录", key="Esc", icon="arrow-left")
        self.back.clicked.connect(self.left)
        self.go = Button("换成新口令", kind="primary", key="Enter")
        self.go.clicked.connect(self._submit)
        self._lay_out()
        keys.bind(self, {"Esc": self.left.emit})

    def open(self, people: Sequence[Candidate], staff_no: str) -> None:
        """Ask for everybody's or, where one is named, this person's new passphrase."""
        self._people = people
        found = next((one for one in people if one.code == staff_no), None)
        if found is not None:
            self.person.set_code(found.code, found.title)
        for field in (self.code, self.secret, self.again):
            field.edit.clear()
            field.clear_state()
        self.show_ready()
        self.banner.say("")
        self.code.setFocus()

    def show_fault(self, words: str) -> None:
        """Say why it was refused."""
        self.show_ready()
        self.banner.say(words, "error")
        self.code.setFocus()

    def show_ready(self) -> None:
        """Take input again."""
        self.go.setEnabled(True)
        self.go.set_text("换成新口令")

    def _find(self, text: str) -> Sequence[Candidate]:
        return fitting(self._people, text)

    def _submit(self) -> None:
        if not self.go.isEnabled() or not self._complete():
            return
        self.banner.say("")
        self.go.setEnabled(False)
        self.go.set_text("正在核对…")
        self.submitted.emit(self.code.text(), self.person.code(), self.secret.edit.text())

    def _complete(self) -> bool:
        faults = (
            (self.person, not self.person.code(), "请选择是谁的口令"),
            (self.code, not self.code.text(), "请照纸上的恢复码输入"),
            (self.secret, bool(missing(self.secret.edit.text())), f"至少 {SHORTEST} 个字符"),
            (
                self.again,
                self.again.edit.text() != self.secret.edit.text(),
                "两次输入不一样，请重新输入",
            ),
        )
        for field, _, _ in faults:
            field.clear_state()
        wrong = [(field, words) for field, bad, words in faults if bad]
        for field, words in wrong:
            field.set_error(words)
        if wrong:
            wrong[0][0].edit.setFocus(Qt.FocusReason.TabFocusReason)
        return not wrong

    def _lay_out(self) -> None:
        body = self.sheet.body
        body.addSpacing(px(6))
        body.addWidget(self.person)
        body.addWidget(self.code)
        pair = QHBoxLayout()
        pair.setSpacing(px(8))
        pair.addWidget(self.secret)
        pair.addWidget(self.again)
        body.addLayout(pair)
        body.addWidget(self.banner)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.go)
        body.addLayout(row)
