"""A row that can be ticked and that knows more states than yes and no."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys, paint

# kind: box fill, box line, icon, icon colour, ground of the row, colour of the words
KINDS = {
    "ok": (theme.OK, None, "check", theme.SURFACE, None, theme.OK),
    "stand_in": (theme.PRIMARY, None, "file-text", theme.SURFACE, None, theme.PRIMARY_DARK),
    "todo": (theme.SURFACE, theme.BORDER, "", "", None, theme.INK_500),
    "warn": (theme.SURFACE, theme.WARN, "", "", theme.WARN_TINT, theme.WARN),
    "missing": (theme.ERROR, None, "x", theme.SURFACE, theme.ERROR_TINT, theme.ERROR),
}


@dataclass(frozen=True, slots=True)
class CheckState:
    """One state of a row: its code, the words that say it, and how it is drawn."""

    code: str
    words: str
    kind: str


class CheckRow(QAbstractButton):
    """A row with a box; pressing it, or its key, goes to the next state.

    ``changed`` tells the code of the new state when the clerk changes it.
    """

    changed = Signal(str)

    def __init__(self, title: str, states: Sequence[CheckState], *, key: str = "") -> None:
        super().__init__()
        self.setText(title)
        self._title, self._states, self._key = title, states, key
        self._at, self._note, self._wanted = 0, "", False
        self.setFixedHeight(px(50))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.advance)
        self._tell()

    @property
    def state(self) -> CheckState:
        """The present state."""
        return self._states[self._at]

    def set_state(self, code: str) -> None:
        """Go to a state by its code; an unknown code is the first state. Tells nobody."""
        codes = [state.code for state in self._states]
        self._at = codes.index(code) if code in codes else 0
        self._tell()

    def set_note(self, note: str, *, wanted: bool = False) -> None:
        """Say what helps; ``wanted`` marks the row as the thing to do."""
        self._note, self._wanted = note, wanted
        self._tell()

    def advance(self) -> None:
        """Go to the next state, after the last one to the first again."""
        self._at = (self._at + 1) % len(self._states)
        self._tell()
        self.changed.emit(self.state.code)

    def sizeHint(self) -> QSize:
        """Return the size of a row."""
        return QSize(px(280), px(50))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter; press by the space bar."""
        forward = keys.direction(event)
        if forward is None:
            super().keyPressEvent(event)
        else:
            self.focusNextPrevChild(forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring, ground, box, words and key cap."""
        del event
        painter = paint.smooth(self)
        kind = "warn" if self._wanted and self.state.kind == "todo" else self.state.kind
        ground, color = KINDS[kind][4:]
        row = QRectF(self.rect()).adjusted(px(8), 1, -px(8), -1)
        if ground:
            paint.rounded(painter, row, px(6), fill=ground)
        if self.hasFocus():
            paint.rounded(painter, row, px(6), line=theme.PRIMARY, width=2)
        self._paint_box(painter, kind)
        cap = paint.key_width(self._key) if self._key else 0
        right = self.width() - px(18)
        if self._key:
            paint.key(painter, right - cap, px(16), self._key)
        title = QRectF(px(46), px(4), right - cap - px(54), px(22))
        face = theme.font(theme.BODY, theme.MEDIUM)
        paint.write(painter, title, self._title, face, theme.INK_900)
        note = QRectF(px(46), px(26), right - px(46), px(18))
        words = " · ".join(part for part in (self.state.words, self._note) if part)
        paint.write(painter, note, words, theme.font(theme.CAPTION), color)

    def _paint_box(self, painter: QPainter, kind: str) -> None:
        fill, line, name, color = KINDS[kind][:4]
        box = QRectF(px(18), self.height() / 2 - px(9), px(18), px(18))
        paint.rounded(painter, box, px(4), fill=fill, line=line, width=1.6)
        if name and color:
            paint.icon(painter, box.x() + px(2), box.y() + px(2), name, color, 14)

    def _tell(self) -> None:
        words = "，".join(part for part in (self.state.words, self._note) if part)
        self.setAccessibleName(f"{self._title}，{words}，{self._key}".rstrip("，"))
        self.setToolTip(f"{self._title}\n{words}")
        self.update()
