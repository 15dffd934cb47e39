"""异地就医备案台账: filings as a landscape list, on any number of pages."""

from dataclasses import replace
from datetime import date, timedelta

from forms.data import Ledger, LedgerLine
from forms.kit import samples
from forms.kit.layout.contents import Label, Value
from forms.kit.layout.drawing import A4_LANDSCAPE, Layout
from forms.kit.layout.grid import Cell, Row, Section, Table, row
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.text import Style
from forms.kit.layout.words import TYPES, long_date, masked_number
from forms.kit.letters import column_heads
from forms.kit.paper import Paper

TITLE = "异地就医备案台账"
EDITION = "版式 TZ-2026.11"
_COLUMNS = (10.0, 46.0, 21.0, 30.0, 36.0, 34.0, 30.0, 25.0, 14.0, 15.0)
_HEADS = (
    "序号", "受理编号", "受理日期", "姓名", "证件号码",
    "备案类型", "就医地", "有效期", "状态", "经办人",
)  # fmt: skip
_FIELDS = ("number", "day", "name", "id_number", "type", "place", "period", "status", "clerk")
_ONE_LINE = frozenset({"number", "day", "id_number"})
_SMALL = Style(size=9.0, smallest=7.0)


def lay_out(data: Ledger) -> Layout:
    """Return the list; its head is repeated on every page."""
    masked = "，证件号码已隐去中间部分" if data.masked else ""
    sheet = Sheet(
        Heading(
            TITLE,
            EDITION,
            data.office.hall,
            left=f"{data.office.hall}　{long_date(data.first_day)}至{long_date(data.last_day)}",
            right=f"共 {len(data.lines)} 件{masked}　打印日期：{long_date(data.day)}",
        ),
        A4_LANDSCAPE,
    )
    rows = tuple(_row(i, line, masked=data.masked) for i, line in enumerate(data.lines))
    sheet.table(Table(_COLUMNS, (Section(rows),)), head=column_heads(*_HEADS), lines=3)
    return sheet.finish("异地就医备案台账")


def _row(i: int, line: LedgerLine, *, masked: bool) -> Row:
    number = masked_number(line.id_number) if masked else line.id_number
    end = f"至{line.end.isoformat()}" if line.end else line.end_text
    texts = (
        line.number, line.day.isoformat(), line.name, number, TYPES[line.type],
        line.place, f"{line.begin.isoformat()}起\n{end}", line.status, line.clerk,
    )  # fmt: skip
    cells = tuple(
        Cell(Value(f"lines.{i}.{field}", head, text, _SMALL, 1 if field in _ONE_LINE else 3))
        for field, head, text in zip(_FIELDS, _HEADS[1:], texts, strict=True)
    )
    return row(Cell(Label(str(i + 1), _SMALL, spread=False)), cells, least=9.0)


_LINE = LedgerLine(
    number=samples.NUMBER,
    day=samples.DAY,
    name=samples.APPLICANT.name,
    id_number=samples.APPLICANT.id_number,
    type="retiree_resettled",
    place="湖南省长沙市",
    begin=samples.DAY,
    end=None,
    end_text="长期有效",
    status="已受理",
    clerk="陈静",
)
_OTHERS = (
    ("张䶮", "long_term_resident", "海南省三亚市", "已受理"),
    ("阿卜杜拉·买买提", "posted_worker", "新疆维吾尔自治区喀什地区", "已变更"),
    ("吴𠮷", "referral", "北京市", "已注销"),
    ("王小明", "other_temporary", "广东省广州市", "待补正"),
)


def _sample_lines() -> tuple[LedgerLine, ...]:
    lines = []
    for i in range(30):
        name, kind, place, status = _OTHERS[i % len(_OTHERS)]
        begin = samples.DAY + timedelta(days=i // 6)
        lines.append(
            replace(
                _LINE,
                number=f"440304001-01-{begin:%Y%m%d}-{i + 8:04d}",
                day=begin,
                name=name,
                type=kind,
                place=place,
                begin=begin,
                end=date(2027, 11, 21) if kind == "referral" else None,
                status=status,
            )
        )
    return (_LINE, *lines)


PAPER = Paper(
    id="ledger",
    title=TITLE,
    edition=EDITION,
    source="本系统自拟，供服务厅内部使用",
    data_type=Ledger,
    sample=Ledger(
        day=date(2026, 11, 26),
        office=samples.OFFICE,
        first_day=samples.DAY,
        last_day=date(2026, 11, 25),
        lines=_sample_lines(),
    ),
    lay_out=lay_out,
)
