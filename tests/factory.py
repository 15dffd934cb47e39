"""Valid cases in one call, raw or registered, of people who do not exist (region code 440399)."""

from copy import deepcopy
from typing import Any

from desk_app.policy.people.check_digits import check_character
from desk_app.records.filing import FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import intake

NAMES = {
    "plain": "王小明",
    "plane 2": "欧阳𬭚𫖮",
    "surrogates": "吴𠮷",
    "extension A": "张䶮",
    "dot": "阿卜杜拉·买买提",
    "plane 3": "區曉\U00031cea",
    "twenty-five": "阿依努尔古丽·热合曼江·吐尔逊古丽阿依·麦麦提明江",
}


def number(birth: str = "19580309", order: str = "001", region: str = "440399") -> str:
    """Return an identity number with a right check character."""
    body = region + birth + order
    return body + check_character(body)


def case(**changes: Any) -> dict[str, Any]:
    """Return a retiree's complete case; ``applicant__name="…"`` changes one of the parts."""
    whole: dict[str, Any] = {
        "region": "440300",
        "type": "retiree_resettled",
        "variant": None,
        "method": "documents",
        "applicant": {
            "name": "王小明",
            "id_kind": "resident_id",
            "id_number": number(),
            "phone": "13800000001",
            "insurance": "employee_1",
        },
        "place": "430100",
        "place_address": "湖南省长沙市岳麓区某某路1号",
        "begin": "2026-11-21",
        "end": None,
        "documents": {"identity": "both", "household_register": "both"},
        "agent": None,
        "referral_hospital": None,
        "admission": None,
        "consent": True,
    }
    whole = deepcopy(whole)
    for path, value in changes.items():
        group, _, name = path.rpartition("__")
        (whole[group] if group else whole)[name] = value
    return whole


def agent(**changes: Any) -> dict[str, Any]:
    """Return an agent."""
    person = {
        "name": "李代办",
        "id_kind": "resident_id",
        "id_number": number("19840101", "123"),
        "phone": "13900000001",
        "relation": "配偶",
    }
    return {**person, **changes}


def register(desk: Desk, order: int = 1, **changes: Any) -> FilingRecord:
    """Register a case of the person of that order; what is missing is asked for by a notice."""
    raw = case(applicant__id_number=number(order=f"{order:03d}"), **changes)
    return intake.register(desk=desk, case=raw, on_missing="notice").record
