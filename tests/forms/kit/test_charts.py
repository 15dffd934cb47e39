"""Bars on paper are as long as their numbers, and none of their words is lost."""

from dataclasses import replace

import pytest

from forms import catalogue
from forms.data import Chart, ChartBar
from forms.kit import charts

SAMPLE = catalogue.PAPERS["day_end"].sample


def chart(*bars, standing=False):
    made = tuple(ChartBar(label=one[0], value=one[1], note="".join(one[2:])) for one in bars)
    highest = max((bar.value for bar in made), default=0)
    return Chart(title="按时段", unit="件", standing=standing, highest=highest, bars=made)


def lay_out(*shown):
    return catalogue.lay_out("day_end", replace(SAMPLE, charts=shown))


def boxes(layout, gray):
    return [fill.boxes[0] for page in layout.pages for fill in page.fills if fill.gray == gray]


def words(layout):
    return {cell.field: cell.text for page in layout.pages for cell in page.cells}


def test_lying_bars_are_as_long_as_their_numbers():
    layout = lay_out(chart(("甲", 8), ("乙", 4), ("丙", 0)))
    long, half = boxes(layout, charts.BAR)
    tracks = boxes(layout, charts.TRACK)
    assert len(tracks) == 3
    assert long.width == pytest.approx(tracks[0].width)
    assert half.width == pytest.approx(long.width / 2)
    assert words(layout)["charts.0.bars.2.value"] == "0"


def test_standing_bars_are_as_high_as_their_numbers_and_share_a_ground():
    layout = lay_out(chart(("8时", 6), ("9时", 3), ("10时", 0), standing=True))
    high, half = boxes(layout, charts.BAR)
    assert half.height == pytest.approx(high.height / 2)
    assert half.bottom == pytest.approx(high.bottom)
    said = words(layout)
    assert [said[f"charts.0.bars.{at}.label"] for at in range(3)] == ["8时", "9时", "10时"]
    assert "charts.0.bars.2.value" not in said


def test_labels_without_room_below_a_column_lie_down_instead():
    layout = lay_out(chart(*((f"很长很长的标签{at}", at) for at in range(1, 21)), standing=True))
    assert len(boxes(layout, charts.TRACK)) == 20
    assert "很长很长的标签20" in words(layout).values()


def test_a_month_of_columns_stands():
    layout = lay_out(chart(*((str(at), at * 30) for at in range(1, 32)), standing=True))
    assert boxes(layout, charts.TRACK) == []
    assert len(boxes(layout, charts.BAR)) == 31


def test_a_long_name_and_a_long_note_are_whole():
    name, note = "阿卜杜热合曼·买买提依明·吐尔逊江·阿布都克里木江（02）", "新办 21 · " * 6
    said = words(lay_out(chart((name, 3, note))))
    assert said["charts.0.bars.0.label"] == name
    assert said["charts.0.bars.0.note"] == note


def test_what_has_no_room_stands_on_the_annex_however_long_the_title_is():
    title = "」元《9明<」市）街花元“明室）”《卜：𫖮圳，明·”>「福2"
    long = "深圳市某某街道" * 20
    layout = lay_out(replace(chart((long, 8)), title=title))
    assert "".join(words(layout)["annex.charts.0.bars.0.label"].split()) == long


@pytest.mark.parametrize(
    "nothing", [chart(), chart(standing=True), chart(("8时", 0), ("9时", 0), standing=True)]
)
def test_a_chart_of_nothing_says_so(nothing):
    layout = lay_out(nothing)
    assert any("没有" in run.text for page in layout.pages for run in page.runs)
    assert boxes(layout, charts.TRACK) == []


def test_a_sheet_kept_before_there_were_charts_is_laid_out_without_them():
    stored = {key: value for key, value in SAMPLE.to_json().items() if key != "charts"}
    data = type(SAMPLE).from_json(stored)
    assert data.charts == ()
    layout = catalogue.lay_out("day_end", data)
    assert not any("图示" in run.text for page in layout.pages for run in page.runs)
