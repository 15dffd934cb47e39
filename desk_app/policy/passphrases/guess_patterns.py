"""What people make passphrases of: words, rows of keys, dates, phones, repeats, what is known."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import resources
from desk_app.policy.passphrases.common_words import LONGEST, look_up

KINDS = {"p": "password", "w": "word", "n": "name", "z": "word", "y": "pinyin"}
DECORATED = frozenset({"password", "word", "name", "pinyin", "known", "row", "date", "repeat"})
TRADE = (
    "医保", "医疗保险", "异地就医", "备案", "窗口", "政务服务中心", "便民服务中心", "社区", "街道",
    "社保", "深圳市", "广东省", "yibao", "yiliao", "yidi", "jiuyi", "beian", "chuangkou", "shebao",
    "zhengwu", "fuwu", "zhongxin", "shequ", "jiedao", "shenzhen", "guangdong", "desk-app",
)  # fmt: skip
"""What everybody knows of a counter as ours."""
KNOWN, LEAST_HAN, LEAST_LATIN = 50, 2, 3
YEARS, DAYS, PHONES, SYLLABLES, FEW_NAMES = 120, 366, 1e7, 400, 4
SURNAMES = (
    "wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou", "xu", "sun",
    "ma", "zhu", "hu", "guo", "he", "gao", "lin", "luo", "zheng", "liang", "xie", "song",
    "tang", "deng", "han", "feng", "cao", "peng", "zeng", "xiao", "tian", "dong", "yuan", "pan",
    "yu", "jiang", "cai", "du", "ye", "cheng", "su", "wei", "lu", "ding", "ren", "shen", "yao",
    "cui", "zhong", "tan", "jin", "shi", "qin", "dai", "fang", "xiong", "meng", "bai", "mao",
    "qiu", "hou", "shao", "qian", "kang", "ou", "mo", "lai", "wen",
)  # fmt: skip
_LEET = str.maketrans("@4310$57!", "aaeiosstl")
_MOBILE = r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)"
_LANDLINE = r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"
_IDENTITY = r"(?<!\d)\d{6}(?:19|20)\d{9}[\dx](?!\d)"
_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR, _SHORT = r"(?:19|20)\d\d", r"(?:\d\d)"
_CUT = r"[-/._ ]?"
_NAMES = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_HAN_NUMBER = r"[〇零一二两三四五六七八九十廿卅]"
_DATES = (
    rf"{_YEAR}{_CUT}{_MONTH}{_CUT}{_DAY}",
    rf"{_SHORT}{_CUT}{_MONTH}{_CUT}{_DAY}",
    rf"{_DAY}{_CUT}{_MONTH}{_CUT}(?:{_YEAR}|{_SHORT})",
    rf"{_MONTH}{_CUT}{_DAY}{_CUT}(?:{_YEAR}|{_SHORT})",
    rf"{_DAY}{_CUT}{_NAMES}{_CUT}{_YEAR}",
    rf"{_NAMES}{_CUT}{_DAY},?{_CUT}{_YEAR}",
    rf"(?:{_YEAR}|{_SHORT})年{_MONTH}月(?:{_DAY}[日号]?)?",
    rf"{_HAN_NUMBER}{{2,4}}年{_HAN_NUMBER}{{1,3}}月(?:{_HAN_NUMBER}{{1,3}}[日号]?)?",
    rf"{_HAN_NUMBER}{{1,3}}月{_HAN_NUMBER}{{1,3}}[日号]?",
    rf"{_MONTH}月{_DAY}[日号]?",
)
_SHAPES = (
    ("date", DAYS * YEARS, _DATES),
    ("year", YEARS, (_YEAR, rf"{_YEAR}年", r"[一二]〇?[〇零一二三四五六七八九]{2,3}年?")),
    ("phone", PHONES, (_MOBILE, _LANDLINE)),
    ("identity", PHONES, (_IDENTITY,)),
)
_TAIL = re.compile(r"(?:(?:19|20)\d\d|\d{1,4}|[!-/:-@\[-`{-~]){1,3}|\d{5,6}", re.ASCII)
_USUAL = {"1", "12", "123", "1234", "321", "520", "521", "1314", "666", "888", "168", "007", "000",
    "88", "66", "99", "00", "11", "01", "10", "12345", "123456"}  # fmt: skip
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a passphrase from ``start`` to ``end``, tried after so many guesses.

    ``kind`` is password, word, name, pinyin, known, row, repeat, date, year, phone, identity,
    digits, or loose for what nobody recognises; ``tail`` tells that something usual was hung on.
    """

    start: int
    end: int
    guesses: float
    kind: str
    tail: bool = False


