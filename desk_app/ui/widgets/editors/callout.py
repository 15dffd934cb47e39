"""A sentence too long for the line below its field, shown whole while the keyboard is there."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint

LEAST = 240  # narrower than this, a sentence becomes a column of words
GROUNDS = {theme.ERROR: theme.ERROR_TINT, theme.WARN: theme.WARN_TINT}


class Callout(QWidget):
    """Lies over what follows a field instead of moving it, and takes neither key nor click.

    A screen reader hears the sentence from the editor, as its description.
    """

    def __init__(self, beside: QWidget) -> None:
        self._ground, self._beside = _ground_of(beside), beside
        super().__init__(self._ground)
        self._text, self._color = "", theme.ERROR
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence, whether it is shown or not."""
        return self._text

    def say(self, text: str, face_of: QWidget) -> None:
        """Show a sentence just where ``face_of`` has its beginning, in its face and colour."""
        self._text = text
        self._color = face_of.palette().color(QPalette.ColorRole.WindowText).name()
        self.setFont(face_of.font())
        self._stand()
        self.raise_()
        self.show()

    def _stand(self) -> None:
        ground = self._ground
        corner = self._beside.mapTo(ground, QPoint(0, self._beside.height()))
        width = min(max(self._beside.width(), px(LEAST)), ground.width())
        inside = QRect(0, 0, width - px(16), px(400))
        words = self.fontMetrics().boundingRect(inside, Qt.TextFlag.TextWordWrap, self._text)
        left = max(0, min(corner.x(), ground.width() - width))
        self.setGeometry(left, corner.y(), width, words.height() + px(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the sentence."""
        del event
        painter = paint.smooth(self)
        fill = GROUNDS.get(self._color.upper(), theme.SURFACE)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        paint.rounded(painter, box, px(theme.RADIUS_S), fill=fill, line=self._color)
        painter.setPen(self._color)
        painter.setFont(self.font())
        painter.drawText(
            self.rect().adjusted(px(8), px(5), -px(8), -px(5)),
            Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop,
            self._text,
        )


def _ground_of(widget: QWidget) -> QWidget:
    """Return what scrolls with the widget, so that the sentence stays beside it."""
    here = widget
    while (above := here.parentWidget()) is not None and not here.isWindow():
        if isinstance(above.parentWidget(), QAbstractScrollArea):
            return here
        here = above
    return here
