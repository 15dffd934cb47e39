"""A page of settings that is one form: read, changed, saved, and what was done is said."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout

from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.editors.form import Form, FormRow
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Card

Values = Mapping[str, str]


Result = TypeVar("Result")


class Editor(Generic[Result]):
    """A form on a page with its buttons.

    ``save`` takes the values in a worker thread; ``done`` hears in the window's thread what it
    gave and returns the sentence that says what was done.
    """

    def __init__(
        self,
        page: SectionPage,
        card: Card,
        rows: Sequence[FormRow],
        *,
        read: Callable[[], Values],
        save: Callable[[Values], Result],
        done: Callable[[Result], str],
        words: str = "保存",
    ) -> None:
        self._page, self._read, self._save, self._done = page, read, save, done
        self.form = Form(rows)
        self.button = Button(words, kind="primary", icon="check")
        self.undo = Button("还原", icon="rotate-ccw")
        self.button.clicked.connect(self.save)
        self.undo.clicked.connect(self.show)
        self.form.edited.connect(self._show_state)
        card.body.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        row.addWidget(self.undo)
        row.addWidget(self.button)
        card.body.addLayout(row)
        self._show_state()

    @property
    def dirty(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.form.dirty

    def show(self) -> None:
        """Show the values in use, giving up what was typed."""
        self.form.set_values(self._read())
        self._show_state()

    def save(self) -> None:
        """Check and save; what is wrong stands beside its field, what is refused in the banner."""
        if not self.form.check():
            return
        values = self.form.values()
        self._page.run(lambda: self._save(values), self._saved, words="正在保存", stoppable=False)

    def _saved(self, result: Result) -> None:
        self.form.settle()
        said = self._done(result)
        self.show()
        self._page.banner.say(said, "ok")

    def _show_state(self) -> None:
        self.undo.setEnabled(self.form.dirty)


class EditorPage(SectionPage):
    """A page with an editor on it: what is typed in it and not saved keeps the page as it is."""

    editor: Editor[Any]

    @property
    def dirty(self) -> bool:
        """Whether something is typed in the editor that is not saved."""
        return self.editor.dirty


class FormPage(EditorPage):
    """One form, as rows of data; ``save`` and ``done`` as in ``Editor``."""

    def __init__(
        self,
        title: str,
        about: str,
        rows: Sequence[FormRow],
        *,
        read: Callable[[], Values],
        save: Callable[[Values], Result],
        done: Callable[[Result], str],
        words: str = "保存",
    ) -> None:
        super().__init__(title, about)
        card = self.card()
        self.editor = Editor(self, card, rows, read=read, save=save, done=done, words=words)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Show the values in use."""
        self.editor.show()


def whole_number(least: int, most: int, unit: str) -> Callable[[str], str]:
    """Return a check for a whole number within bounds, worded with its unit."""

    def check(text: str) -> str:
        if text.isascii() and text.isdigit() and least <= int(text) <= most:
            return ""
        return f"请填写 {least} 到 {most} 之间的整数（{unit}）"

    return check
