"""Printed sheets: measuring a printer, and the bureau's own blanks."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from desk_app.errors import RefusedError
from desk_app.services.blanks import blanks, form_reading
from desk_app.services.blanks.blank_trial import Trial
from desk_app.services.blanks.blanks import Blank
from desk_app.services.blanks.form_reading import ReadForm, SpotDraft
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import overprinting
from desk_app.services.papers.printing import title_of
from desk_app.ui import dialogs, theme
from desk_app.ui.models.listing import ListingModel
from desk_app.ui.models.printing import sending
from desk_app.ui.models.printing.sender import Sender, documents
from desk_app.ui.screens.settings.form_map import FormMap
from desk_app.ui.screens.settings.form_page import Editor, Values
from desk_app.ui.screens.settings.printing.printers import PrinterRows
from desk_app.ui.tasks import Lane
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.editors.form import FormRow
from desk_app.ui.widgets.frames.paper_box import PaperBox
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Text

ROW_HEIGHT = 46
KINDS = "空白表 (*.pdf *.docx *.doc *.xlsx *.xls *.wps *.et *.odt *.ods *.rtf)"
CROSSES = ((20.0, 20.0), (190.0, 20.0), (20.0, 277.0), (190.0, 277.0))
CORNERS = ("左上", "右上", "左下", "右下")
_POINT = re.compile(r"(-?\d{1,3}(?:\.\d{1,2})?)[,，、 ]+(-?\d{1,3}(?:\.\d{1,2})?)")


def _point_problem(text: str) -> str:
    return "" if _POINT.fullmatch(text) else "请写成“横,竖”两个毫米数，例如 20.5,19.8"


MEASURE_ROWS = (
    FormRow(name="tray", label="纸盒", at=(1, 0, 6), longest=50, helper="没有分纸盒就写“默认”"),
    *(
        FormRow(
            name=corner,
            label=f"{corner}十字（应在 {point[0]:g},{point[1]:g}）",
            at=(2 + at // 2, at % 2 * 6, 6),
            kind="latin",
            longest=20,
            check=_point_problem,
            helper="从纸的左上角量，毫米：横,竖",
        )
        for at, (corner, point) in enumerate(zip(CORNERS, CROSSES, strict=True))
    ),
)


class SheetsPage(SectionPage):
    """Measure a printer; take blanks into use and out of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "样表与校准", "必须用经办机构印好的空白表时：先校准打印机，再启用本局样表。"
        )
        self._desk = desk
        self._pdf: bytes | None = None
        self._map = ""
        self._form: ReadForm | None = None
        self.map: FormMap | None = None
        self.choice = PrinterRows()
        self.spool = Sender(desk, self)
        self.spool.said.connect(self.banner.say)
        self._lay_out_blanks()
        self._lay_out_measuring()
        self.body.addStretch(1)

    @property
    def dirty(self) -> bool:
        """Whether measurements are typed that are not kept."""
        return self.measuring.dirty

    def refresh(self) -> None:
        """Show which blanks are in use."""
        self.attempt(lambda: blanks.every(desk=self._desk), self._listed)
        self.attempt(
            lambda: form_reading.unfinished(desk=self._desk),
            lambda found: self.again.setVisible(found is not None),
        )
        self.run(sending.known, self._printers_listed, lane=Lane.PRINTER)

    def bring_form(self, path: Path) -> None:
        """Read a form and show its places; one with its map beside it is tried at once."""
        beside = path.with_suffix(".toml")
        if beside.exists():
            self.weigh(path, beside)
        else:
            self.run(
                lambda: form_reading.read(path),
                lambda form: self._go_through(form, SpotDraft(form.places)),
                words="正在读表",
            )

    def weigh(self, pdf: Path, places: Path) -> None:
        """Try a form with a map; show what becomes of it."""

        def work() -> tuple[bytes, str, Trial]:
            content, text = blanks.read(pdf, places)
            return content, text, blanks.check(content, text)

        self.run(work, self._weighed, words="正在核对样表")

    def _go_through(self, form: ReadForm, draft: SpotDraft) -> None:
        """Let somebody go through the places of a form, over the whole window."""
        if self.map is None:
            self.map = FormMap(self.window())
            self.map.finished.connect(self._try_form)
            self.map.closed.connect(self._keep_form)
        self._form = form
        self.map.open_form(form, draft)

    def _try_form(self) -> None:
        form, draft, desk = self._form, self.map.draft if self.map else None, self._desk
        if form is None or draft is None:
            return
        form = replace(form, places=draft.spots)

        def work() -> tuple[bytes, str, Trial]:
            form_reading.keep_unfinished(desk=desk, form=form, draft=draft)
            return form.pdf, form.map_text, blanks.check(form.pdf, form.map_text)

        self.run(work, self._weighed, words="正在试填")

    def _keep_form(self) -> None:
        form, desk = self._form, self._desk
        if form is not None and self.map is not None:
            draft = self.map.draft
            self.attempt(
                lambda: form_reading.keep_unfinished(desk=desk, form=form, draft=draft),
                lambda _: self._kept(draft),
            )

    def _kept(self, draft: SpotDraft) -> None:
        self.banner.say(
            f"已存下，还有 {len(draft.open)} 处要核对；按“接着核对”从这里继续。", "info"
        )
        self.refresh()

    def _go_on(self) -> None:
        """Go on with the form somebody began."""
        desk = self._desk
        self.attempt(lambda: form_reading.unfinished(desk=desk), self._found_unfinished)

    def _found_unfinished(self, found: tuple[ReadForm, SpotDraft] | None) -> None:
        if found is not None:
            self._go_through(*found)

    # -- blanks ---------------------------------------------------------------------------

    def _lay_out_blanks(self) -> None:
        self.listing = ListingModel()
        self.list = RowList("启用的本局样表", height=ROW_HEIGHT)
        self.list.setModel(self.listing)
        self.none = Text(
            "没有启用本局样表，各表单用程序自带版式。", theme.BODY, color=theme.INK_500, wrap=True
        )
        self.bring = Button("选空白表…", icon="file-plus-2", small=True)
        self.again = Button("接着核对", icon="pencil-line", small=True)
        self.again.hide()
        self.remove = Button("停用所选样表", icon="ban", small=True)
        self.take = Button("启用这份样表", kind="primary", icon="check")
        self.preview = PaperBox("样表核对")
        self._bind(
            (self.bring, self._choose),
            (self.again, self._go_on),
            (self.remove, self._remove),
            (self.take, self._install),
        )
        self.preview.print_wanted.connect(self._print_preview)
        self.preview.save_wanted.connect(self._save_preview)
        card = self.card(
            "本局样表", "Word、Excel 或 PDF 文件，读出每处填什么，看过再启用", self.bring
        )
        for widget in (self.none, self.list, self.preview):
            card.body.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.remove)
        row.addWidget(self.again)
        row.addStretch(1)
        row.addWidget(self.take)
        card.body.addLayout(row)
        self.take.hide()

    @staticmethod
    def _bind(*pairs: tuple[Button, Callable[[], None]]) -> None:
        for button, act in pairs:
            button.clicked.connect(act)

    def _listed(self, found: dict[str, Blank]) -> None:
        rows: list[tuple[RowLook, object]] = [
            (RowLook(title_of(paper), one.edition, "已启用", "ok"), one)
            for paper, one in found.items()
        ]
        self.listing.fill(rows)
        self.none.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.list.setFixedHeight(px(ROW_HEIGHT) * max(1, len(rows)) + px(4))
        self.remove.setVisible(bool(rows))

    def _printers_listed(self, found: tuple[str, ...]) -> None:
        self.choice.known = found

    def _choose(self) -> None:
        path = dialogs.open_file(self, "选择空白表", documents(), KINDS)
        if path is not None:
            self.bring_form(path)

    def _weighed(self, found: tuple[bytes, str, Trial]) -> None:
        self._pdf, self._map, trial = found
        self.preview.show_pdf(trial.shown)
        self.take.show()
        words = [
            "每一项都已试填并读回。请看图样：先是各项的位置，后面是按最长的内容填的样张；都对了再启用。",
            *(f"不属于纸面、已去掉：{'、'.join(trial.left_out)}。" for _ in trial.left_out[:1]),
            *(f"{note}。" for note in trial.notes),
        ]
        self.banner.say("".join(words), "info")

    def _install(self) -> None:
        pdf, text, desk = self._pdf, self._map, self._desk
        if pdf is not None:
            self.run(
                lambda: blanks.install(desk=desk, pdf=pdf, map_text=text),
                self._installed,
                words="正在启用",
            )

    def _installed(self, blank: Blank) -> None:
        form_reading.drop_unfinished(desk=self._desk)
        self._forget_blank()
        self.refresh()
        self.banner.say(f"《{title_of(blank.paper)}》以后印在本局样表上。", "ok")

    def _remove(self) -> None:
        blank, desk = self.listing.thing(self.list.currentIndex()), self._desk
        if isinstance(blank, Blank):
            self.attempt(
                lambda: blanks.remove(desk=desk, paper=blank.paper),
                lambda _: self._removed(blank),
            )

    def _removed(self, blank: Blank) -> None:
        self.refresh()
        self.banner.say(f"《{title_of(blank.paper)}》改回程序自带版式。", "ok")

    def _forget_blank(self) -> None:
        self._pdf = None
        self.preview.clear()
        self.take.hide()

    def _print_preview(self) -> None:
        if self.preview.pdf is not None:
            self.spool.print_plain(self.preview.pdf, "样表核对")

    def _save_preview(self) -> None:
        if self.preview.pdf is not None:
            self.spool.save_plain(self.preview.pdf, "样表核对")

    # -- measuring ------------------------------------------------------------------------

    def _lay_out_measuring(self) -> None:
        self.sheet = Button("打印校准页", icon="printer", small=True)
        self.keep_sheet = Button("校准页另存为 PDF…", icon="download", small=True)
        self._bind((self.sheet, self._print_sheet), (self.keep_sheet, self._save_sheet))
        card = self.card("校准打印机", "打印校准页，量出四个十字的位置", self.sheet)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.keep_sheet)
        card.body.addLayout(row)
        self.measuring = Editor(
            self,
            card,
            (*self.choice.rows(0), *MEASURE_ROWS),
            read=self._unmeasured,
            save=self._measure,
            done=self._measured,
            words="保存校准",
        )
        self.choice.attach(self.measuring.form)

    def _unmeasured(self) -> Values:
        return {**self.choice.values(""), **{one.name: "" for one in MEASURE_ROWS}}

    def _measure(self, values: Values) -> str:
        measured = [
            (point, _point(values[corner])) for corner, point in zip(CORNERS, CROSSES, strict=True)
        ]
        printer = self.choice.printer(values)
        overprinting.measure(
            desk=self._desk, printer=printer, tray=values["tray"], measured=measured
        )
        return printer

    @staticmethod
    def _measured(printer: str) -> str:
        return f"打印机“{printer}”已校准，套印时按量出的位置修正。"

    def _print_sheet(self) -> None:
        self.spool.print_plain(overprinting.calibration_sheet(), "校准页")

    def _save_sheet(self) -> None:
        self.spool.save_plain(overprinting.calibration_sheet(), "校准页")


def _point(text: str) -> tuple[float, float]:
    found = _POINT.fullmatch(text)
    if found is None:
        raise RefusedError("量出的位置要写成“横,竖”两个毫米数。")
    return float(found[1]), float(found[2])
