"""How many guesses a passphrase stands: what it is made of, and how early each part is tried.

The method is that of zxcvbn: every part that is recognised costs as many guesses as come before
it, what nobody recognises costs its characters, and the cheapest way to put the whole together
counts. Chinese words, pinyin and what is known of the person and the hall were added.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.policy.passphrases import guess_patterns
from desk_app.policy.passphrases.guess_patterns import Part

LONGEST = 64  # characters that are looked at; more only make it harder
MOST_PARTS = 12
# Whoever guesses does not know which words are combined, nor that they are words.
LEAST = {"word": 1000, "name": 1000, "pinyin": 1000, "password": 1000, "loose": 1}
LEAST_PART = 50
SHAPES = frozenset({"date", "phone", "identity"})  # whatever else is seen in one, it is that
# Of one character that nobody recognises: fewer than there are, since few choose at random.
LETTER, CAPITAL, DIGIT, SIGN, HAN, OTHER = 16, 26, 10, 20, 3000, 100


@dataclass(frozen=True, slots=True)
class Guesses:
    """How many guesses it takes at least, and the parts of the cheapest way there."""

    number: float
    parts: tuple[Part, ...]


def estimate(text: str, known: Sequence[str] = ()) -> Guesses:
    """Return how many guesses ``text`` stands, by somebody who knows the words ``known``."""
    shown = text[:LONGEST]
    if not shown:
        return Guesses(1, ())
    found = guess_patterns.find(shown, known)
    whole = [part for part in found if (part.start, part.end) == (0, len(shown))]
    best = _cheapest(shown, found)
    shape = next((part for part in whole if part.kind in SHAPES and not part.tail), None)
    if shape is not None:
        return Guesses(min(shape.guesses, best.number), (shape,))
    least = min(whole, key=lambda part: part.guesses, default=None)
    if least is not None and least.guesses <= best.number:
        return Guesses(least.guesses, (least,))
    return best


def _cheapest(text: str, found: Sequence[Part]) -> Guesses:
    """Return the cheapest way through the text: the product of its parts, in any order."""
    ends: dict[int, list[Part]] = {}
    for part in found:
        ends.setdefault(part.end, []).append(part)
    # best[end][parts]: logarithm of the cost, and the parts
    best: list[dict[int, tuple[float, tuple[Part, ...]]]] = [{0: (0.0, ())}]
    for end in range(1, len(text) + 1):
        ways: dict[int, tuple[float, tuple[Part, ...]]] = {}
        for part in (*ends.get(end, ()), *_loose(text, end)):
            cost = math.log(max(part.guesses, _least(part)))
            for count, (before, parts) in best[part.start].items():
                if parts and parts[-1].kind == part.kind == "loose":
                    continue  # one loose part is as good as two, and counted once
                _keep(ways, count + 1, before + cost, (*parts, part))
        best.append(ways)
    return min(
        (
            Guesses(math.exp(min(cost, 600)) * math.factorial(count), parts)
            for count, (cost, parts) in best[-1].items()
        ),
        key=lambda way: way.number,
    )


def _least(part: Part) -> int:
    single = part.end - part.start == 1 and part.kind != "loose"
    return LEAST_PART if single else LEAST.get(part.kind, LEAST_PART)


def _keep(
    ways: dict[int, tuple[float, tuple[Part, ...]]],
    count: int,
    cost: float,
    parts: tuple[Part, ...],
) -> None:
    if count <= MOST_PARTS and (count not in ways or cost < ways[count][0]):
        ways[count] = (cost, parts)


def _loose(text: str, end: int) -> list[Part]:
    """Return what ends at a place and is nothing but characters, of every length."""
    found, cost = [], 1.0
    for start in range(end - 1, -1, -1):
        cost = min(cost * _choices(text[start]), 1e200)
        found.append(Part(start, end, cost, "loose"))
    return found


def _choices(character: str) -> int:
    if character.isascii():
        if character.isdigit():
            return DIGIT
        if character.isalpha():
            return CAPITAL if character.isupper() else LETTER
        return SIGN
    return HAN if "\u3400" <= character <= "\u9fff" else OTHER
