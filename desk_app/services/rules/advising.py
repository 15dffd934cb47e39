"""Advice for people who only ask: topics, search, channels, the type finder, a handout to take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk_app.errors import RefusedError
from desk_app.policy.guidance.facts import CaseFacts
from desk_app.policy.guidance.finder import Finding, Question, find_type
from desk_app.policy.guidance.guidance import Guidance, guide
from desk_app.policy.packs.rules import Rule, TypeRule
from desk_app.policy.people.relations import is_adult
from desk_app.policy.regions import Place, places
from desk_app.policy.search import full_text
from desk_app.policy.search.asked import Asked, all_asked
from desk_app.policy.topics.by_topic import Topic, topics
from desk_app.policy.topics.channels import Channel, channels
from desk_app.policy.topics.conflicts import Conflict, conflict, questions
from desk_app.policy.vocabulary import FilingType, Method
from desk_app.services.rules.rulebooks import SHIPPED, Shelf

_INSURED = ("参保", "医保", "社保", "医疗保险", "交的保险")
_MOST_REGIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Counsel:
    """Where and when advice is given: the insured region, the day, the rules in use."""

    region: str
    on: date
    shelf: Shelf = SHIPPED

    def topics(self) -> tuple[Topic, ...]:
        """Return every topic something is known on, in reading order."""
        return topics(self.shelf.rulebook(self.region, on=self.on))

    def topic(self, name: str) -> Topic:
        """Return one topic; raise RefusedError listing those there are."""
        known = {topic.title.id: topic for topic in self.topics()}
        if name not in known:
            offered = "、".join(f"{one}（{topic.title.title}）" for one, topic in known.items())
            raise RefusedError(f"没有这个主题，可选的有：{offered}。")
        return known[name]

    def search(self, text: str, *, limit: int = 30) -> tuple[full_text.Entry, ...]:
        """Return whatever fits the words, the best first."""
        return full_text.search(text, self.shelf.rulebook(self.region, on=self.on), limit=limit)

    def asked(self) -> tuple[Asked, ...]:
        """Return what people ask most, each with its answer in two lines."""
        return all_asked(self.shelf.rulebook(self.region, on=self.on))

    def elsewhere(self, words: str) -> tuple[Place, ...]:
        """Return the regions that words name as where somebody is insured, not this one."""
        typed = "".join(words.split())
        insured = any(word in typed for word in _INSURED)
        named = (one for one in places() if one.code != self.region)
        found = [
            one
            for one in named
            if typed in {one.name, _short(one)} or (insured and _short(one) in typed)
        ]
        return tuple(found[:_MOST_REGIONS])

    def channels(self) -> tuple[Channel, ...]:
        """Return the channels people insured in the region can use, with their steps."""
        return channels(self.region)

    def questions(self) -> tuple[Conflict, ...]:
        """Return the questions on which more than one thing is said, with all that is said."""
        book = self.shelf.rulebook(self.region, on=self.on)
        found = (conflict(name, book) for name in questions())
        return tuple(one for one in found if len(one.rules) > 1 or one.answer is not None)

    def types(self) -> tuple[FilingType, ...]:
        """Return the filing types there are for people insured in the region."""
        book = self.shelf.rulebook(self.region, on=self.on)
        here = {rule.type for rule in book.rules if isinstance(rule, TypeRule)}
        return tuple(kind for kind in FilingType if kind in here)

    def methods(self, kind: FilingType) -> tuple[Method, ...]:
        """Return how a type can be filed; empty for a type the region does not have."""
        return self.guide(kind, Method.DOCUMENTS).methods

    def guide(self, kind: FilingType, method: Method, **known: Any) -> Guidance:
        """Return what a filing takes; ``known`` are further facts of the case.

        An agent for somebody under eighteen is taken for the guardian.
        """
        minor = not is_adult(known.get("age"))  # who comes for a child is the guardian
        known.setdefault("guardian", minor and known.get("has_agent", False))
        facts = CaseFacts(region=self.region, type=kind, method=method, on=self.on, **known)
        return guide(facts, self.shelf.rulebook(self.region, on=self.on))

    def rule(self, name: str) -> Rule | None:
        """Return a rule by its id, with its source and date, or None."""
        return self.shelf.rulebook(self.region, on=self.on).rule(name)

    def find_type(self, keys: Sequence[str], *, age: int | None = None) -> Question | Finding:
        """Return the next question of the type finder, or the type the answers lead to."""
        return find_type(keys, self.shelf.rulebook(self.region, on=self.on), age=age)


def _short(one: Place) -> str:
    return one.name.removesuffix("市") if len(one.name) > 2 else one.name
