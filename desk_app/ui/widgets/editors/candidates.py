"""A field that offers candidates while one types, such as places by pinyin, name or code."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys, paint
from desk_app.ui.widgets.editors.edits import LatinEdit, TextEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec

ROW, FOOT = 38, 28
MOST = 9  # what the digits can choose from


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing offered: its code, its title, what tells it apart, and why it is offered."""

    code: str
    title: str
    note: str = ""
    badge: str = ""
    detail: str = ""
    shown: str = ""  # what the field shows once it is chosen, if not the title


def fitting(offered: Iterable[Candidate], text: str) -> list[Candidate]:
    """Return the first candidates whose title holds a text, in any case, or whose code it is."""
    wanted = text.lower()
    found = [one for one in offered if wanted in one.title.lower() or text == one.code]
    return found[:MOST]


class CandidatePopup(QWidget):
    """The list under (or, where there is no room, above) the field; it never takes the keyboard.

    ``picked`` tells the index of the candidate that was clicked.
    """

    picked = Signal(int)

    def __init__(self, window: QWidget, foot: str) -> None:
        super().__init__(window)
        self._window = window
        self.candidates: Sequence[Candidate] = ()
        self.at, self.numbered, self._foot, self._sought = 0, True, foot, ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("候选")
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(px(28))
        shadow.setOffset(0, px(8))
        color = QColor("#0B1B33")
        color.setAlpha(60)
        shadow.setColor(color)
        self.setGraphicsEffect(shadow)
        self.hide()

    def offer(self, candidates: Sequence[Candidate], *, numbered: bool, sought: str = "") -> None:
        """Show other candidates, the first one marked; where there is none, what was sought."""
        self.candidates, self.at, self.numbered = candidates, 0, numbered
        self._sought = sought
        self.update()

    def move_mark(self, step: int) -> None:
        """Mark the next or the previous candidate."""
        if self.candidates:
            self.at = (self.at + step) % len(self.candidates)
            self.update()

    def wanted(self) -> QSize:
        """Return the size that shows all candidates."""
        return QSize(px(400), px(5) + max(1, len(self.candidates)) * px(ROW) + px(FOOT))

    def stand_at(self, anchor: QWidget) -> None:
        """Stand below the anchor, or above it where the window ends."""
        window = self._window
        below = anchor.mapTo(window, QPoint(3, anchor.height()))
        size = self.wanted()
        size.setWidth(min(max(size.width(), anchor.width() - 6), window.width() - px(16)))
        top = below.y() + 1
        if top + size.height() > window.height() - px(6):
            top = max(px(4), anchor.mapTo(window, QPoint(0, 0)).y() - size.height() - 1)
        left = min(below.x(), window.width() - size.width() - px(8))
        self.setGeometry(QRect(QPoint(left, top), size))
        self.raise_()
        self.show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the candidate that is clicked."""
        row = int(event.position().y() - px(5)) // px(ROW)
        if 0 <= row < len(self.candidates):
            self.picked.emit(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the candidates and the line that tells the keys."""
        del event
        painter = paint.smooth(self)
        box = QRectF(self.rect())
        paint.rounded(painter, box, px(8), fill=theme.SURFACE, line="#C3CBD5")
        for number, candidate in enumerate(self.candidates):
            row = QRectF(px(5), px(5) + number * px(ROW), self.width() - px(10), px(ROW) - 1)
            self._paint_row(painter, row, number, candidate)
        if not self.candidates:
            row = QRectF(px(16), px(5), self.width() - px(30), px(ROW))
            said = f"没有找到“{self._sought}”，请换一种写法"
            paint.write(painter, row, said, theme.font(theme.LABEL), theme.WARN)
        top = px(5) + max(1, len(self.candidates)) * px(ROW)
        painter.fillRect(QRectF(1, top, self.width() - 2, 1), QColor(theme.LINE))
        foot = QRectF(px(16), top, self.width() - px(30), px(FOOT))
        paint.write(painter, foot, self._foot, theme.font(theme.CAPTION), theme.INK_500)

    def _paint_row(self, painter: QPainter, row: QRectF, number: int, candidate: Candidate) -> None:
        marked = number == self.at
        if marked:
            paint.rounded(painter, row, px(6), fill=theme.PRIMARY_TINT)
        left = row.x() + px(9)
        if self.numbered and number < MOST:
            look = "chosen" if marked else "plain"
            paint.key(painter, left, row.center().y(), str(number + 1), look)
        left += px(28)
        right = row.right() - px(10)
        small = theme.font(theme.CAPTION, tabular=True)
        for word in (candidate.code if candidate.code.isdigit() else "", candidate.detail):
            if word:
                width = theme.text_width(word, small)
                area = QRectF(right - width, row.y(), width + 1, row.height())
                paint.write(painter, area, word, small, theme.INK_500)
                right -= width + px(14)
        if candidate.badge:
            middle = row.center().y()
            fg, bg = theme.OK, theme.OK_TINT
            right -= paint.pill(painter, right, middle, candidate.badge, fg, bg) + px(10)
        face = theme.font(theme.INPUT, theme.SEMIBOLD if marked else theme.MEDIUM)
        wide = min(theme.text_width(candidate.title, face), right - left)
        color = theme.PRIMARY_DARK if marked else theme.INK_900
        area = QRectF(left, row.y(), wide + 1, row.height())
        paint.write(painter, area, candidate.title, face, color)
        left += wide + px(9)
        area = QRectF(left, row.y(), max(0.0, right - left), row.height())
        if area.width() > px(24):
            paint.write(painter, area, candidate.note, theme.font(theme.LABEL), theme.INK_500)


