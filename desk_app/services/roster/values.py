"""Turn a cell into the raw value of a field, or into a problem that says how to mend it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from desk_app.policy.days.dates import serial_day
from desk_app.policy.regions import Place, find_places, insured_regions, place, places
from desk_app.policy.vocabulary import DocumentState, Labelled
from desk_app.records.field_table import FIELDS, label
from desk_app.records.traits import Kind
from desk_app.services.roster.headings import BY_PATH
from desk_app.services.roster.tables.sheets import NO_RESULT, Cell

EXACT_DIGITS = 10**15
"""From here on a spreadsheet's number has lost digits: it keeps fifteen."""

LOST_DIGITS = (
    "{label}在表格里被存成了数字，表格软件只保留前 15 位，后面的已经丢失。"
    "请把这一列设为“文本”格式，照证件重新输入。"
)
_FAULTS = frozenset(
    ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]
    + [f"ERR:{number}" for number in range(501, 541)]
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")
_ROUNDED = re.compile(r"\d{15}000")
_TIME_BEHIND = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_YES = frozenset(
    {"是", "同意", "已同意", "已告知", "已告知并同意", "√", "✓", "y", "yes", "true", "1"}
)
_NO = frozenset({"否", "不同意", "未告知", "×", "n", "no", "false", "0", "无"})


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell gives: a raw value, or what is wrong with it; and how it was understood."""

    raw: str | bool | None = None
    problem: str | None = None
    hint: str | None = None


# What employers write for a code, beside its label and the code itself.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "applicant.id_kind": {
        "身份证": "resident_id",
        "二代身份证": "resident_id",
        "户口簿": "household_register",
    },
    "applicant.sex": {"男性": "male", "女性": "female"},
    "applicant.insurance": {
        "一档": "employee_1",
        "职工一档": "employee_1",
        "基本医疗保险一档": "employee_1",
        "二档": "employee_2",
        "职工二档": "employee_2",
        "基本医疗保险二档": "employee_2",
        "职工": "employee",
        "职工医保": "employee",
        "职工基本医疗": "employee",
        "城镇职工": "employee",
        "居民": "resident",
        "居民医保": "resident",
        "城乡居民": "resident",
    },
    "type": {
        "常驻异地": "posted_worker",
        "常驻异地工作": "posted_worker",
        "异地安置退休": "retiree_resettled",
        "异地长期居住": "long_term_resident",
    },
    "method": {"材料": "documents", "承诺": "commitment", "承诺制": "commitment"},
}
_STATES = {
    "原件": DocumentState.ORIGINAL,
    "复印件": DocumentState.COPY,
    "原件和复印件": DocumentState.BOTH,
    "原件及复印件": DocumentState.BOTH,
    "原件、复印件": DocumentState.BOTH,
    "无": DocumentState.MISSING,
    "没有": DocumentState.MISSING,
    **{state.label: state for state in DocumentState},
    **{state.value: state for state in DocumentState},
}


def shown(cell: Cell) -> str:
    """Return a cell as the text a person sees in it."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        # A spreadsheet shows fifteen digits, and so does whoever looks at it.
        return str(int(Decimal(f"{cell:.15g}")))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else str(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def value_of(path: str, cell: Cell) -> Value:
    """Return what a filled cell says for the field ``path``."""
    text = shown(cell).strip()
    if text == NO_RESULT or text.upper() in _FAULTS:
        return Value(problem=_fault(path, text))
    if path.startswith("documents."):
        return _state(text)
    if path == "consent":
        return _flag(text)
    if path in {"place", "region"}:
        return _place(path, text)
    field = FIELDS[path]
    if field.codes is not None:
        return _code(path, field.codes, text)
    if field.kind is Kind.DAY:
        return Value(_day(cell, text))
    return _plain(path, cell, text)


def _fault(path: str, text: str) -> str:
    """Say that a cell was worked out wrongly, or never."""
    what = BY_PATH[path].title
    if text == NO_RESULT:
        return f"“{what}”是公式，还没有算出结果。请用表格软件打开、保存一次，或直接写上内容。"
    return f"“{what}”是公式错误（{text}）。请改成正确的内容。"


def _plain(path: str, cell: Cell, text: str) -> Value:
    number = _number(cell)
    lost = number is not None and abs(number) >= EXACT_DIGITS
    if lost or _SCIENTIFIC.fullmatch(text):
        return Value(problem=LOST_DIGITS.format(label=label(path)))
    return Value(text)


def _number(cell: Cell) -> float | None:
    return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def rounded(text: str) -> bool:
    """Tell whether a number looks as a spreadsheet leaves it that kept fifteen digits only."""
    return _ROUNDED.fullmatch(text) is not None


def _state(text: str) -> Value:
    state = _STATES.get(text)
    if state is None:
        return Value(problem="材料请写：原件、复印件、原件和复印件、无。")
    return Value(state.value)


def _flag(text: str) -> Value:
    word = text.lower()
    if word in _YES | _NO:
        return Value(word in _YES)
    return Value(problem="告知确认请写“是”或“否”。")


def _code(path: str, kind: type[Labelled], text: str) -> Value:
    words = _WORDS.get(path, {})
    folded = unicodedata.normalize("NFKC", text)
    known = {member.label: member.value for member in kind} | {m.value: m.value for m in kind}
    code = known.get(text) or known.get(folded) or words.get(folded)
    if code is None:
        allowed = "、".join(member.label for member in kind)
        return Value(problem=f"{label(path)}“{_short(text)}”不认识，请改为：{allowed}。")
    return Value(code)


def _day(cell: Cell, text: str) -> str:
    number = _number(cell)
    day = serial_day(number) if number is not None else None
    return day.isoformat() if day else _TIME_BEHIND.sub("", text)


@cache
def _place(path: str, text: str) -> Value:
    if path == "region":
        found = [one for one in insured_regions() if text in _names(one)]
    else:
        found = [one for one in places() if text in _names(one)] or _likely(text)
    what = label(path)
    if len(found) == 1:
        one = found[0]
        plain = text in {one.code, one.name, one.full_name}
        told = f"{what}“{_short(text)}”按{one.full_name}办理，请核对。"
        return Value(one.code, hint=None if plain else told)
    if not found:
        example = "湖南省长沙市" if path == "place" else "深圳市"
        return Value(problem=f"{what}“{_short(text)}”不在名单里，请写到地级市，如“{example}”。")
    names = "、".join(one.full_name for one in found[:4])
    return Value(problem=f"{what}“{_short(text)}”有几个地方符合（{names}），请写明是哪一个。")


def _names(one: Place) -> tuple[str, ...]:
    return one.code, one.name, one.full_name, one.name[:-1], one.full_name[:-1]


def _likely(text: str) -> list[Place]:
    """Return the place an address begins with, or those that fit what was shortened."""
    begun = [one for one in places() if text.startswith((one.full_name, one.name))]
    if begun:
        return [max(begun, key=lambda one: len(one.full_name))]
    known = place(text)
    return [known] if known else list(find_places(text, limit=5)) if len(text) > 1 else []


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"
