"""The charts of a period as data: bars, labels and scale, for the screen and for paper alike.

A chart is worded and scaled here once. The window draws it with Qt, the day sheet puts the
same data on paper, and keeps it with the print job.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from desk_app.services.papers.printing import title_of
from desk_app.storage.filings.statistics import PaperNumbers, TypeNumbers
from forms.data import Chart, ChartBar

WEEKDAYS = "一二三四五六日"
OFFICE_HOURS = range(8, 19)
_WEEK = 7


def by_hour(hours: Mapping[int, int]) -> Chart:
    """Return columns for the hours of a day; those of the office are there without filings too."""
    seen = {*hours, *OFFICE_HOURS}
    shown = range(min(seen), max(seen) + 1)
    return _chart(
        "按时段", [_bar(f"{hour}时", hours.get(hour, 0)) for hour in shown], standing=True
    )


def by_day(first: date, last: date, days: Mapping[date, int]) -> Chart:
    """Return columns for the days of a period, a week's by their names."""
    shown = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    week = len(shown) == _WEEK
    bars = [
        _bar(f"周{WEEKDAYS[one.weekday()]}" if week else str(one.day), days.get(one, 0))
        for one in shown
    ]
    return _chart("按日", bars, standing=True)


def by_type(types: Sequence[TypeNumbers]) -> Chart:
    """Return rows for the types; a bar counts what was registered, its note what that is."""
    return _chart(
        "按备案类型",
        [
            _bar(
                one.type.label,
                one.new + one.changed + one.awaiting,
                {
                    "新办": one.new,
                    "变更": one.changed,
                    "待补正": one.awaiting,
                    "注销": one.cancelled,
                },
            )
            for one in types
        ],
    )


def by_clerk(clerks: Sequence[tuple[str, str, int]], *, named: Callable[[str], str] = str) -> Chart:
    """Return rows for who registered; ``named`` words a name, for example masks it."""
    return _chart("按经办人", [_bar(f"{named(name)}（{no}）", many) for no, name, many in clerks])


def by_paper(papers: Sequence[PaperNumbers]) -> Chart:
    """Return rows for the papers that were printed."""
    bars = [
        _bar(
            title_of(one.paper),
            one.first + one.again,
            {
                "补打": one.again,
                "未打成": one.failed,
                "未打印或待确认": one.waiting,
                "未记是否印出": one.unknown,
            },
        )
        for one in papers
    ]
    return _chart("表单", bars, unit="份")


def _chart(title: str, bars: list[ChartBar], *, unit: str = "件", standing: bool = False) -> Chart:
    highest = max((bar.value for bar in bars), default=0)
    return Chart(title=title, unit=unit, standing=standing, highest=highest, bars=tuple(bars))


def _bar(label: str, value: int, parts: Mapping[str, int] | None = None) -> ChartBar:
    """Return a bar whose note says what its number is made of."""
    note = " · ".join(f"{words} {many}" for words, many in (parts or {}).items() if many)
    return ChartBar(label=label, value=value, note=note)
