"""The beginnings under which a name is found: its parts, its pinyin, its initials."""

import itertools
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import resources

VERSION = "2"  # change it with the terms: files written before are then indexed anew

FORMER_HEAD, FORMER_TAIL = ">", "<"
"""What terms of former numbers begin with: no name does."""
READINGS = 3  # of one character, besides the one it has as a surname
# Ways to read one name: 27 of a usual one (12.1 terms a person on average), fewer of a long one,
# of whose readings only those near the start are varied.
_USUAL_LENGTH = 4
_COMBINATIONS = {True: 27, False: 6}
# Readings that only surnames have; a dictionary gives the other ones first, or alone.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "区": "ou", "仇": "qiu", "解": "xie", "查": "zha", "翟": "zhai",
    "覃": "qin", "缪": "miao", "员": "yun", "朴": "piao", "盖": "ge", "种": "chong", "乐": "yue",
    "冼": "xian", "洗": "xian", "那": "na", "秘": "bi", "折": "she", "召": "shao", "逄": "pang",
    "繁": "po", "尉": "yu", "黑": "he", "万": "wan", "任": "ren", "华": "hua", "燕": "yan",
    "纪": "ji", "葛": "ge", "曲": "qu", "应": "ying", "宁": "ning", "隗": "wei", "令": "ling",
    "长": "zhang", "澹": "tan", "俟": "qi", "沈": "shen", "能": "nai", "撒": "sa", "都": "du",
}  # fmt: skip
_SKIPPED = str.maketrans("", "", " ·•‧・．.'’-")


def folded(text: str) -> str:
    """Return a text as terms are written: no spaces and dots, small letters, ü as v."""
    plain = unicodedata.normalize("NFC", text).translate(_SKIPPED)
    return "".join(plain.split()).lower().replace("ü", "v")


def numbered(number: str) -> set[str]:
    """Return the terms of a document number somebody had: from its start, and from its end."""
    return {FORMER_HEAD + number, FORMER_TAIL + number[::-1]}


def terms(name: str) -> set[str]:
    """Return every term of a name.

    Parts of the name and of its initials from any character on; for each way to read it, the
    syllables from any on, and the surname in full with the initials of the rest.
    """
    plain = folded(name)
    if not plain:
        return set()
    found = {plain[start:] for start in range(len(plain))}
    for syllables in _spoken(plain):
        initials = "".join(syllable[0] for syllable in syllables)
        found.update(initials[start:] for start in range(max(1, len(initials) - 1)))
        found.update("".join(syllables[start:]) for start in range(max(1, len(syllables) - 1)))
        found.add(syllables[0] + initials[1:])
        if len(syllables) > 3:
            found.add("".join(syllables[:2]) + initials[2:])
    return found


def _spoken(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways to read a name, the likely ones first."""
    readings = [_readings(character, first=place == 0) for place, character in enumerate(name)]
    choices = [
        range(len(one)) if place < _USUAL_LENGTH else range(1) for place, one in enumerate(readings)
    ]
    ways = sorted(itertools.product(*choices), key=_unlikeliness)
    for way in ways[: _COMBINATIONS[len(name) <= _USUAL_LENGTH]]:
        yield tuple(readings[place][choice] for place, choice in enumerate(way))


def _unlikeliness(way: tuple[int, ...]) -> tuple[int, int]:
    """Rank by how many characters are not read in their first way, the surname's counting last."""
    return sum(choice > 0 for choice in way[1:]), sum(way)


@lru_cache(maxsize=20_000)
def _readings(character: str, *, first: bool) -> tuple[str, ...]:
    found = _listed(character)
    usual = [way for reading in found for way in _written(reading)]
    own = _SURNAMES.get(character)
    if own is None:
        return tuple(dict.fromkeys(usual))
    return tuple(dict.fromkeys([own, *usual] if first else [*usual, own]))


def _written(reading: str) -> tuple[str, ...]:
    """Return the ways a syllable is typed: lü is lv on keyboards and lyu in passports."""
    if reading in {"lv", "nv"}:
        return reading, f"{reading[0]}yu"
    return (reading,)


def _listed(character: str) -> list[str]:
    """Return the usual readings of a character, the first first; itself where none is known."""
    # The whole is looked through, 0.1 ms for each character a process meets first: a table of
    # 42,000 takes 12 MB and as long to make as a thousand names.
    table = _table()
    place = -1 if character.isascii() else table.find(character)
    line = table[table.rfind("\n", 0, place) + 1 : place] if place >= 0 else ""
    readings, is_listed, _ = line.partition("\t")
    return readings.split() if is_listed else [character]


@cache
def _table() -> str:
    return resources.path("pinyin", "readings.txt").read_text("utf-8")
