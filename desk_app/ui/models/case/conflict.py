"""Ask what to do where somebody else was faster; what was typed here is kept whatever is chosen."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.services.filing.races import Conflict
from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.editors.comparison import Comparison, Line
from desk_app.ui.widgets.text import Picture, ScrollArea, Text

WIDTH, HEIGHT = 760, 300
HEADINGS = ("打开时", "您的", "对方的")
SAFE = "您输入的内容已存为草稿，不会丢。"
_ACTION = QAbstractSlider.SliderAction
STEPS = {
    Qt.Key.Key_Down: _ACTION.SliderSingleStepAdd,
    Qt.Key.Key_Up: _ACTION.SliderSingleStepSub,
    Qt.Key.Key_PageDown: _ACTION.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _ACTION.SliderPageStepSub,
}
SAME = "两边的内容一样。"


class ConflictDialog(QDialog):
    """Esc goes on with one's own.

    Signals: ``theirs_wanted`` to go on with what the others left, ``look_wanted`` to see it.
    """

    theirs_wanted = Signal()
    look_wanted = Signal()

    def __init__(self, parent: QWidget, conflict: Conflict) -> None:
        super().__init__(parent)
        self._conflict = conflict
        self.setWindowTitle(conflict.title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(px(WIDTH))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(24), px(20), px(20), px(16))
        self._column.setSpacing(px(10))
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(Picture("users", theme.PRIMARY, 20))
        head.addWidget(Text(conflict.title, theme.TITLE, theme.SEMIBOLD), 1)
        self._column.addLayout(head)
        self.told = Text(f"{conflict.told}{SAFE}", theme.BODY, color=theme.INK_700, wrap=True)
        self._column.addWidget(self.told)
        self.table: QWidget = QWidget()
        self._column.addWidget(self.table, 1)
        self._show(whole=False)
        self._column.addLayout(self._buttons())
        self.keep.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        if self._conflict.may_take:
            row.addWidget(self._button("用对方的", "Alt 1", self._take))
        row.addWidget(self._button("看一看", "Alt 2", self._look))
        self.keep = Button("接着办我的", kind="primary", key="Esc")
        self.keep.clicked.connect(self.reject)
        row.addWidget(self.keep)
        return row

    def _button(self, words: str, key: str, act: Callable[[], None]) -> Button:
        button = Button(words, key=key)
        button.clicked.connect(act)
        # Not a bare digit: a scanner that plays keyboard sends those.
        keys.bind(self, {key.replace(" ", "+"): act})
        return button

    def _show(self, *, whole: bool) -> None:
        """Show what differs, or everything that is filled in."""
        changes = self._conflict.changes(whole=whole)
        shown: QWidget = Text(SAME, theme.BODY, color=theme.INK_700)
        if changes:
            lines = [Line(name=one.field, title=one.label, values=one.words) for one in changes]
            shown = ScrollArea(Comparison(HEADINGS, lines))
            shown.setMinimumHeight(min(px(HEIGHT), shown.sizeHint().height() + px(12)))
        self._column.replaceWidget(self.table, shown)
        self.table.deleteLater()
        self.table = shown

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll a long table by the arrows and the page keys."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None and isinstance(self.table, ScrollArea):
            self.table.verticalScrollBar().triggerAction(step)
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        self.accept()
        self.theirs_wanted.emit()

    def _look(self) -> None:
        """Open the filing, or show every field of a draft."""
        if self._conflict.number is None:
            self._show(whole=True)
            return
        self.accept()
        self.look_wanted.emit()


class Conflicts(QObject):
    """Asks about one conflict at a time.

    Signals: ``theirs_wanted`` and ``mine_wanted`` with the conflict, ``look_wanted`` with the
    number of a filing.
    """

    theirs_wanted = Signal(object)
    mine_wanted = Signal(object)
    look_wanted = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._conflict: Conflict | None = None
        self.dialog: ConflictDialog | None = None

    def ask(self, conflict: Conflict) -> None:
        """Show a conflict and ask what to do."""
        self._conflict = conflict
        self.dialog = ConflictDialog(self._window, conflict)
        self.dialog.theirs_wanted.connect(self._theirs)
        self.dialog.look_wanted.connect(self._look)
        self.dialog.rejected.connect(self._mine)
        self.dialog.open()

    def _theirs(self) -> None:
        self.theirs_wanted.emit(self._conflict)

    def _look(self) -> None:
        if self._conflict is not None and self._conflict.number is not None:
            self.look_wanted.emit(self._conflict.number)

    def _mine(self) -> None:
        self.mine_wanted.emit(self._conflict)
