"""Numbers of a day, a week or a month as pictures: by type, by clerk, by hour, and the papers."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy

from desk_app.services import day
from desk_app.services.day import Figures, Span
from desk_app.services.desk import Desk
from desk_app.services.printing import title_of
from desk_app.ui import theme
from desk_app.ui.models.listing import masked
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.charts import Bar, BarColumns, BarRows
from desk_app.ui.widgets.choices import Option, Segmented
from desk_app.ui.widgets.dates import DateField
from desk_app.ui.widgets.field import FieldSpec
from desk_app.ui.widgets.sections import SectionPage
from desk_app.ui.widgets.text import Card, Text

WEEKDAYS = "一二三四五六日"
OFFICE_HOURS = range(8, 19)


class FiguresPage(SectionPage):
    """What was done in a period."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("办理统计", "按受理日期统计本服务厅；注销按注销日期计。")
        self._desk = desk
        self._wanted: tuple[Span, date] | None = None
        self.span = Segmented("统计范围", [Option(one.value, one.label) for one in Span])
        self.span.set_code(Span.DAY.value)
        self.day = DateField(
            FieldSpec(label="日期", helper="t 今天，-1 昨天"), today=desk.clock.today
        )
        self.day.set_text(desk.clock.today().isoformat())
        self.earlier = Button("前一段", icon="arrow-left")
        self.later = Button("后一段", icon="arrow-right")
        self.total = Text("", theme.PAGE_TITLE, theme.SEMIBOLD, tabular=True)
        self.period = Text("", theme.LABEL, color=theme.INK_500, tabular=True)
        self.types, self.clerks = BarRows("按备案类型", unit="件"), BarRows("按经办人", unit="件")
        self.times = BarColumns("按时段", unit="件", empty="这段时间没有受理")
        self.papers = BarRows("表单", unit="份")
        self._lay_out()
        self.span.chosen.connect(self.refresh)
        self.day.left.connect(self.refresh)
        self.earlier.clicked.connect(self._go_back)
        self.later.clicked.connect(self._go_on)

    def refresh(self) -> None:
        """Count anew, in a worker thread; only the newest question is answered."""
        on = self.day.day()
        if on is None:
            self.day.set_error("请填写日期，例如 2026-11-21")
            return
        self.day.clear_state()
        desk, span = self._desk, Span(self.span.code())
        asked = (span, on)
        self._wanted = asked

        def counted(found: Figures) -> None:
            if self._wanted == asked:
                self._show(found, span)
            else:
                self.refresh()  # something else was asked meanwhile

        self.run(lambda: day.figures(desk=desk, on=on, span=span), counted)

    def _show(self, found: Figures, span: Span) -> None:
        days = "" if span is Span.DAY else f" 至 {found.last.isoformat()}"
        weekday = WEEKDAYS[found.first.weekday()]
        single = f"（周{weekday}）" if span is Span.DAY else ""
        self.period.setText(f"{found.first.isoformat()}{single}{days}")
        cancelled = sum(one.cancelled for one in found.types)
        waits = sum(one.awaiting for one in found.types)
        self.total.setText(f"受理 {found.total} 件")
        self.rest.setText(f"其中待补正 {waits} 件；另注销 {cancelled} 件")
        self.types.show_bars(
            [
                _bar(
                    one.type.label,
                    {
                        "新办": one.new,
                        "变更": one.changed,
                        "待补正": one.awaiting,
                        "注销": one.cancelled,
                    },
                    value=one.new + one.changed + one.awaiting,
                )
                for one in found.types
            ]
        )
        self.clerks.show_bars(
            [Bar(f"{masked(name)}（{no}）", many) for no, name, many in found.clerks]
        )
        self.times.show_bars(_hours(found) if span is Span.DAY else _days(found, span))
        self._titles[0].setText("按时段" if span is Span.DAY else "按日")
        self.papers.show_bars(
            [
                _bar(
                    title_of(one.paper),
                    {"补打": one.again, "未打成": one.failed},
                    value=one.first + one.again,
                )
                for one in found.papers
            ]
        )
        if not self.day.edit.hasFocus():
            self.day.clear_state()

    def _go_back(self) -> None:
        self._move(-1)

    def _go_on(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        on = self.day.day()
        if on is None:
            return
        span = Span(self.span.code())
        if span is Span.MONTH:
            edge = on.replace(day=1) - timedelta(days=1) if step < 0 else _next_month(on)
            on = edge.replace(day=1)
        else:
            on += timedelta(days=step * day_span(span, on))
        self.day.set_text(on.isoformat())
        self.refresh()

    def _lay_out(self) -> None:
        choose = QHBoxLayout()
        choose.setSpacing(px(8))
        choose.addWidget(self.span, 4)
        choose.addWidget(self.day, 3)
        for button in (self.earlier, self.later):
            choose.addWidget(button)
        numbers = QHBoxLayout()
        numbers.setSpacing(px(14))
        self.rest = Text("", theme.BODY, color=theme.INK_700, tabular=True)
        for text in (self.total, self.rest):
            numbers.addWidget(text)
        numbers.addStretch(1)
        numbers.addWidget(self.period)
        card = self.card()
        card.body.addLayout(choose)
        card.body.addLayout(numbers)
        grid = QGridLayout()
        grid.setSpacing(px(10))
        charts = (self.times, self.types, self.clerks, self.papers)
        titles = ("按时段", "按备案类型", "按经办人", "表单")
        places = ((0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 1, 1), (2, 1, 1, 1))
        self._titles = [Text(title, theme.INPUT, theme.SEMIBOLD) for title in titles]
        for at, (title, chart) in enumerate(zip(self._titles, charts, strict=True)):
            box = Card()
            box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            box.body.setContentsMargins(px(16), px(10), px(16), px(12))
            box.body.addWidget(title)
            box.body.addWidget(chart)
            box.body.addStretch(1)
            grid.addWidget(box, *places[at])
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)


def day_span(span: Span, on: date) -> int:
    """Return how many days a period has that begins on, or contains, a day."""
    if span is Span.WEEK:
        return 7
    if span is Span.MONTH:
        return (_next_month(on) - on.replace(day=1)).days
    return 1


def _next_month(on: date) -> date:
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1)


def _bar(label: str, parts: Mapping[str, int], *, value: int) -> Bar:
    """Return a bar whose note says what its number is made of."""
    return Bar(label, value, " · ".join(f"{words} {many}" for words, many in parts.items() if many))


def _hours(found: Figures) -> list[Bar]:
    hours = sorted({*found.hours, *OFFICE_HOURS})
    return [Bar(f"{hour}时", found.hours.get(hour, 0)) for hour in range(hours[0], hours[-1] + 1)]


def _days(found: Figures, span: Span) -> list[Bar]:
    count = (found.last - found.first).days + 1
    days = [found.first + timedelta(days=at) for at in range(count)]
    if span is Span.WEEK:
        return [Bar(f"周{WEEKDAYS[one.weekday()]}", found.days.get(one, 0)) for one in days]
    return [Bar(str(one.day), found.days.get(one, 0)) for one in days]
