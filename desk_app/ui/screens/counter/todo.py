"""What is still to do on the counter, in the order of the screen."""

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication, QWidget

from desk_app.policy.vocabulary import Hint, Problem
from desk_app.services.case.checking import Verdict
from desk_app.ui.screens.counter.documents import Checklist
from desk_app.ui.screens.counter.fields.binding import Binding

SAID_ELSEWHERE = "consent"  # asked for on the page that is read out


class Todo:
    """The problems of the latest verdict, by field, with their names and the way to each."""

    def __init__(self, binding: Binding, checklist: Checklist) -> None:
        self._binding, self._checklist = binding, checklist
        self._verdict: Verdict | None = None

    def take(self, verdict: Verdict) -> None:
        """Take over a new verdict."""
        self._verdict = verdict

    def problems(self) -> list[Problem]:
        """Return what must be mended here, in the order of the screen, one of each field."""
        found: dict[str, Problem] = {}
        for problem in self._verdict.problems if self._verdict else ():
            if problem.field != SAID_ELSEWHERE:
                found.setdefault(problem.field, problem)
        order = self._order()
        return sorted(found.values(), key=lambda one: order.get(one.field, len(order)))

    def names(self) -> list[str]:
        """Return the names of the fields to mend."""
        return [self._name(problem.field) for problem in self.problems()]

    def mark(self) -> None:
        """Show problems and hints beside the editors that were finished with."""
        self._binding.mark(self.problems(), self._doubts())

    def _doubts(self) -> Iterator[Hint]:
        """Yield what deserves a second look: questions that are open first."""
        if self._verdict is not None:
            for one in self._verdict.open_questions:
                yield Hint(field=one.field, message=one.text)
            yield from self._verdict.hints

    def go_to_next(self, *, from_start: bool = False) -> bool:
        """Go to the next field that must be mended; False where there is none."""
        paths = [problem.field for problem in self.problems()]
        self._binding.reveal(paths)
        self.mark()
        at = -1 if from_start else self._index_of(QApplication.focusWidget())
        order = self._order()
        later = [path for path in paths if order.get(path, len(order)) > at]
        return any(self._binding.focus(path) for path in (*later, *paths))

    def _order(self) -> dict[str, int]:
        return {path: at for at, path in enumerate(self._binding.paths)}

    def _name(self, path: str) -> str:
        if path in self._binding.paths:
            name = self._binding.editor(path).label
            whose = "代办人" if path.startswith("agent.") and path != "agent.name" else ""
            return f"{whose}{name}"
        row = self._checklist.rows.get(path.removeprefix("documents."))
        return row.text() if row else "其他"

    def _index_of(self, widget: QWidget | None) -> int:
        for index, path in enumerate(self._binding.paths):
            editor = self._binding.editor(path)
            if widget is not None and (editor is widget or editor.isAncestorOf(widget)):
                return index
        return -1
