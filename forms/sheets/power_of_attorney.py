"""授权委托书: by which the applicant lets somebody act for them."""

from datetime import date

from forms.data import PowerOfAttorney
from forms.kit import legal, samples
from forms.kit.layout.blocks import Signatures, Stack
from forms.kit.layout.checks import Checks, Option
from forms.kit.layout.contents import Value
from forms.kit.layout.drawing import Layout
from forms.kit.layout.grid import Row, Section, Table, fill, filled, pair, row
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.text import Style
from forms.kit.layout.words import long_date, place_name, signing_lines, type_name
from forms.kit.letters import points, prose, whole
from forms.kit.paper import Paper
from forms.kit.registration import (
    BAND,
    COLUMNS,
    FULL,
    WIDE,
    agent_section,
    applicant_rows,
)

TITLE = "授权委托书"
EDITION = "版式 WT-2026.11"
_MATTERS = {
    "register": "办理异地就医备案",
    "change": "变更异地就医备案",
    "cancel": "取消异地就医备案",
    "supplement": "补交、补正材料",
    "inquire": "查询备案办理情况",
}
_POWERS = (
    "以委托人的名义填写、签署和提交上述事项的表格和材料；",
    "代委托人听取告知，签收通知、回执等文书，并及时转告委托人；",
    "不得超出上述事项行事，不得再委托他人。",
)
_EFFECT = (
    "受托人在上述事项、权限和期限内办理的，由委托人承担法律后果。"
    "委托人可以随时书面撤回本委托。依据：{basis}。"
)
_WITNESS = (
    "委托人年老、行动不便或者不能书写的，可以按指印，并请一名见证人签名；"
    "也可以联系经办机构上门办理。"
)
_PRINCIPAL = "委托人（签名）"
_TEXT = Style(size=10.5)


def lay_out(data: PowerOfAttorney) -> Layout:
    """Return the letter filled in."""
    sheet = Sheet(
        Heading.of(
            TITLE,
            EDITION,
            data,
            left=f"受理编号：{data.number or '（受理后编号）'}",
            right=f"填写日期：{long_date(data.day)}",
        )
    )
    sections = (
        Section(_principal(data), "委托人"),
        agent_section(data.agent, "受托人", "与委托人关系"),
        Section(_matters(data), "委托事项"),
        Section((whole(points(*_POWERS, style=_TEXT), stretch=6.0),), "权限"),
        Section((whole(prose(_EFFECT.format(basis=legal.AGENCY), _TEXT), stretch=4.0),), "效力"),
        Section((whole(_signing(data), stretch=30.0),), "签名"),
    )
    fill(sheet.ground, Table(COLUMNS, sections, BAND), sheet.room)
    return sheet.finish()


def _principal(data: PowerOfAttorney) -> tuple[Row, ...]:
    person = data.applicant
    address = Value("applicant.household_address", "委托人户籍地址", person.household_address or "")
    return (
        *applicant_rows(person),
        row(
            pair(
                "联系电话", Value("applicant.phone", "委托人联系电话", person.phone, most_lines=2)
            ),
            pair("户籍地址", address, WIDE),
        ),
    )


def _matters(data: PowerOfAttorney) -> tuple[Row, ...]:
    ticks = tuple(Option(text, code in data.matters) for code, text in _MATTERS.items())
    kind = type_name(data.type)
    return (
        row(pair("事项", Checks("matters", ticks, 3), FULL), most=13.0),
        row(
            filled("备案类型", "type", kind),
            filled("就医地", "place.city", place_name(data.place), WIDE),
        ),
        row(
            filled("委托期限", "period", _period(data.begin, data.end), FULL),
        ),
    )


def _period(begin: date, end: date) -> str:
    return f"自{long_date(begin)}起，至{long_date(end)}止"


def _signing(data: PowerOfAttorney) -> Stack:
    return Stack(
        (
            prose("委托人、受托人已核对以上内容，出于自愿，意思表示真实。", _TEXT),
            Signatures(signing_lines(data.signers, (_PRINCIPAL,), own=_PRINCIPAL), room=16.0),
            Signatures(("受托人（签名）",), room=16.0),
            prose(_WITNESS, Style(size=9.5)),
            Signatures(("见证人（签名）",), room=16.0),
        )
    )


PAPER = Paper(
    id="power_of_attorney",
    title=TITLE,
    edition=EDITION,
    source="内容按民法典对授权委托书的要求整理，措辞为本系统自拟",
    data_type=PowerOfAttorney,
    sample=PowerOfAttorney(
        **samples.ISSUED,
        applicant=samples.APPLICANT,
        agent=samples.AGENT,
        matters=("register", "supplement"),
        begin=samples.DAY,
        end=date(2027, 5, 21),
    ),
    lay_out=lay_out,
)
