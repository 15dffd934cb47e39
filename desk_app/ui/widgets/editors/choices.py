"""One of several: segments in a row, or cards in a grid, chosen by a digit."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys, paint
from desk_app.ui.widgets.text import OneLine, Text


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: its code, its title, and a few words that explain it."""

    code: str
    title: str
    note: str = ""
    icon: str = ""


class Choice(QRadioButton):
    """A radio button drawn as a segment or as a card."""

    focused = Signal()

    def __init__(self, number: int, option: Option, *, group_name: str) -> None:
        super().__init__()
        self.number, self.option = number, option
        words = f"，{option.note}" if option.note else ""
        self.setAccessibleName(f"{group_name}：{number} {option.title}{words}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come into view with the keyboard."""
        super().focusInEvent(event)
        self._redraw_ground()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._redraw_ground()

    def _redraw_ground(self) -> None:
        ground = self.parentWidget()
        if ground is not None:
            ground.update()

    def hitButton(self, position: object) -> bool:
        """Let the whole drawing be pressed, not only where a round button would stand."""
        del position
        return True

    def event(self, event: QEvent) -> bool:
        """Redraw when pointed at."""
        if event.type() in {QEvent.Type.HoverEnter, QEvent.Type.HoverLeave}:
            self.update()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave digits, Enter and arrows to the group."""
        event.ignore()
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)


class Segment(Choice):
    """One of a few words in a row."""

    def sizeHint(self) -> QSize:
        """Return the size of key cap and word."""
        width = theme.text_width(self.option.title, _choice_face(chosen=True))
        return QSize(round(width) + px(48), px(36))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which the word is still whole."""
        return QSize(self.sizeHint().width() - px(16), px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the segment in the middle of its share."""
        del event
        painter = paint.smooth(self)
        chosen, box = self.isChecked(), QRectF(self.rect())
        if chosen:
            paint.rounded(painter, box, px(6), fill=theme.SURFACE, line=theme.PRIMARY, width=1.5)
        elif self.hasFocus() or self.underMouse():
            paint.rounded(painter, box, px(6), line=theme.BORDER_HOVER, width=1)
        face = _choice_face(chosen=chosen)
        wide = theme.text_width(self.option.title, face)
        left = max(px(6), (self.width() - wide - px(26)) / 2)
        look = "chosen" if chosen else "plain"
        paint.key(painter, left, self.height() / 2, str(self.number), look)
        area = QRectF(left + px(26), 0, self.width() - left - px(28), self.height())
        color = theme.PRIMARY_DARK if chosen else theme.INK_700
        paint.write(painter, area, self.option.title, face, color)


class ChoiceCard(Choice):
    """A card with a title and a line that explains it."""

    def __init__(self, number: int, option: Option, *, group_name: str) -> None:
        super().__init__(number, option, group_name=group_name)
        self.setFixedHeight(px(54))

    def sizeHint(self) -> QSize:
        """Return a width that a grid may stretch."""
        return QSize(px(150), px(54))

    def minimumSizeHint(self) -> QSize:
        """Return the least width a grid may give."""
        return QSize(px(120), px(54))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring, card, key cap, title, explanation and, when chosen, a tick."""
        del event
        painter = paint.smooth(self)
        chosen, box = self.isChecked(), QRectF(self.rect())
        if self.hasFocus():
            paint.focus_ring(painter, box)
        hover = theme.BORDER_HOVER if self.underMouse() or self.hasFocus() else theme.EDGE
        paint.rounded(
            painter,
            box.adjusted(2, 2, -2, -2),
            px(theme.RADIUS_M),
            fill=theme.PRIMARY_TINT if chosen else theme.SURFACE,
            line=theme.PRIMARY if chosen else hover,
            width=2 if chosen else 1,
        )
        look = "chosen" if chosen else "plain"
        top = px(7) if self.option.note else (self.height() - px(24)) / 2
        paint.key(painter, px(11), top + px(12), str(self.number), look)
        right = px(30) if chosen else px(10)
        title = QRectF(px(37), top, self.width() - px(37) - right, px(24))
        color = theme.PRIMARY_DARK if chosen else theme.INK_900
        paint.write(painter, title, self.option.title, _choice_face(chosen=chosen), color)
        note = QRectF(px(37), px(28), self.width() - px(45), px(20))
        color = theme.INK_700 if chosen else theme.INK_500
        paint.write(painter, note, self.option.note, theme.font(theme.CAPTION), color)
        if chosen:
            paint.icon(painter, self.width() - px(27), px(11), "circle-check", theme.PRIMARY)


class Choices(QWidget):
    """A group of choices, in a row, with one place in the tab order.

    ``chosen`` tells the code when the clerk chooses, never when the program does.
    A digit chooses and goes on to the next editor.
    """

    chosen = Signal(str)
    item: type[Choice] = Segment

    def __init__(self, label: str, options: Sequence[Option]) -> None:
        super().__init__()
        self.label = label
        self._buttons: list[Choice] = []
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._clicked)
        self._row = QHBoxLayout()
        self.set_options(options)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options; a choice that is still among them stays."""
        kept = self.code()
        for button in self._buttons:
            self._group.removeButton(button)
            button.deleteLater()
        self._buttons = [
            self.item(number, option, group_name=self.label)
            for number, option in enumerate(options, start=1)
        ]
        for button in self._buttons:
            self._group.addButton(button)
        self._place(self._buttons)
        self.set_code(kept)

    def _place(self, buttons: Sequence[Choice]) -> None:
        for button in buttons:
            self._row.addWidget(button, 1)

    def code(self) -> str:
        """Return the code of the choice, or an empty string."""
        button = self._group.checkedButton()
        return button.option.code if isinstance(button, Choice) else ""

    def set_code(self, code: str) -> None:
        """Choose by code; an unknown or empty code clears the choice."""
        self._group.setExclusive(False)
        for button in self._buttons:
            button.setChecked(button.option.code == code and bool(code))
        self._group.setExclusive(True)
        self._keep_one_tab_stop()

    def set_error(self, message: str) -> None:
        """Show an error; groups with a line for it override this."""
        self.setAccessibleDescription(message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit, move by arrows, go on by Enter."""
        number, forward = keys.digit(event), keys.direction(event)
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        if number and number <= len(self._buttons):
            self._choose(self._buttons[number - 1])
            self._buttons[number - 1].focusNextPrevChild(True)
        elif forward is not None and self._buttons:
            self._focused().focusNextPrevChild(forward)
        elif event.key() in step:
            self._walk(step[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focus_stop(self) -> QWidget:
        """Return the button the keyboard comes to."""
        chosen = self._group.checkedButton()
        return chosen if chosen is not None else self._buttons[0]

    def _focused(self) -> QWidget:
        return next((one for one in self._buttons if one.hasFocus()), self.focus_stop())

    def _walk(self, step: int) -> None:
        at = next((i for i, one in enumerate(self._buttons) if one.hasFocus()), 0)
        target = self._buttons[(at + step) % len(self._buttons)]
        self._choose(target)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, button: Choice) -> None:
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        button.setChecked(True)
        self._clicked(button)

    def _clicked(self, button: QWidget) -> None:
        self._keep_one_tab_stop()
        if isinstance(button, Choice):
            self.chosen.emit(button.option.code)

    def _keep_one_tab_stop(self) -> None:
        if not self._buttons:
            return
        stop = self.focus_stop()
        for button in self._buttons:
            policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        self.setFocusProxy(stop)


class Segmented(Choices):
    """A few words in a row, under a label, with a line of help or error below."""

    def __init__(
        self, label: str, options: Sequence[Option], *, required: bool = True, helper: str = ""
    ) -> None:
        super().__init__(label, options)
        self._help = helper
        self.helper = OneLine(helper)
        head = QHBoxLayout()
        head.setContentsMargins(px(3), 0, px(3), 0)
        head.setSpacing(px(4))
        head.addStrut(px(theme.HEAD))
        head.addWidget(Text(label, theme.LABEL, theme.MEDIUM, theme.INK_700))
        self._need = Text("")
        self.set_required(required=required)
        head.addWidget(self._need)
        head.addStretch(1)
        self._track = Track(self._row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._track)
        column.addWidget(self.helper)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_required(self, *, required: bool) -> None:
        """Mark the choice as required or as optional."""
        self._need.setText("*" if required else "选填")
        self._need.setFont(theme.font(theme.LABEL if required else theme.CAPTION))
        self._need.set_color(theme.ERROR if required else theme.INK_500)

    def set_error(self, message: str) -> None:
        """Show what is wrong, or with an empty string the usual help."""
        self.helper.set_color(theme.ERROR if message else theme.INK_500)
        self.helper.setFont(theme.font(theme.CAPTION, theme.MEDIUM if message else theme.REGULAR))
        self.helper.setText(message or self._help)
        self._track.set_error(wrong=bool(message))
        for button in self._buttons:
            button.setAccessibleDescription(message)


class Track(QWidget):
    """The grey ground segments lie on."""

    def __init__(self, row: QHBoxLayout) -> None:
        super().__init__()
        self._wrong = False
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(0)
        self.setLayout(row)
        self.setFixedHeight(px(theme.CONTROL))

    def set_error(self, *, wrong: bool) -> None:
        """Draw a red line around the ground, or none."""
        self._wrong = wrong
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and, when one of the segments has the keyboard, the ring."""
        del event
        painter = paint.smooth(self)
        box = QRectF(self.rect())
        if any(child.hasFocus() for child in self.findChildren(Segment)):
            paint.focus_ring(painter, box, theme.ERROR if self._wrong else theme.PRIMARY)
        paint.rounded(
            painter,
            box.adjusted(3, 3, -3, -3),
            px(theme.RADIUS_M),
            fill=theme.ERROR_TINT if self._wrong else theme.TRACK,
            line=theme.ERROR if self._wrong else None,
            width=2,
        )


class CardGrid(Choices):
    """Cards in a grid with a given number of columns."""

    item = ChoiceCard

    def __init__(self, label: str, options: Sequence[Option], *, columns: int = 3) -> None:
        self._columns = columns
        self._grid = QGridLayout()
        self._grid.setContentsMargins(px(2), 0, px(2), px(6))
        self._grid.setSpacing(px(5))
        super().__init__(label, options)
        self.setLayout(self._grid)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _place(self, buttons: Sequence[Choice]) -> None:
        for at, button in enumerate(buttons):
            self._grid.addWidget(button, at // self._columns, at % self._columns)
            self._grid.setColumnStretch(at % self._columns, 1)


def _choice_face(*, chosen: bool) -> QFont:
    return theme.font(theme.BODY, theme.SEMIBOLD if chosen else theme.MEDIUM)
