"""A form made from rows of data: editors in a grid, each with its error beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desk_app.ui.theme import px
from desk_app.ui.widgets.editors.candidates import Candidate, CandidateField
from desk_app.ui.widgets.editors.choices import Option, Segmented
from desk_app.ui.widgets.editors.dates import DateField
from desk_app.ui.widgets.editors.edits import LatinEdit, SecretEdit, TextEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec

Check = Callable[[str], str]
"""Takes what was typed and returns what is wrong with it, or an empty string."""
COLUMNS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One editor: its name, its label, where it stands, and what is right in it.

    ``kind`` is text, latin, secret, date, choice (``options``) or lookup (``find``); ``at`` is
    line, first column and width in a grid of twelve.
    """

    name: str
    label: str
    at: tuple[int, int, int]
    kind: str = "text"
    required: bool = True
    helper: str = ""
    placeholder: str = ""
    longest: int = 300
    options: Sequence[Option] = ()
    find: Callable[[str], Sequence[Candidate]] | None = None
    today: Callable[[], date] | None = None
    check: Check | None = field(default=None)


class Form(QWidget):
    """The editors of some rows; ``edited`` tells that something was typed or chosen."""

    edited = Signal()

    def __init__(self, rows: Sequence[FormRow]) -> None:
        super().__init__()
        self._rows = {row.name: row for row in rows}
        self._saved: dict[str, str] = {}
        self.kept_while_locked = True  # where it stands on its own, whatever is marked elsewhere
        self.fields = {row.name: _editor(row) for row in rows}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(1))
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        for row in rows:
            grid.addWidget(self.fields[row.name], row.at[0], row.at[1], 1, row.at[2])
            self._listen(row.name)
        self._saved = self.values()

    def field(self, name: str) -> Field:
        """Return the editor of a row that is a line of text."""
        editor = self.fields[name]
        if not isinstance(editor, Field):
            raise TypeError(name)
        return editor

    def values(self) -> dict[str, str]:
        """Return what stands in the editors; of choices and look-ups the code."""
        return {name: _value(editor) for name, editor in self.fields.items()}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put values in; from here on they count as saved."""
        for name, value in values.items():
            editor = self.fields[name]
            if isinstance(editor, Segmented):
                editor.set_code(value)
                editor.set_error("")
            elif isinstance(editor, CandidateField):
                row = self._rows[name]
                found = next((one for one in _all(row, value) if one.code == value), None)
                editor.set_code(value, found.title if found else value)
                editor.clear_state()
            else:
                editor.set_text(value)
                editor.clear_state()
        self._saved = self.values()

    def typed(self) -> dict[str, str]:
        """Return what was typed and not saved, but no passphrase."""
        return {
            name: value
            for name, value in self.values().items()
            if value != self._saved.get(name) and self._rows[name].kind != "secret"
        }

    def type_again(self, values: Mapping[str, str]) -> None:
        """Put back what ``typed`` told; it is not saved for that."""
        saved = self._saved
        self.set_values({name: value for name, value in values.items() if name in self.fields})
        self._saved = saved
        self.edited.emit()

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what was put in last."""
        return self.values() != self._saved

    def settle(self) -> None:
        """Count what stands in the editors as saved."""
        self._saved = self.values()

    def complain(self, name: str, message: str) -> None:
        """Show what is wrong with one editor, and go there."""
        editor = self.fields[name]
        editor.set_error(message)
        if isinstance(editor, Segmented):
            editor.focus_stop().setFocus(Qt.FocusReason.TabFocusReason)
        else:
            editor.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def check(self) -> bool:
        """Show beside each editor what is wrong, go to the first, return whether all is right."""
        wrong = {name: problem for name in self.fields if (problem := self._problem(name))}
        for name, editor in self.fields.items():
            if isinstance(editor, Segmented):
                editor.set_error("")
            else:
                editor.clear_state()
            if name in wrong:
                editor.set_error(wrong[name])
        for name in list(wrong)[:1]:
            self.complain(name, wrong[name])
        return not wrong

    def focus_first(self) -> None:
        """Put the keyboard into the first editor."""
        first = next(iter(self.fields.values()))
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _problem(self, name: str) -> str:
        row, editor = self._rows[name], self.fields[name]
        value = _value(editor)
        if not value:
            verb = "选择" if row.kind in {"choice", "lookup"} else "填写"
            return f"请{verb}{row.label}" if row.required else ""
        if isinstance(editor, DateField) and editor.day() is None:
            return "请填写日期，例如 2026-11-21"
        return row.check(value) if row.check else ""

    def _listen(self, name: str) -> None:
        editor = self.fields[name]
        if isinstance(editor, Segmented):
            editor.chosen.connect(self.edited)
            return
        editor.typed.connect(self.edited)
        if isinstance(editor, CandidateField):
            editor.chosen.connect(self.edited)


def _editor(row: FormRow) -> Field | Segmented:
    if row.kind == "choice":
        return Segmented(row.label, row.options, required=row.required, helper=row.helper)
    spec = FieldSpec(
        label=row.label, required=row.required, placeholder=row.placeholder, helper=row.helper
    )
    if row.kind == "lookup" and row.find is not None:
        return CandidateField(spec, row.find, latin=False)
    if row.kind == "date" and row.today is not None:
        return DateField(spec, today=row.today)
    made: dict[str, Callable[[], TextEdit]] = {
        "text": TextEdit,
        "latin": LatinEdit,
        "secret": SecretEdit,
    }
    edit = made[row.kind]()
    edit.setMaxLength(row.longest)
    return Field(spec, edit)


def _value(editor: Field | Segmented) -> str:
    if isinstance(editor, Segmented | CandidateField):
        return editor.code()
    if isinstance(editor.edit, SecretEdit):
        return editor.edit.text()  # a passphrase may begin or end with a space
    return editor.text()


def _all(row: FormRow, value: str) -> Sequence[Candidate]:
    return row.find(value) if row.find else ()
