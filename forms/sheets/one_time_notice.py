"""异地就医备案一次性告知书: everything that is missing, said at once."""

from datetime import date, datetime, timedelta, timezone

from forms.data import DocumentLine, MissingDocument, OneTimeNotice
from forms.kit import samples
from forms.kit.layout.blocks import Listing
from forms.kit.layout.contents import Label, Value
from forms.kit.layout.drawing import Layout
from forms.kit.layout.grid import Cell, Row, Section, Table, filled, pair, row
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.text import Style
from forms.kit.layout.words import (
    DOCUMENT_STATES,
    long_date,
    long_time,
    masked_number,
    place_name,
    type_name,
)
from forms.kit.letters import BODY, FULL, HEAD, WIDE, column_heads, plain, signing, whole
from forms.kit.paper import Paper

TITLE = "异地就医备案一次性告知书"
EDITION = "版式 GZ-2026.11"
_COLUMNS = (11.0, 53.0, 26.0, 42.0, 42.0)
_HEADS = ("序号", "需要补齐的材料", "形式", "可以代替的材料", "到哪里开具或者领取")
_INTRODUCTION = (
    "您申请的异地就医备案，还需要补齐下列材料。请一次备齐后继续办理；"
    "凭右上角的二维码或者编号可以直接接着办，已经登记的内容不用重填。"
)
_BY_COMMITMENT = "可以填写个人承诺书"
_TWO_COPIES = "本告知书一式两份，经办机构和申请人各留一份。"
_LEFT_BLANK = "请向窗口工作人员询问"


def lay_out(data: OneTimeNotice) -> Layout:
    """Return the notice, on as many pages as the list needs."""
    sheet = Sheet(
        Heading.of(
            TITLE,
            EDITION,
            data,
            left=f"编号：{data.number}",
            right=f"告知时间：{long_time(data.told_at)}",
        )
    )
    sheet.table(plain(*_case_rows(data)))
    sheet.gap(3)
    sheet.text(_INTRODUCTION, BODY)
    sheet.text(f"一、需要补齐的材料（共 {len(data.missing)} 项）", HEAD, indent=0)
    rows = tuple(_missing_row(i, item) for i, item in enumerate(data.missing))
    sheet.table(Table(_COLUMNS, (Section(rows),)), head=column_heads(*_HEADS), lines=6)
    sheet.gap(4)
    _received(sheet, data)
    _handing_in(sheet, data)
    sheet.keep(40)
    sheet.gap(2)
    sheet.text(_TWO_COPIES, BODY)
    signing(sheet, data.office, "告知人（签名）", "申请人或者代办人（签名）")
    return sheet.finish()


def _case_rows(data: OneTimeNotice) -> tuple[Row, ...]:
    person = data.applicant
    number = Value("applicant.id_number", "证件号码", masked_number(person.id_number), most_lines=2)
    rows = [
        row(
            filled("申请人", "applicant.name", person.name, FULL),
        ),
        row(
            filled("证件类型", "applicant.id_kind", person.id_kind),
            pair("证件号码", number, WIDE),
        ),
        row(
            filled("备案类型", "type", type_name(data.type)),
            filled("就医地", "place.city", place_name(data.place), WIDE),
        ),
    ]
    if data.agent:
        agent = data.agent
        rows.append(
            row(
                filled("代办人", "agent.name", agent.name, WIDE),
                pair("关系", Value("agent.relation", "与申请人关系", agent.relation, most_lines=2)),
            )
        )
    return tuple(rows)


def _missing_row(i: int, item: MissingDocument) -> Row:
    name = f"{item.name}（{item.remark}）" if item.remark else item.name
    substitutes = [item.substitute or "", _BY_COMMITMENT if item.commitment else ""]
    substitute = "；".join(text for text in substitutes if text) or "无"
    values = (
        ("name", "材料", name),
        ("form", "形式", item.form),
        ("substitute", "可以代替的材料", substitute),
        ("issuer", "到哪里开具", item.issuer or _LEFT_BLANK),
    )
    cells = tuple(
        Cell(Value(f"missing.{i}.{field}", title, text, Style(size=10.0), 6))
        for field, title, text in values
    )
    return row(Cell(Label(str(i + 1), spread=False)), cells, least=8.0)


def _received(sheet: Sheet, data: OneTimeNotice) -> None:
    if not data.received:
        return
    sheet.keep(20)
    sheet.text(f"二、已经收到的材料（共 {len(data.received)} 项）", HEAD, indent=0)
    items = tuple(f"{line.name}（{DOCUMENT_STATES[line.state]}）" for line in data.received)
    sheet.table(plain(whole(Listing("received", "已经收到的材料", items))), lines=10)
    sheet.gap(4)


def _handing_in(sheet: Sheet, data: OneTimeNotice) -> None:
    sheet.keep(30)
    sheet.text(f"{'三' if data.received else '二'}、怎样补交", HEAD, indent=0)
    deadline = long_date(data.deadline) if data.deadline else "没有限期，请尽早补交"
    office = data.office
    rows = [
        row(filled("补交期限", "deadline", deadline, FULL)),
        row(filled("办理渠道", "channels", "；".join(data.channels), FULL)),
        row(filled("经办机构", "office.hall", office.hall, FULL)),
        row(
            filled("咨询电话", "office.phone", office.phone),
            filled("办公时间", "hours", data.hours, WIDE),
        ),
    ]
    if office.address:
        rows.insert(3, row(filled("地址", "office.address", office.address, FULL)))
    sheet.table(plain(*rows), lines=6)


PAPER = Paper(
    id="one_time_notice",
    title=TITLE,
    edition=EDITION,
    source="内容按一次性告知的要求整理，措辞为本系统自拟",
    data_type=OneTimeNotice,
    copies=2,
    sample=OneTimeNotice(
        **samples.ISSUED,
        told_at=datetime(2026, 11, 21, 10, 20, tzinfo=timezone(timedelta(hours=8))),
        applicant=samples.APPLICANT,
        agent=samples.AGENT,
        received=(
            DocumentLine(name="居民身份证", state="both"),
            DocumentLine(name="社会保障卡", state="original"),
        ),
        missing=(
            MissingDocument(
                name="户口簿首页和本人常住人口登记卡",
                form="原件和复印件",
                substitute="户籍所在地公安机关出具的户籍证明",
                issuer="户籍所在地派出所",
                commitment=True,
            ),
            MissingDocument(
                name="授权委托书",
                form="原件",
                issuer="本窗口提供空白表，也可以在窗口打印",
                remark="已交的一份缺委托人签名",
            ),
            MissingDocument(name="代办人居民身份证", form="原件和复印件"),
        ),
        deadline=date(2026, 12, 21),
        channels=("到本窗口补交", "邮寄到本窗口（请注明编号）"),
        hours="工作日 9:00—12:00，14:00—18:00",
    ),
    lay_out=lay_out,
)
