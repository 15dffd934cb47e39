"""Identity numbers as typed: bring them to one form, and say which character is wrong."""

import unicodedata
from collections.abc import Iterable

_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
# Characters that look like, or stand on the keyboard beside, the one that was meant.
_MEANT = {
    "O": "0",
    "I": "1",
    "L": "1",
    "Z": "2",
    "S": "5",
    "B": "8",
    "о": "0",
    "О": "0",
    "〇": "0",
    "х": "X",
    "Х": "X",
    "Χ": "X",
    "χ": "X",
    "×": "X",
    "✕": "X",
    "Ⅹ": "X",
}
DIGITS = frozenset("0123456789")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def normalise_number(text: str, *, keep_hyphens: bool = False) -> str:
    """Return an identity number in one form.

    NFKC makes full-width characters plain; spaces, invisible characters and (unless kept)
    hyphens go away; ASCII letters become capitals.
    """
    folded = unicodedata.normalize("NFKC", text)
    kept = (
        character
        for character in folded
        if not character.isspace()
        and unicodedata.category(character) != "Cf"
        and (keep_hyphens or character not in _HYPHENS)
    )
    return "".join(kept).translate(_UPPER)


def digits_only(text: str) -> bool:
    """Tell whether the text is made of ASCII digits and is not empty."""
    return bool(text) and DIGITS.issuperset(text)


def show(character: str) -> str:
    """Name a character so that a clerk can find it, also when it cannot be seen."""
    if not character.isprintable() or unicodedata.category(character) in {"Co", "Mn", "Me"}:
        return f"字符 U+{ord(character):04X}"
    # Greek and Cyrillic capitals look like Latin ones: only the code point tells them apart.
    foreign = character in _MEANT and not character.isascii()
    return f"“{character}”（U+{ord(character):04X}）" if foreign else f"“{character}”"


def wrong_characters(
    text: str, allowed: Iterable[str], wanted: str, *, offset: int = 0
) -> tuple[str, ...]:
    """Return one problem for each character outside ``allowed``, with its position from 1.

    ``wanted`` says in Chinese what belongs there; ``offset`` is added to the position when
    ``text`` is a part of the number.
    """
    permitted = frozenset(allowed)
    return tuple(
        f"第 {place} 位{show(character)}不对，"
        f"应为{wanted}{_guess(character, permitted)}，请照证件改正。"
        for place, character in enumerate(text, start=offset + 1)
        if character not in permitted
    )


def wrong_length(text: str, length: int) -> tuple[str, ...]:
    """Return the problem of a number that is too short or too long, or nothing."""
    held = len(text)
    if held < length:
        return (f"号码应为 {length} 位，现为 {held} 位，还差 {length - held} 位，请照证件补全。",)
    if held > length:
        extra = f"多出 {held - length} 位（第 {length + 1} 位起）"
        return (f"号码应为 {length} 位，现为 {held} 位，{extra}，请照证件核对。",)
    return ()


def _guess(character: str, permitted: frozenset[str]) -> str:
    meant = _MEANT.get(character)
    return f"（是否为 {meant}？）" if meant is not None and meant in permitted else ""
