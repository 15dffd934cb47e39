"""Text to read: passages with their source below, moved through by the arrow keys."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint
from desk_app.ui.widgets.displays.rows import PILLS
from desk_app.ui.widgets.text import Card, ScrollArea, Text

MAX_WIDTH = 1080
FIRST = 3  # blocks that are there at once
TagWords = tuple[str, str]
"""The word of a tag and its kind, one of ``rows.PILLS``."""


class Tag(QWidget):
    """A small word on a tinted ground."""

    def __init__(self, text: str, kind: str = "plain") -> None:
        super().__init__()
        self._text, self._kind = text, kind
        width = theme.text_width(text, theme.font(11, theme.MEDIUM)) + px(12)
        self.setFixedSize(round(width) + 1, px(20))
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word."""
        del event
        fg, bg = PILLS[self._kind]
        middle = self.height() / 2
        paint.pill(paint.smooth(self), self.width(), middle, self._text, fg, bg)


class KeyCaps(QWidget):
    """Keys as they stand on the keyboard, one beside the other."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__()
        self._keys = tuple(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room the keys take."""
        width = sum(paint.key_width(key) + px(4) for key in self._keys)
        return QSize(round(width), px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the keys."""
        del event
        painter, left = paint.smooth(self), 0.0
        for key in self._keys:
            left += paint.key(painter, left, self.height() / 2, key) + px(4)


class Passage(QWidget):
    """A sentence or two, with tags and a small line below; one place to stop while reading.

    ``name`` is what ``Reading.reveal`` looks for. A ``boxed`` passage has a ground of its own.
    """

    focused = Signal()

    def __init__(
        self,
        text: str,
        small: str = "",
        *,
        tags: Sequence[TagWords] = (),
        lead: QWidget | None = None,
        name: str = "",
        boxed: bool = False,
    ) -> None:
        super().__init__()
        self.name, self._boxed, self._marked = name, boxed, False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # A maximum would be that of the unwrapped text, and cut the last line.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        said = (text, *(word for word, _ in tags), small)
        self.setAccessibleName("，".join(part for part in said if part))
        column = QVBoxLayout()
        column.setSpacing(px(3))
        column.addWidget(Text(text, theme.BODY, tabular=True, wrap=True))
        if small or tags:
            column.addLayout(_footing(small, tags))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(7), px(12), px(7))
        row.setSpacing(px(12))
        if lead is not None:
            row.addWidget(lead, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def mark(self, *, marked: bool) -> None:
        """Tint the ground of what was looked for, or take the tint away."""
        self._marked = marked
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring, and tell."""
        super().focusInEvent(event)
        self.update()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the keyboard, so that reading goes on from here."""
        event.accept()
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and ring."""
        del event
        painter, box = paint.smooth(self), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill = theme.PRIMARY_TINT if self._marked else theme.SUNKEN if self._boxed else None
        line = theme.PRIMARY if self.hasFocus() else theme.LINE if self._boxed else None
        width = 2 if self.hasFocus() else 1
        paint.rounded(painter, box, px(theme.RADIUS_M), fill=fill, line=line, width=width)


class ReadingCard(Card):
    """A card of passages, as high as its wrapped text needs."""

    def __init__(self, title: str = "") -> None:
        super().__init__(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)


class Reading(ScrollArea):
    """A column of blocks; ↑↓ go from passage to passage, PgUp and PgDn by the page.

    All passages together are one stop of the Tab key. ``head`` stays above what is shown.
    """

    def __init__(self, name: str, head: QWidget | None = None, *, margin: int = 24) -> None:
        self._before: QWidget | None = None
        self._last: QWidget | None = None
        self._waiting: Iterator[QWidget] = iter(())
        self._page = QWidget()
        super().__init__(self._page)
        self.setAccessibleName(name)
        self._blocks: list[QWidget] = []
        self._adding = QTimer(self)
        self._adding.setSingleShot(True)
        self._adding.timeout.connect(self._add_more)
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(px(margin), px(4), px(margin), px(16))
        self._column.setSpacing(px(8))
        if head is not None:
            self._column.addWidget(head)
        self._column.addStretch(1)
        self._margin = margin
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def come_after(self, widget: QWidget) -> None:
        """Let the Tab key come here from a widget."""
        self._before = widget

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short enough to be read on a wide screen."""
        super().resizeEvent(event)
        margin = px(self._margin)
        right = max(margin, self.viewport().width() - px(MAX_WIDTH))
        self._column.setContentsMargins(margin, px(4), right, px(16))

    def show_blocks(self, blocks: Iterable[QWidget]) -> None:
        """Show other blocks, from their beginning."""
        self._begin(blocks)
        self._add(self._waiting)

    def show_bit_by_bit(self, blocks: Iterator[QWidget]) -> None:
        """Show many blocks: the first at once, the others while the window stays awake."""
        self._begin(blocks)
        self._add(islice(self._waiting, FIRST))
        self._adding.start()

    def _begin(self, blocks: Iterable[QWidget]) -> None:
        self._adding.stop()
        for block in self._blocks:
            self._column.removeWidget(block)
            block.hide()
            block.deleteLater()
        self._blocks, self._waiting, self._last = [], iter(blocks), self._before
        self.verticalScrollBar().setValue(0)

    def _add(self, blocks: Iterable[QWidget]) -> bool:
        """Add blocks below the others; return whether there were any."""
        before = len(self._blocks)
        for block in blocks:
            self._blocks.append(block)
            self._column.insertWidget(self._column.count() - 1, block)
            block.show()  # now, so that it can take the keyboard at once
            self._chain(block)
        first = next(self._made(), None)
        if first is not None and not before:
            first.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return len(self._blocks) > before

    def _add_more(self) -> None:
        if self._add(islice(self._waiting, 1)):
            self._adding.start()

    def _chain(self, block: QWidget) -> None:
        """Let the Tab key come here from what is above; Qt puts new widgets at the very end."""
        for widget in (block, *block.findChildren(QWidget)):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                if self._last is not None:
                    QWidget.setTabOrder(self._last, widget)
                self._last = widget

    def passages(self) -> Iterator[Passage]:
        """Yield everything there is to read, from top to bottom."""
        self._adding.stop()
        self._add(self._waiting)
        return self._made()

    def _made(self) -> Iterator[Passage]:
        for block in self._blocks:
            if isinstance(block, Passage):
                yield block
            yield from block.findChildren(Passage)

    def text(self) -> str:
        """Return all that can be read, a line for each passage."""
        return "\n".join(one.accessibleName() for one in self.passages())

    def enter(self) -> bool:
        """Take the keyboard where reading stopped; False where there is nothing to read."""
        found = list(self._made())
        stop = next((one for one in found if one.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        stop = stop or next(iter(found), None)
        if stop is None:
            return False
        stop.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def reveal(self, name: str) -> bool:
        """Mark the passage of a name and bring it into view; False where there is none."""
        wanted: Passage | None = None
        for one in self.passages():
            one.mark(marked=one.name == name)
            wanted = one if one.name == name else wanted
        if wanted is None:
            return False
        self._stop_at(wanted)
        self._lay_out_now()
        self.ensureWidgetVisible(wanted, 0, px(60))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next or the previous passage, or a page further."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Space: 1}
        bar = self.verticalScrollBar()
        key = Qt.Key(event.key())
        if key in steps:
            self._walk(steps[key])
        elif key in pages:
            bar.setValue(bar.value() + pages[key] * round(bar.pageStep() * 0.9))
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            bar.setValue(bar.minimum() if key == Qt.Key.Key_Home else bar.maximum())
        else:
            event.ignore()

    def _walk(self, step: int) -> None:
        found = list(self._made())
        at = next((i for i, one in enumerate(found) if one.hasFocus()), None)
        if at is None:
            return
        if at + step == len(found):
            found = list(self.passages())
        if 0 <= at + step < len(found):
            self._stop_at(found[at + step])
            found[at + step].setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop_at(self, passage: Passage) -> None:
        for one in self._made():
            chosen = one is passage
            policy = Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus
            one.setFocusPolicy(policy)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        """Keep what has the keyboard in view."""
        del before
        if now is not None and self._page.isAncestorOf(now):
            if isinstance(now, Passage):
                self._stop_at(now)
            self.ensureWidgetVisible(now, 0, px(40))

    def _lay_out_now(self) -> None:
        """Give every block its place at once: where it lies is asked right after."""
        self._column.activate()
        QApplication.sendPostedEvents(self._page, QEvent.Type.LayoutRequest)


def _footing(small: str, tags: Sequence[TagWords]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(px(6))
    for word, kind in tags:
        row.addWidget(Tag(word, kind), 0, Qt.AlignmentFlag.AlignTop)
    note = Text(small, theme.CAPTION, color=theme.INK_500, tabular=True, wrap=True)
    row.addWidget(note, 1)
    return row
