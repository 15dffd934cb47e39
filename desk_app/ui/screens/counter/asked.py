"""The strip above the bar: what a senior clerk would ask now, each answered by one key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.policy.guidance.questions import Asked
from desk_app.ui import theme
from desk_app.ui.models.case.judging import Judge
from desk_app.ui.screens.counter.fields.binding import Binding
from desk_app.ui.screens.counter.keeper import DraftKeeper
from desk_app.ui.theme import px
from desk_app.ui.widgets import keys
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.text import Pane, Picture, Text

MOST = 3  # answers of one question


class AskedStrip(Pane):
    """Shows the first question that is open, and keeps what is answered with the case."""

    def __init__(self, binding: Binding, rules: Judge, keeper: DraftKeeper) -> None:
        super().__init__(theme.WARN_TINT, edge="top")
        self._binding, self._rules, self._keeper = binding, rules, keeper
        self._open: tuple[Asked, ...] = ()
        self.words = Text("", theme.LABEL, theme.MEDIUM, color=theme.WARN, wrap=True)
        self.choices = [Button("", key=f"Ctrl {number}", small=True) for number in self._numbers()]
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(6), px(16), px(6))
        row.setSpacing(px(8))
        row.addWidget(Picture("triangle-alert", theme.WARN), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        for number, choice in zip(self._numbers(), self.choices, strict=True):
            choice.setObjectName(str(number))
            choice.clicked.connect(self._pressed)
            row.addWidget(choice)
        self.hide()

    def bind(self, screen: QWidget) -> None:
        """Hear Ctrl+1 to Ctrl+3 on the screen the strip stands on."""
        for number in self._numbers():
            for shortcut in keys.bind(screen, {f"Ctrl+{number}": self._pressed}):
                shortcut.setObjectName(str(number))

    def show_questions(self, questions: Sequence[Asked]) -> None:
        """Show the first of the open questions, or nothing where there is none."""
        self._open = tuple(questions)
        self.setVisible(bool(self._open))
        if not self._open:
            return
        first, more = self._open[0], len(self._open) - 1
        mend = first.answered.mend if first.answered else None
        self.words.setText((mend or first.text) + (f"（后面还有 {more} 处）" if more else ""))
        for place, button in enumerate(self.choices):
            button.setVisible(place < len(first.choices))
            if place < len(first.choices):
                button.set_text(first.choices[place].label)

    def _pressed(self) -> None:
        place = int(self.sender().objectName()) - 1
        if not self._open or place >= len(self._open[0].choices):
            return
        self._binding.keep_what_is_typed()
        question = self._open[0]
        if self._rules.answer(question, question.choices[place].code):
            self._binding.show(question.field)
        self._keeper.save()

    @staticmethod
    def _numbers() -> range:
        return range(1, MOST + 1)
