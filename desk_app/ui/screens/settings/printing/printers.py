"""Choosing a printer: one of those this computer knows, or another by its typed name."""

from collections.abc import Sequence

from desk_app.errors import RefusedError
from desk_app.ui.screens.settings.form_page import Values
from desk_app.ui.widgets.editors.candidates import MOST, Candidate, fitting
from desk_app.ui.widgets.editors.form import Form, FormRow

OTHER = "other"
ANOTHER = Candidate(OTHER, "其他打印机", "输入它在系统里的名称")
CHOSEN, TYPED = "printer", "printer_name"


class PrinterRows:
    """Two rows of a form: the printer that is chosen, and a name for one that is not listed."""

    def __init__(self, *before: Candidate) -> None:
        self._before, self._kept = before, ""
        self._form: Form | None = None
        self.known: tuple[str, ...] = ()

    def rows(self, line: int) -> tuple[FormRow, FormRow]:
        """Return the rows, side by side on a line of the form."""
        chosen = FormRow(
            name=CHOSEN,
            label="打印机",
            at=(line, 0, 6),
            kind="lookup",
            find=self._find,
            helper="按 ↓ 列出本机的打印机，或输入名字查找",
        )
        typed = FormRow(
            name=TYPED,
            label="打印机名称",
            at=(line, 6, 6),
            longest=100,
            required=False,
            helper="照系统打印设置里的写法",
        )
        return chosen, typed

    def attach(self, form: Form) -> None:
        """Show the row for a name only while another printer is chosen."""
        self._form = form
        form.edited.connect(self._show)
        form.fields[TYPED].hide()

    def values(self, printer: str) -> Values:
        """Return what the rows show for a printer, or for the code of one offered before."""
        self._kept = printer
        if self._form is not None:
            self._form.fields[TYPED].hide()
        return {CHOSEN: printer, TYPED: ""}

    @staticmethod
    def printer(values: Values) -> str:
        """Return the printer that was chosen or typed; raise RefusedError without a name."""
        if values[CHOSEN] != OTHER:
            return values[CHOSEN]
        if not values[TYPED]:
            raise RefusedError("请填写打印机名称，或从列表里选一台。")
        return values[TYPED]

    def _show(self) -> None:
        if self._form is not None:
            self._form.fields[TYPED].setVisible(self._form.values()[CHOSEN] == OTHER)

    def _find(self, text: str) -> Sequence[Candidate]:
        codes = {one.code for one in self._before}
        names = [*self.known, *([self._kept] if self._kept and self._kept not in codes else [])]
        listed = [_candidate(name, at) for at, name in enumerate(dict.fromkeys(names))]
        return [*fitting((*self._before, *listed), text)[: MOST - 1], ANOTHER]


def _candidate(name: str, at: int) -> Candidate:
    return Candidate(name, name, badge="系统默认" if at == 0 else "")
