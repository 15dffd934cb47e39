"""What the program says: a banner that stays, and a short message that goes by itself."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint
from desk_app.ui.widgets.text import Picture, Roomy, Text

# kind: icon, colour, ground, line
KINDS = {
    "info": ("info", theme.PRIMARY_DARK, theme.PRIMARY_TINT, theme.PRIMARY_LINE),
    "ok": ("circle-check", theme.OK, theme.OK_TINT, "#A5D3BA"),
    "warn": ("triangle-alert", theme.WARN, theme.WARN_TINT, "#EBCB93"),
    "error": ("circle-alert", theme.ERROR, theme.ERROR_TINT, "#EBB4AE"),
}


class Banner(Roomy):
    """A sentence on a tinted ground, with an icon and perhaps something to press."""

    def __init__(self, text: str = "", kind: str = "info", action: QWidget | None = None) -> None:
        super().__init__()
        self._kind = kind
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(7), px(8), px(7))
        row.setSpacing(px(8))
        self._icon = Picture(KINDS[kind][0], KINDS[kind][1])
        self._text = Text("", theme.LABEL, theme.MEDIUM, wrap=True)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        if action is not None:
            row.addWidget(action)
        self._set(text, kind)
        if not text:
            self.hide()

    def text(self) -> str:
        """Return the sentence."""
        return self._text.text()

    def say(self, text: str, kind: str = "info") -> None:
        """Say something; an empty text hides the banner."""
        self._set(text, kind)
        self.setVisible(bool(text))
        if text:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _set(self, text: str, kind: str) -> None:
        self._kind = kind
        name, color = KINDS[kind][:2]
        self._icon.show_icon(name, color)
        self._text.set_color(color)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        del event
        painter = paint.smooth(self)
        fill, line = KINDS[self._kind][2:]
        paint.rounded(painter, QRectF(self.rect()), px(6), fill=fill, line=line)


class Toast(QWidget):
    """A short message over the lower edge of a window; it goes after a few seconds."""

    STAYS_MS = 3500

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), px(9), px(16), px(9))
        row.setSpacing(px(8))
        self._icon = Picture("circle-check", theme.BAR_OK)
        self._text = Text("", theme.BODY, theme.MEDIUM, theme.SURFACE)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def text(self) -> str:
        """Return the message."""
        return self._text.text()

    def say(self, text: str, kind: str = "ok") -> None:
        """Show a message for a few seconds."""
        tint = {"ok": theme.BAR_OK, "error": "#FFB4AB", "warn": "#FFD79A"}.get(kind, theme.BAR_SOFT)
        self._icon.show_icon(KINDS[kind][0], tint)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._stand()
        self.show()
        self.raise_()
        self._timer.start(self.STAYS_MS)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the lower edge when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._stand()
        return super().eventFilter(watched, event)

    def _stand(self) -> None:
        self.adjustSize()
        window = self._window
        top = window.height() - self.height() - px(68)
        self.move((window.width() - self.width()) // 2, top)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dark ground."""
        del event
        painter = paint.smooth(self)
        paint.rounded(painter, QRectF(self.rect()), px(8), fill=theme.INK_900)
