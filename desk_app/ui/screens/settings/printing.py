"""Which printer, and how many copies of each paper."""

from collections.abc import Sequence

from desk_app.services import preferences, spooling
from desk_app.services.desk import Desk
from desk_app.services.preferences import PaperCopies
from desk_app.ui.screens.settings.form_page import Editor, Values, whole_number
from desk_app.ui.widgets import raster_print
from desk_app.ui.widgets.candidates import Candidate
from desk_app.ui.widgets.form import FormRow
from desk_app.ui.widgets.sections import SectionPage

SYSTEM = "system"
NOT_COUNTED = frozenset({"recovery_code", "handout"})  # always one, asked for each time
FIRST = Candidate(SYSTEM, "由系统决定（默认打印机）")


class PrintingPage(SectionPage):
    """The printer is looked for when the page is opened, in a worker thread."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("打印", "表单按实际大小送到打印机，不缩放。没有打印机时可存为 PDF。")
        self._desk = desk
        self._found: tuple[str, ...] = ()
        self.printer = Editor(
            self,
            self.card("打印机", "本机能用的打印机，输入名字查找"),
            (
                FormRow(
                    name="printer", label="打印机", at=(0, 0, 12), kind="lookup", find=self._look_up
                ),
            ),
            read=self._printer,
            save=self._save_printer,
            done=self._printer_saved,
        )
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
        self.run(spooling.printers, self._listed)

    def _listed(self, found: tuple[str, ...]) -> None:
        self._found = found or raster_print.printers()
        if not self._found:
            self.banner.say("本机现在没有打印机。接好打印机后再打开这一页。", "warn")

    def _look_up(self, text: str) -> Sequence[Candidate]:
        kept = preferences.read(desk=self._desk).printer
        names = dict.fromkeys([*self._found, *([kept] if kept else [])])
        offered = [FIRST, *(Candidate(name, name) for name in names)]
        return [one for one in offered if text.lower() in one.title.lower() or text == one.code][:9]

    def _printer(self) -> Values:
        return {"printer": preferences.read(desk=self._desk).printer or SYSTEM}

    def _save_printer(self, values: Values) -> str:
        chosen = None if values["printer"] == SYSTEM else values["printer"]
        preferences.set_printer(desk=self._desk, printer=chosen)
        return chosen or FIRST.title

    @staticmethod
    def _printer_saved(name: str) -> str:
        return f"以后用“{name}”打印。"

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
