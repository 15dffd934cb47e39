"""Phone numbers: mobile and landline numbers of the mainland, and how to keep others."""

import re
import unicodedata
from dataclasses import dataclass

_MAINLAND = re.compile(r"(?:\+86|0086|86(?=1[3-9]))")
_EXTENSION = re.compile(r"(?:转|分机|EXT\.?|#|,|;)([0-9]{1,6})$", re.IGNORECASE)
_HYPHEN_EXTENSION = re.compile(r"^(.*[0-9]{7})[-]([0-9]{1,6})$")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([0-9]{7,8})")
_OLD_MOBILE_PREFIX = re.compile(r"01[3-9][0-9]{9}")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))
_OUTSIDE = {"852": "香港", "853": "澳门", "886": "台湾"}
MOBILE_LENGTH = 11
EMPTY = "电话未填，请填写手机号，或带区号的固定电话。"
SERVICE_NUMBER = "这是服务号码，请填写本人能接听的手机号，或带区号的固定电话。"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneVerdict:
    """What a phone number is: in its one form, with problems and hints in Chinese."""

    number: str
    problems: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether the number can be accepted."""
        return not self.problems


def check_phone(text: str) -> PhoneVerdict:
    """Judge a phone number as typed.

    Accepted: mobile numbers, landlines with area code and an optional extension, both also
    with +86; numbers from elsewhere with their country code, with a hint. The one form is
    ``13812345678``, ``0755-12345678``, ``0755-12345678转801``, ``+852-12345678``.
    """
    plain = _plain(text)
    if not plain:
        return PhoneVerdict(number="", problems=(EMPTY,))
    home = _MAINLAND.sub("", plain, count=1) if _MAINLAND.match(plain) else plain
    if home.startswith(("+", "00")):
        return _elsewhere(home)
    number, extension = _split_extension(home)
    number = number.replace("-", "")
    wrong = _not_digits(number)
    if wrong:
        return PhoneVerdict(number=number, problems=wrong)
    return _landline(number, extension) if number.startswith("0") else _mobile(number, extension)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    kept = (c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")
    return "".join(kept).translate(str.maketrans("", "", "()[]【】")).strip("-")


def _split_extension(number: str) -> tuple[str, str]:
    found = _EXTENSION.search(number)
    if found:
        return number[: found.start()].rstrip("-"), found[1]
    tail = _HYPHEN_EXTENSION.match(number)
    if tail and _LANDLINE.fullmatch(tail[1].replace("-", "")):
        return tail[1], tail[2]
    return number, ""


def _not_digits(number: str) -> tuple[str, ...]:
    return tuple(
        f"第 {place} 位“{character}”不是数字，请改正。"
        for place, character in enumerate(number, start=1)
        if not (character.isascii() and character.isdigit())
    )


def _mobile(number: str, extension: str) -> PhoneVerdict:
    if number.startswith(("400", "800", "95", "96")) or number in _SERVICE_NUMBERS:
        return PhoneVerdict(number=number, problems=(SERVICE_NUMBER,))
    if not number.startswith("1"):
        return PhoneVerdict(number=number, problems=_no_area_code(number))
    problems = []
    if len(number) < MOBILE_LENGTH:
        missing = MOBILE_LENGTH - len(number)
        problems.append(f"手机号应为 11 位，还差 {missing} 位，请补全。")
    if len(number) > MOBILE_LENGTH:
        problems.append(f"手机号应为 11 位，多出 {len(number) - MOBILE_LENGTH} 位，请核对。")
    if number[1:2] in {"0", "1", "2"}:
        problems.append("手机号第 2 位应为 3 至 9，请核对。")
    if extension:
        problems.append("手机号没有分机号，请删去分机号。")
    return PhoneVerdict(number=number, problems=tuple(problems))


def _no_area_code(number: str) -> tuple[str, ...]:
    if len(number) in {7, 8}:
        return ("固定电话缺区号，请加上区号，例如 0755-12345678。",)
    return ("应为 11 位手机号，或带区号的固定电话，例如 0755-12345678，请核对。",)


def _landline(number: str, extension: str) -> PhoneVerdict:
    if _OLD_MOBILE_PREFIX.fullmatch(number):
        return PhoneVerdict(number=number[1:], hints=("已去掉手机号前面的 0，请核对。",))
    found = _LANDLINE.fullmatch(number)
    if found is None:
        return PhoneVerdict(number=number, problems=_wrong_landline(number))
    suffix = f"转{extension}" if extension else ""
    odd = found[2][0] in {"0", "1"}
    hints = ("固定电话号码一般不以 0 或 1 开头，请核对。",) if odd else ()
    return PhoneVerdict(number=f"{found[1]}-{found[2]}{suffix}", hints=hints)


def _wrong_landline(number: str) -> tuple[str, ...]:
    area = 3 if number.startswith(("010", "02")) else 4
    held = len(number) - area
    if held < 7:
        return (f"固定电话应为区号加 7 至 8 位号码，还差 {7 - held} 位，请补全。",)
    if held > 8:
        return (f"固定电话应为区号加 7 至 8 位号码，多出 {held - 8} 位，请核对。",)
    return ("固定电话区号或号码不对，请核对，例如 0755-12345678。",)


def _elsewhere(number: str) -> PhoneVerdict:
    digits = re.sub(r"^(?:\+|00)", "", number).replace("-", "")
    wrong = _not_digits(digits)
    if wrong:
        return PhoneVerdict(number=number, problems=wrong)
    if not 7 <= len(digits) <= 15:
        length = "境外号码应为国家或地区代码加号码，共 7 至 15 位，请核对。"
        return PhoneVerdict(number=f"+{digits}", problems=(length,))
    code, area = digits[:3], _OUTSIDE.get(digits[:3])
    if area is None:
        hint = "这是境外号码，可能收不到短信，建议另留一个内地号码。"
        return PhoneVerdict(number=f"+{digits}", hints=(hint,))
    local = digits[3:]
    hint = f"这是{area}号码，可能收不到短信，建议另留一个内地号码。"
    if code in {"852", "853"} and len(local) != 8:
        return PhoneVerdict(
            number=f"+{code}-{local}",
            problems=(f"{area}号码应为 8 位，现为 {len(local)} 位，请核对。",),
        )
    return PhoneVerdict(number=f"+{code}-{local}", hints=(hint,))


_SERVICE_NUMBERS = frozenset(
    {"110", "119", "120", "122", "12333", "12345", "12393", "10000", "10010", "10086"}
)