def find(text: str, known: Sequence[str] = ()) -> list[Part]:
    """Return every part that somebody who guesses would come to, words of ``known`` first."""
    small = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    found = [*_words(text, small), *_known(small, known), *_rows(small), *_steps(small)]
    found += [*_shapes(small), *_syllables(small), *_all_digits(small)]
    found += list(_repeats(small, known))
    return found + list(_with_tails(text, found))


def _words(text: str, small: str) -> Iterator[Part]:
    """Yield words of the lists, as they stand, backwards, and with signs for letters."""
    ways: tuple[tuple[str, bool, int], ...] = (
        (small, False, 1), (small[::-1], True, 2), (small.translate(_LEET), False, 2),
    )  # fmt: skip
    seen: dict[tuple[int, int], Part] = {}
    for written, backwards, factor in ways:
        for start, end in _spans(written):
            common = look_up(written[start:end])
            if common is None:
                continue
            at = (len(small) - end, len(small) - start) if backwards else (start, end)
            cost = common.rank * factor * _capitals(text[at[0] : at[1]])
            if at not in seen or cost < seen[at].guesses:
                seen[at] = Part(*at, cost, KINDS[common.kind])
    yield from seen.values()


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + LONGEST) + 1):
            yield start, end


def _capitals(word: str) -> int:
    """Return how many ways to write capitals come before this one."""
    high = sum(character.isupper() for character in word)
    if not high:
        return 1
    usual = word[:1].isupper() and high == 1
    return 2 if usual or high == sum(character.isalpha() for character in word) else 2**high


def _known(small: str, known: Sequence[str]) -> Iterator[Part]:
    """Yield what is taken from the words that are known of the person and the hall."""
    words = [word.lower() for word in (*TRADE, *known) if word]
    for start, end in _spans(small):
        piece = small[start:end]
        least = LEAST_HAN if _HAN.search(piece) else LEAST_LATIN
        if any(piece == word or (len(piece) >= least and piece in word) for word in words):
            yield Part(start, end, KNOWN, "known")


def _rows(small: str) -> Iterator[Part]:
    """Yield pieces of rows that everybody knows: keys, numbers, stems, verses; whole sayings."""
    for row in _listed_rows():
        if row[0] == "=":
            start = small.find(row[1:])
            if start >= 0:
                yield Part(start, start + len(row) - 1, KNOWN, "row")
            continue
        for start, end in _spans_of(small, row):
            if end - start >= (3 if _HAN.match(row) or row.isdigit() else 4):
                yield Part(start, end, 4 * len(row), "row")


def _spans_of(small: str, row: str) -> Iterator[tuple[int, int]]:
    """Yield the longest pieces of a text that stand in a row."""
    start = 0
    while start < len(small):
        end = start
        while end < len(small) and small[start : end + 1] in row:
            end += 1
        yield start, end
        start = max(end, start + 1)


@cache
def _listed_rows() -> tuple[str, ...]:
    text = resources.path("passphrases", "rows.txt").read_text("utf-8")
    rows = text.split()
    return tuple(rows + [row[::-1] for row in rows if row[0] != "="])