class CandidateField(Field):
    """A field whose value is a code; what is typed looks the code up.

    ``chosen`` tells the code whenever it changes, also to an empty string.
    """

    chosen = Signal(str)

    def __init__(
        self,
        spec: FieldSpec,
        find: Callable[[str], Sequence[Candidate]],
        *,
        latin: bool = True,
        foot: str = "↑↓ 选择   Enter 确认",
    ) -> None:
        super().__init__(spec, LatinEdit() if latin else TextEdit())
        self._find, self._foot = find, foot
        self._code, self._title = "", ""
        self._popup: CandidatePopup | None = None
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._look_up)
        self.edit.focused.connect(self._come)
        self.edit.left.connect(self._leave)

    def code(self) -> str:
        """Return the code chosen, or an empty string."""
        return self._code

    def set_code(self, code: str, title: str) -> None:
        """Put a code in with the title that stands for it; tells nobody."""
        self._code, self._title = code, title
        self.set_text(title)

    def popup(self) -> CandidatePopup:
        """Return the list of candidates, made when first needed."""
        if self._popup is None:
            self._popup = CandidatePopup(self.window(), self._foot)
            self._popup.picked.connect(self._pick)
        return self._popup

    def open_candidates(self) -> None:
        """Offer everything that comes first, without anything typed."""
        self._offer("")

    def close_candidates(self) -> None:
        """Take the list away."""
        if self._popup is not None:
            self._popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the list while it is open."""
        if watched is self.edit and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._handle(event)
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
        return super().eventFilter(watched, event)

    def _handle(self, event: QKeyEvent) -> bool:
        popup = self.popup()
        key, is_open = event.key(), self.popup().isVisible()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            if is_open:
                popup.move_mark(1 if key == Qt.Key.Key_Down else -1)
            else:
                self._offer("")
            return True
        if not is_open:
            return False
        if key == Qt.Key.Key_Escape:
            popup.hide()
            return True
        number = keys.digit(event)
        if number and popup.numbered and number <= len(popup.candidates):
            self._pick(number - 1)
            return True
        if keys.direction(event):
            self._take(popup.at)
        return False

    def _look_up(self, text: str) -> None:
        if self._code:
            self._code = ""
            self.chosen.emit("")
        self._offer(text.strip())

    def _offer(self, text: str) -> None:
        popup = self.popup()
        found = self._find(text)
        # A digit may be the start of a code, so it chooses only after letters were typed.
        numbered = not text.isascii() or text.isalpha() or self._chosen_by_digit(found)
        popup.offer(found, numbered=numbered, sought=text)
        if (found or text) and self.edit.hasFocus():
            popup.stand_at(self.box)
        else:
            popup.hide()

    @staticmethod
    def _chosen_by_digit(found: Sequence[Candidate]) -> bool:
        return bool(found) and not any(one.code.isdigit() for one in found)

    def _come(self) -> None:
        if not self._code:
            self._offer(self.text())

    def _leave(self) -> None:
        self.close_candidates()
        text = self.text()
        if self._code or not text:
            return
        exact = [one for one in self._find(text) if text in {one.code, one.title, one.shown}]
        if len(exact) == 1:
            self._settle(exact[0])

    def _pick(self, index: int) -> None:
        self._take(index)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.focusNextPrevChild(True)

    def _take(self, index: int) -> None:
        popup = self.popup()
        popup.hide()
        if index < len(popup.candidates):
            self._settle(popup.candidates[index])

    def _settle(self, candidate: Candidate) -> None:
        self.set_code(candidate.code, candidate.shown or candidate.title)
        self.chosen.emit(candidate.code)
