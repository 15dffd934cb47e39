"""First start: the hall, the counter, the first supervisor; then the recovery code, shown once."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desk_app.policy.passphrases.passphrases import SHORTEST, missing
from desk_app.policy.regions import insured_regions
from desk_app.services.keys.passphrases import known_words
from desk_app.ui import theme
from desk_app.ui.models.strength import Meter
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.editors.candidates import Candidate, CandidateField
from desk_app.ui.widgets.editors.edits import LatinEdit, SecretEdit, TextEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.text import Card, GridCard, ScrollArea, Text

WIDTH = 760
CODE_WIDTH = 640
ASKED_BACK = 4  # last characters of the recovery code that are typed to show it was kept


@dataclass(frozen=True, slots=True, kw_only=True)
class StartField:
    """One field of the set-up; ``span`` is (row, first column, columns) of its card."""

    name: str
    label: str
    span: tuple[int, int, int]
    kind: str = "text"
    required: bool = True
    placeholder: str = ""
    helper: str = ""


HALL_FIELDS = (
    StartField(
        name="name",
        label="服务厅名称",
        span=(0, 0, 8),
        placeholder="如：福田区福田街道便民服务中心",
        helper="印在表上",
    ),
    StartField(
        name="code",
        label="服务厅代码",
        span=(0, 8, 4),
        kind="latin",
        helper="字母和数字，最多 12 个",
    ),
    StartField(
        name="region", label="参保地", span=(1, 0, 4), kind="region", helper="拼音、汉字或代码"
    ),
    StartField(name="address", label="地址", span=(1, 4, 8), required=False),
    StartField(name="phone", label="咨询电话", span=(2, 0, 4), kind="latin", required=False),
    StartField(
        name="complaint_phone", label="监督电话", span=(2, 4, 4), kind="latin", required=False
    ),
    StartField(name="counter", label="本机窗口号", span=(2, 8, 4), kind="latin", helper="1 到 99"),
)
CLERK_FIELDS = (
    StartField(name="clerk_name", label="姓名", span=(0, 0, 4), helper="第一位主管"),
    StartField(
        name="passphrase",
        label="口令",
        span=(0, 4, 4),
        kind="secret",
        helper=f"至少 {SHORTEST} 个字符，越长越好",
    ),
    StartField(name="again", label="再输一次", span=(0, 8, 4), kind="secret"),
)
ROWS = (*HALL_FIELDS, *CLERK_FIELDS)


class FirstStart(QWidget):
    """Signals: ``submitted`` with the fields by name, ``demo_wanted``, ``finished``.

    ``print_wanted`` and ``save_wanted`` ask for the recovery code, which they carry, on paper.
    """

    submitted = Signal(object)
    print_wanted = Signal(str)
    save_wanted = Signal(str)
    demo_wanted = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self.banner = Banner()
        self.code = CodePage()
        self.code.kept.connect(self.finished)
        self.code.print_wanted.connect(self.print_wanted)
        self.code.save_wanted.connect(self.save_wanted)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._form())
        self._stack.addWidget(self.code)
        self.fields["counter"].set_text("1")
        self.meter = Meter(self.fields["passphrase"], self._known)
        first = insured_regions()[0]
        region = self.fields["region"]
        if isinstance(region, CandidateField):
            region.set_code(first.code, first.full_name)

    def show_fault(self, words: str) -> None:
        """Say what must be mended."""
        self.go.setEnabled(True)
        self.go.set_text("完成设置")
        self.banner.say(words, "error")

    def show_code(self, code: str) -> None:
        """Show the recovery code, this once."""
        for name in ("passphrase", "again"):
            self.fields[name].edit.clear()
        self._stack.setCurrentWidget(self.code)
        self.code.open(code)

    def _form(self) -> QWidget:
        page = QWidget()
        page.setMaximumWidth(px(WIDTH))
        inner = QVBoxLayout(page)
        inner.setContentsMargins(0, px(18), 0, px(18))
        inner.setSpacing(px(10))
        inner.addWidget(Text("第一次使用，请设置本窗口", theme.PAGE_TITLE, theme.SEMIBOLD))
        about = "资料只保存在本机，并且加密；不联网。设置以后可由主管更改。"
        inner.addWidget(Text(about, theme.BODY, color=theme.INK_700))
        inner.addWidget(self.banner)
        inner.addWidget(self._card("服务厅", HALL_FIELDS))
        inner.addWidget(self._card("第一位主管", CLERK_FIELDS))
        inner.addLayout(self._actions())
        inner.addStretch(1)
        holder = QWidget()
        centred = QHBoxLayout(holder)
        centred.addStretch(1)
        centred.addWidget(page, 100)
        centred.addStretch(1)
        keys.bind(holder, {"Ctrl+Return": self._submit})
        return ScrollArea(holder)

    def _known(self) -> tuple[str, ...]:
        """Return what the fields say of the hall and its first supervisor."""
        secret = {"passphrase", "again", "region", "counter"}
        return known_words(
            None, *(field.text() for name, field in self.fields.items() if name not in secret)
        )

    def _actions(self) -> QHBoxLayout:
        self.demo = Button("先看演示", kind="plain", icon="eye")
        self.demo.clicked.connect(self.demo_wanted)
        self.go = Button("完成设置", kind="primary", key="Ctrl Enter", icon="check")
        self.go.clicked.connect(self._submit)
        row = QHBoxLayout()
        row.addWidget(self.demo)
        row.addStretch(1)
        row.addWidget(self.go)
        return row

    def _card(self, title: str, rows: Sequence[StartField]) -> Card:
        card = GridCard(title, columns=12)
        for row in rows:
            spec = FieldSpec(
                label=row.label,
                required=row.required,
                placeholder=row.placeholder,
                helper=row.helper,
            )
            field = _field(spec, row.kind)
            self.fields[row.name] = field
            card.grid.addWidget(field, row.span[0], row.span[1], 1, row.span[2])
        return card

    def _submit(self) -> None:
        if not self.go.isEnabled() or not self._complete():
            return
        values = {name: field.text() for name, field in self.fields.items()}
        region = self.fields["region"]
        if isinstance(region, CandidateField):
            values["region"] = region.code()
        # A passphrase may begin or end with a space.
        values["passphrase"] = self.fields["passphrase"].edit.text()
        self.banner.say("")
        self.go.setEnabled(False)
        self.go.set_text("正在设置…")
        self.submitted.emit(values)

    def _complete(self) -> bool:
        """Check what this page alone can know; the rest is judged when it is set up."""
        wrong: list[Field] = []
        for row in ROWS:
            field = self.fields[row.name]
            field.clear_state()
            if row.required and not field.text():
                field.set_error(f"请填写{row.label}")
                wrong.append(field)
        first, again = self.fields["passphrase"], self.fields["again"]
        if first.text() and missing(first.edit.text()):
            first.set_error(f"至少 {SHORTEST} 个字符，还差 {missing(first.edit.text())} 个")
            wrong.append(first)
        elif again.text() and first.edit.text() != again.edit.text():
            again.set_error("两次输入不一样，请重新输入")
            wrong.append(again)
        counter = self.fields["counter"]
        if counter.text() and not (counter.text().isdigit() and 1 <= int(counter.text()) <= 99):
            counter.set_error("窗口号应在 1 到 99 之间")
            wrong.append(counter)
        if wrong:
            wrong[0].edit.setFocus(Qt.FocusReason.TabFocusReason)
        return not wrong


class CodePage(QWidget):
    """The recovery code; ``kept`` once its end was typed back.

    ``print_wanted`` and ``save_wanted`` carry the code.
    """

    kept = Signal()
    print_wanted = Signal(str)
    save_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._code = ""
        self.words = Text("", 24, theme.SEMIBOLD, theme.PRIMARY_DARK, tabular=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = Field(
            FieldSpec(label=f"请输入恢复码的最后 {ASKED_BACK} 位", helper="看着纸输入"),
            LatinEdit(max_length=ASKED_BACK + 2),
        )
        self.back.edit.enter_submits = True
        self.back.edit.entered.connect(self._judge)
        self.banner = Banner()
        go = Button("已收好，开始使用", kind="primary", key="Enter")
        go.clicked.connect(self._judge)
        row = QHBoxLayout()
        row.addWidget(self.back, 1)
        row.addSpacing(px(12))
        row.addWidget(go)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._card(row), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _card(self, last: QHBoxLayout) -> Card:
        card = Card()
        card.body.setContentsMargins(px(28), px(20), px(28), px(20))
        card.body.setSpacing(px(12))
        card.body.addWidget(Text("请收好恢复码", theme.PAGE_TITLE, theme.SEMIBOLD))
        about = (
            "忘记口令时，只有它能打开本机的备案资料。它只显示这一次，程序里不保存；"
            "请打印或抄在纸上，由主管锁好，不要拍照、不要留在电脑里。"
        )
        said = Text(about, theme.BODY, color=theme.INK_700, wrap=True)
        said.setFixedWidth(px(CODE_WIDTH - 56))
        said.setFixedHeight(said.heightForWidth(px(CODE_WIDTH - 56)))
        card.body.addWidget(said)
        card.body.addWidget(self.words)
        card.body.addLayout(self._to_paper())
        card.body.addWidget(self.banner)
        card.body.addLayout(last)
        card.setFixedWidth(px(CODE_WIDTH))
        return card

    def _to_paper(self) -> QHBoxLayout:
        self.print = Button("打印恢复码", kind="tint", icon="printer")
        self.save = Button("存为 PDF", icon="download")
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addStretch(1)
        return row

    def _print(self) -> None:
        self.print_wanted.emit(self._code)

    def _save(self) -> None:
        self.save_wanted.emit(self._code)

    def open(self, code: str) -> None:
        """Show a code."""
        self._code = code
        self.words.setText(code)
        self.back.edit.setFocus()

    def _judge(self) -> None:
        wanted = self._code.replace("-", "")[-ASKED_BACK:]
        if self.back.text().upper() != wanted.upper():
            self.back.set_error("与恢复码不一样，请核对抄下的内容")
            return
        self._code = ""
        self.words.clear()
        self.kept.emit()


def _field(spec: FieldSpec, kind: str) -> Field:
    if kind == "region":
        return CandidateField(spec, _regions)
    edits: dict[str, type[TextEdit]] = {"text": TextEdit, "latin": LatinEdit}
    return Field(spec, SecretEdit() if kind == "secret" else edits[kind]())


def _regions(text: str) -> list[Candidate]:
    wanted = text.lower()
    return [
        Candidate(one.code, one.name, one.province)
        for one in insured_regions()
        if not wanted
        or wanted in one.full_name
        or one.code.startswith(wanted)
        or one.initials.startswith(wanted)
        or one.pinyin[0].replace(" ", "").startswith(wanted)
    ][:8]
