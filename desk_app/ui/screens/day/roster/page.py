"""A roster step by step: the file, what its columns mean, what is wrong, registering, papers."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.services.desk.open_desk import Desk
from desk_app.services.roster import checking, reading, registering, sheets_out
from desk_app.services.roster.checking import CheckedRoster
from desk_app.services.roster.reading import Roster, SeveralSheetsError
from desk_app.services.roster.registering import RegisteredRoster, RowResult
from desk_app.services.roster.tables.files import SUFFIXES
from desk_app.ui import dialogs
from desk_app.ui.models.printing.roster_sender import RosterSender
from desk_app.ui.models.printing.sender import documents
from desk_app.ui.screens.day.roster.columns import ColumnMap
from desk_app.ui.screens.day.roster.origin import Origin
from desk_app.ui.screens.day.roster.results import Results
from desk_app.ui.screens.day.roster.terms import Terms, TermsForm
from desk_app.ui.tasks import Lane
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.frames.paper_box import PaperBox
from desk_app.ui.widgets.frames.sections import SectionPage

KINDS = f"名册 ({' '.join(f'*{one}' for one in sorted(SUFFIXES))})"
EXCEL = "Excel 表格 (*.xlsx)"


class RosterPage(SectionPage):
    """Register the people of an employer's spreadsheet; ``changed`` when some were."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "单位名册",
            "单位交来一张表（xlsx、et、docx、csv 等）时用：逐行核对，有错的退回改正，"
            "没错的一次登记，表单按名册顺序合成一份。同一份名册再交一次，不会重复登记。",
        )
        self._desk = desk
        self._file: Path | None = None
        self._sheet = ""
        self.checked: CheckedRoster | None = None
        self.done: RegisteredRoster | None = None
        self._terms: Terms | None = None
        self._goal: QWidget | None = None
        self.spool = RosterSender(desk, self)
        self.spool.renewed.connect(self._renewed)
        self._make_file_card()
        self._make_meaning_cards()
        self._make_result_cards()
        self.body.addStretch(1)
        self._show_steps()

    def keys(self) -> dict[str, Callable[[], None]]:
        """Return the keys of this page."""
        return {
            "Ctrl+O": self._choose,
            "Ctrl+Return": self.go_on,
            "Ctrl+E": self._ask_faults,
        }

    def typed(self) -> dict[str, Any]:
        """Return which roster is in hand: it is read and checked anew."""
        return {"file": str(self._file) if self._file is not None else "", "sheet": self._sheet}

    def type_again(self, typed: Mapping[str, Any], *, line: int = -1, cursor: int = 0) -> None:
        """Read the roster again that was in hand."""
        del line, cursor
        if typed.get("file"):
            self.open_file(Path(typed["file"]), typed.get("sheet") or None)

    def open_file(self, file: Path, sheet: str | None = None) -> None:
        """Read a roster and show how its columns are understood."""
        self._file, self._sheet = file, sheet or ""
        self._forget()
        hidden = self.origin.hidden_too

        def work() -> Roster | SeveralSheetsError:
            try:
                return reading.read(file, sheet=sheet, hidden=hidden)
            except SeveralSheetsError as several:
                return several

        self.run(
            work,
            self._opened,
            words="正在打开名册",
            lane=Lane.LONG,
        )

    def go_on(self) -> None:
        """Do the next thing: check, or register what was found right."""
        if self.busy or self.columns.form is None:
            return
        if self.checked is not None and not self.enter.isHidden():
            self._ask_register()
        else:
            self.check()

    def check(self) -> None:
        """Check every row; nothing is written."""
        roster, terms = self.columns.roster(), self.shared.terms()
        if self.busy or roster is None or terms is None:
            return
        self._forget()
        self._terms = terms
        desk, progress = self._desk, self.progress

        def work() -> CheckedRoster:
            return checking.check(
                desk=desk,
                roster=roster,
                common=terms.common,
                on_missing=terms.on_missing,
                progress=lambda count, _: progress.tell(count),
                stopped=progress.stopped,
            )

        self._run_long(work, self._was_checked, "正在核对", len(roster.lines))

    def register(self) -> None:
        """Register the rows that are right; it can be stopped between two groups."""
        checked, terms = self.checked, self._terms
        if self.busy or checked is None or terms is None:
            return
        desk, progress = self._desk, self.progress

        def work() -> RegisteredRoster:
            return registering.register(
                desk=desk,
                checked=checked,
                reprint=terms.reprint,
                progress=lambda count, _: progress.tell(count),
                stopped=progress.stopped,
            )

        self._run_long(work, self._registered, "正在登记", len(checked.rows))

    def save_faults(self, path: Path) -> None:
        """Write the rows to be mended, for the employer."""
        checked, done = self.checked, self.done
        if checked is not None:
            self.run(
                lambda: sheets_out.write_faults(path, checked, done),
                lambda count: self._faults_saved(path, count),
            )

    def save_template(self, path: Path) -> None:
        """Write the empty roster an employer fills in."""
        self.run(lambda: sheets_out.write_template(path), self._template_saved)

    # -- what is on the page ---------------------------------------------------------------

    def _make_file_card(self) -> None:
        self.origin = Origin()
        self.origin.choose.clicked.connect(self._choose)
        self.origin.template.clicked.connect(self._ask_template)
        self.origin.sheet_chosen.connect(self._turn_sheet)
        self.origin.rows_chosen.connect(lambda: self._turn_sheet(self._sheet))
        self.card("名册文件").body.addWidget(self.origin)

    def _make_meaning_cards(self) -> None:
        self.columns, self.shared = ColumnMap(), TermsForm(self._desk)
        self._columns_card = self.card("各列是什么", "按表头认出，请核对；认错的改正")
        self._columns_card.body.addWidget(self.columns)
        self._shared_card = self.card("全体相同的", "名册里没有这一列时填写，名册写了的以名册为准")
        self._shared_card.body.addWidget(self.shared)
        self.judge = Button("核对", kind="primary", key="Ctrl Enter", icon="list-checks")
        self.judge.clicked.connect(self.check)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.judge)
        self._shared_card.body.addLayout(row)
        self.columns.edited.connect(self._outdated)
        self.shared.edited.connect(self._outdated)

    def _make_result_cards(self) -> None:
        self.results = Results()
        self._results_card = self.card("核对结果")
        self._results_card.body.addWidget(self.results)
        self.faults = Button("改正清单另存为…", key="Ctrl E", icon="download")
        self.enter = Button("登记", kind="primary", key="Ctrl Enter", icon="check")
        self.faults.clicked.connect(self._ask_faults)
        self.enter.clicked.connect(self._ask_register)
        row = QHBoxLayout()
        row.setSpacing(px(10))
        row.addStretch(1)
        row.addWidget(self.faults)
        row.addWidget(self.enter)
        self._results_card.body.addLayout(row)
        self.box = PaperBox("整份表单")
        self.box.print_wanted.connect(self.spool.print)
        self.box.save_wanted.connect(self._ask_folder)
        self._papers_card = self.card("整份表单", "按名册顺序")
        self._papers_card.body.addWidget(self.box)

    def _show_steps(self) -> None:
        """Show what the work has come to, and nothing of what is still to come."""
        checked, done = self.checked, self.done
        read = self.columns.form is not None
        self._columns_card.setVisible(read)
        self._shared_card.setVisible(read)
        self._results_card.setVisible(checked is not None)
        self._papers_card.setVisible(done is not None and done.pdf is not None)
        if checked is None:
            self.judge.show()
            return
        wrong = bool(checked.refused) or bool(done and done.count(RowResult.REFUSED))
        again = bool(checked.known) and self._terms is not None and self._terms.reprint
        self.faults.setVisible(wrong)
        self.enter.setVisible(done is None and (bool(checked.ready) or again))
        # One of the two at a time: both answer to the same key.
        self.judge.setVisible(self.enter.isHidden())
        people = f"登记这 {len(checked.ready)} 人…" if checked.ready else "再出一次表单…"
        self.enter.set_text(people)

    # -- the steps ---------------------------------------------------------------------------

    def _run_long(
        self, work: Callable[[], object], done: Callable[..., None], words: str, whole: int
    ) -> None:
        self.run(work, done, words=words, whole=whole, stoppable=True, lane=Lane.LONG)

    def _forget(self) -> None:
        """Forget what was found: it does not hold any longer."""
        self.checked, self.done = None, None
        self.spool.take(None)
        self.box.clear()
        self._show_steps()

    def _outdated(self) -> None:
        if self.checked is not None:
            self._forget()
            self.banner.say("内容改了，请再核对一次（Ctrl+Enter）。", "info")

    def _opened(self, roster: Roster | SeveralSheetsError) -> None:
        name = self._file.name if self._file is not None else ""
        if isinstance(roster, SeveralSheetsError):
            self.origin.show_several(name, roster.sheets)
            self.banner.say(roster.message, "warn")
            return
        self.origin.show_roster(name, roster)
        self.columns.come_after(self.origin.last)
        self.columns.show_roster(roster)
        self._show_steps()
        unknown, left = roster.unknown, len(roster.left_out)
        said = f"有 {len(unknown)} 列没有认出，不用的不必管。" if unknown else "各列都认出来了。"
        if left:
            said += f"有 {left} 行没有读，列在上面，请看一眼。"
        self.banner.say(f"{said}核对无误后按 Ctrl+Enter 逐行核对。", "warn" if left else "info")
        self._come_to(self.columns.unsure() or self.judge, self._columns_card)

    def _turn_sheet(self, sheet: str) -> None:
        if self._file is not None:
            self.open_file(self._file, sheet or None)

    def _was_checked(self, checked: CheckedRoster) -> None:
        self.checked = checked
        self.results.show_checked(checked)
        self._show_steps()
        if not checked.refused:
            self.banner.say("没有要改正的。再按 Ctrl+Enter 登记。", "ok")
        elif checked.ready:
            self.banner.say("有要改正的：改正清单交单位；其余的人可以先登记。", "warn")
        else:
            self.banner.say("有要改正的，请把改正清单交单位改好再来。", "warn")
        first = self.results.list if checked.refused or self.enter.isHidden() else self.enter
        self._come_to(first, self._results_card)

    def _registered(self, done: RegisteredRoster) -> None:
        self.done, checked = done, self.checked
        if checked is None:
            return
        self.results.show_checked(checked, done)
        self.spool.take(done)
        self._show_steps()
        stopped = done.count(RowResult.NOT_REACHED)
        words = f"{done.fault or ''}已登记 {done.count(RowResult.REGISTERED)} 人。"
        if stopped:
            words += f"还有 {stopped} 人没有登记，再核对、登记一次即可接着办。"
        if done.pdf is not None:
            self.box.show_pdf(done.pdf)
            words += "表单已按名册顺序合成一份，请打印。"
            self._come_to(self.box.print, self._papers_card)
        else:
            self._come_to(self.results.list, self._results_card)
        self.banner.say(words, "warn" if stopped else "ok")
        self.changed.emit()

    def _renewed(self, fresh: RegisteredRoster) -> None:
        self.done = fresh
        if fresh.pdf is not None:
            self.box.show_pdf(fresh.pdf)

    def _come_to(self, widget: QWidget, card: QWidget) -> None:
        """Put the keyboard onto something, and its card into view once it has its place."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._goal = card
        QTimer.singleShot(0, self, self._show_goal)

    def _show_goal(self) -> None:
        if self._goal is not None:
            self.area.ensureWidgetVisible(self._goal, 0, px(8))

    # -- what is asked -----------------------------------------------------------------------

    def _choose(self) -> None:
        if self.busy:
            return
        folder = self._file.parent if self._file is not None else documents()
        chosen = dialogs.open_file(self, "选择单位交来的名册", folder, KINDS)
        if chosen is not None:
            self.open_file(chosen)

    def _ask_template(self) -> None:
        chosen = dialogs.save_as(self, "把空白名册存为", documents(), "单位名册.xlsx", EXCEL)
        if chosen is not None:
            self.save_template(chosen.with_suffix(".xlsx"))

    def _ask_faults(self) -> None:
        if self.busy or self.checked is None or self.faults.isHidden():
            return
        folder = self._file.parent if self._file is not None else documents()
        name = f"需要改正-{self._desk.clock.today():%Y%m%d}.xlsx"
        chosen = dialogs.save_as(self, "把改正清单存为", folder, name, EXCEL)
        if chosen is not None:
            self.save_faults(chosen.with_suffix(".xlsx"))

    def _ask_register(self) -> None:
        checked = self.checked
        if self.busy or checked is None or self.enter.isHidden():
            return
        ready, wrong = len(checked.ready), len(checked.refused)
        left = f"要改正的 {wrong} 人不登记。" if wrong else ""
        question = dialogs.Question(
            self,
            f"登记 {ready} 人？" if ready else "把以前登记过的人的表单再出一次？",
            f"编号接着今天的往下排，表单合成一份。{left}" if ready else "表单合成一份，标“补打”。",
            yes="登记" if ready else "再出一次",
            no="先不登记" if ready else "不用",
        )
        question.agreed.connect(self.register)
        question.open()

    def _ask_folder(self) -> None:
        if self.busy:
            return
        folder = dialogs.choose_folder(self, "把整份表单存到哪个文件夹", documents())
        if folder is not None:
            self.spool.save_into(folder)

    def _faults_saved(self, path: Path, count: int) -> None:
        self.banner.say(f"{count} 行要改正，已存为 {path.name}，请交单位改好再来。", "ok")

    def _template_saved(self, path: Path) -> None:
        self.banner.say(f"空白名册已存为 {path.name}，可以交给单位填写。", "ok")
