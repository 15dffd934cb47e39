"""异地就医备案个人承诺书: a promise in place of documents, for the three long-term types."""

from dataclasses import replace

from forms.data import Commitment
from forms.errors import PaperError
from forms.kit import samples
from forms.kit.layout.blocks import Signatures, Stack
from forms.kit.layout.checks import Checks
from forms.kit.layout.contents import Value
from forms.kit.layout.drawing import Layout
from forms.kit.layout.grid import Row, Section, Table, fill, filled, pair, row
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.text import Style
from forms.kit.layout.words import TYPES, long_date, place_name, signing_lines
from forms.kit.letters import points, prose, whole
from forms.kit.paper import Paper
from forms.kit.registration import BAND, COLUMNS, FULL, WIDE, applicant_rows, options

TITLE = "异地就医备案个人承诺书"
EDITION = "版式 CN-2026.12"
_TYPES = {
    code: TYPES[code] for code in ("retiree_resettled", "long_term_resident", "posted_worker")
}
_REASON = (
    "本人因在上述就医地长期居住或者工作，目前不能提交{documents}，自愿以个人承诺代替，"
    "申请办理异地就医备案，并承诺："
)
_BEFORE_SIGNING = "请承诺人读完全部内容后亲笔签名；不能签名的，由经办人当面读给承诺人听后按指印。"
_PROMISER = "承诺人（签名）"
_TEXT = Style(size=10.5)


def lay_out(data: Commitment, edition: str = EDITION) -> Layout:
    """Return the letter; raise PaperError for a type that a promise is not taken for."""
    if data.type not in _TYPES:
        raise PaperError("这种备案类型不能以个人承诺代替材料，请提交材料办理。", field="type")
    sheet = Sheet(
        Heading.of(
            TITLE,
            edition,
            data,
            left=f"受理编号：{data.number or '（受理后编号）'}",
            right=f"填写日期：{long_date(data.day)}",
        )
    )
    documents = "、".join(data.replaces_documents) or "相应的证明材料"
    sections = (
        Section((*applicant_rows(data.applicant), *_filing_rows(data)), "承诺人"),
        Section((whole(points(*data.notices, style=_TEXT), stretch=8.0),), "告知事项"),
        Section(
            (
                whole(
                    Stack(
                        (
                            prose(_REASON.format(documents=documents), _TEXT),
                            points(*data.promises, style=_TEXT),
                            prose(data.liability, _TEXT),
                        )
                    ),
                    stretch=8.0,
                ),
            ),
            "承诺事项",
        ),
        Section((whole(_signing(data), stretch=20.0),), "签名"),
    )
    fill(sheet.ground, Table(COLUMNS, sections, BAND), sheet.room)
    return sheet.finish()


def _filing_rows(data: Commitment) -> tuple[Row, ...]:
    person = data.applicant
    return (
        row(
            filled("联系电话", "applicant.phone", person.phone),
            filled("备用电话", "applicant.phone2", person.phone2),
            filled("开始日期", "begin", long_date(data.begin)),
        ),
        row(
            filled("参保地", "office.insured_region", data.office.insured_region),
            filled("就医地", "place.city", place_name(data.place), WIDE),
        ),
        row(
            filled(
                "异地详细地址", "place.address", data.place.address if data.place else None, FULL
            )
        ),
        row(pair("人员类别", Checks("type", options(_TYPES, data.type), 3), FULL)),
    )


def _signing(data: Commitment) -> Stack:
    return Stack(
        (
            prose(_BEFORE_SIGNING, _TEXT),
            Signatures(signing_lines(data.signers, (_PROMISER,), own=_PROMISER), room=16.0),
            Value("office.hall", "经办机构", f"经办机构：{data.office.hall}", _TEXT, 2),
            Signatures(("经办人（签名）",), room=14.0),
        )
    )


PAPER = Paper(
    id="commitment",
    title=TITLE,
    edition=EDITION,
    source="事项取自公开的承诺制备案规定，措辞为本系统自拟，以医保经办机构现行样本为准",
    data_type=Commitment,
    sample=Commitment(
        **(samples.ISSUED | {"type": "long_term_resident"}),
        applicant=replace(samples.APPLICANT, name="阿卜杜拉·买买提"),
        begin=samples.DAY,
        replaces_documents=("居住证明",),
        notices=(
            "交证明材料还是书面承诺，由您自己选择；承诺以后可以随时补交材料。",
            "以个人承诺备案的，要履行承诺；补齐备案材料后，备案地和参保地都可以享受待遇。",
        ),
        promises=(
            "已经看清并听明白上述告知事项，没有疑问；",
            "确实属于所选的人员类别，所填内容真实、准确；",
        ),
        liability=(
            "虚构情况、伪造证明骗取医疗保障基金的，退回骗取的金额，并依法承担责任"
            "（《中华人民共和国社会保险法》第八十八条）。"
        ),
    ),
    lay_out=lay_out,
)
