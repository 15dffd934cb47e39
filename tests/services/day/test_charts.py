"""The charts of a period: what they say, how they are scaled, and that paper shows the same."""

from datetime import date

from desk_app.policy.vocabulary import FilingType
from desk_app.services.day import charts, day
from desk_app.storage.filings.statistics import PaperNumbers, TypeNumbers
from forms.data import Chart
from tests.services.day.test_day import busy  # noqa: F401 - a fixture


def bars(chart):
    return [(bar.label, bar.value) for bar in chart.bars]


def test_the_hours_of_the_office_are_there_and_every_other_that_has_filings():
    chart = charts.by_hour({7: 1, 20: 4})
    assert bars(chart)[:2] == [("7时", 1), ("8时", 0)]
    assert bars(chart)[-1] == ("20时", 4)
    assert (chart.standing, chart.highest, len(chart.bars)) == (True, 4, 14)
    assert len(charts.by_hour({}).bars) == 11


def test_a_week_has_names_and_a_month_has_numbers():
    days = {date(2026, 11, 21): 3}
    week = charts.by_day(date(2026, 11, 16), date(2026, 11, 22), days)
    assert bars(week)[0] == ("周一", 0)
    assert bars(week)[5] == ("周六", 3)
    month = charts.by_day(date(2026, 11, 1), date(2026, 11, 30), days)
    assert bars(month)[20] == ("21", 3)


def test_a_type_says_what_its_number_is_made_of():
    numbers = TypeNumbers(type=FilingType.REFERRAL, new=2, changed=0, awaiting=1, cancelled=4)
    (bar,) = charts.by_type([numbers]).bars
    assert (bar.value, bar.note) == (3, "新办 2 · 待补正 1 · 注销 4")


def test_names_are_worded_by_who_shows_them():
    clerks = [("01", "陈静", 4), ("02", "李明", 2)]
    assert bars(charts.by_clerk(clerks)) == [("陈静（01）", 4), ("李明（02）", 2)]
    masked = charts.by_clerk(clerks, named=lambda name: name[0] + "*")
    assert bars(masked)[0] == ("陈*（01）", 4)


def test_papers_count_with_their_reprints():
    (bar,) = charts.by_paper([PaperNumbers(paper="receipt", first=5, again=1, failed=2)]).bars
    assert (bar.value, bar.note) == (6, "补打 1 · 未打成 2")


def test_a_share_is_that_of_the_highest_and_never_more_than_whole():
    chart = charts.by_hour({9: 8, 10: 4})
    shares = {bar.label: chart.share(bar.value) for bar in chart.bars}
    assert (shares["9时"], shares["10时"], shares["11时"]) == (1.0, 0.5, 0.0)
    empty = charts.by_hour({})
    assert {empty.share(bar.value) for bar in empty.bars} == {0.0}


def test_the_sheet_of_a_day_keeps_the_charts_of_the_screen(busy):  # noqa: F811
    sheet = day.close_day(desk=busy)
    kept = tuple(Chart.from_json(one) for one in sheet.job.printed.data["charts"])
    assert kept == day.pictures(day.figures(desk=busy))
    assert [bar.value for bar in kept[0].bars if bar.value] == [2, 2]