def _steps(small: str) -> Iterator[Part]:
    """Yield characters that go up or down in equal steps."""
    start = 0
    for at in range(1, len(small) + 1):
        step = ord(small[start + 1]) - ord(small[start]) if start + 1 < len(small) else 0
        goes_on = at < len(small) and ord(small[at]) - ord(small[at - 1]) == step
        if goes_on:
            continue
        if at - start >= 3 and 0 < abs(step) <= 5:
            yield Part(start, at, 26 * abs(step) * (at - start), "row")
        start = max(at - 1, start + 1) if at - start > 1 else at


def _shapes(small: str) -> Iterator[Part]:
    for kind, cost, patterns in _SHAPES:
        for pattern in patterns:
            for match in _everywhere(pattern, small):
                yield Part(match.start(), match.end(), cost, kind)


def _everywhere(pattern: str, text: str) -> Iterator[re.Match[str]]:
    """Yield matches that overlap, too."""
    compiled = re.compile(pattern, re.ASCII)
    for start in range(len(text)):
        match = compiled.match(text, start)
        if match is not None:
            yield match


def _all_digits(small: str) -> Iterator[Part]:
    """Yield a passphrase of nothing but digits: a number that stands somewhere else, too."""
    if small.isascii() and small.isdigit() and len(small) <= 11:
        yield Part(0, len(small), min(10.0 ** len(small), PHONES), "digits")


def _syllables(small: str) -> Iterator[Part]:
    """Yield runs of two to four syllables of pinyin; a name begins with one of few surnames."""
    for start in range(len(small)):
        ends = {start}
        for count in range(1, 5):
            ends = {
                end + length
                for end in ends
                for length in range(1, 7)
                if small[end : end + length] in _spoken() and end + length <= len(small)
            }
            if count > 1:
                first = len(SURNAMES) if small.startswith(SURNAMES, start) else SYLLABLES
                cost = first * SYLLABLES ** (count - 1) / FEW_NAMES
                yield from (Part(start, end, cost, "pinyin") for end in ends)


@cache
def _spoken() -> frozenset[str]:
    lines = resources.path("pinyin", "readings.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines for word in line.split("\t")[0].split())


def _repeats(small: str, known: Sequence[str]) -> Iterator[Part]:
    """Yield what is one piece again and again, the last time perhaps not whole."""
    size = len(small)
    for start in range(size):
        for period in range(1, (size - start) // 2 + 1):
            end = start + period
            while end < size and small[end] == small[end - period]:
                end += 1
            if end - start >= max(2 * period, 3):
                cost = _cost_of(small[start : start + period], known)
                yield Part(start, end, cost * (end - start) / period, "repeat")


def _cost_of(piece: str, known: Sequence[str]) -> float:
    """Return the guesses of a piece that is repeated: as a part we know, or by its characters."""
    single = [
        part.guesses
        for finder in _SINGLE
        for part in finder(piece, known)
        if (part.start, part.end) == (0, len(piece))
    ]
    plain = 1.0
    for character in piece:
        plain *= 26 if character.isascii() else 3000
    return min([*single, plain])


_SINGLE: tuple[Callable[[str, Sequence[str]], Iterable[Part]], ...] = (
    lambda piece, _: _words(piece, piece),
    _known,
    lambda piece, _: _rows(piece),
    lambda piece, _: _steps(piece),
    lambda piece, _: _shapes(piece),
)


def _with_tails(text: str, found: Sequence[Part]) -> Iterator[Part]:
    """Yield words, rows and dates with a year, a number or a sign at the very end."""
    for part in found:
        if part.kind in DECORATED and _TAIL.fullmatch(text, part.end):
            cost = part.guesses * _tail_cost(text[part.end :])
            yield replace(part, end=len(text), guesses=cost, tail=True)


def _tail_cost(tail: str) -> float:
    number = "".join(character for character in tail if character.isdigit())
    signs = 8.0 ** (len(tail) - len(number))
    if number in _USUAL or not number:
        return signs * (20 if number else 1)
    year = len(number) == 4 and number[:2] in {"19", "20"}
    return signs * (YEARS if year else 10 ** len(number))
