"""Statements by topic: to read out, to search, and to print as a handout."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import resources
from desk_app.policy.packs.pack_files import read_tables, rows_of
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.packs.rules import ASK_THE_BUREAU, RuleStatus, Statement
from desk_app.policy.topics.conflicts import answered_questions
from desk_app.policy.vocabulary import FilingType

ELIGIBILITY = "eligibility"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTitle:
    """A topic: its title, and other words people use for it."""

    id: str
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic with everything the rules of a region say on it, the nearest first."""

    title: TopicTitle
    statements: tuple[Statement, ...]

    @property
    def printed_lines(self) -> tuple[str, ...]:
        """Return what a handout may carry: confirmed text, and advice to ask for the rest."""
        lines = [one.text for one in self.statements if one.printable]
        if len(lines) < len(self.statements):
            lines.append(f"{self.title.title}的其他规定，{ASK_THE_BUREAU}。")
        return tuple(lines)


def topics(rules: Rulebook) -> tuple[Topic, ...]:
    """Return the topics the rules of a region say something on, in reading order."""
    said = tuple(_live(rules))
    found = (
        Topic(
            title=title,
            statements=tuple(one for one in said if one.topic.partition("_")[0] == title.id),
        )
        for title in topic_titles()
    )
    return tuple(one for one in found if one.statements)


@cache
def topic_titles() -> tuple[TopicTitle, ...]:
    """Return every topic with its title, in reading order."""
    path = resources.path("policy", "topics.toml")
    return tuple(
        TopicTitle(id=row.text("id"), title=row.text("title"), words=row.texts("words"))
        for row in rows_of(path.name, read_tables(path), "topic")
    )


def _live(rules: Rulebook) -> Iterable[Statement]:
    """Yield what still counts; a wider region's eligibility gives way to a nearer one's."""
    covered: set[FilingType] = set()
    for rule in (*answered_questions(rules), *rules.rules):
        if not isinstance(rule, Statement) or rule.status is RuleStatus.OUTDATED:
            continue
        if rule.conflict in rules.answers and rule.status is not RuleStatus.BUREAU_CONFIRMED:
            continue
        if rule.topic == ELIGIBILITY:
            if rule.types <= covered:
                continue
            covered |= rule.types
        yield rule
