"""Shown when the records are damaged: what happened, and the newest good backup."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.editors.edits import SecretEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.frames.sheet import SheetPage

WIDTH = 620


class DamagePage(SheetPage):
    """Signals: ``restore_wanted`` with a passphrase, ``left`` for looking on without restoring."""

    restore_wanted = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("资料有损坏", width=WIDTH, icon="triangle-alert", color=theme.ERROR)
        self.banner = Banner()
        self.secret = Field(FieldSpec(label="做这份备份时主管的口令", lead="lock"), SecretEdit())
        self.secret.edit.enter_submits = True
        self.secret.edit.entered.connect(self._restore)
        self.later = Button("先不恢复")
        self.later.clicked.connect(self.left)
        self.go = Button("恢复到这份备份", kind="danger", icon="history")
        self.go.clicked.connect(self._restore)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        row.addWidget(self.later)
        row.addWidget(self.go)
        self.sheet.body.addSpacing(px(6))
        self.sheet.body.addWidget(self.secret)
        self.sheet.body.addWidget(self.banner)
        self.sheet.body.addLayout(row)

    def open(self, words: str, *, offer: bool) -> None:
        """Say what happened; ``offer`` tells that there is a backup to go back to."""
        self.tell(words)
        self.banner.say("")
        self.secret.edit.clear()
        self.secret.setVisible(offer)
        self.go.setVisible(offer)
        self.later.set_text("先不恢复" if offer else "知道了")
        (self.secret if offer else self.later).setFocus()

    def _restore(self) -> None:
        if not self.secret.edit.text():
            self.secret.set_error("请输入主管的口令")
            self.secret.setFocus()
            return
        passphrase = self.secret.edit.text()
        self.secret.edit.clear()
        self.restore_wanted.emit(passphrase)
