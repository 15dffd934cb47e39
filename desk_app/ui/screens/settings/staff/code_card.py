"""Replacing the recovery code: shown, brought to paper, typed back from it, then in use."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import rekeying, typing_back
from desk_app.services.people import recovery
from desk_app.ui import dialogs, theme
from desk_app.ui.models.printing.sender import Sender
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.editors.edits import LatinEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

ABOUT = "恢复码和旧的一起有效，直到您照着纸输回其中三组。只显示这一次，请先抄好或打印。"
WORDS = "正在启用，并更换数据密钥"
DIFFERENT = "与新码不一样"


class CodeCard:
    """A card on a page: a new code, three of its groups typed back, the old one gone."""

    def __init__(self, page: SectionPage, desk: Desk) -> None:
        """Lay the card out; what is shown once comes with ``_show``."""
        self._page, self._desk = page, desk
        self._code, self._pdf = "", b""
        self._asked: tuple[int, ...] = ()
        self.renew = Button("更换恢复码…", kind="danger", icon="key-round", small=True)
        self.renew.clicked.connect(self._ask)
        card = page.card("恢复码", "口令都忘了时，只有它能打开资料", self.renew)
        self.code = Text("", 22, theme.SEMIBOLD, theme.PRIMARY_DARK, tabular=True)
        self.code.setWordWrap(True)
        self.print = Button("打印恢复码", icon="printer")
        self.print.clicked.connect(self._print)
        self.leave = Button("不换了，旧的继续用", icon="eye-off")
        self.leave.clicked.connect(self._give_up)
        self.confirm = Button("核对，启用新的", kind="primary", icon="check")
        self.confirm.clicked.connect(self._judge)
        self.groups = [Field(FieldSpec(label=""), LatinEdit(max_length=7)) for _ in range(3)]
        self.groups[-1].edit.enter_submits = True
        self.groups[-1].edit.entered.connect(self._judge)
        self.shown = QWidget()
        self._spool = Sender(desk, page)
        self._spool.said.connect(page.banner.say)
        card.body.addWidget(self.code)
        card.body.addWidget(self.shown)
        self._lay_out()
        self._hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self.shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        for field in self.groups:
            field.setFixedWidth(px(110))
            row.addWidget(field)
        row.addStretch(1)
        for button in (self.print, self.leave, self.confirm):
            row.addWidget(button)

    def _ask(self) -> None:
        question = dialogs.Question(
            self._page,
            "更换恢复码？",
            "新的恢复码会显示出来，请抄好或印好。照着纸输回其中三组以后，旧的才作废；"
            "在那以前旧的一直有效。",
            yes="更换",
            no="不更换",
            kind="danger",
        )
        question.agreed.connect(self._begin)
        question.open()

    def _begin(self) -> None:
        desk = self._desk

        def work() -> tuple[str, bytes]:
            code = recovery.new_recovery_code(desk=desk)
            return code, recovery.recovery_paper(desk=desk, code=code)

        self._page.run(work, self._show, words="正在生成")

    def _show(self, made: tuple[str, bytes]) -> None:
        self._code, self._pdf = made
        self.code.setText(self._code)
        self._asked = typing_back.groups()
        for field, place in zip(self.groups, self._asked, strict=True):
            field.edit.clear()
            field.clear_state()
            field.set_label(f"第 {place} 组")
        for widget in (self.code, self.shown):
            widget.show()
        self.print.setFocus()
        self._page.banner.say(ABOUT, "warn")

    def _judge(self) -> None:
        wrong = [
            field
            for field, place in zip(self.groups, self._asked, strict=True)
            if not typing_back.is_right(field.text(), self._code, place)
        ]
        for field in self.groups:
            field.clear_state()
        for field in wrong:
            field.set_error(DIFFERENT)
        if wrong:
            wrong[0].edit.setFocus()
            return
        desk, code = self._desk, self._code
        progress = self._page.progress

        def work() -> str:
            recovery.confirm_recovery_code(
                desk=desk, code=code, progress=lambda part: progress.tell(int(part * 100), WORDS)
            )
            return rekeying.outcome(desk=desk)

        self._page.run(work, self._confirmed, words=WORDS, whole=100)

    def _confirmed(self, became: str) -> None:
        self._hide()
        self._page.banner.say(f"新恢复码已启用，旧的已作废，请销毁。{became}", "ok")

    def _give_up(self) -> None:
        self._hide()
        self._page.banner.say("没有更换：旧恢复码继续有效，刚才显示的请销毁。", "warn")

    def _print(self) -> None:
        self._spool.print_plain(self._pdf, "恢复码")

    def _hide(self) -> None:
        self._code, self._pdf = "", b""
        self._asked = ()
        self.code.clear()
        for widget in (self.code, self.shown):
            widget.hide()
