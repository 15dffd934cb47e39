"""Bars are drawn in proportion, and said as words."""

import pytest
from PySide6.QtGui import QColor, QImage

from desk_app.ui import theme
from desk_app.ui.widgets.displays.charts import BarColumns, BarRows
from forms.data import Chart, ChartBar


def described(*bars, standing=False):
    return Chart(
        title="按类型",
        unit="件",
        standing=standing,
        highest=max(value for _, value, *_ in bars),
        bars=tuple(ChartBar(label=one[0], value=one[1], note="".join(one[2:])) for one in bars),
    )


def picture(chart, *, focused=False):
    if not focused:
        chart.clearFocus()
    image = QImage(chart.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.SURFACE))
    chart.render(image)
    return image


def blue_in_row(image, y):
    return sum(image.pixelColor(x, y) == QColor(theme.PRIMARY) for x in range(image.width()))


def blue_in_column(image, x):
    return sum(image.pixelColor(x, y) == QColor(theme.PRIMARY) for y in range(image.height()))


def test_rows_are_as_long_as_their_numbers(stage):
    chart = BarRows("按类型")
    chart.show_chart(described(("甲", 8), ("乙", 4), ("丙", 0)))
    stage(chart)
    image = picture(chart)
    whole, half, none = (blue_in_row(image, theme.px(30) * at + theme.px(15)) for at in range(3))
    assert whole > 100
    assert abs(whole / 2 - half) <= 3
    assert none == 0


def test_columns_are_as_high_as_their_numbers(stage):
    chart = BarColumns("按时段")
    chart.show_chart(described(("8时", 6), ("9时", 3), ("10时", 0)))
    stage(chart)
    image = picture(chart)
    middles = [round(chart.width() / 3 * (at + 0.5)) for at in range(3)]
    whole, half, none = (blue_in_column(image, x) for x in middles)
    assert whole > 60
    assert abs(whole / 2 - half) <= 3
    assert none == 0


@pytest.mark.parametrize("kind", [BarRows, BarColumns])
def test_a_chart_says_what_it_shows(stage, kind):
    chart = kind("按类型", unit="件", empty="没有受理")
    stage(chart)
    assert chart.accessibleName() == "按类型：没有受理"
    before = picture(chart)
    chart.show_chart(described(("长期居住", 3, "新办 2 · 变更 1"), ("转诊", 0)))
    assert chart.accessibleName() == "按类型：长期居住 3件（新办 2 · 变更 1）"
    assert picture(chart) != before


def test_a_month_of_columns_fits_a_narrow_window(stage):
    chart = BarColumns("按日")
    chart.show_chart(described(*((str(day), day) for day in range(1, 32))))
    stage(chart, width=240)
    image = picture(chart)
    last = range(image.width() - 9, image.width())
    assert any(blue_in_column(image, x) for x in last)


def test_the_keyboard_is_seen_on_a_chart(stage):
    chart = BarRows("按类型")
    chart.show_chart(described(("甲", 1)))
    stage(chart)
    resting = picture(chart)
    chart.setFocus()
    assert picture(chart, focused=True) != resting
