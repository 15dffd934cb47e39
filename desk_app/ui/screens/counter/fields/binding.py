"""Tie editors to the fields of a case: one path, one editor, one place for its error."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desk_app.policy.regions import place
from desk_app.policy.vocabulary import Hint, Problem
from desk_app.ui.models.case.case import CaseModel
from desk_app.ui.widgets.editors.candidates import CandidateField
from desk_app.ui.widgets.editors.choices import Choices
from desk_app.ui.widgets.editors.field import Field

Editor = Field | Choices


@dataclass(frozen=True, slots=True)
class Via:
    """How an editor stands for a field (or several) when it does not hold its very text."""

    shown: Callable[[CaseModel], str]
    take: Callable[[CaseModel, str], None]


class Binding(QObject):
    """The editors of a screen by the path of their field.

    ``settled`` tells the path of a field the clerk has finished with, whether it changed or not.
    An editor shows an error only once it was finished with, or after ``reveal``.
    """

    settled = Signal(str)

    def __init__(self, case: CaseModel) -> None:
        super().__init__()
        self._case = case
        self._editors: dict[str, Editor] = {}
        self._via: dict[str, Via] = {}
        self._seen: set[str] = set()
        case.loaded.connect(self.show_case)

    @property
    def paths(self) -> tuple[str, ...]:
        """All fields that have an editor, in the order they were added."""
        return tuple(self._editors)

    def add(self, path: str, editor: Editor, via: Via | None = None) -> None:
        """Tie an editor to a field."""
        self._editors[path] = editor
        self._via[path] = via or Via(
            lambda case: case.get(path), lambda case, value: _put(case, path, value)
        )
        editor.setObjectName(path)
        if isinstance(editor, CandidateField):
            editor.chosen.connect(self._settle_sender)
            editor.left.connect(self._settle_sender)
        elif isinstance(editor, Field):
            editor.left.connect(self._settle_sender)
        else:
            editor.chosen.connect(self._settle_sender)

    def editor(self, path: str) -> Editor:
        """Return the editor of a field."""
        return self._editors[path]

    def show_case(self) -> None:
        """Put the whole case into the editors, as if nothing had been finished with yet."""
        self._seen = {path for path in self._editors if self._case.get(path)}
        for path, editor in self._editors.items():
            self.show(path)
            _rest(editor)

    def show(self, path: str) -> None:
        """Put what the case holds into one editor."""
        editor, value = self._editors[path], self._via[path].shown(self._case)
        if isinstance(editor, CandidateField):
            found = place(value)
            editor.set_code(found.code if found else "", found.full_name if found else value)
        elif isinstance(editor, Field):
            editor.set_text(value)
        else:
            editor.set_code(value)

    def keep_what_is_typed(self) -> None:
        """Take over what stands in the editor that has the keyboard."""
        for path, editor in self._editors.items():
            if isinstance(editor, Field) and editor.edit.hasFocus():
                self._settle(path)

    def reveal(self, paths: Iterable[str]) -> None:
        """Let these fields show their errors, as if they had been finished with."""
        self._seen.update(paths)

    def mark(self, problems: Iterable[Problem], hints: Iterable[Hint]) -> None:
        """Show what is wrong and what deserves a second look beside the editors."""
        wrong: dict[str, str] = {}
        doubtful: dict[str, str] = {}
        for problem in problems:
            wrong.setdefault(problem.field, problem.message)
        for hint in hints:
            doubtful.setdefault(hint.field, hint.message)
        for path, editor in self._editors.items():
            if path in self._seen:
                _show(editor, wrong.get(path, ""), doubtful.get(path, ""), self._case.get(path))

    def focus(self, path: str) -> bool:
        """Give the keyboard to the editor of a field; False where it has none in sight."""
        editor = self._editors.get(path)
        if editor is None or not editor.isVisibleTo(editor.window()):
            return False
        target: QWidget = editor.edit if isinstance(editor, Field) else editor.focus_stop()
        target.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _settle_sender(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            self._settle(sender.objectName())

    def _settle(self, path: str) -> None:
        value = _read(self._editors[path])
        # Passing an empty field by is no mistake yet; emptying one that was filled may be.
        if value or self._case.get(path):
            self._seen.add(path)
        self._via[path].take(self._case, value)
        self.settled.emit(path)


def _put(case: CaseModel, path: str, value: str) -> None:
    case.set(path, value)


def _read(editor: Editor) -> str:
    if isinstance(editor, CandidateField):
        return editor.code() or editor.text()
    return editor.text() if isinstance(editor, Field) else editor.code()


def _rest(editor: Editor) -> None:
    if isinstance(editor, Field):
        editor.clear_state()
    else:
        editor.set_error("")


def _show(editor: Editor, wrong: str, doubtful: str, value: str) -> None:
    # The label stands above already; the line below is short.
    wrong = wrong.removeprefix(f"{editor.label}：").removesuffix("。")
    if isinstance(editor, Choices) or wrong:
        editor.set_error(wrong)
    elif doubtful:
        editor.set_hint(doubtful)
    elif value:
        editor.set_ok()
    else:
        editor.clear_state()
