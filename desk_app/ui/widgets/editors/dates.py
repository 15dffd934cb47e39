"""A field for a day, which understands the short ways clerks write one."""

import calendar
import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from desk_app.ui import theme
from desk_app.ui.widgets.editors.edits import LatinEdit
from desk_app.ui.widgets.editors.field import Field, FieldSpec

_WRITTEN = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
_DIGITS = re.compile(r"(\d{4})?(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?")
_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_STEP = re.compile(r"([+-])(\d{1,4})([dmy]?)")


def understand(text: str, *, today: date, base: date | None = None) -> date | None:
    """Return the day a clerk means, or None where no day is meant.

    ``2026-11-21``, ``2026/11/21``, ``2026年11月21日``, ``20261121`` and ``1121`` are days;
    ``t`` and ``今天`` are today; ``+3``, ``+6m``, ``+1y`` count from ``base`` (today if not
    given). A month without that day ends on its last one (Civil Code art. 202).
    """
    text = unicodedata.normalize("NFKC", text).strip().lower().replace(" ", "")
    if text in {"t", "今天", "今日"}:
        return today
    step = _STEP.fullmatch(text)
    if step:
        count = int(step[2]) if step[1] == "+" else -int(step[2])
        return _later(base or today, count, step[3] or "d")
    for shape in (_WRITTEN, _DIGITS, _SHORT):
        match = shape.fullmatch(text)
        if match:
            parts = [int(part) if part else today.year for part in match.groups()]
            return _day(*([today.year, *parts] if len(parts) == 2 else parts))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _later(start: date, count: int, unit: str) -> date | None:
    try:
        if unit == "d":
            return start + timedelta(days=count)
        months = start.year * 12 + start.month - 1 + count * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(start.day, last))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None


def _not_read(text: str) -> date | None:
    del text
    return None


class DateField(Field):
    """A field for a day; on leaving it what was typed becomes ``2026-11-21``.

    A text that means no day stays as typed, so that the screen's check can name it. ``read``
    knows further ways to write a day.
    """

    def __init__(
        self,
        spec: FieldSpec,
        *,
        today: Callable[[], date],
        base: Callable[[], date | None] | None = None,
        read: Callable[[str], date | None] = _not_read,
    ) -> None:
        super().__init__(spec, LatinEdit(max_length=20))
        self._today, self._base, self._read = today, base, read
        # First of all: whoever listens to ``left`` reads the day, not the short form.
        self.edit.left.disconnect(self.left)
        self.edit.left.connect(self._finish)
        self.edit.textEdited.connect(self._tell_day)

    def day(self) -> date | None:
        """Return the day that is meant, or None."""
        base = self._base() if self._base else None
        return understand(self.text(), today=self._today(), base=base) or self._read(self.text())

    def _tell_day(self) -> None:
        """Say at once which day is meant, so that another one is seen while it is typed."""
        day = self.day()
        if day is not None:
            words = f"即 {day.year} 年 {day.month} 月 {day.day} 日，{_WEEKDAYS[day.weekday()]}"
            self._show("", words, theme.INK_700, theme.MEDIUM)
        elif not self.error:
            self.clear_state()

    def _finish(self) -> None:
        day = self.day()
        if day is not None:
            self.set_text(day.isoformat())
        self.left.emit()
