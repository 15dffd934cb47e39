"""Shown while the window closes: the records are backed up first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.progress import Gauge
from desk_app.ui.widgets.frames.sheet import SheetPage

WIDTH = 520


class Parting(SheetPage):
    """Signals: ``again_wanted``, ``leave_wanted`` for closing without waiting any longer."""

    again_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("正在备份", width=WIDTH, icon="hard-drive", color=theme.PRIMARY)
        self.gauge = Gauge()
        self.again = Button("再试一次", kind="primary")
        self.leave = Button("不等了，直接关闭")
        self.again.clicked.connect(self.again_wanted)
        self.leave.clicked.connect(self.leave_wanted)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.again)
        self.sheet.body.addSpacing(px(8))
        self.sheet.body.addWidget(self.gauge)
        self.sheet.body.addSpacing(px(8))
        self.sheet.body.addLayout(row)

    def begin(self) -> None:
        """Say that the backup is being made."""
        self.title.setText("正在备份")
        self.tell("备份好以后窗口自动关闭。输入的内容都已存好。")
        self.gauge.show()
        self.again.hide()
        self.leave.set_text("不等了，直接关闭")
        self.leave.setFocus()

    def fail(self, words: str, *, made: bool) -> None:
        """Say what went wrong; ``made`` tells that this computer has its backup all the same."""
        self.title.setText("已备份到本机，第二位置没有" if made else "这次没有备份成")
        self.tell(words)
        self.gauge.hide()
        self.again.show()
        self.leave.set_text("关闭窗口")
        self.again.setFocus()
