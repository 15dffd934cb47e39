"""What people ask at the counter, in their own words, each answered first in two lines.

The questions are data (resources/policy/answers.toml). A question is compared in plain characters,
everyday words turned into those of the table first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import resources
from desk_app.policy.packs.pack_files import read_tables, rows_of
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.packs.rules import ASK_THE_BUREAU, Rule
from desk_app.policy.search.scoring import plain
from desk_app.policy.topics.channels import Channel, channels
from desk_app.policy.topics.conflicts import answered_questions

SHENZHEN = "440300"
LIKELY, NEARLY = 0.5, 0.6
"""Points a question needs at least, and as a share of those of the likeliest."""
ALIKE = 0.6
"""What the wording alone must have in common where no word that matters was said."""
UNSURE = f"其中没有正式文件的部分，{ASK_THE_BUREAU}。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its answer: two lines to read out, and what they rest on.

    ``bureau`` is what the bureau answered on any of these rules; it comes before the lines.
    """

    id: str
    question: str
    bureau: tuple[str, ...]
    lines: tuple[str, ...]
    rules: tuple[Rule, ...]
    channels: tuple[Channel, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """Return all that is read out, the bureau's words first."""
        return (*self.bureau, *self.lines)

    @property
    def printed_lines(self) -> tuple[str, ...]:
        """Return what a handout may carry: that not everything is sure is said with it."""
        sure = all(rule.printable for rule in self.rules) and not self.channels
        return self.told if sure else (*self.told, UNSURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    id: str
    question: str
    asked: tuple[str, ...]
    words: tuple[str, ...]
    lines: tuple[str, ...]
    elsewhere: tuple[str, ...]
    rules: tuple[str, ...]


def all_asked(rules: Rulebook) -> tuple[Asked, ...]:
    """Return every question with its answer for a region and a day, in the order of the table."""
    return tuple(_answer(row, rules) for row in _table()[1])


def likely(text: str, rules: Rulebook, *, limit: int = 3) -> tuple[Asked, ...]:
    """Return the questions somebody most likely asks, the likeliest first; none if unlike all."""
    typed = _everyday(text)
    if not typed:
        return ()
    scored = sorted(
        ((_points(typed, row), -at, row) for at, row in enumerate(_table()[1])), reverse=True
    )
    least = max(LIKELY, scored[0][0] * NEARLY)
    found = [row for points, _, row in scored if points >= least]
    return tuple(_answer(row, rules) for row in found[:limit])


def _answer(row: _Row, rules: Rulebook) -> Asked:
    told = [rule for name in row.rules if (rule := rules.rule(name)) is not None]
    groups = {rule.conflict for rule in told}
    answered = [one.text for one in answered_questions(rules) if one.conflict in groups]
    return Asked(
        id=row.id,
        question=row.question,
        bureau=tuple(dict.fromkeys(answered)),
        lines=row.elsewhere if row.elsewhere and rules.region != SHENZHEN else row.lines,
        rules=tuple(told),
        channels=tuple(one for one in channels(rules.region) if one.id in row.rules),
    )


def _points(typed: str, row: _Row) -> float:
    """Return how well words fit a question: by its likeliest wording, and by what matters most."""
    wording = max(_alike(typed, one) for one in row.asked)
    weighty = sum(len(word) for word in row.words if word in typed)
    if not weighty and wording < ALIKE:
        return 0.0
    return wording + min(1.0, weighty / len(typed))


def _alike(one: str, other: str) -> float:
    """Return which share of the pairs of characters two texts have in common."""
    mine, theirs = _pairs(one), _pairs(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _everyday(text: str) -> str:
    """Return a text in the words of the table: 孙子 → 孩子, the longest words first."""
    typed, words = plain(text), _table()[0]
    made, at = [], 0
    longest = max(map(len, words))
    while at < len(typed):
        tried = (typed[at : at + length] for length in range(longest, 0, -1))
        word = next((one for one in tried if one in words), typed[at])
        made.append(words.get(word, word))
        at += len(word)
    return "".join(made)


@cache
def _table() -> tuple[Mapping[str, str], tuple[_Row, ...]]:
    path = resources.path("policy", "answers.toml")
    tables = read_tables(path)
    rows = []
    for row in rows_of(path.name, tables, "answer"):
        row.only({"id", "question", "asked", "words", "lines", "elsewhere", "rules"})
        rows.append(
            _Row(
                id=row.text("id"),
                question=row.text("question"),
                asked=tuple(map(plain, (row.text("question"), *row.texts("asked")))),
                words=row.texts("words"),
                lines=row.texts("lines"),
                elsewhere=row.texts("elsewhere"),
                rules=row.texts("rules"),
            )
        )
    return tables["synonyms"], tuple(rows)
