"""Working days: the years known, one of them to be mended, or a whole table from a file."""

import re
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal

from desk_app.errors import RefusedError
from desk_app.policy.days.holidays import WorkCalendar, Year
from desk_app.services.desk.open_desk import Desk
from desk_app.services.rules import workdays
from desk_app.ui import dialogs
from desk_app.ui.models.listing import ListingModel
from desk_app.ui.models.printing.sender import documents
from desk_app.ui.screens.settings.form_page import Editor, EditorPage, Values, whole_number
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.rows import RowList, RowLook
from desk_app.ui.widgets.editors.choices import Option
from desk_app.ui.widgets.editors.form import FormRow

ROW_HEIGHT, ROWS = 46, 4
KINDS = "节假日表 (*.toml)"
SATURDAY = 5
COMPLETE, PARTIAL = "complete", "partial"
_RANGE = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?(?:[~至](?:(\d{1,2})[-./月])?(\d{1,2})日?)?")
_BREAK = re.compile(r"[,，、;；\s]+")


def days_of(text: str, year: int) -> frozenset[date]:
    """Return the days of ``1-1、2-16~20``; raise ValueError with the part that is wrong."""
    found: set[date] = set()
    for part in filter(None, _BREAK.split(text)):
        match = _RANGE.fullmatch(part)
        if match is None:
            raise ValueError(part)
        month, day = int(match[1]), int(match[2])
        last_month = int(match[3]) if match[3] else month
        last_day = int(match[4]) if match[4] else day
        try:
            first, last = date(year, month, day), date(year, last_month, last_day)
        except ValueError:
            raise ValueError(part) from None
        if first > last:
            raise ValueError(part)
        found |= {date.fromordinal(at) for at in range(first.toordinal(), last.toordinal() + 1)}
    return frozenset(found)


def days_text(days: frozenset[date]) -> str:
    """Return days as ``days_of`` reads them, those in a row as one part."""
    parts: list[str] = []
    run: list[date] = []
    for day in [*sorted(days), None]:
        if run and day is not None and (day - run[-1]).days == 1:
            run.append(day)
            continue
        if run:
            end = f"~{run[-1].month}-{run[-1].day}" if len(run) > 1 else ""
            parts.append(f"{run[0].month}-{run[0].day}{end}")
        run = [day] if day is not None else []
    return "、".join(parts)


def _days_problem(text: str) -> str:
    try:
        days_of(text, 2024)  # a leap year; the year itself is judged when it is saved
    except ValueError as error:
        return f"“{error}”看不懂，请写成 1-1、2-16~2-20"
    return ""


ROWS_OF_YEAR = (
    FormRow(
        name="year",
        label="年份",
        at=(0, 0, 3),
        kind="latin",
        longest=4,
        check=whole_number(2020, 2099, "年"),
    ),
    FormRow(
        name="complete",
        label="安排是否已公布齐全",
        at=(0, 3, 6),
        kind="choice",
        options=(Option(COMPLETE, "已齐全"), Option(PARTIAL, "还没有")),
        helper="没有齐全时，其余日子按周末推算并提示",
    ),
    FormRow(
        name="off",
        label="周一至周五里放假的日子",
        at=(1, 0, 12),
        longest=500,
        required=False,
        check=_days_problem,
        helper="用顿号隔开，连着的用“~”，例如 1-1、2-16~2-20；其中的周末不用写，写了会略过",
    ),
    FormRow(
        name="work",
        label="周六、周日里上班的日子",
        at=(2, 0, 12),
        longest=500,
        required=False,
        check=_days_problem,
        helper="例如 2-14、2-28",
    ),
)


class HolidaysPage(EditorPage):
    """``changed`` tells that the table is another one."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "节假日", "办结时限和期限遇节假日顺延，按这张表推算。每年公布安排后请补上。"
        )
        self._desk = desk
        self.listing = ListingModel()
        self.list = RowList("收录的年份", height=ROW_HEIGHT)
        self.list.setModel(self.listing)
        self.list.selectionModel().currentChanged.connect(self._marked)
        self.bring = Button("从文件导入整表…", icon="file-plus-2", small=True)
        self.bring.clicked.connect(self._choose)
        self.card("收录的年份", "↑↓ 选择，下面修改", self.bring).body.addWidget(self.list)
        self.editor = Editor(
            self,
            self.card("修改或新增一年"),
            ROWS_OF_YEAR,
            read=self._values,
            save=self._save,
            done=self._saved,
        )
        self.body.addStretch(1)

    def refresh(self) -> None:
        """List the years."""
        self.attempt(lambda: workdays.calendar(desk=self._desk), self._show_years)

    def take_in(self, path: Path) -> None:
        """Take a whole table from a file."""
        desk = self._desk
        self.run(lambda: workdays.take_in(desk=desk, path=path), self._taken, words="正在导入")

    def _show_years(self, calendar: WorkCalendar) -> None:
        years = sorted(calendar.years.values(), key=lambda one: -one.year)
        self.listing.fill([(_look(one), one) for one in years])
        self.list.setFixedHeight(px(ROW_HEIGHT) * max(1, min(len(years), ROWS)) + px(4))
        self._marked()

    def _marked(self) -> None:
        if not self.editor.dirty:
            self.editor.show()

    def _values(self) -> Values:
        one = self.listing.thing(self.list.currentIndex())
        if not isinstance(one, Year):
            return {"year": "", "complete": PARTIAL, "off": "", "work": ""}
        return {
            "year": str(one.year),
            "complete": COMPLETE if one.complete else PARTIAL,
            "off": days_text(one.off),
            "work": days_text(one.work),
        }

    def _save(self, values: Values) -> tuple[int, WorkCalendar]:
        number = int(values["year"])
        try:
            off, work = days_of(values["off"], number), days_of(values["work"], number)
        except ValueError as error:
            raise RefusedError(f"{number} 年没有“{error}”这一天，请改正。") from None
        wrong = [day for day in sorted(work) if day.weekday() < SATURDAY]
        if wrong:
            told = "、".join(f"{day.month}-{day.day}" for day in wrong)
            raise RefusedError(f"“上班的日子”只填周六、周日；{told} 不是周末，请改正。")
        year = Year(
            year=number,
            complete=values["complete"] == COMPLETE,
            off=frozenset(day for day in off if day.weekday() < SATURDAY),
            work=work,
        )
        return number, workdays.set_year(desk=self._desk, year=year)

    def _saved(self, kept: tuple[int, WorkCalendar]) -> str:
        number, calendar = kept
        self._show_years(calendar)
        self.changed.emit()
        one = calendar.years[number]
        return f"{number} 年已保存：放假 {len(one.off)} 天，调休上班 {len(one.work)} 天。"

    def _choose(self) -> None:
        path = dialogs.open_file(self, "选择节假日表", documents(), KINDS)
        if path is not None:
            self.take_in(path)

    def _taken(self, calendar: WorkCalendar) -> None:
        self._show_years(calendar)
        self.editor.show()
        self.changed.emit()
        years = "、".join(str(year) for year in sorted(calendar.years))
        self.banner.say(f"已导入节假日表：{years} 年。", "ok")


def _look(one: Year) -> RowLook:
    note = f"放假 {len(one.off)} 天（不含周末） · 调休上班 {len(one.work)} 天"
    words, kind = ("齐全", "ok") if one.complete else ("未齐全", "warn")
    return RowLook(f"{one.year} 年", note, words, kind)
