"""Text, headings and the grounds they stand on."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint

INSET = 3
"""Of words in a card, in design pixels: the ring around a control needs so much beside it."""


class Text(QLabel):
    """A piece of text in one of the program's sizes, weights and colours."""

    def __init__(
        self,
        text: str = "",
        size: int = theme.BODY,
        weight: int = theme.REGULAR,
        color: str = theme.INK_900,
        *,
        tabular: bool = False,
        wrap: bool = False,
    ) -> None:
        super().__init__()
        # Names and addresses are shown as they are: never as HTML.
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, weight, tabular=tabular))
        self.setWordWrap(wrap)
        self.set_color(color)
        self.setText(text)

    def set_color(self, color: str) -> None:
        """Change the colour of the text."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(color))
        self.setPalette(palette)


class Elided(Text):
    """Text that ends in … where it does not fit; the whole is its tool tip."""

    def fits(self) -> bool:
        """Tell whether the whole text can be read."""
        return theme.text_width(self.text(), self.font()) <= self.contentsRect().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write what fits."""
        del event
        box = QRectF(self.contentsRect())
        color = self.palette().color(QPalette.ColorRole.WindowText).name()
        paint.write(paint.smooth(self), box, self.text(), self.font(), color)
        tip = "" if self.fits() else self.text()
        if self.toolTip() != tip:
            self.setToolTip(tip)


class OneLine(Elided):
    """One line in as much room as there is beside others."""

    def __init__(self, text: str = "", size: int = theme.CAPTION) -> None:
        super().__init__(text, size, color=theme.INK_500, tabular=True)
        self.setContentsMargins(px(4), 0, 0, 0)
        self.setFixedHeight(px(theme.HELPER))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


class Pane(QWidget):
    """A plain ground with a hairline on any of its edges (``left``, ``right``, ``top``)."""

    def __init__(self, color: str = theme.SURFACE, *, edge: str | None = None) -> None:
        super().__init__()
        self._color, self._edge = color, edge

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground and draw the hairline."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._color))
        lines = {
            "left": (0, 0, 1, self.height()),
            "right": (self.width() - 1, 0, 1, self.height()),
            "top": (0, 0, self.width(), 1),
            "bottom": (0, self.height() - 1, self.width(), 1),
        }
        if self._edge:
            painter.fillRect(*lines[self._edge], QColor(theme.LINE))


class Roomy(QWidget):
    """No higher than what it holds, and never lower: wrapped text has room for all its lines.

    A layout that may not let a widget grow takes the height of its text on one line for the
    most it may have, and cuts the lines below; so the height the lines take is the least here.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the lines there are at this width."""
        super().resizeEvent(event)
        self._keep_room()

    def event(self, event: QEvent) -> bool:
        """Keep room for other words."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep_room()
        return done

    def _keep_room(self) -> None:
        layout, needed = self.layout(), 0
        if layout is not None and layout.hasHeightForWidth():
            needed = layout.totalMinimumHeightForWidth(self.width())
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)


class Card(Roomy):
    """A white box with round corners; add what it holds to ``body``."""

    def __init__(self, title: str = "", note: str = "", action: QWidget | None = None) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(13), px(6), px(13), px(4))
        self.body.setSpacing(px(2))
        if title:
            self.heading = Heading(title, note, action)
            self.body.addWidget(self.heading)

    def add_words(self, words: Text) -> None:
        """Add a paragraph below what is there, in line with the title."""
        words.setContentsMargins(px(INSET), 0, px(INSET), 0)
        self.body.addWidget(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        del event
        painter = paint.smooth(self)
        box = QRectF(self.rect())
        paint.rounded(painter, box, px(theme.RADIUS_L), fill=theme.SURFACE, line=theme.LINE)


class ScrollArea(QScrollArea):
    """Holds what is higher than the room there is; it scrolls up and down only."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().setStyleSheet(theme.SCROLL_SHEET)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)


class GridCard(Card):
    """A card that holds editors in ``grid``, whose columns are all equally wide."""

    def __init__(
        self, title: str, note: str = "", action: QWidget | None = None, *, columns: int
    ) -> None:
        super().__init__(title, note, action)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(px(8))
        self.grid.setVerticalSpacing(px(1))
        for column in range(columns):
            self.grid.setColumnStretch(column, 1)
        self.body.addLayout(self.grid)


class Heading(QWidget):
    """The title of a part of a screen, a note after it, and an action at its right."""

    def __init__(self, title: str, note: str = "", action: QWidget | None = None) -> None:
        super().__init__()
        self.setFixedHeight(px(28))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(INSET), 0, px(INSET), 0)
        row.setSpacing(px(8))
        row.addWidget(Text(title, theme.INPUT, theme.SEMIBOLD))
        self.note = Text(note, theme.CAPTION, theme.REGULAR, theme.INK_500)
        self.note.setMinimumWidth(0)
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.note, 1)
        if action is not None:
            row.addWidget(action)


class Picture(QLabel):
    """An icon that stands for nothing alone: words beside it say the same."""

    def __init__(self, name: str, color: str, size: int = 16) -> None:
        super().__init__()
        self._size = size
        self.setFixedSize(px(size), px(size))
        self.show_icon(name, color)

    def show_icon(self, name: str, color: str) -> None:
        """Show another icon."""
        self.setPixmap(paint.pixmap(name, color, px(self._size), self.devicePixelRatioF()))
