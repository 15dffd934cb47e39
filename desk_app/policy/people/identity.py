"""Identity numbers: what is wrong with one, and what can be read from it.

Only length, characters, date and check character are errors. Real people carry codes that
no list has, so region, order code and age are hints (DOMAIN C3).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from desk_app.policy.people.check_digits import check_character, travel_document_digit
from desk_app.policy.people.id_text import (
    DIGITS,
    LETTERS,
    digits_only,
    normalise_number,
    wrong_characters,
    wrong_length,
)
from desk_app.policy.regions import region_name
from desk_app.policy.vocabulary import IdKind, Sex

__all__ = [
    "IdentityVerdict",
    "age_on",
    "check_character",
    "check_identity",
    "compare",
    "detect_kind",
    "is_complete",
]

RESIDENT_LENGTH = 18
OLD_LENGTH = 15
MAX_LENGTH = 40
HIGH_AGE = 110
_KEEPS_HYPHENS = frozenset({IdKind.OFFICER_CARD, IdKind.OTHER})
_TYPED_LENGTHS = {
    IdKind.RESIDENT_ID: (18,),
    IdKind.HOUSEHOLD_REGISTER: (18,),
    IdKind.HMT_RESIDENCE_PERMIT: (18,),
    IdKind.FOREIGNER_PR_CARD: (18, 15),
    IdKind.HM_TRAVEL_PERMIT: (9, 11),
    IdKind.TW_TRAVEL_PERMIT: (8,),
    IdKind.BIRTH_CERTIFICATE: (10,),
    IdKind.PASSPORT: (5,),
    IdKind.OFFICER_CARD: (4,),
    IdKind.OTHER: (1,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityVerdict:
    """What an identity number says.

    ``number`` is normalised. ``problems`` must be mended, ``hints`` deserve a second look;
    both are Chinese sentences that never repeat the number. What is derived (sex, birth,
    age in completed years, region) is there only for a number without problems.
    ``suggestion`` is the 18-character number worked out from a 15-digit one.
    """

    kind: IdKind
    number: str
    problems: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    sex: Sex | None = None
    birth: date | None = None
    age: int | None = None
    region_code: str | None = None
    region_name: str | None = None
    suggestion: str | None = None

    @property
    def ok(self) -> bool:
        """Tell whether the number can be accepted."""
        return not self.problems


def check_identity(number: str, *, kind: IdKind, today: date) -> IdentityVerdict:
    """Judge an identity number of a kind of document on a day."""
    text = normalise_number(number, keep_hyphens=kind in _KEEPS_HYPHENS)
    if not text:
        return _refused(kind, text, "证件号码未填，请照证件填写。")
    if len(text) > MAX_LENGTH:
        return _refused(kind, text, f"证件号码超过 {MAX_LENGTH} 位，请照证件核对。")
    return _READERS.get(kind, _read_free)(text, kind, today)


def is_complete(text: str, kind: IdKind) -> bool:
    """Tell whether enough is typed for a verdict to be worth showing."""
    typed = normalise_number(text, keep_hyphens=kind in _KEEPS_HYPHENS)
    shortest = min(_TYPED_LENGTHS[kind])
    if kind is IdKind.FOREIGNER_PR_CARD:
        shortest = OLD_LENGTH if typed[:1] in LETTERS else RESIDENT_LENGTH
    return len(typed) >= shortest


def detect_kind(text: str) -> IdKind:
    """Guess the kind of document from the shape of its number; a resident card in doubt."""
    number = normalise_number(text)
    for pattern, kind in _SHAPES:
        if pattern.fullmatch(number):
            return kind
    return IdKind.RESIDENT_ID


def compare(verdict: IdentityVerdict, *, sex: Sex | None, birth: date | None) -> tuple[str, ...]:
    """Return hints where the sex or birth date typed differs from the number's."""
    hints = []
    if sex is not None and verdict.sex is not None and sex is not verdict.sex:
        hints.append(f"所填性别为{sex.label}，第 17 位表示{verdict.sex.label}，请照证件核对。")
    if birth is not None and verdict.birth is not None and birth != verdict.birth:
        hints.append("所填出生日期与证件号码中的不一致，请照证件核对。")
    return tuple(hints)


def age_on(birth: date, day: date) -> int:
    """Return the completed years of age on a day; below zero for a birth after it."""
    before_birthday = (day.month, day.day) < (birth.month, birth.day)
    return day.year - birth.year - before_birthday


def _refused(kind: IdKind, text: str, *problems: str) -> IdentityVerdict:
    return IdentityVerdict(kind=kind, number=text, problems=problems)


