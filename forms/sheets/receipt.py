"""异地就医备案受理回执: what the applicant takes home when the case is accepted."""

from datetime import date, datetime, timedelta, timezone

from forms.data import Receipt, ReceivedDocument
from forms.kit import samples
from forms.kit.layout.contents import Label, Value
from forms.kit.layout.drawing import Layout
from forms.kit.layout.grid import Cell, Row, Section, Table, filled, pair, row
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.text import Style
from forms.kit.layout.words import (
    METHODS,
    long_date,
    long_time,
    masked_name,
    masked_number,
    period_end,
    place_name,
    type_name,
)
from forms.kit.letters import BODY, FULL, HEAD, WIDE, column_heads, plain, signing
from forms.kit.paper import Paper

TITLE = "异地就医备案受理回执"
EDITION = "版式 HZ-2026.11"
_COLUMNS = (14.0, 84.0, 22.0, 22.0, 32.0)
_HEADS = ("序号", "收到的材料", "原件", "复印件", "备注")
_ON_THE_SPOT = "当场办结"


def lay_out(data: Receipt) -> Layout:
    """Return the receipt, with the applicant's name and number masked."""
    sheet = Sheet(
        Heading.of(
            TITLE,
            EDITION,
            data,
            left=f"受理编号：{data.number}",
            right=f"受理时间：{long_time(data.received_at)}",
        )
    )
    sheet.table(plain(*_case_rows(data)))
    sheet.gap(4)
    sheet.text(_counted(data), HEAD, indent=0)
    rows = tuple(_document_row(i, item) for i, item in enumerate(data.documents))
    sheet.table(Table(_COLUMNS, (Section(rows),)), head=column_heads(*_HEADS), lines=4)
    sheet.gap(4)
    sheet.keep(40)
    sheet.text("办理进度", HEAD, indent=0)
    sheet.table(plain(*_progress_rows(data)), lines=6)
    sheet.keep(40)
    sheet.gap(3)
    sheet.text("原件核对后已当面退还，复印件由经办机构存档。请妥善保管本回执。", BODY)
    signing(sheet, data.office, "经办人（签名）", "领取人（签名）")
    return sheet.finish()


def _counted(data: Receipt) -> str:
    originals = sum(item.originals for item in data.documents)
    copies = sum(item.copies for item in data.documents)
    return f"收到的材料（共 {len(data.documents)} 项，原件 {originals} 份，复印件 {copies} 份）"


def _case_rows(data: Receipt) -> tuple[Row, ...]:
    person = data.applicant
    number = Value("applicant.id_number", "证件号码", masked_number(person.id_number), most_lines=2)
    name = Value("applicant.name", "申请人", masked_name(person.name), most_lines=2)
    rows = [
        row(
            pair("申请人", name, WIDE),
            filled("备案方式", "method", METHODS[data.method]),
        ),
        row(
            filled("证件类型", "applicant.id_kind", person.id_kind),
            pair("证件号码", number, WIDE),
        ),
        row(
            filled("备案类型", "type", type_name(data.type)),
            filled("就医地", "place.city", place_name(data.place), WIDE),
        ),
        row(
            filled("开始日期", "begin", long_date(data.begin)),
            filled("结束日期", "end", period_end(data.end, data.end_text), WIDE),
        ),
    ]
    if data.agent:
        agent = Value("agent.name", "代办人", masked_name(data.agent.name), most_lines=2)
        relation = Value("agent.relation", "与申请人关系", data.agent.relation, most_lines=2)
        rows.append(row(pair("代办人", agent, WIDE), pair("关系", relation)))
    return tuple(rows)


def _document_row(i: int, item: ReceivedDocument) -> Row:
    def count(field: str, number: int) -> Cell:
        text = f"{number} 份" if number else "—"
        return Cell(Value(f"documents.{i}.{field}", "份数", text, centred=True))

    small = Style(size=10.0)
    return row(
        Cell(Label(str(i + 1), spread=False)),
        Cell(Value(f"documents.{i}.name", "材料", item.name, small, 4)),
        count("originals", item.originals),
        count("copies", item.copies),
        Cell(Value(f"documents.{i}.remark", "备注", item.remark or "", small, 4)),
    )


def _progress_rows(data: Receipt) -> tuple[Row, ...]:
    office = data.office
    answer = f"{long_date(data.answer_by)}前" if data.answer_by else _ON_THE_SPOT
    address = office.address or ""
    return (
        row(
            filled("办结时限", "answer_by", answer),
            filled("经办机构", "office.hall", office.hall, WIDE),
        ),
        row(
            filled("咨询电话", "office.phone", office.phone),
            filled("地址", "office.address", address, WIDE),
        ),
        row(
            pair(
                "监督电话",
                Value("office.complaint_phone", "监督电话", office.complaint_phone or ""),
            ),
            filled("经办人", "office.clerk", f"{office.clerk}（{office.counter}）", WIDE),
        ),
        row(filled("查询方式", "inquiries", "；".join(data.inquiries), FULL, lines=6)),
    )


PAPER = Paper(
    id="receipt",
    title=TITLE,
    edition=EDITION,
    source="栏目按政务服务受理回执的通行内容整理，措辞为本系统自拟",
    data_type=Receipt,
    sample=Receipt(
        **samples.FILED,
        received_at=datetime(2026, 11, 21, 10, 32, tzinfo=timezone(timedelta(hours=8))),
        applicant=samples.APPLICANT,
        agent=samples.AGENT,
        documents=(
            ReceivedDocument(name="居民身份证", originals=1, copies=1),
            ReceivedDocument(name="社会保障卡", originals=1, copies=0),
            ReceivedDocument(name="户口簿首页和本人常住人口登记卡", originals=0, copies=2),
            ReceivedDocument(name="代办人居民身份证", originals=1, copies=1),
            ReceivedDocument(name="授权委托书", originals=1, copies=0, remark="原件留存"),
        ),
        answer_by=date(2026, 11, 24),
        inquiries=(
            "国家医保服务平台 APP“异地备案—备案记录”",
            "“粤医保”微信小程序“异地就医备案”",
            "凭受理编号到本窗口或者拨打咨询电话查询",
        ),
    ),
    lay_out=lay_out,
)
