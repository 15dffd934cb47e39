"""Advice for people who only ask: topics, search, channels, the type finder, a handout to take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desk_app.errors import RefusedError
from desk_app.policy import search as full_text
from desk_app.policy.channels import Channel, channels
from desk_app.policy.finder import Finding, Question, find_type
from desk_app.policy.topics import Topic, topics
from desk_app.services.shelf import SHIPPED, Shelf


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

    def channels(self) -> tuple[Channel, ...]:
        """Return the channels people insured in the region can use, with their steps."""
        return channels(self.region)

    def find_type(self, keys: Sequence[str], *, age: int | None = None) -> Question | Finding:
        """Return the next question of the type finder, or the type the answers lead to."""
        return find_type(keys, self.shelf.rulebook(self.region, on=self.on), age=age)
