"""A labelled editor: label, box with its states, and a line below that never moves anything.

A sentence that does not fit the line is shown whole, over what follows, while the keyboard is
in the field.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import paint
from desk_app.ui.widgets.editors.callout import Callout
from desk_app.ui.widgets.editors.edits import TextEdit
from desk_app.ui.widgets.text import OneLine, Text

STATE_ICONS = {"ok": ("circle-check", theme.OK), "error": ("circle-alert", theme.ERROR)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """How a field looks: label, icons, words in and below it, and what stands at its right."""

    label: str
    required: bool = True
    lead: str = ""
    trail: str = ""
    placeholder: str = ""
    helper: str = ""
    tag: str = ""


class Box(QWidget):
    """The painted frame around a bare editor: rest, focus, right, wrong, read-only."""

    def __init__(self, editor: TextEdit, *, lead: str = "", trail: str = "") -> None:
        super().__init__()
        self.editor, self.lead, self.trail, self.state = editor, lead, trail, ""
        self.setFixedHeight(px(theme.CONTROL))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        editor.setParent(self)
        editor.installEventFilter(self)

    def set_state(self, state: str) -> None:
        """Show ``ok``, ``error`` or, with an empty string, neither."""
        self.state = state
        self.update()

    def sizeHint(self) -> QSize:
        """Return a width that any layout may stretch or squeeze."""
        return QSize(px(120), px(theme.CONTROL))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the icons."""
        super().resizeEvent(event)
        left = px(34) if self.lead else px(11)
        self.editor.setGeometry(left, px(4), self.width() - left - px(33), self.height() - px(8))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give the keyboard to the editor wherever the box is clicked."""
        super().mousePressEvent(event)
        self.editor.setFocus(Qt.FocusReason.MouseFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Redraw when the keyboard comes or goes."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, the ring and the icons."""
        del event
        painter = paint.smooth(self)
        focused, wrong = self.editor.hasFocus(), self.state == "error"
        accent = theme.ERROR if wrong else theme.PRIMARY
        if focused:
            paint.focus_ring(painter, QRectF(self.rect()), accent)
        resting = theme.LINE if self.editor.isReadOnly() else theme.BORDER
        ground = theme.SUNKEN if self.editor.isReadOnly() else theme.SURFACE
        paint.rounded(
            painter,
            QRectF(self.rect()).adjusted(3, 3, -3, -3),
            px(theme.RADIUS_M),
            fill=theme.ERROR_TINT if wrong else ground,
            line=accent if focused or wrong else resting,
            width=2 if focused or wrong else 1,
        )
        top = self.height() / 2 - px(8)
        if self.lead:
            color = theme.PRIMARY if focused else theme.INK_500
            paint.icon(painter, px(13), top, self.lead, color)
        name, color = STATE_ICONS.get(self.state, (self.trail, theme.INK_500))
        if name:
            paint.icon(painter, self.width() - px(30), top, name, color)


class Field(QWidget):
    """A labelled line of text with one line of help or error below it.

    Signals: ``typed`` with the text at every key; ``left`` when the keyboard moves on.
    """

    typed = Signal(str)
    left = Signal()

    def __init__(
        self, spec: FieldSpec, editor: TextEdit | None = None, *, tag: QWidget | None = None
    ) -> None:
        super().__init__()
        self.label, self._help = spec.label, spec.helper
        self.edit = editor if editor is not None else TextEdit()
        self.box = Box(self.edit, lead=spec.lead, trail=spec.trail)
        self.edit.setPlaceholderText(spec.placeholder)
        self.helper = OneLine(spec.helper)
        self._name = Text(spec.label, theme.LABEL, theme.MEDIUM, theme.INK_700)
        self._need = Text()
        self._lay_out(tag or Text(spec.tag, theme.CAPTION, color=theme.INK_500))
        self.set_required(required=spec.required)
        self.edit.textEdited.connect(self.typed)
        self.edit.left.connect(self.left)
        self.edit.installEventFilter(self)
        self._callout: Callout | None = None
        self.setFocusProxy(self.edit)

    def _lay_out(self, tag: QWidget) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(px(3), 0, px(3), 0)
        head.setSpacing(px(4))
        head.addStrut(px(theme.HEAD))
        head.addWidget(self._name)
        head.addWidget(self._need)
        head.addStretch(1)
        head.addWidget(tag)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.box)
        column.addWidget(self.helper)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(theme.HEAD) + px(theme.CONTROL) + px(theme.HELPER))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show a long sentence whole when the keyboard comes, and take it away when it goes."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self._say_whole(here=event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See again whether the sentence fits."""
        super().resizeEvent(event)
        self._say_whole(here=self.edit.hasFocus())

    def _say_whole(self, *, here: bool) -> None:
        if here and not self.helper.fits() and self.isVisible():
            if self._callout is None:
                self._callout = Callout(self.box)
            self._callout.say(self.helper.text(), self.helper)
        elif self._callout is not None:
            self._callout.hide()

    @property
    def error(self) -> str:
        """The sentence of the error shown, or an empty string."""
        return self.helper.text() if self.box.state == "error" else ""

    def text(self) -> str:
        """Return the text as it stands in the editor, spaces at its ends removed."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Put a text in; the start of a long one is shown."""
        if text != self.edit.text():
            self.edit.setText(text)
            self.edit.setCursorPosition(0)

    def set_label(self, label: str) -> None:
        """Change the label."""
        self.label = label
        self._name.setText(label)
        self._name_for_readers()

    def set_required(self, *, required: bool) -> None:
        """Mark the field as required or as optional."""
        self._required = required
        self._need.setText("*" if required else "选填")
        self._need.setFont(theme.font(theme.LABEL if required else theme.CAPTION))
        self._need.set_color(theme.ERROR if required else theme.INK_500)
        self._name_for_readers()

    def set_error(self, message: str) -> None:
        """Show what is wrong and what to do, in one line, and say it to screen readers."""
        changed = message != self.error
        self._show("error", message, theme.ERROR, theme.MEDIUM)
        if changed:
            QAccessible.updateAccessibility(
                QAccessibleEvent(self.edit, QAccessible.Event.DescriptionChanged)
            )

    def set_ok(self, message: str = "") -> None:
        """Show that the entry was checked and is right."""
        self._show("ok", message or self._help, theme.INK_500, theme.REGULAR)

    def set_hint(self, message: str) -> None:
        """Show something worth a second look that stops nothing."""
        self._show("", message, theme.WARN, theme.MEDIUM)

    def clear_state(self, helper: str | None = None) -> None:
        """Go back to rest, with the usual help or another one."""
        if helper is not None:
            self._help = helper
        self._show("", self._help, theme.INK_500, theme.REGULAR)

    def _show(self, state: str, message: str, color: str, weight: int) -> None:
        self.box.set_state(state)
        self.helper.setFont(theme.font(theme.CAPTION, weight, tabular=True))
        self.helper.set_color(color)
        self.helper.setText(message)
        self.edit.setAccessibleDescription(message)
        self._say_whole(here=self.edit.hasFocus())

    def _name_for_readers(self) -> None:
        self.edit.setAccessibleName(f"{self.label}，{'必填' if self._required else '选填'}")
