"""The bar at the top of the window: the program, the search box, where and who."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint
from desk_app.ui.widgets.editors.edits import SearchEdit
from desk_app.ui.widgets.text import Elided, Picture, Text

HEIGHT = 46
WIDE, ROOMY, TIGHT = 1600, 1300, 1040  # narrower than these, words and then keys are left out


class BarSearch(QWidget):
    """The search box in the bar, with its key beside it."""

    def __init__(self, placeholder: str, key: str) -> None:
        super().__init__()
        self._key = key
        self.edit = SearchEdit()
        self.edit.setParent(self)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(placeholder)
        self.edit.setFont(theme.font(theme.LABEL))
        palette = self.edit.palette()
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.SURFACE))
        palette.setColor(QPalette.ColorRole.PlaceholderText, QColor("#C6D5EA"))
        self.edit.setPalette(palette)
        self.edit.installEventFilter(self)
        self.setFixedHeight(px(32))
        self.setMinimumWidth(px(180))
        self.setMaximumWidth(px(400))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Redraw when the keyboard comes or goes."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the icon and the key."""
        super().resizeEvent(event)
        room = round(paint.key_width(self._key)) + px(16)
        self.edit.setGeometry(px(32), 2, self.width() - px(32) - room, self.height() - 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        del event
        painter = paint.smooth(self)
        focused = self.edit.hasFocus()
        line = theme.SURFACE if focused else None
        paint.rounded(painter, QRectF(self.rect()), px(6), fill=theme.BAR_FIELD, line=line, width=2)
        middle = self.height() / 2
        paint.icon(painter, px(10), middle - px(7), "search", theme.BAR_MUTED, 14)
        width = paint.key_width(self._key)
        paint.key(painter, self.width() - width - px(8), middle, self._key, "bar")


class BarButton(QAbstractButton):
    """An icon and a word in the bar."""

    def __init__(self, text: str, icon: str, key: str = "") -> None:
        super().__init__()
        self._icon, self._key, self._words, self._cap = icon, key, True, bool(key)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Change the word."""
        self.setText(text)
        self.setAccessibleName(f"{text} {self._key}".strip())
        self.setToolTip(f"{text}（{self._key}）" if self._key else text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of icon and word."""
        width = theme.text_width(self._word(), theme.font(theme.LABEL, theme.MEDIUM))
        width += paint.key_width(self._key) + px(8 if self._words else 0) if self._cap else 0
        return QSize(round(width) + px(38 if self._words or self._cap else 32), px(30))

    def set_room(self, *, words: bool, cap: bool) -> None:
        """Leave out the word, or the key as well, where there is no room; the icon stays."""
        self._words, self._cap = words, cap and bool(self._key)
        self.updateGeometry()
        self.update()

    def _word(self) -> str:
        return self.text() if self._words else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon and word."""
        del event
        painter = paint.smooth(self)
        if self.hasFocus() or self.underMouse():
            line = theme.BAR_MUTED if self.hasFocus() else None
            paint.rounded(painter, QRectF(self.rect()), px(6), fill=theme.BAR_CAP, line=line)
        middle = self.height() / 2
        paint.icon(painter, px(8), middle - px(8), self._icon, theme.BAR_SOFT)
        area = QRectF(px(30), 0, self.width() - px(30), self.height())
        face = theme.font(theme.LABEL, theme.MEDIUM)
        paint.write(painter, area, self._word(), face, theme.BAR_TEXT)
        if self._cap:
            left = px(30) + theme.text_width(self._word(), face) + px(8 if self._words else 0)
            paint.key(painter, left, middle, self._key, "bar")


class BarText(Elided):
    """A text in the bar that gives way before anything beside it is squeezed."""

    def __init__(self, color: str) -> None:
        super().__init__("", theme.LABEL, theme.REGULAR, color)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few words."""
        return QSize(min(px(90), self.sizeHint().width()), self.sizeHint().height())


class TopBar(QWidget):
    """Program name, search box, state, place and person; ``search`` is the box."""

    def __init__(self, name: str, *, search: str, search_key: str) -> None:
        super().__init__()
        self.setFixedHeight(px(HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), 0, px(12), 0)
        row.setSpacing(px(10))
        row.addWidget(Mark())
        title = Text(name, theme.TITLE, theme.SEMIBOLD, theme.BAR_TEXT)
        title.setMinimumWidth(px(190))
        row.addWidget(title)
        self.search = BarSearch(search, search_key)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        self._state_icon = Picture("hard-drive", "#8FD6AE")
        self._state = Text("", theme.LABEL, theme.REGULAR, theme.BAR_OK, tabular=True)
        self._place_icon = Picture("building-2", theme.BAR_MUTED)
        self._place = BarText(theme.BAR_SOFT)
        for widget in (self._state_icon, self._state, self._place_icon, self._place):
            row.addWidget(widget)
        self.guide = BarButton("指南", "book-open", "Ctrl G")
        self.help = BarButton("帮助", "circle-help", "F1")
        self.day = BarButton("今日", "chart-column", "F10")
        self.settings = BarButton("设置", "settings", "F11")
        tools = QHBoxLayout()
        tools.setSpacing(px(2))
        for button in (self.guide, self.day, self.settings, self.help):
            tools.addWidget(button)
        row.addLayout(tools)
        self.person = BarButton("", "user-round", "F12")
        row.addWidget(self.person)
        self.show_desk("", "", "")
        self.show_state("")

    def show_state(self, words: str) -> None:
        """Say how the program stands, for example when the draft was last kept."""
        self._state.setText(words)
        self._state_icon.setVisible(bool(words))

    def show_desk(self, place: str, person: str, hint: str) -> None:
        """Say which desk this is and who sits at it; empty strings hide them and the search."""
        self._place.setText(place)
        self._show_place()
        self.person.set_text(person)
        self.person.setToolTip(hint)
        self.show_tools(shown=bool(person))

    def show_tools(self, *, shown: bool) -> None:
        """Show or hide the search box and the person."""
        self.person.setVisible(shown)
        for button in (self.guide, self.day, self.settings):
            button.setVisible(shown)
        self.search.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the less important words where the window is narrow."""
        super().resizeEvent(event)
        self._show_place()
        for button, needed in (
            (self.guide, ROOMY),
            (self.day, WIDE),
            (self.settings, WIDE),
            (self.help, ROOMY),
        ):
            button.set_room(words=self.width() >= px(needed), cap=self.width() >= px(TIGHT))

    def _show_place(self) -> None:
        shown = self.width() >= px(ROOMY) and bool(self._place.text())
        self._place.setVisible(shown)
        self._place_icon.setVisible(shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the bar."""
        painter = paint.smooth(self)
        painter.fillRect(event.rect(), QColor(theme.BAR))


class Mark(QWidget):
    """The program's mark: a stethoscope on white."""

    def __init__(self, size: int = 28) -> None:
        super().__init__()
        self._size = size
        self.setFixedSize(px(size), px(size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        del event
        painter = paint.smooth(self)
        paint.rounded(painter, QRectF(self.rect()), self.width() / 4, fill=theme.SURFACE)
        inner = self._size * 0.64
        offset = (self.width() - px(inner)) / 2
        paint.icon(painter, offset, offset, "stethoscope", theme.PRIMARY, inner)
