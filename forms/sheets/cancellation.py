"""异地就医备案取消申请表: the application to cancel a filing."""

from collections.abc import Collection, Mapping
from datetime import date

from forms.data import Cancellation
from forms.kit import samples
from forms.kit.layout.checks import Checks
from forms.kit.layout.contents import NUMBER, Value
from forms.kit.layout.drawing import Layout
from forms.kit.layout.grid import Section, Table, fill, filled, pair, row
from forms.kit.layout.sheet import Heading, Sheet
from forms.kit.layout.words import (
    CANCEL_REASONS,
    INSURANCES,
    METHODS,
    long_date,
    period_end,
    place_name,
    type_name,
)
from forms.kit.paper import Paper
from forms.kit.registration import (
    BAND,
    COLUMNS,
    FULL,
    WIDE,
    acceptance_section,
    agent_section,
    applicant_rows,
    declaration_section,
    options,
)

TITLE = "异地就医备案取消申请表"
EDITION = "版式 QX-2026.12"
_REASONS = CANCEL_REASONS | {"other": "其他（请在下栏说明）"}
_SINCE_2026_12 = {"deceased"}
_OPINIONS = ("同意取消", "暂不取消，理由：")


def lay_out(data: Cancellation, edition: str = EDITION, *, agreed: bool = True) -> Layout:
    """Return the application filled in; ``agreed`` ticks that a time limit is known."""
    sheet = Sheet(
        Heading.of(
            TITLE,
            edition,
            data,
            left=f"原备案受理编号：{data.number}",
            right=f"申请日期：{long_date(data.day)}",
        )
    )
    sections = (
        _applicant(data),
        _filing(data),
        _cancelling(data, edition),
        agent_section(data.agent),
        declaration_section(data.declaration, data.limit, agreed=agreed, signers=data.signers),
        acceptance_section(data.office, _OPINIONS),
    )
    fill(sheet.ground, Table(COLUMNS, sections, BAND), sheet.room)
    return sheet.finish()


def _applicant(data: Cancellation) -> Section:
    person = data.applicant
    insurance = INSURANCES[person.insurance] if person.insurance else ""
    region = Value("office.insured_region", "参保地", data.office.insured_region, most_lines=2)
    return Section(
        (
            *applicant_rows(person),
            row(
                filled("联系电话", "applicant.phone", person.phone, style=NUMBER),
                filled("参保险种", "applicant.insurance", insurance, WIDE),
            ),
            row(
                pair(
                    "社保卡号",
                    Value("applicant.social_card_no", "社会保障卡号", person.social_card_no or ""),
                ),
                pair("参保地", region, WIDE),
            ),
        ),
        "申请人",
    )


def _filing(data: Cancellation) -> Section:
    end = period_end(data.end, data.end_text)
    return Section(
        (
            row(
                filled("备案类型", "type", type_name(data.type), WIDE),
                filled("备案方式", "method", METHODS[data.method]),
            ),
            row(
                filled("就医地", "place.city", place_name(data.place), WIDE),
                filled("受理日期", "accepted_day", long_date(data.accepted_day)),
            ),
            row(
                filled("开始日期", "begin", long_date(data.begin)),
                filled("结束日期", "end", end, WIDE),
            ),
        ),
        "原备案",
    )


def _cancelling(data: Cancellation, edition: str) -> Section:
    known = _REASONS if edition == EDITION else _without(_REASONS, _SINCE_2026_12)
    replaced = data.replaced_by or ""
    return Section(
        (
            row(
                pair("取消原因", Checks("reason", options(known, data.reason), 2), FULL),
                most=19.0,
            ),
            row(
                filled("情况说明", "reason_text", data.reason_text, FULL),
                most=12.0,
            ),
            row(
                filled("生效日期", "effective", long_date(data.effective)),
                filled("新备案编号", "replaced_by", replaced, WIDE),
            ),
        ),
        "取消",
    )


def _without(reasons: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    return {code: words for code, words in reasons.items() if code not in names}


PAPER = Paper(
    id="cancellation",
    title=TITLE,
    edition=EDITION,
    source="名称取自公开的办理说明，栏目按备案记录字段整理，版式以医保经办机构现行样表为准",
    data_type=Cancellation,
    sample=Cancellation(
        **(samples.FILED | {"day": date(2027, 6, 1)}),
        applicant=samples.APPLICANT,
        agent=samples.AGENT,
        accepted_day=samples.DAY,
        reason="returned",
        reason_text=None,
        effective=date(2027, 6, 1),
        declaration=(
            "本人申请取消上述异地就医备案，所填内容真实。取消生效后，本人在原就医地新发生的医疗"
            "费用不再按该备案结算。"
        ),
    ),
    lay_out=lay_out,
)
