"""Which passphrases are refused because somebody would guess them, and how long others stand."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from desk_app.errors import RefusedError
from desk_app.policy.passphrases.guess_patterns import Part
from desk_app.policy.passphrases.guesses import Guesses, estimate

SHORTEST = 8
"""Characters at least; a Chinese one is as hard to guess as two letters."""
GUESSES_A_SECOND = 5 * 1000
"""One core takes a fifth of a second for Argon2; whoever took the disk has a thousand."""
LEAST = 1e8
GOOD = 1e11
HOW = "有人拿走资料、用一千台电脑一起猜"
ADVICE = "请换成三四个互不相干的词（可用拼音），别用姓名、日期、成语。"
_SHORT = "口令太短。请至少用四个汉字，或八个字母、数字。"
_FEW = "口令太简单，请用更多不同的字符。"
_TAILED = "加上年份、数字或符号，是最常见的做法"
_REASONS = {
    "password": "这是很多人用过的口令，别人最先试的就是这些",
    "word": "这只是常见的词或成语",
    "name": "这只是常见的姓名",
    "pinyin": "这只是常见的词或姓名的拼音",
    "known": "里面有本人姓名、工号，或本厅的名称、代码、业务用语，认识的人会先试这些",
    "row": "这是键盘上挨着的键、连着的数字字母，或人人会背的一串字",
    "repeat": "这只是同样的字符反复出现",
    "date": "这是日期，一个个试很快就能试到",
    "year": "这是年份",
    "phone": "这是电话号码",
    "identity": "这是证件号码",
    "digits": "只有数字，像是别处也有的号码，组合太少",
    "loose": "组合太少",
}
_UNITS = (
    ("年", 365.25 * 24 * 3600), ("个月", 30.4 * 24 * 3600), ("天", 24 * 3600.0), ("小时", 3600.0),
    ("分钟", 60.0),
)  # fmt: skip
_MOST_YEARS = 1000


class Level(Enum):
    """How a passphrase stands: refused, accepted though better were possible, or good."""

    REFUSED = auto()
    FAIR = auto()
    GOOD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """What becomes of a passphrase: its level, and in plain words why."""

    level: Level
    guesses: float
    words: str


def judge(passphrase: str, known: Sequence[str] = ()) -> Strength:
    """Judge a passphrase as it is when keys are made of it, its letters in their usual width.

    ``known`` are words that whoever guesses knows: name, pinyin, staff number, hall.
    """
    text = unicodedata.normalize("NFKC", passphrase)
    reason = _too_short(text)
    if reason:
        return Strength(level=Level.REFUSED, guesses=1, words=reason)
    found = estimate(text.strip(), [unicodedata.normalize("NFKC", word) for word in known])
    time = _time(found.number)
    if found.number < LEAST:
        words = f"口令太容易猜：{_reason(text, found)}。{HOW}，{time}就能猜中。{ADVICE}"
        return Strength(level=Level.REFUSED, guesses=found.number, words=words)
    if found.number < GOOD:
        words = f"{time}能猜中，不算强（{HOW}）。再加一个不相干的词会好得多。"
        return Strength(level=Level.FAIR, guesses=found.number, words=words)
    words = f"{time}才能猜中（{HOW}）。"
    return Strength(level=Level.GOOD, guesses=found.number, words=words)


def expect_strong(passphrase: str, known: Sequence[str] = ()) -> None:
    """Raise RefusedError, saying why and what to take instead, for one that would be guessed."""
    strength = judge(passphrase, known)
    if strength.level is Level.REFUSED:
        raise RefusedError(strength.words)


def missing(passphrase: str) -> int:
    """Return how many characters it is too short."""
    weight = sum(1 if character.isascii() else 2 for character in passphrase.strip())
    return max(0, SHORTEST - weight)


def _too_short(text: str) -> str:
    if missing(text):
        return _SHORT
    return _FEW if len(set(text)) < 3 else ""


def _reason(text: str, found: Guesses) -> str:
    """Return why it is guessed: by the longest part of it that is recognised."""
    parts = [part for part in found.parts if part.kind != "loose"]
    if not parts:
        return _REASONS["loose"]
    main = max(parts, key=_length)
    if text.isdigit() and main.tail:
        return _REASONS["digits"]
    several = len(parts) > 1
    reason = _REASONS[main.kind]
    if main.tail or (several and main.kind in {"password", "word", "name", "pinyin"}):
        return f"{reason}，{_TAILED}" if main.tail else f"{reason}，接在一起也容易试到"
    return reason


def _length(part: Part) -> int:
    return part.end - part.start


def _time(guesses: float) -> str:
    seconds = guesses / GUESSES_A_SECOND
    for unit, size in _UNITS:
        if seconds >= size:
            count = seconds / size
            if unit == "年" and count >= _MOST_YEARS:
                return "要上千年"
            return f"约 {round(count)} {unit}"
    return "不到一分钟"
