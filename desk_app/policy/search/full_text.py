"""Full-text search in Chinese over all that is known: statements, channels, laws, questions.

Everything is in memory; no index is kept.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.packs.rules import DocumentRule, Rule, Statement
from desk_app.policy.search.asked import Asked, likely
from desk_app.policy.search.scoring import best_first, plain, share_of_pairs
from desk_app.policy.topics.by_topic import topic_titles
from desk_app.policy.topics.channels import channels
from desk_app.policy.topics.conflicts import questions
from desk_app.policy.topics.legal import legal_bases

_ASKING = re.compile(
    "请问|怎么办理|怎么办|怎么|怎样|如何|什么|哪里|哪些|多少|能不能|可不可以|可以|需要|吗|呢|了$|的$"
)
WHOLE_IN_TITLE = 6.0
WHOLE_IN_TEXT = 5.0
WHOLE_IN_WORDS = 4.0
PAIRS = 2.0
ENOUGH_PAIRS = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something found; ``kind`` is answer, statement, document, channel, law or question."""

    kind: str
    id: str
    title: str
    text: str
    words: str
    source: str
    source_date: str


def search(text: str, rules: Rulebook, *, limit: int = 30) -> tuple[Entry, ...]:
    """Return what fits the words typed: likely questions with their answers, then the rest.

    The best is first; every word must be found somehow. What stands in a text as it was typed
    comes before what only belongs to a topic people call so.
    """
    answers = [_asked(one) for one in likely(text, rules)]
    wanted = [word for typed in text.split() if (word := _without_asking(plain(typed)))]
    found = best_first(entries(rules), wanted, _points) if wanted else []
    return tuple((*answers, *found)[:limit])


def entries(rules: Rulebook) -> Iterable[Entry]:
    """Yield everything that can be found for a region and a day."""
    yield from _statements(rules)
    yield from _documents(rules)
    yield from _channels(rules)
    yield from _laws(rules)
    yield from _questions()


def _statements(rules: Rulebook) -> Iterator[Entry]:
    titles = {one.id: one for one in topic_titles()}
    for rule in rules.rules:
        if isinstance(rule, Statement):
            topic = titles.get(rule.topic.partition("_")[0])
            words = " ".join((*(topic.words if topic else ()), *_labels(rule)))
            yield _entry("statement", rule, topic.title if topic else "", rule.text, words)


def _documents(rules: Rulebook) -> Iterator[Entry]:
    for rule in rules.rules:
        if isinstance(rule, DocumentRule):
            text = "、".join((rule.text, *rule.alternatives, rule.issuer))
            yield _entry("document", rule, rule.name, text, " ".join(_labels(rule)))


def _channels(rules: Rulebook) -> Iterator[Entry]:
    for one in channels(rules.region):
        words = [("备案 办理", one.file), ("查询 进度", one.query), ("取消 注销", one.cancel)]
        yield Entry(
            kind="channel",
            id=one.id,
            title=one.name,
            text=one.text,
            words=" ".join(word for word, steps in words if steps),
            source=one.source,
            source_date=one.source_date,
        )


def _laws(rules: Rulebook) -> Iterator[Entry]:
    for one in legal_bases(on=rules.on):
        yield Entry(
            kind="law",
            id=one.id,
            title=one.citation,
            text=one.gist,
            words="法律依据",
            source=one.act,
            source_date=(one.effective_from or rules.on).isoformat(),
        )


def _questions() -> Iterator[Entry]:
    for one in questions().values():
        yield Entry(
            kind="question",
            id=one.id,
            title=one.question,
            text=one.advice,
            words="说法不一 矛盾",
            source="",
            source_date="",
        )


def _asked(one: Asked) -> Entry:
    return Entry(
        kind="answer",
        id=one.id,
        title=one.question,
        text="".join(one.told),
        words="",
        source="、".join(dict.fromkeys(rule.source for rule in one.rules)),
        source_date=max((rule.source_date for rule in one.rules), default=""),
    )


def _entry(kind: str, rule: Rule, title: str, text: str, words: str) -> Entry:
    return Entry(
        kind=kind,
        id=rule.id,
        title=title,
        text=text,
        words=words,
        source=rule.source,
        source_date=rule.source_date,
    )


def _labels(rule: Rule) -> tuple[str, ...]:
    return tuple(kind.label for kind in sorted(rule.types))


def _without_asking(word: str) -> str:
    """Return a word without those of a question: 急诊怎么办 → 急诊; itself if none is left."""
    return _ASKING.sub("", word) or word


def _points(entry: Entry, word: str) -> float:
    places = (plain(entry.title), plain(entry.text), plain(entry.words))
    for place, points in zip(places, (WHOLE_IN_TITLE, WHOLE_IN_TEXT, WHOLE_IN_WORDS), strict=True):
        if word in place:
            return points
    return PAIRS * share_of_pairs(word, *places, least=ENOUGH_PAIRS)
