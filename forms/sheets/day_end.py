"""异地就医备案日结单: the sheet a day is closed with."""

from datetime import datetime, timedelta, timezone

from forms.data import Chart, ChartBar, DayEnd, PaperCount, SpoiledNumber, TypeCount
from forms.kit import samples
from forms.kit.charts import put_chart
from forms.kit.layout.blocks import Signatures
from forms.kit.layout.contents import Value
from forms.kit.layout.drawing import Layout
from forms.kit.layout.grid import Cell, Row, Section, Table, filled, row
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.words import TYPES, long_date, long_time
from forms.kit.letters import FULL, HEAD, WIDE, column_heads, plain
from forms.kit.paper import Paper

TITLE = "异地就医备案日结单"
EDITION = "版式 RJ-2026.11.2"
_TYPE_COLUMNS = (54.0, 24.0, 24.0, 24.0, 24.0, 24.0)
_TYPE_HEADS = ("备案类型", "新办", "变更", "待补正", "受理", "注销")
_PAPER_COLUMNS = (90.0, 28.0, 28.0, 28.0)
_PAPER_HEADS = ("表单", "首次打印", "补打", "未打成")
_SPOILED_COLUMNS = (70.0, 104.0)
_SPOILED_HEADS = ("作废编号", "原因")


def lay_out(data: DayEnd) -> Layout:
    """Return the sheet, on as many pages as it needs."""
    sheet = Sheet(
        Heading(
            TITLE,
            EDITION,
            data.office.hall,
            left=data.office.hall,
            right=f"业务日期：{long_date(data.day)}",
        )
    )
    sheet.table(plain(*_day_rows(data)))
    _list(sheet, "一、备案件数", _TYPE_COLUMNS, _TYPE_HEADS, _type_rows(data))
    _list(sheet, "二、打印的表单", _PAPER_COLUMNS, _PAPER_HEADS, _paper_rows(data))
    if data.spoiled:
        title = f"三、作废编号（共 {len(data.spoiled)} 个）"
        rows = [
            _line(f"spoiled.{i}", item.number, item.reason) for i, item in enumerate(data.spoiled)
        ]
        _list(sheet, title, _SPOILED_COLUMNS, _SPOILED_HEADS, rows)
    if data.charts:
        _charts(sheet, "四、图示" if data.spoiled else "三、图示", data)
    sheet.block(Signatures(("经办人（签名）", "主管（签名）"), room=14.0))
    return sheet.finish("异地就医备案日结")


def _day_rows(data: DayEnd) -> tuple[Row, ...]:
    first, last = data.first_number or "无", data.last_number or "无"
    return (
        row(
            filled("结账时间", "closed_at", long_time(data.closed_at), WIDE),
            filled("主管", "supervisor", data.supervisor),
        ),
        row(
            filled("首个编号", "first_number", first, WIDE),
            filled("窗口", "office.counter", data.office.counter),
        ),
        row(
            filled("末个编号", "last_number", last, WIDE),
            filled("审计记录", "audit_rows", f"{data.audit_rows} 条"),
        ),
        row(filled("审计校验值", "audit_head", data.audit_head, FULL)),
    )


def _list(
    sheet: Sheet, title: str, columns: tuple[float, ...], heads: tuple[str, ...], rows: list[Row]
) -> None:
    sheet.gap(4)
    sheet.keep(24)
    sheet.text(title, HEAD, indent=0)
    sheet.table(Table(columns, (Section(tuple(rows)),)), head=column_heads(*heads))


def _charts(sheet: Sheet, title: str, data: DayEnd) -> None:
    """Put the pictures of the day below their title."""
    sheet.gap(4)
    sheet.keep(60)
    sheet.text(title, HEAD, indent=0)
    for at, chart in enumerate(data.charts):
        put_chart(sheet, chart, f"charts.{at}")


def _line(field: str, name: str, *texts: str) -> Row:
    cells = (
        Cell(Value(f"{field}.{i}", name, t, centred=len(texts) > 1)) for i, t in enumerate(texts)
    )
    return row(Cell(Value(field, name, name)), tuple(cells))


def _type_rows(data: DayEnd) -> list[Row]:
    counts = [(c.registered, c.changed, c.awaiting) for c in data.types]
    ended = [c.cancelled for c in data.types]
    rows = [
        _line(f"types.{item.type}", TYPES[item.type], *_numbers(count, gone))
        for item, count, gone in zip(data.types, counts, ended, strict=True)
    ]
    totals = tuple(sum(column) for column in zip(*counts, strict=True)) or (0, 0, 0)
    rows.append(_line("types.all", "合计", *_numbers(totals, sum(ended))))
    return rows


