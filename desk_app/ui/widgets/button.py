"""Buttons that show the key that does the same."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys, paint

# kind: fill, fill while pressed or pointed at, line, text, look of the key cap
KINDS = {
    "primary": (theme.PRIMARY, theme.PRIMARY_DARK, None, theme.SURFACE, "primary"),
    "tint": (theme.PRIMARY_TINT, "#DCE9FA", theme.PRIMARY_LINE, theme.PRIMARY_DARK, "plain"),
    "plain": (theme.SURFACE, theme.SUNKEN, theme.EDGE, theme.INK_900, "plain"),
    "danger": (theme.SURFACE, theme.ERROR_TINT, "#E3A6A0", theme.ERROR, "plain"),
    "quiet": (None, theme.TRACK, None, theme.INK_700, "plain"),
}
DISABLED = ("#EEF1F5", "#EEF1F5", theme.LINE, theme.INK_500, "plain")


class Pressable(QAbstractButton):
    """What is drawn by hand and pressed by mouse, space bar or Enter."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button on Enter as well as on the space bar."""
        if keys.direction(event):
            event.accept()
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Redraw when pointed at."""
        if event.type() in {QEvent.Type.HoverEnter, QEvent.Type.HoverLeave}:
            self.update()
        return super().event(event)


class Button(Pressable):
    """A push button; ``key`` is drawn on it, the screen binds the key itself."""

    def __init__(
        self, text: str, *, kind: str = "plain", key: str = "", icon: str = "", small: bool = False
    ) -> None:
        super().__init__()
        self._kind, self._key, self._icon = kind, key, icon
        self.setFixedHeight(px(28 if small else theme.BUTTON))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change the words on the button."""
        self.setText(text)
        self.setAccessibleName(f"{text}，{self._key}" if self._key else text)
        self.updateGeometry()
        self.update()

    def face(self) -> QFont:
        """Return the face the words are set in."""
        return theme.font(theme.BODY, theme.SEMIBOLD if self._kind == "primary" else theme.MEDIUM)

    def content_width(self) -> float:
        """Return the width of icon, words and key cap with their gaps."""
        width = theme.text_width(self.text(), self.face())
        width += px(22) if self._icon else 0
        return width + (px(10) + paint.key_width(self._key) if self._key else 0)

    def sizeHint(self) -> QSize:
        """Return the size of the words, with air around them."""
        return QSize(round(self.content_width()) + px(28), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring, ground, icon, words and key cap."""
        del event
        painter = paint.smooth(self)
        fill, active, line, color, look = KINDS[self._kind] if self.isEnabled() else DISABLED
        box = QRectF(self.rect())
        if self.hasFocus():
            paint.focus_ring(painter, box)
            box = box.adjusted(3, 3, -3, -3)
            line = theme.PRIMARY_DARK
        ground = active if self.isDown() or self.underMouse() else fill
        width = 2 if self.hasFocus() else 1
        paint.rounded(painter, box, px(theme.RADIUS_M), fill=ground, line=line, width=width)
        middle = self.height() / 2
        left = (self.width() - self.content_width()) / 2
        if self._icon:
            paint.icon(painter, left, middle - px(8), self._icon, color)
            left += px(22)
        wide = theme.text_width(self.text(), self.face())
        area = QRectF(left, 0, wide + 1, self.height())
        paint.write(painter, area, self.text(), self.face(), color)
        if self._key:
            paint.key(painter, left + wide + px(10), middle, self._key, look)


class LinkButton(QAbstractButton):
    """A few words that can be pressed, with an arrow that says there is a list behind them."""

    def __init__(self, text: str, *, name: str, arrow: bool = False) -> None:
        super().__init__()
        self._name, self._arrow = name, arrow
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change the words."""
        self.setText(text)
        self.setAccessibleName(f"{self._name}：{text}" if self._name else text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the words and the arrow."""
        width = theme.text_width(self.text(), theme.font(theme.CAPTION, theme.MEDIUM))
        return QSize(round(width) + px(18 if self._arrow else 4), px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words in the colour of a link."""
        del event
        painter = paint.smooth(self)
        if self.hasFocus():
            paint.rounded(painter, QRectF(self.rect()), px(4), fill=theme.halo(theme.PRIMARY))
        face = theme.font(theme.CAPTION, theme.MEDIUM)
        area = QRectF(px(2), 0, self.width(), self.height())
        paint.write(painter, area, self.text(), face, theme.PRIMARY)
        if self._arrow:
            top = self.height() / 2 - px(6)
            paint.icon(painter, self.width() - px(14), top, "chevron-down", theme.PRIMARY, 12)
