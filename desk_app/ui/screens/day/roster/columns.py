"""What each column of a roster means: recognised by its heading, confirmed by the clerk."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.policy.people.names import mask_name, without_identities
from desk_app.records.field_table import MASKS
from desk_app.services.roster.headings import BY_PATH, COLUMNS, is_ignored
from desk_app.services.roster.reading import Roster
from desk_app.ui import theme
from desk_app.ui.widgets.editors.candidates import MOST, Candidate
from desk_app.ui.widgets.editors.form import Form, FormRow
from desk_app.ui.widgets.text import Text

UNUSED = "-"
NOT_USED = Candidate(UNUSED, "不用这一列")
ACROSS, WIDTH = 3, 4  # editors beside each other, in a grid of twelve
MOST_COLUMNS = 60  # a roster with more has long ceased to be one
LONGEST_HEADING, LONGEST_EXAMPLE = 14, 18
HIDDEN = {"name": mask_name, **MASKS}


class ColumnMap(QWidget):
    """An editor for each column that has a heading; ``edited`` when one was changed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self._roster: Roster | None = None
        self._places: tuple[int, ...] = ()
        self._before: QWidget | None = None
        self.absent = Text("", theme.LABEL, color=theme.WARN, wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.absent)

    def come_after(self, widget: QWidget) -> None:
        """Let the Tab key come here from a widget."""
        self._before = widget

    def show_roster(self, roster: Roster) -> None:
        """Show how the columns of a roster were understood."""
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self._roster = roster
        asked = [at for at, text in enumerate(roster.headings) if not is_ignored(text)]
        self._places = tuple(asked[:MOST_COLUMNS])
        self.form = Form([_row(roster, at, order) for order, at in enumerate(self._places)])
        self.form.set_values({str(at): roster.columns[at] or UNUSED for at in self._places})
        self.form.edited.connect(self._changed)
        self._column.insertWidget(0, self.form)
        self._chain(self.form)
        self._tell_absent(roster)

    def roster(self) -> Roster | None:
        """Return the roster as it is confirmed, or None with what is wrong shown at its place."""
        form, roster = self.form, self._roster
        if form is None or roster is None or not form.check():
            return None
        chosen = form.values()
        columns: list[str | None] = [None] * len(roster.headings)
        first: dict[str, str] = {}
        for name in chosen:
            path = chosen[name]
            if path == UNUSED:
                continue
            if path in first:
                other = _short(roster.headings[int(first[path])], LONGEST_HEADING)
                form.complain(name, f"“{other}”已经是{BY_PATH[path].title}，只留一列")
                return None
            first[path] = name
            columns[int(name)] = path
        return roster.mapped(columns)

    def unsure(self) -> QWidget | None:
        """Return the editor of the first column nothing was made of."""
        form = self.form
        if form is None:
            return None
        values = form.values()
        return next((form.fields[name] for name in values if values[name] == UNUSED), None)

    def _changed(self) -> None:
        form, roster = self.form, self._roster
        if form is not None and roster is not None:
            columns: list[str | None] = [None] * len(roster.headings)
            for name, path in form.values().items():
                columns[int(name)] = None if path in {UNUSED, ""} else path
            self._tell_absent_of(columns)
        self.edited.emit()

    def _chain(self, form: Form) -> None:
        """Put the editors where they belong for the Tab key; Qt puts new ones at the very end."""
        last = self._before
        for widget in form.findChildren(QWidget):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                if last is not None:
                    QWidget.setTabOrder(last, widget)
                last = widget

    def _tell_absent(self, roster: Roster) -> None:
        self._tell_absent_of(roster.columns)

    def _tell_absent_of(self, columns: Sequence[str | None]) -> None:
        titles = [one.title for one in COLUMNS if one.required and one.path not in columns]
        words = f"名册里没有：{'、'.join(titles)}。全体相同的请在下面统一填写。" if titles else ""
        self.absent.setText(words)
        self.absent.setVisible(bool(words))


def _row(roster: Roster, at: int, order: int) -> FormRow:
    # Whatever a column is taken for, or if for nothing, it may hold people's numbers.
    mask = HIDDEN.get((roster.columns[at] or "").rpartition(".")[2], without_identities)
    example = mask(roster.example(at))
    return FormRow(
        name=str(at),
        label=_short(roster.headings[at], LONGEST_HEADING),
        at=(order // ACROSS, order % ACROSS * WIDTH, WIDTH),
        kind="lookup",
        find=_find,
        helper=f"如：{_short(example, LONGEST_EXAMPLE)}" if example else "这一列是空的",
    )


def _find(text: str) -> list[Candidate]:
    """Return the fields a clerk may mean by a few characters; the usual ones for none."""
    wanted = text.strip()
    if not wanted:
        usual = [one for one in COLUMNS if one.required]
        return [NOT_USED, *(Candidate(one.path, one.title) for one in usual)][:MOST]
    found = [
        Candidate(one.path, one.title, one.note)
        for one in COLUMNS
        if wanted == one.path or any(wanted in name for name in (one.title, *one.others))
    ]
    unused = [NOT_USED] if wanted == UNUSED or wanted in NOT_USED.title else []
    found.sort(key=lambda one: (one.title != wanted, not one.title.startswith(wanted)))
    return [*unused, *found][:MOST]


def _short(text: str, longest: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[:longest] + "…"
