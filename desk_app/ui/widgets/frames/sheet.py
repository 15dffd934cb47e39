"""A white card in the middle of a screen, for what stands there alone."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint
from desk_app.ui.widgets.text import Picture, Text


class Sheet(QWidget):
    """A white card of a fixed width; ``body`` holds what is on it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.setFixedWidth(px(width))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(28), px(24), px(28), px(24))
        self.body.setSpacing(px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        del event
        painter = paint.smooth(self)
        box = QRectF(self.rect())
        paint.rounded(painter, box, px(12), fill=theme.SURFACE, line=theme.LINE)


class SheetPage(QWidget):
    """A screen that is one sheet with an icon, a title and a line or more of words."""

    def __init__(self, title: str, *, width: int, icon: str, color: str) -> None:
        super().__init__()
        self.sheet = Sheet(width)
        self.title = Text(title, theme.PAGE_TITLE, theme.SEMIBOLD)
        self.words = Text("", theme.BODY, color=theme.INK_700, tabular=True, wrap=True)
        head = QHBoxLayout()
        head.setSpacing(px(10))
        head.addWidget(Picture(icon, color, 24))
        head.addWidget(self.title, 1)
        self.sheet.body.addLayout(head)
        self.sheet.body.addSpacing(px(6))
        self.sheet.body.addWidget(self.words)
        self._width = width
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def tell(self, words: str) -> None:
        """Show words below the title, as many lines as they take."""
        self.words.setText(words)
        room = px(self._width - 56)
        self.words.setFixedSize(room, self.words.heightForWidth(room))
