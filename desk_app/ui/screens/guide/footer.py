"""The bar at the foot of the guide: what can be done with what is shown."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.text import Pane, Text

KEYS = "↑↓ 选择   Enter 阅读   Ctrl+F 搜索   Esc 返回"
FINDER_KEYS = "数字键 回答   Backspace 上一题   Ctrl+F 搜索   Esc 返回"
HANDOUT_KEYS = "PgUp PgDn 翻页   Esc 返回"


class Footer(Pane):
    """Signals: ``print_wanted``, ``save_wanted``, ``bring_wanted``, ``start_wanted``."""

    print_wanted = Signal()
    save_wanted = Signal()
    bring_wanted = Signal()
    start_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(theme.SURFACE, edge="top")
        self.setFixedHeight(px(54))
        self.keys = Text(KEYS, theme.CAPTION, color=theme.INK_500)
        self.save = Button("另存为 PDF", key="Ctrl S", icon="download")
        self.print = Button("打印须知", key="Ctrl P", icon="printer")
        self.bring = Button("看要带什么", key="Ctrl B", icon="list-checks")
        self.start = Button("按这一类办理", kind="primary", key="Ctrl Enter", icon="arrow-right")
        self.save.clicked.connect(self.save_wanted)
        self.print.clicked.connect(self.print_wanted)
        self.bring.clicked.connect(self.bring_wanted)
        self.start.clicked.connect(self.start_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), 0, px(16), 0)
        row.setSpacing(px(10))
        row.addWidget(self.keys)
        row.addStretch(1)
        for button in (self.save, self.print, self.bring, self.start):
            row.addWidget(button)
        self.offer(handout=False, printable=False, bring=False, start=False)

    def offer(
        self, *, handout: bool, printable: bool, bring: bool, start: bool, keys: str = KEYS
    ) -> None:
        """Show the buttons for what can be done; while the handout is shown, print and save."""
        self.keys.setText(HANDOUT_KEYS if handout else keys)
        self.print.set_text("打印" if handout else "打印须知")
        self.save.setVisible(handout)
        self.print.setVisible(handout or printable)
        self.bring.setVisible(bring)
        self.start.setVisible(start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the reminder of keys where the window is narrow."""
        super().resizeEvent(event)
        self.keys.setVisible(self.width() >= px(820))
