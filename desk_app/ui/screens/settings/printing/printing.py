"""Which printer, and how many copies of each paper."""

from desk_app.services.desk.open_desk import Desk
from desk_app.services.settings import preferences
from desk_app.services.settings.preferences import PaperCopies
from desk_app.ui.models.printing import sending
from desk_app.ui.screens.settings.form_page import Editor, Values, whole_number
from desk_app.ui.screens.settings.printing.printers import PrinterRows
from desk_app.ui.tasks import Lane
from desk_app.ui.widgets.editors.candidates import Candidate
from desk_app.ui.widgets.editors.form import FormRow
from desk_app.ui.widgets.frames.sections import SectionPage

SYSTEM = "system"
NOT_COUNTED = frozenset({"recovery_code", "handout"})  # always one, asked for each time
FIRST = Candidate(SYSTEM, "由系统决定（默认打印机）")


class PrintingPage(SectionPage):
    """The printer is looked for when the page is opened, in a worker thread."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("打印", "表单按实际大小送到打印机，不缩放。没有打印机时可存为 PDF。")
        self._desk = desk
        self.choice = PrinterRows(FIRST)
        self.printer = Editor(
            self,
            self.card("打印机", "本窗口用哪一台"),
            self.choice.rows(0),
            read=self._printer,
            save=self._save_printer,
            done=self._printer_saved,
        )
        self.choice.attach(self.printer.form)
        self.copies = Editor(
            self,
            self.card("每种表单的份数", "1 到 9 份"),
            self._rows(),
            read=self._copies,
            save=self._save_copies,
            done=self._copies_saved,
        )
        self.body.addStretch(1)

    @property
    def dirty(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.printer.dirty or self.copies.dirty

    def refresh(self) -> None:
        """Show what is set, then look for printers."""
        self.printer.show()
        self.copies.show()
        self.run(sending.known, self._listed, lane=Lane.PRINTER)

    def _listed(self, found: tuple[str, ...]) -> None:
        self.choice.known = found
        kept = preferences.printer(desk=self._desk)
        if not found:
            self.banner.say("本机现在没有打印机。接好打印机后再打开这一页。", "warn")
        elif kept and kept not in found:
            self.banner.say(
                f"选定的打印机“{kept}”现在没有找到，打印可能失败。请接好它，或另选一台。", "warn"
            )

    def _printer(self) -> Values:
        return self.choice.values(preferences.printer(desk=self._desk) or SYSTEM)

    def _save_printer(self, values: Values) -> str:
        name = self.choice.printer(values)
        chosen = None if name == SYSTEM else name
        preferences.set_printer(desk=self._desk, printer=chosen)
        return chosen or FIRST.title

    @staticmethod
    def _printer_saved(name: str) -> str:
        return f"本窗口以后用“{name}”打印。"

    def _rows(self) -> tuple[FormRow, ...]:
        check = whole_number(1, preferences.MOST_COPIES, "份")
        return tuple(
            FormRow(
                name=one.paper,
                label=one.title,
                at=(at // 2, at % 2 * 6, 6),
                kind="latin",
                longest=1,
                check=check,
                helper=f"通常 {one.usual} 份",
            )
            for at, one in enumerate(self._papers())
        )

    def _papers(self) -> tuple[PaperCopies, ...]:
        every = preferences.copies(desk=self._desk)
        return tuple(one for one in every if one.paper not in NOT_COUNTED)

    def _copies(self) -> Values:
        return {one.paper: str(one.copies) for one in self._papers()}

    def _save_copies(self, values: Values) -> None:
        many = {paper: int(value) for paper, value in values.items()}
        preferences.set_copies(desk=self._desk, copies=many)

    @staticmethod
    def _copies_saved(done: None) -> str:
        del done
        return "份数已保存，从下一次打印起生效。"
