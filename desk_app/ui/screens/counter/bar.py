"""The bar at the foot of the counter: what is still to do, and the actions with their keys."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from desk_app.services.case.checking import Verdict
from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.text import OneLine, Pane, Picture, Text

NAMED = 3  # so many fields are named before "等"


class ActionBar(Pane):
    """Signals: ``next_wanted``, ``save_wanted``, ``discard_wanted``, ``go_wanted``."""

    next_wanted = Signal()
    save_wanted = Signal()
    discard_wanted = Signal()
    go_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(theme.SURFACE, edge="top")
        self.setFixedHeight(px(54))
        self._icon = Picture("circle-dashed", theme.INK_500)
        self.words = OneLine("", theme.LABEL)
        self.words.setFont(theme.font(theme.LABEL, theme.MEDIUM, tabular=True))
        self.next = Button("下一处", kind="quiet", key="F6", small=True)
        self.next.clicked.connect(self.next_wanted)
        self._keys = Text("Enter 下一项   Shift+Enter 上一项", theme.CAPTION, color=theme.INK_500)
        save = Button("存草稿", key="Ctrl S")
        save.clicked.connect(self.save_wanted)
        self.discard = Button("删除草稿", kind="quiet", icon="trash-2", small=True)
        self.discard.clicked.connect(self.discard_wanted)
        self.discard.hide()
        self.go = Button("核对并打印", kind="primary", key="Ctrl Enter", icon="arrow-right")
        self.go.clicked.connect(self.go_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), 0, px(16), 0)
        row.setSpacing(px(10))
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.next)
        row.addWidget(self._keys)
        row.addWidget(self.discard)
        row.addWidget(save)
        row.addWidget(self.go)

    def show_todo(self, names: Sequence[str], verdict: Verdict | None, *, wrong: bool) -> None:
        """Say how many fields are to do and name the first; red once something is wrong.

        Then come the questions that are open, and last the missing documents: the case may be
        registered as waiting for them.
        """
        self.next.setVisible(bool(names))
        asked = len(verdict.open_questions) if verdict else 0
        missing = len(verdict.missing) if verdict else 0
        if not names and asked:
            words = f"已填好，还有 {asked} 处要先问清；按 Ctrl 加数字答复"
            self._say("triangle-alert", theme.WARN, words)
            return
        if not names and missing:
            words = f"已填好，还缺 {missing} 份材料；可以先登记为待补正"
            self._say("triangle-alert", theme.WARN, words)
            return
        if not names:
            self._say("circle-check", theme.OK, "已填好，可以核对并打印")
            return
        listed = "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
        color = theme.ERROR if wrong else theme.INK_700
        icon = "circle-alert" if wrong else "circle-dashed"
        self._say(icon, color, f"还有 {len(names)} 项：{listed}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the reminder of keys where the window is narrow."""
        super().resizeEvent(event)
        self._keys.setVisible(self.width() >= px(1240))

    def _say(self, icon: str, color: str, words: str) -> None:
        self._icon.show_icon(icon, color)
        self.words.set_color(color)
        self.words.setText(words)
