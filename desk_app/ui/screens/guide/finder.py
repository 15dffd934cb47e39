"""The type finder: one plain question at a time, answered with one key."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desk_app.policy.guidance.finder import Finding, Option, Question
from desk_app.policy.vocabulary import FilingType, Method
from desk_app.services.rules.advising import Counsel
from desk_app.ui import theme
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys, paint
from desk_app.ui.widgets.button import Pressable
from desk_app.ui.widgets.displays.notices import Banner
from desk_app.ui.widgets.displays.reading import Passage, Reading, ReadingCard
from desk_app.ui.widgets.text import Text

NO_FORM = "这种情况视同已备案，不用登记，不打印登记表。"


class Answer(Pressable):
    """One answer as a wide button with its key."""

    def __init__(self, option: Option, question: Question) -> None:
        super().__init__()
        self.option = option
        self.setText(option.label)
        self.setAccessibleName(f"{question.text} {option.key} {option.label}")
        self.setFixedHeight(px(50))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of key and words."""
        width = theme.text_width(self.text(), theme.font(theme.INPUT, theme.MEDIUM))
        return QSize(round(width) + px(92), px(50))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring, card, key and words."""
        del event
        painter, box = paint.smooth(self), QRectF(self.rect())
        pointed = self.hasFocus() or self.underMouse()
        if self.hasFocus():
            paint.focus_ring(painter, box)
        paint.rounded(
            painter,
            box.adjusted(3, 3, -3, -3),
            px(theme.RADIUS_M),
            fill=theme.PRIMARY_TINT if pointed else theme.SURFACE,
            line=theme.PRIMARY if self.hasFocus() else theme.EDGE,
            width=2 if self.hasFocus() else 1,
        )
        middle = self.height() / 2
        paint.key(painter, px(16), middle, self.option.key, "chosen" if pointed else "plain")
        area = QRectF(px(46), 0, self.width() - px(86), self.height())
        face = theme.font(theme.INPUT, theme.MEDIUM)
        paint.write(painter, area, self.text(), face, theme.INK_900)
        left = self.width() - px(34)
        paint.icon(painter, left, middle - px(8), "chevron-right", theme.INK_500)


class FinderPage(QWidget):
    """The questions, then the type with its reason.

    Signals: ``found`` with the type, or None while it is still being asked for.
    """

    found = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._counsel: Counsel | None = None
        self._age: int | None = None
        self._keys: list[str] = []
        self._step: Question | Finding | None = None
        self._answers: list[Answer] = []
        self.reading = Reading("该办哪一类")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.reading)

    @property
    def type(self) -> FilingType | None:
        """The type that was found."""
        return self._step.type if isinstance(self._step, Finding) else None

    @property
    def advice_only(self) -> bool:
        """Whether the type that was found is never registered."""
        if self.type is None or self._counsel is None:
            return False
        return not self._counsel.guide(self.type, Method.DOCUMENTS).makes_filing

    def begin(self, counsel: Counsel, *, age: int | None = None) -> None:
        """Ask the first question; the age, where it is known, gives the clerk a hint."""
        self._counsel, self._age, self._keys = counsel, age, []
        self._show()

    def enter(self) -> None:
        """Take the keyboard."""
        if self._answers:
            self._answers[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.reading.enter()

    def answer(self, key: str) -> None:
        """Answer the question shown; a key that answers nothing is ignored."""
        if isinstance(self._step, Question) and key in {one.key for one in self._step.options}:
            self._keys.append(key)
            self._show()
            self.enter()

    def go_back(self) -> None:
        """Take the last answer back."""
        if self._keys:
            self._keys.pop()
            self._show()
            self.enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by digit, take back by Backspace."""
        number = keys.digit(event)
        if number is not None:
            self.answer(str(number))
        elif event.key() == Qt.Key.Key_Backspace:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        if self._counsel is None:
            return
        self._step = self._counsel.find_type(self._keys, age=self._age)
        self._answers = []
        blocks = self._answered()
        if isinstance(self._step, Question):
            blocks += self._question(self._step)
        else:
            blocks += _finding(self._step, NO_FORM if self.advice_only else "")
        self.reading.show_blocks(blocks)
        self.found.emit(self.type)

    def _answered(self) -> list[QWidget]:
        """Return the answers given so far, a line for each."""
        lines: list[QWidget] = []
        for at, key in enumerate(self._keys):
            step = self._counsel.find_type(self._keys[:at]) if self._counsel else None
            if isinstance(step, Question):
                label = next(one.label for one in step.options if one.key == key)
                words = f"{at + 1}. {step.text}　{label}"
                line = Text(words, theme.LABEL, color=theme.INK_500, wrap=True)
                line.setContentsMargins(px(12), 0, 0, 0)
                lines.append(line)
        return lines

    def _question(self, question: Question) -> list[QWidget]:
        heading = Text(question.text, theme.PAGE_TITLE, theme.SEMIBOLD, wrap=True)
        heading.setContentsMargins(px(12), px(8), 0, px(4))
        self._answers = [Answer(one, question) for one in question.options]
        for button in self._answers:
            button.clicked.connect(self._pressed)
        hint = [Banner(question.hint, "info")] if question.hint else []
        return [heading, *hint, *self._answers]

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, Answer):
            self.answer(button.option.key)


def _finding(finding: Finding, warning: str) -> list[QWidget]:
    result = ReadingCard()
    result.body.setContentsMargins(px(14), px(12), px(14), px(12))
    result.body.addWidget(Text("应办理", theme.LABEL, color=theme.INK_500))
    result.body.addWidget(
        Text(finding.type.label, theme.PAGE_TITLE, theme.SEMIBOLD, theme.PRIMARY_DARK, wrap=True)
    )
    result.body.addWidget(Passage(finding.reason))
    if warning:
        result.body.addWidget(Banner(warning, "ok"))
    blocks: list[QWidget] = [result]
    if finding.excluded:
        blocks.append(_excluded([(one.type.label, one.reason) for one in finding.excluded]))
    return blocks


def _excluded(rows: Sequence[tuple[str, str]]) -> ReadingCard:
    card = ReadingCard("为什么不是其他类")
    for label, reason in rows:
        lead = Text(label, theme.LABEL, theme.MEDIUM, theme.INK_700)
        lead.setFixedWidth(px(160))
        card.body.addWidget(Passage(reason, lead=lead))
    return card
