"""异地就医备案个人承诺书: a promise in place of documents, for the three long-term types."""

from dataclasses import replace

from forms.data import Commitment
from forms.errors import PaperError
from forms.kit import legal, samples
from forms.kit.layout.blocks import Signatures, Stack
from forms.kit.layout.checks import Checks
from forms.kit.layout.contents import Value
from forms.kit.layout.drawing import Layout
from forms.kit.layout.grid import Row, Section, Table, fill, filled, pair, row
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.text import Style
from forms.kit.layout.words import TYPES, long_date, place_name
from forms.kit.letters import points, prose, whole
from forms.kit.paper import Paper
from forms.kit.registration import BAND, COLUMNS, FULL, WIDE, applicant_rows, options

TITLE = "异地就医备案个人承诺书"
EDITION = "版式 CN-2026.11"
_TYPES = {
    code: TYPES[code] for code in ("retiree_resettled", "long_term_resident", "posted_worker")
}
_WARNINGS = (
    "以承诺方式办理的备案，在补齐材料以前，最长六个月内不能变更或者取消。",
    "补齐材料以前，只在备案的就医地享受医保待遇；补齐材料以后，参保地和就医地都可以按规定结算。",
    "需要同时备案两个以上就医地的，请提交材料办理，不能只凭承诺。",
    "经办机构可以核实承诺的内容，请予以配合；需要改用材料办理的，可以随时补交。",
)
_PROMISES = (
    "已经看清并听明白上述告知事项，没有疑问；",
    "确实属于所选的人员类别，所填内容真实、准确；",
    "居住地、工作单位、参保状态或者联系方式发生变化时，及时告知经办机构；",
    "承诺不实的，退回因此多享受的医疗保障待遇，并依法承担责任。",
)
_REASON = (
    "本人因在上述就医地长期居住或者工作，目前不能提交{documents}，自愿以个人承诺代替，"
    "申请办理异地就医备案，并承诺："
)
_LIABILITY = (
    "虚构情况、伪造证明骗取医疗保障基金的，除退回骗取的金额外，还将被处以该金额二倍以上"
    "五倍以下的罚款，并可能在一段时间内被限制联网结算（{basis}）。"
)
_BEFORE_SIGNING = "请承诺人读完全部内容后亲笔签名；不能签名的，由经办人当面读给承诺人听后按指印。"
_TEXT = Style(size=10.5)


def lay_out(data: Commitment) -> Layout:
    """Return the letter; raise PaperError for a type that a promise is not taken for."""
    if data.type not in _TYPES:
        raise PaperError("这种备案类型不能以个人承诺代替材料，请提交材料办理。", field="type")
    sheet = Sheet(
        Heading.of(
            TITLE,
            EDITION,
            data,
            left=f"受理编号：{data.number or '（受理后编号）'}",
            right=f"填写日期：{long_date(data.day)}",
        )
    )
    documents = "、".join(data.replaces_documents) or "相应的证明材料"
    sections = (
        Section((*applicant_rows(data.applicant), *_filing_rows(data)), "承诺人"),
        Section((whole(points(*_WARNINGS, style=_TEXT), stretch=8.0),), "告知事项"),
        Section(
            (
                whole(
                    Stack(
                        (
                            prose(_REASON.format(documents=documents), _TEXT),
                            points(*_PROMISES, style=_TEXT),
                            prose(_LIABILITY.format(basis=legal.false_statements(data.day)), _TEXT),
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
            Signatures(("承诺人（签名）",), room=16.0),
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
    ),
    lay_out=lay_out,
)
