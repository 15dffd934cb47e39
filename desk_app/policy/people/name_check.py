"""What is wrong with a name, and what in it deserves a look at the document."""

import re
import unicodedata
from collections.abc import Iterator

from desk_app.policy.people.names import NAME_DOT, invisible, modern, normalise_name

MAX_LENGTH = 50

_LOST = frozenset("?？□■〓*＊◻◼▯▢○●◯")
"""What programs write in place of a character they could not keep."""
_MARKS = frozenset("'’‘`´.,-‐‑–—/()（），")
"""Marks that names of foreigners have besides letters and the dot."""
_LONG_NUMBER = re.compile(r"\d{7,}")
_DASH_AT_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s*[-‐‑–—－]\s*(?=[\u3400-\u9fff])")
_APART = re.compile(r"[\u3400-\u9fff]{2,}\s+[\u3400-\u9fff]{2,}")


def name_problems(text: str) -> tuple[str, ...]:
    """Return what keeps a name from being stored and printed, as sentences; none if nothing.

    Characters that are none, or stand for one that was lost, are named with their position.
    """
    name = normalise_name(text)
    if not name:
        return ("姓名未填，请照证件填写。",)
    problems = [
        f"姓名第 {place} 个字（U+{ord(character):04X}）{fault}"
        for place, character in enumerate(name, start=1)
        if (fault := _fault(character)) is not None
    ]
    if _LONG_NUMBER.search(unicodedata.normalize("NFKC", name)):
        problems = ["姓名里有一长串数字，像是连同号码一起粘贴的，请只留姓名。"]
    if len(name) > MAX_LENGTH:
        problems.append(f"姓名有 {len(name)} 个字，最多可填 {MAX_LENGTH} 个，请照证件核对。")
    if not problems and not any(_is_letter(character) for character in name):
        problems.append("姓名中没有文字，请照证件填写。")
    elif name.strip(NAME_DOT) != name or NAME_DOT * 2 in name:
        problems.append("姓名里的间隔点在开头、结尾或连着出现，请照证件改正。")
    return tuple(problems)


def name_hints(text: str) -> tuple[str, ...]:
    """Return what in a name as it was written deserves a look at the document, as sentences."""
    return tuple(_hints(text, normalise_name(text)))


def mixed(name: str) -> bool:
    """Tell whether a name has letters or digits among Chinese characters."""
    spoken = [character for character in name if character.isalnum()]
    return any(map(_is_han, spoken)) and not all(map(_is_han, spoken))


def _hints(written: str, name: str) -> Iterator[str]:
    yield from _replaced(written)
    if any(invisible(character) for character in written):
        yield "姓名里有看不见的字形选择符或零宽字符，已去掉，请核对。"
    if _APART.search(written):
        yield "姓名中间的空格已去掉；证件上是间隔点的，请改为“·”。"
    if _DASH_AT_HAN.search(name):
        yield "姓名里用了“-”；证件上是间隔点的，请改为“·”。"
    if any(character.isdigit() for character in name) and not mixed(name):
        yield "姓名里有数字，请照证件核对。"


def _replaced(written: str) -> Iterator[str]:
    for place, character in enumerate(written, start=1):
        kept = modern(character)
        if kept != character and _is_han(kept) and _is_han(character):
            yield (
                f"姓名第 {place} 个字是兼容字（U+{ord(character):04X}），"
                f"已按“{kept}”登记，请照证件核对。"
            )


def _fault(character: str) -> str | None:
    if _is_rare_han(character) or character in _MARKS:
        return None
    if character in _LOST:
        return f"“{character}”像是没能显示的字，请照证件重新输入这个字。"
    category = unicodedata.category(character)
    if category in _FAULTS:
        return _FAULTS[category]
    if character != NAME_DOT and category[0] in "SPN" and category != "Nd" and character != "〇":
        return f"“{character}”不是文字，请照证件重新输入。"
    return None


def _is_letter(character: str) -> bool:
    return character.isalpha() or character == "〇" or _is_rare_han(character)


def _is_han(character: str) -> bool:
    return (
        _is_rare_han(character) or "CJK" in unicodedata.name(character, "") or character in "〇々"
    )


def _is_rare_han(character: str) -> bool:
    """Tell whether a character is of planes 2 and 3, which Python may not know in full yet."""
    return 0x20000 <= ord(character) <= 0x3FFFD


_FAULTS = {
    "Co": "是旧系统自造字，不能存入和打印，请照证件重新输入这个字。",
    "Cc": "是控制字符，请删去后重新输入。",
    "Cs": "是残缺字符，请删去后重新输入。",
    "Cn": "是未收入国际编码的字，不能存入和打印，请照证件重新输入",
}
