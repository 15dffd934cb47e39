"""Mark a filing as entered in the official system, by the number it was given there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from desk_app.records.filing import FilingRecord
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.editors.edits import LatinEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec
from desk_app.ui.widgets.text import Card

LONGEST = 50


class EnteredCard(Card):
    """Signals: ``confirmed`` with the official number, ``left``."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("录入官方系统", "在官方系统里录好以后，把那里的编号记在这里")
        self.number = Field(
            FieldSpec(label="官方系统编号", helper="字母、数字和符号，照抄"),
            LatinEdit(max_length=LONGEST),
        )
        self.number.edit.enter_submits = True
        self.number.edit.entered.connect(self._confirm)
        confirm = Button("标记已录入", kind="primary", key="Enter")
        confirm.clicked.connect(self._confirm)
        row = QHBoxLayout()
        row.setSpacing(px(10))
        row.addWidget(self.number, 1)
        row.addWidget(confirm)
        self.body.addLayout(row)
        keys.bind(self, {"Esc": self.left.emit})
        self.hide()

    def open(self, filing: FilingRecord) -> None:
        """Ask for the number of a filing."""
        self.number.set_text(filing.official_no or "")
        self.number.clear_state()
        self.show()
        self.number.edit.setFocus(Qt.FocusReason.TabFocusReason)
        self.number.edit.selectAll()

    def say(self, words: str) -> None:
        """Show why it cannot be marked."""
        self.number.set_error(words)
        self.number.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _confirm(self) -> None:
        if self.number.text():
            self.confirmed.emit(self.number.text())
        else:
            self.number.set_error("请照官方系统填写编号")
