"""Numbers of a day, a week or a month as pictures: by type, by clerk, by hour, and the papers."""

from datetime import date, timedelta

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy

from desk_app.services.day import day
from desk_app.services.day.charts import WEEKDAYS
from desk_app.services.day.day import Figures, Span
from desk_app.services.desk.open_desk import Desk
from desk_app.ui import theme
from desk_app.ui.models.listing import masked
from desk_app.ui.theme import px
from desk_app.ui.widgets.button import Button
from desk_app.ui.widgets.displays.charts import BarColumns, BarRows
from desk_app.ui.widgets.editors.choices import Option, Segmented
from desk_app.ui.widgets.editors.dates import DateField
from desk_app.ui.widgets.editors.field import FieldSpec
from desk_app.ui.widgets.frames.sections import SectionPage
from desk_app.ui.widgets.text import Card, Text


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
        shown = (self.times, self.types, self.clerks, self.papers)
        for widget, chart in zip(shown, day.pictures(found, named=masked), strict=True):
            widget.show_chart(chart)
        self._titles[0].setText("按时段" if span is Span.DAY else "按日")
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
