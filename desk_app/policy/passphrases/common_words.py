"""How early somebody who guesses comes to a word: lists of passwords, words and names.

``resources/passphrases/common.txt`` is made by ``.packaging/common_words.py``.
"""

from dataclasses import dataclass
from functools import cache

import resources

LONGEST = 24  # characters of a word; the few longer ones are found by their parts


@dataclass(frozen=True, slots=True)
class Common:
    """A word of the lists: its place in its list, and what list that is.

    ``kind`` is p for a password of others, w an English word, n a name, z a Chinese word or
    idiom, y the pinyin of one.
    """

    rank: int
    kind: str


def look_up(word: str) -> Common | None:
    """Return a word's place in the lists, or None."""
    text, wanted = _text(), word.encode("utf-8", "replace")
    low, high = 0, len(text)
    while low < high:
        middle = text.rfind(b"\n", 0, (low + high) // 2) + 1
        middle = max(middle, low)
        end = text.find(b"\n", middle)
        found, rank, kind = text[middle:end].split(b"\t")
        if found == wanted:
            return Common(int(rank), kind.decode())
        if found < wanted:
            low = end + 1
        else:
            high = middle
    return None


@cache
def _text() -> bytes:
    return resources.path("passphrases", "common.txt").read_bytes()
