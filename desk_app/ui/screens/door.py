"""Unlock: choose the person, give the passphrase. Shown first, before anything heavy is loaded."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QIntValidator, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint
from desk_app.ui.widgets.button import Button, LinkButton
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.editors.candidates import Candidate, CandidateField, fitting
from desk_app.ui.widgets.editors.edits import LatinEdit, SecretEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.frames.sheet import Sheet
from desk_app.ui.widgets.text import Text

CARD_WIDTH = 420


class Door(QWidget):
    """Signals: ``submitted`` with staff number, passphrase and counter (0: as last time).

    ``recall_wanted`` with staff number and counter asks the computer's keyring instead;
    ``forgotten`` tells with a staff number that a passphrase is forgotten.
    """

    submitted = Signal(str, str, int)
    recall_wanted = Signal(str, int)
    forgotten = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._people: Sequence[Candidate] = ()
        self._waiting = False
        self._usual = self._agreed = 0  # numbers of the counter: as always, and as asked for
        self.title = Text("请登录", theme.PAGE_TITLE, theme.SEMIBOLD)
        self.about = Text("正在打开…", theme.LABEL, color=theme.INK_500)
        self.person = CandidateField(
            FieldSpec(label="经办人", lead="user-round", placeholder="工号或姓名"),
            self._find,
            latin=False,
        )
        self.secret = Field(
            FieldSpec(label="口令", lead="lock", helper="口令区分大小写"), SecretEdit()
        )
        self.counter = Field(FieldSpec(label="窗口号"), LatinEdit(max_length=2))
        self.counter.edit.setValidator(QIntValidator(1, 99, self.counter.edit))
        self.counter.set_text("1")
        self.banner = Banner()
        self.go = Button("登录", kind="primary", key="Enter")
        self.go.clicked.connect(self._submit)
        self.lost = LinkButton("忘记口令", name="登录")
        self.lost.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.lost.clicked.connect(self._forgotten)
        self.recall = Button("用本机钥匙串登录", icon="key-round")
        self.recall.clicked.connect(self._recall)
        self.recall.hide()
        self.secret.edit.enter_submits = True
        self.secret.edit.entered.connect(self._submit)
        self.secret.typed.connect(self._forgive)
        self._lay_out()
        self.secret.setFocus()

    @property
    def people(self) -> Sequence[Candidate]:
        """Who may sign in."""
        return self._people

    @property
    def counter_no(self) -> int:
        """The number of the counter that was typed."""
        return int(self.counter.text() or 1)

    def show_people(self, people: Sequence[tuple[str, str, str]], counter: int = 0) -> None:
        """Offer who may sign in, as (staff number, masked name, role)."""
        self._people = [Candidate(no, f"{name}  {no}", role) for no, name, role in people]
        if counter:
            self._usual = self._agreed = counter
            self.counter.set_text(str(counter))
        first = self._people[0] if self._people else None
        if first is not None and not self.person.code():
            self.person.set_code(first.code, first.title)
        self.about.setText("口令只有本人知道。")
        if len(self._people) > 1 and not self.secret.text():
            self.person.edit.setFocus(Qt.FocusReason.TabFocusReason)
            self.person.close_candidates()

    def show_locked(self, staff_no: str) -> None:
        """Ask for the passphrase of who was here, saying that nothing was lost."""
        found = next((one for one in self._people if one.code == staff_no), None)
        if found is not None:
            self.person.set_code(found.code, found.title)
        self.title.setText("已锁定")
        self.about.setText("正在办的一件已存为草稿，登录后接着办。")
        self.banner.say("")
        self.secret.edit.clear()
        self.secret.setFocus()

    def show_busy(self, words: str) -> None:
        """Say that the program is at work; the passphrase waits where it is."""
        self._waiting = True
        self.go.setEnabled(False)
        self.go.set_text(words)

    def show_fault(self, words: str) -> None:
        """Say why it was refused and let the clerk try again."""
        self.show_ready()
        self.banner.say(words, "error")
        self.secret.edit.selectAll()
        self.secret.setFocus()

    def show_ready(self) -> None:
        """Take input again."""
        self._waiting = False
        self.go.setEnabled(True)
        self.go.set_text("登录")

    def forget(self) -> None:
        """Clear the passphrase."""
        self.secret.edit.clear()
        self.banner.say("")
        self.show_ready()

    def _find(self, text: str) -> Sequence[Candidate]:
        return fitting(self._people, text)

    def _forgive(self) -> None:
        self.banner.say("")

    def offer_keyring(self, *, offered: bool) -> None:
        """Offer to sign in by the computer's keyring, or do not."""
        self.recall.setVisible(offered)

    def _forgotten(self) -> None:
        self.forgotten.emit(self.person.code())

    def _recall(self) -> None:
        if not self._waiting and self._counter_agreed():
            self.recall_wanted.emit(self.person.code(), self.counter_no)

    def _counter_agreed(self) -> bool:
        """Let a number that is not this computer's be given twice: it stands in every number."""
        number = self.counter_no
        if number in {self._usual, self._agreed} or not self._usual:
            return True
        self._agreed = number
        self.banner.say(
            f"这台电脑一直是 {self._usual} 号窗口。确要改为 {number} 号，请再按一次登录；"
            "两台电脑不能用同一个窗口号，否则编号会重复。",
            "warn",
        )
        return False

    def _submit(self) -> None:
        if self._waiting:
            return
        if not self.secret.edit.text():
            self.secret.set_error("请输入口令")
            self.secret.setFocus()
            return
        if not self._counter_agreed():
            return
        self.secret.clear_state()
        self.submitted.emit(self.person.code(), self.secret.edit.text(), self.counter_no)

    def _lay_out(self) -> None:
        sheet = Sheet(CARD_WIDTH)
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(Badge())
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.about)
        head.addLayout(words, 1)
        sheet.body.addLayout(head)
        sheet.body.addSpacing(px(10))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.person, 3)
        row.addWidget(self.counter, 1)
        sheet.body.addLayout(row)
        sheet.body.addWidget(self.secret)
        sheet.body.addWidget(self.banner)
        sheet.body.addSpacing(px(4))
        actions = QHBoxLayout()
        actions.addWidget(self.lost)
        actions.addStretch(1)
        actions.addWidget(self.recall)
        actions.addWidget(self.go)
        sheet.body.addLayout(actions)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._order()

    def _order(self) -> None:
        # The passphrase is what everybody types; name and counter are right most days.
        QWidget.setTabOrder(self.person.edit, self.counter.edit)
        QWidget.setTabOrder(self.counter.edit, self.secret.edit)
        QWidget.setTabOrder(self.secret.edit, self.go)
        QWidget.setTabOrder(self.go, self.recall)
        QWidget.setTabOrder(self.recall, self.lost)


class Badge(QWidget):
    """The program's mark on its own colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(px(44), px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        del event
        painter = paint.smooth(self)
        paint.rounded(painter, QRectF(self.rect()), px(10), fill=theme.BAR)
        paint.icon(painter, px(10), px(10), "stethoscope", theme.SURFACE, 24)