def _read_resident(text: str, kind: IdKind, today: date) -> IdentityVerdict:
    """Read the 18 characters of GB 11643 and of the cards that share its layout."""
    if len(text) == OLD_LENGTH and digits_only(text):
        return _read_old_resident(text, kind, today)
    problems = [*wrong_length(text, RESIDENT_LENGTH), *_resident_characters(text)]
    birth = None
    if len(text) == RESIDENT_LENGTH:
        characters_good = not problems
        if digits_only(text[6:14]):
            birth, wrong = _birth(text[6:14], first=7, today=today)
            problems += wrong
        if characters_good and check_character(text[:17]) != text[17]:
            problems.append("第 18 位校验码不符，说明 18 位中至少有一位写错，请照证件逐位核对。")
    if problems or birth is None:
        return _refused(kind, text, *problems)
    region, name = _region_of(text)
    return IdentityVerdict(
        kind=kind,
        number=text,
        hints=_resident_hints(text, kind, birth, name, today),
        sex=_sex(text[16]),
        birth=birth,
        age=age_on(birth, today),
        region_code=region,
        region_name=name,
    )


def _resident_characters(text: str) -> list[str]:
    body, last = text[:17], text[17:18]
    return [
        *wrong_characters(body, DIGITS, "数字"),
        *wrong_characters(last, DIGITS | {"X"}, "数字或 X", offset=17),
        *wrong_characters(text[18:], DIGITS | {"X"}, "数字或 X", offset=18),
    ]


