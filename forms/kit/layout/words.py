"""How dates, numbers and coded values are worded on paper, the same on every sheet."""

import re
from datetime import date, datetime

from forms.data import Place

DOCUMENT_STATES = {
    "original": "原件已核",
    "copy": "复印件已收",
    "both": "原件已核、复印件已收",
    "commitment": "承诺代替",
    "missing": "缺",
}
INSURANCES = {
    "employee_1": "职工基本医疗保险一档",
    "employee_2": "职工基本医疗保险二档",
    "employee": "职工基本医疗保险",
    "resident": "城乡居民基本医疗保险",
}
TYPES = {
    "retiree_resettled": "异地安置退休人员",
    "long_term_resident": "异地长期居住人员",
    "posted_worker": "常驻异地工作人员",
    "referral": "异地转诊就医人员",
    "other_temporary": "其他临时外出就医人员",
    "childbirth": "异地生育（省内跨市）",
    "emergency": "异地急诊抢救人员",
}
_SHOWN = ((15, (3, 4)), (8, (2, 2)), (0, (1, 1)))  # characters left at either end, by length
METHODS = {"documents": "提交材料", "commitment": "个人承诺"}
KINDS = {"new": "新增", "change": "变更", "cancel": "取消"}
CANCEL_REASONS = {
    "returned": "返回参保地居住或工作",
    "insurance_ended": "终止参保",
    "new_employer": "在新的用人单位参保缴费",
    "out_of_scope": "不再属于异地就医备案范围",
    "deceased": "参保人死亡",
    "before_change": "变更备案前注销",
    "other": "其他",
}

_SIGNERS = {
    "applicant": "申请人（签名）",
    "agent": "代办人（签名）",
    "guardian": "法定代理人（签名）",
    "heir": "亲属或继承人（签名）",
}


def signing_lines(
    signers: tuple[str, ...], usual: tuple[str, ...], *, own: str = ""
) -> tuple[str, ...]:
    """Return the titles of the places to sign; ``own`` is what the applicant is called there."""
    names = {**_SIGNERS, "applicant": own} if own else _SIGNERS
    return tuple(names[code] for code in signers) or usual


def type_name(code: str | None) -> str:
    """Return what a filing type is called; empty for none."""
    return TYPES[code] if code else ""


def long_date(day: date | None) -> str:
    """Return a date as official papers write it, 2026年11月1日; empty for none."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def long_time(moment: datetime) -> str:
    """Return a time as 2026年11月1日 09:05."""
    return f"{long_date(moment.date())} {moment:%H:%M}"


def period_end(end: date | None, end_text: str) -> str:
    """Return the end of a period, or how an open end is worded."""
    return long_date(end) or end_text


def place_name(place: Place | None) -> str:
    """Return province and city of treatment, a municipality only once."""
    if place is None:
        return ""
    return place.city if place.city.startswith(place.province) else place.province + place.city


def masked_number(number: str) -> str:
    """Return an identity number with its middle hidden; masking twice changes nothing."""
    shown, last = next(ends for least, ends in _SHOWN if len(number) >= least)
    hidden = max(len(number) - shown - last, 0)
    return number[:shown] + "*" * hidden + number[len(number) - last :] if hidden else number


def masked_name(name: str) -> str:
    """Return a name with its middle hidden, or its end when it has two characters."""
    if len(name) < 3:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + re.sub("[^·]", "*", name[1:-1]) + name[-1]
