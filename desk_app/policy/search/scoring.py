"""How well a typed word fits a Chinese text: as it stands, else by its neighbouring characters.

Chinese has no spaces between words, so a word that is not found whole is looked for by its pairs.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Found = TypeVar("Found")


def plain(text: str) -> str:
    """Return a text as it is compared: one width, one case, no punctuation, no spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if not unicodedata.category(c).startswith(("P", "Z", "C")))


def share_of_pairs(word: str, *texts: str, least: float) -> float:
    """Return which share of a word's pairs stands in the texts; 0 for less than ``least``."""
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    share = sum(any(pair in text for text in texts) for pair in pairs) / max(len(pairs), 1)
    return share if share >= least else 0.0


def best_first(
    found: Iterable[Found], words: Sequence[str], points: Callable[[Found, str], float]
) -> list[Found]:
    """Return what every word fits somehow, the best first, in its own order where equal."""
    scored = []
    for position, one in enumerate(found):
        each = [points(one, word) for word in words]
        if all(each):
            scored.append((-sum(each), position, one))
    return [row[2] for row in sorted(scored, key=lambda row: row[:2])]
