"""Every value of a paper's data by name, for blanks and sheets that others have laid out.

A name is the path of the field, such as ``applicant.name``. Days also come in parts
(``begin.year``); coded fields also come as one tick for each code (``type.referral``).
"""

import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from forms.data import Cancellation, DocumentLine, Filed, Place
from forms.kit.layout.words import (
    CANCEL_REASONS,
    DOCUMENT_STATES,
    INSURANCES,
    KINDS,
    METHODS,
    TYPES,
    long_date,
    long_time,
    period_end,
    place_name,
)
from forms.stored import PaperData

TICK = "√"
_PLACE_TICKS = ("across_provinces", "within_province")
_PLACE_EXTRAS = ("name", "province_bare", "city_bare", *_PLACE_TICKS)
_ANY_EMPLOYEE = "any_employee"  # one box for what others tell apart by tiers
_REGION_KIND = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|特别行政区|省|市)$")
_SEXES = {"男": "男", "女": "女"}
_OUTPATIENT = {"networked": "联网结算", "allowance": "按月领取包干金"}
CODED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "type": TYPES,
        "method": METHODS,
        "applicant.insurance": INSURANCES,
        "kind": KINDS,
        "outpatient": _OUTPATIENT,
        "applicant.sex": _SEXES,
        "agent.sex": _SEXES,
    }
)


TITLES: Mapping[str, str] = MappingProxyType(
    {
        "applicant.name": "姓名",
        "applicant.id_number": "证件号码",
        "applicant.phone": "联系电话",
        "applicant.phone2": "联系电话2",
        "applicant.employer": "单位名称",
        "applicant.household_address": "户籍地址",
        "applicant.employment": "就业或创业情况",
        "place.name": "就医地",
        "place.address": "异地详细地址",
        "agent.name": "代办人姓名",
        "agent.id_number": "代办人证件号码",
        "agent.phone": "代办人电话",
        "agent.relation": "与申请人关系",
        "agent.address": "代办人地址",
        "referral_hospital": "转出医院",
        "admission_hospital": "入院医院",
        "documents": "材料",
        "reason": "备案原因",
        "remark": "备注",
        "office.hall": "服务厅",
        "period": "备案期限",
    }
)


def values(data: PaperData) -> dict[str, str]:
    """Return the printed text of every value by name; what is empty is an empty text."""
    return dict(_walk(data, ""))


def values_named(data: PaperData, names: Iterable[str]) -> dict[str, str]:
    """Return every value, and an empty text for each name that this data merely has not filled.

    Such are the agent of somebody who came alone, the parts of an open end, a fifth document
    of four. A name no data of the kind ever has stays absent.
    """
    found = values(data)
    absent = (name for name in names if name not in found and _possible(type(data), name))
    return {**dict.fromkeys(absent, ""), **found}


def is_tick(data: PaperData, name: str) -> bool:
    """Tell whether a value is a tick or nothing, never words."""
    first, _, last = name.rpartition(".")
    coded = (
        CANCEL_REASONS if isinstance(data, Cancellation) and first == "reason" else CODED.get(first)
    )
    if last in (coded or ()) or last == _ANY_EMPLOYEE:
        return True
    value: object = data
    for part in name.split("."):
        value = getattr(value, part, None)
    return isinstance(value, bool) or last in _PLACE_TICKS


def _possible(kind: type[PaperData], name: str) -> bool:
    """Tell whether data of a kind can have a value of this name."""
    first, _, rest = name.partition(".")
    if kind is Place and not rest and first in _PLACE_EXTRAS:
        return True
    hint = _bare(typing.get_type_hints(kind).get(first))
    if typing.get_origin(hint) is tuple:
        index, _, rest = rest.partition(".")
        if not index.isdigit():
            return not index
        hint = typing.get_args(hint)[0]
    if isinstance(hint, type) and issubclass(hint, PaperData):
        return bool(rest) and _possible(hint, rest)
    if hint is date:
        return rest in {"", "year", "month", "day"}
    return hint is not None and not rest


def _bare(hint: Any) -> Any:
    """Return the kind of an optional field."""
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        return next(one for one in typing.get_args(hint) if one is not type(None))
    return hint


def _walk(data: PaperData, prefix: str) -> Iterator[tuple[str, str]]:
    for field in fields(data):
        name = prefix + field.name
        value = getattr(data, field.name)
        if isinstance(value, PaperData):
            yield from _walk(value, name + ".")
        elif isinstance(value, tuple):
            yield from _several(name, value)
        else:
            ending = isinstance(data, Cancellation) and field.name == "reason"
            yield from _single(name, value, CANCEL_REASONS if ending else CODED.get(name))
    if isinstance(data, Place):
        yield prefix + "name", place_name(data)
        yield f"{prefix}across_provinces", "" if data.within_province else TICK
        yield f"{prefix}province_bare", _REGION_KIND.sub("", data.province)
        yield f"{prefix}city_bare", data.city.removesuffix("市")
    if isinstance(data, Filed):
        yield "period", f"{long_date(data.begin)}至{period_end(data.end, data.end_text)}"


def _several(name: str, value: tuple[object, ...]) -> Iterator[tuple[str, str]]:
    lines = []
    for i, item in enumerate(value):
        if isinstance(item, PaperData):
            yield from _walk(item, f"{name}.{i}.")
        else:
            yield f"{name}.{i}", str(item)
        if isinstance(item, DocumentLine):
            lines.append(f"{item.name}（{DOCUMENT_STATES[item.state]}）")
        elif isinstance(item, str):
            lines.append(item)
    yield name, "；".join(lines)


def _single(name: str, value: object, codes: Mapping[str, str] | None) -> Iterator[tuple[str, str]]:
    if isinstance(value, bool):
        yield name, TICK if value else ""
    elif isinstance(value, datetime):
        yield name, long_time(value)
    elif isinstance(value, date):
        yield name, long_date(value)
        for part in ("year", "month", "day"):
            yield f"{name}.{part}", str(getattr(value, part))
    elif codes:
        yield name, codes.get(str(value), "")
        for code in codes:
            yield f"{name}.{code}", TICK if code == value else ""
        if codes is INSURANCES:
            yield f"{name}.{_ANY_EMPLOYEE}", TICK if str(value).startswith("employee") else ""
    else:
        yield name, "" if value is None else str(value)
