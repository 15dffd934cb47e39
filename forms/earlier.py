"""Editions that papers were printed in before: their words, so that a reprint is what it was.

Until 2026.11 these words stood on the sheets; since then the rules of the region give them, and
they are kept with the data of each paper.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from forms.data import Cancellation, Commitment, Handout, Registration
from forms.kit import legal
from forms.kit.layout.drawing import Layout
from forms.kit.paper import Paper
from forms.kit.registration import RegistrationForm
from forms.kit.registration import lay_out as lay_out_registration
from forms.sheets import (
    cancellation,
    commitment,
    guangdong_registration,
    handout,
    shenzhen_migrant_worker_registration,
    shenzhen_registration,
)

_REGISTRATIONS = (
    guangdong_registration,
    shenzhen_registration,
    shenzhen_migrant_worker_registration,
)
_DECLARATIONS = {
    "guangdong_registration": (
        "版式 GD-DJ-2026.11",
        (
            "本人所填内容和所交材料真实、完整、有效。备案期间，居住地、工作单位、参保状态或者"
            "联系方式发生变化的，本人将及时申请变更或者取消备案；因填报不实产生的后果由本人依法承担。"
        ),
    ),
    "shenzhen_registration": (
        "版式 SZ-DJ-2026.11",
        (
            "本人所填内容和所交材料真实、完整、有效。备案期间，居住地、工作单位、参保状态或者"
            "联系方式发生变化的，本人将及时取消原备案，需要继续异地就医的重新备案；"
            "因填报不实产生的后果由本人依法承担。"
        ),
    ),
    "shenzhen_migrant_worker_registration": (
        "版式 SZ-WL-2026.11",
        (
            "本人在深圳就业或者创业，所填内容和所交材料真实、完整、有效。备案期间，居住地、就业状况、"
            "参保状态或者联系方式发生变化的，本人将及时取消原备案，需要继续异地就医的重新备案；"
            "因填报不实产生的后果由本人依法承担。"
        ),
    ),
}
_AGREED = "本人已阅读并理解备案告知事项，同意经办机构为办理本次备案处理本人的身份、参保和就医信息。"
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
_LIABILITY = (
    "虚构情况、伪造证明骗取医疗保障基金的，除退回骗取的金额外，还将被处以该金额二倍以上"
    "五倍以下的罚款，并可能在一段时间内被限制联网结算（{basis}）。"
)
_ENDING = (
    "本人申请取消上述异地就医备案，所填内容真实。取消生效后，本人在原就医地新发生的医疗费用"
    "不再按该备案结算；已经住院的，请先向经办机构或者医院问清结算办法再申请。"
)
_LIMIT = (
    "本人已知晓：以个人承诺方式办理的备案，未补齐材料的，原则上满六个月后才能变更或者取消，"
    "具体以参保地经办机构答复为准。"
)
_LONG_TERM = frozenset({"retiree_resettled", "long_term_resident", "posted_worker"})


@dataclass(frozen=True, slots=True)
class _Advice:
    """One sentence of advice and to which filings it is given."""

    text: str
    long_term: bool | None = None
    method: str | None = None

    def applies(self, data: Handout) -> bool:
        long_term = data.type in _LONG_TERM
        return self.long_term in {None, long_term} and self.method in {None, data.method}


_USES = (
    _Advice("在就医地选已经开通异地联网结算的定点医院。"),
    _Advice("挂号、住院和结账时，先说明是外地参保，出示医保电子凭证或者社会保障卡。"),
    _Advice("只付自己应付的部分；医院没能直接结算的，留好票据和病历，回参保地申请报销。"),
    _Advice(
        "您是以个人承诺方式备案的：补齐材料以前，只能在上面的就医地享受待遇，"
        "最长六个月内不能变更或者取消。",
        method="commitment",
    ),
    _Advice("住址、工作单位、参保状态或者电话变了，请及时办理变更。", long_term=True),
    _Advice("有效期满以后还需要在外地就医的，请重新备案。", long_term=False),
)


def _registration(form: RegistrationForm, words: str, data: Registration) -> Layout:
    return lay_out_registration(form, replace(data, declaration=words, agreed=_AGREED))


def _commitment(data: Commitment, edition: str) -> Layout:
    liability = _LIABILITY.format(basis=legal.false_statements(data.day))
    told = replace(data, notices=_WARNINGS, promises=_PROMISES, liability=liability)
    return commitment.lay_out(told, edition)


def _handout(data: Handout, edition: str) -> Layout:
    uses = tuple(advice.text for advice in _USES if advice.applies(data))
    return handout.lay_out(replace(data, uses=uses), edition)


def _cancellation(data: Cancellation, edition: str) -> Layout:
    told = replace(data, declaration=_ENDING, limit=_LIMIT)
    return cancellation.lay_out(told, edition, agreed=data.method == "commitment")


def _editions() -> dict[tuple[str, str], Paper]:
    found = {}
    for sheet in _REGISTRATIONS:
        edition, words = _DECLARATIONS[sheet.PAPER.id]
        form = replace(sheet.FORM, edition=edition)
        found[sheet.PAPER.id, edition] = _as(
            sheet.PAPER, edition, partial(_registration, form, words)
        )
    for paper, edition, lay_out in (
        (commitment.PAPER, "版式 CN-2026.11", _commitment),
        (handout.PAPER, "版式 MB-2026.11", _handout),
        (cancellation.PAPER, "版式 QX-2026.11", _cancellation),
    ):
        found[paper.id, edition] = _as(paper, edition, partial(lay_out, edition=edition))
    return found


def _as(paper: Paper, edition: str, lay_out: Callable[[Any], Layout]) -> Paper:
    return replace(paper, edition=edition, lay_out=lay_out)


EARLIER = _editions()
"""The editions by paper and edition."""