def _numbers(registered: tuple[int, ...], cancelled: int) -> tuple[str, ...]:
    """Return what was registered, its sum, and beside it what was cancelled."""
    return tuple(str(number) for number in (*registered, sum(registered), cancelled))


def _paper_rows(data: DayEnd) -> list[Row]:
    rows = [
        _line(f"papers.{i}", item.title, str(item.printed), str(item.reprinted), str(item.failed))
        for i, item in enumerate(data.papers)
    ]
    counts = [(item.printed, item.reprinted, item.failed) for item in data.papers]
    totals = [sum(column) for column in zip(*counts, strict=True)] or [0, 0, 0]
    rows.append(_line("papers.all", "合计", *(str(n) for n in totals)))
    return rows


def _bars(title: str, unit: str, *bars: tuple[str, int, str], standing: bool = False) -> Chart:
    """Return a chart of the sample."""
    return Chart(
        title=title,
        unit=unit,
        standing=standing,
        highest=max(value for _, value, _ in bars),
        bars=tuple(ChartBar(label=label, value=value, note=note) for label, value, note in bars),
    )


_HOURS = (0, 7, 12, 11, 3, 0, 8, 9, 10, 4, 0)
_CHARTS = (
    _bars(
        "按时段",
        "件",
        *((f"{hour}时", many, "") for hour, many in enumerate(_HOURS, start=8)),
        standing=True,
    ),
    _bars(
        "按备案类型",
        "件",
        ("异地安置退休人员", 8, "新办 6 · 变更 1 · 待补正 1"),
        ("异地长期居住人员", 25, "新办 21 · 变更 2 · 待补正 2 · 注销 3"),
        ("常驻异地工作人员", 9, "新办 9 · 注销 1"),
        ("异地转诊就医人员", 8, "新办 7 · 待补正 1"),
        ("其他临时外出就医人员", 12, "新办 12"),
        ("异地生育（省内跨市）", 2, "新办 2"),
    ),
    _bars("按经办人", "件", ("陈静（01）", 40, ""), ("阿卜杜拉·买买提（02）", 24, "")),
    _bars(
        "表单",
        "份",
        ("深圳市异地就医备案登记表", 60, "补打 2 · 未打成 1"),
        ("异地就医备案个人承诺书", 14, ""),
        ("授权委托书", 9, ""),
        ("异地就医备案一次性告知书", 8, ""),
        ("异地就医备案受理回执", 59, "补打 1"),
        ("异地就医备案取消申请表", 4, ""),
    ),
)

PAPER = Paper(
    id="day_end",
    title=TITLE,
    edition=EDITION,
    source="本系统自拟，供服务厅内部使用",
    data_type=DayEnd,
    sample=DayEnd(
        day=samples.DAY,
        closed_at=datetime(2026, 11, 21, 18, 5, tzinfo=timezone(timedelta(hours=8))),
        office=samples.OFFICE,
        supervisor="黄丽",
        types=(
            TypeCount(type="retiree_resettled", registered=6, changed=1, cancelled=0, awaiting=1),
            TypeCount(type="long_term_resident", registered=21, changed=2, cancelled=3, awaiting=2),
            TypeCount(type="posted_worker", registered=9, changed=0, cancelled=1, awaiting=0),
            TypeCount(type="referral", registered=7, changed=0, cancelled=0, awaiting=1),
            TypeCount(type="other_temporary", registered=12, changed=0, cancelled=0, awaiting=0),
            TypeCount(type="childbirth", registered=2, changed=0, cancelled=0, awaiting=0),
        ),
        papers=(
            PaperCount(title="深圳市异地就医备案登记表", printed=58, reprinted=2, failed=1),
            PaperCount(title="异地就医备案个人承诺书", printed=14, reprinted=0, failed=0),
            PaperCount(title="授权委托书", printed=9, reprinted=0, failed=0),
            PaperCount(title="异地就医备案一次性告知书", printed=8, reprinted=0, failed=0),
            PaperCount(title="异地就医备案受理回执", printed=58, reprinted=1, failed=0),
            PaperCount(title="异地就医备案取消申请表", printed=4, reprinted=0, failed=0),
        ),
        first_number="440304001-01-20261121-0001",
        last_number="440304001-01-20261121-0062",
        spoiled=(SpoiledNumber(number="440304001-01-20261121-0031", reason="申请人撤回申请"),),
        audit_rows=412,
        audit_head="9f2c5a07b1e4d83366c0a9d2f5174be87a30c6d1e2f4985b0c7d6a1e3f509b24",
        charts=_CHARTS,
    ),
    lay_out=lay_out,
)