def _birth(digits: str, *, first: int, today: date) -> tuple[date | None, list[str]]:
    """Return the birth date in YYYYMMDD and the problems of it; ``first`` is its position."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    span = f"第 {first} 至 {first + 7} 位"
    problems = []
    if year < 1900:
        problems.append(f"第 {first} 至 {first + 3} 位的出生年份早于 1900 年，请照证件核对。")
    if not 1 <= month <= 12:
        problems.append(f"第 {first + 4} 至 {first + 5} 位的月份应为 01 至 12，请照证件核对。")
        return None, problems
    try:
        birth = date(year, month, day)
    except ValueError:
        problems.append(f"{span}的出生日期不存在（当月没有这一天），请照证件核对。")
        return None, problems
    if birth > today:
        problems.append(f"{span}的出生日期在今天之后，请照证件核对。")
    return (None if problems else birth), problems


def _resident_hints(
    text: str, kind: IdKind, birth: date, place: str | None, today: date
) -> tuple[str, ...]:
    hints = []
    if place is None:
        hints.append("前 6 位地区代码未收录，请照证件核对。")
    if text[14:17] == "000":
        hints.append("第 15 至 17 位的顺序码为 000，较少见，请照证件核对，无误即可办理。")
    if age_on(birth, today) > HIGH_AGE:
        hints.append(f"按出生日期计算已超过 {HIGH_AGE} 周岁，请照证件核对，无误即可办理。")
    shape = detect_kind(text)
    same_layout = {IdKind.RESIDENT_ID, IdKind.HOUSEHOLD_REGISTER}
    if shape is not kind and not {shape, kind} <= same_layout:
        hints.append(f"号码像是{shape.label}的，所选证件类型为{kind.label}，请核对证件类型。")
    return tuple(hints)


def _region_of(text: str) -> tuple[str, str | None]:
    if _NEW_FOREIGNER.fullmatch(text):
        code = f"{text[1:3]}0000"
        return code, region_name(code)
    return text[:6], region_name(text[:6])


def _sex(order_digit: str) -> Sex:
    return Sex.MALE if int(order_digit) % 2 else Sex.FEMALE


def _read_old_resident(text: str, kind: IdKind, today: date) -> IdentityVerdict:
    """Refuse a 15-digit number as a current document and work out the 18-character one."""
    refusal = (
        "这是 15 位旧号码，第一代居民身份证自 2013 年 1 月 1 日起停止使用，"
        "请出示现行证件并填写 18 位号码。"
    )
    body = f"{text[:6]}19{text[6:]}"
    _, wrong = _birth(body[6:14], first=7, today=today)
    if wrong:
        date_refusal = "第 7 至 12 位的出生日期不存在，请照证件核对。"
        return _refused(kind, text, refusal, date_refusal)
    return IdentityVerdict(
        kind=kind,
        number=text,
        problems=(refusal,),
        hints=("已按编码规则推算出 18 位号码，请与现行证件核对一致后再采用。",),
        suggestion=body + check_character(body),
    )


def _read_foreigner(text: str, kind: IdKind, today: date) -> IdentityVerdict:
    """Read a permanent residence card: 18 characters since 2023, 15 before."""
    if text[0] in LETTERS:
        return _read_old_foreigner(text, kind, today)
    if len(text) == OLD_LENGTH and digits_only(text):
        return _refused(
            kind, text, "15 位号码应以 3 个字母开头，现第 1 至 3 位为数字，请照证件核对。"
        )
    return _read_resident(text, kind, today)


def _read_old_foreigner(text: str, kind: IdKind, today: date) -> IdentityVerdict:
    problems = [
        *wrong_length(text, OLD_LENGTH),
        *wrong_characters(text[:3], LETTERS, "字母"),
        *wrong_characters(text[3:], DIGITS, "数字", offset=3),
    ]
    if problems:
        return _refused(kind, text, *problems)
    birth = _birth_of_two_digit_year(text[7:13], today)
    if birth is None:
        problems.append("第 8 至 13 位的出生日期不存在，请照证件核对。")
    if travel_document_digit(text[:14]) != text[14]:
        problems.append("第 15 位校验码不符，说明 15 位中至少有一位写错，请照证件逐位核对。")
    if problems or birth is None:
        return _refused(kind, text, *problems)
    code = f"{text[3:7]}00"
    return IdentityVerdict(
        kind=kind,
        number=text,
        hints=("旧版证件号码只有两位年份，出生年份按最近的年份推定，请照证件核对。",),
        birth=birth,
        age=age_on(birth, today),
        region_code=code,
        region_name=region_name(code),
    )


def _birth_of_two_digit_year(digits: str, today: date) -> date | None:
    """Return the latest possible birth date not after today for YYMMDD, or None."""
    for century in (20, 19):
        birth, wrong = _birth(f"{century}{digits}", first=8, today=today)
        if not wrong:
            return birth
    return None


def _read_travel_document(text: str, kind: IdKind, today: date) -> IdentityVerdict:
    """Read a number of which only the characters are certain; its shape is a hint."""
    del today
    problems = wrong_characters(text, DIGITS | LETTERS, "字母或数字")
    if problems:
        return _refused(kind, text, *problems)
    pattern, usual = _USUAL[kind]
    hints = () if pattern.fullmatch(text) else (f"{kind.label}号码一般为{usual}，请照证件核对。",)
    return IdentityVerdict(kind=kind, number=text, hints=hints)


def _read_free(text: str, kind: IdKind, today: date) -> IdentityVerdict:
    """Read a number of no known shape: only what cannot be seen is refused."""
    del today
    printable = (character for character in text if character.isprintable())
    problems = wrong_characters(text, printable, "看得见的文字或数字")
    return IdentityVerdict(kind=kind, number=text, problems=problems)


_NEW_FOREIGNER = re.compile(r"9[0-9]{16}[0-9X]")
_SHAPES = (
    (re.compile(r"8[123]0000[0-9]{11}[0-9X]"), IdKind.HMT_RESIDENCE_PERMIT),
    (_NEW_FOREIGNER, IdKind.FOREIGNER_PR_CARD),
    (re.compile(r"[A-Z]{3}[0-9]{12}"), IdKind.FOREIGNER_PR_CARD),
    (re.compile(r"[HM](?:[0-9]{8}|[0-9]{10})"), IdKind.HM_TRAVEL_PERMIT),
    (re.compile(r"[0-9]{8}"), IdKind.TW_TRAVEL_PERMIT),
    (re.compile(r"[A-Z][0-9]{9}"), IdKind.BIRTH_CERTIFICATE),
    (re.compile(r"[A-Z]{1,2}[0-9]{7,8}"), IdKind.PASSPORT),
)
_USUAL = {
    IdKind.HM_TRAVEL_PERMIT: (
        re.compile(r"[HM](?:[0-9]{8}|[0-9]{10})"),
        " H 或 M 加 8 位数字（旧证另有 2 位换证次数）",
    ),
    IdKind.TW_TRAVEL_PERMIT: (
        re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?"),
        " 8 位数字（旧证为 10 位数字加 1 个字母）",
    ),
    IdKind.PASSPORT: (re.compile(r"[A-Z0-9]{5,17}"), " 5 至 17 位字母或数字"),
    IdKind.BIRTH_CERTIFICATE: (re.compile(r"[A-Z][0-9]{9}"), " 1 个字母加 9 位数字"),
}
_READERS: dict[IdKind, Callable[[str, IdKind, date], IdentityVerdict]] = {
    IdKind.RESIDENT_ID: _read_resident,
    IdKind.HOUSEHOLD_REGISTER: _read_resident,
    IdKind.HMT_RESIDENCE_PERMIT: _read_resident,
    IdKind.FOREIGNER_PR_CARD: _read_foreigner,
    IdKind.HM_TRAVEL_PERMIT: _read_travel_document,
    IdKind.TW_TRAVEL_PERMIT: _read_travel_document,
    IdKind.PASSPORT: _read_travel_document,
    IdKind.BIRTH_CERTIFICATE: _read_travel_document,
}
