"""Statements that contradict each other, shown side by side until the bureau has answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import resources
from desk_app.policy.pack_files import read_tables, rows_of
from desk_app.policy.packs import Rulebook
from desk_app.policy.rules import Rule

AMBER = "资料说法不一，请以参保地医保经办机构答复为准"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question on which sources disagree (DOMAIN A13), and how the desk handles it."""

    id: str
    question: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A question with what the rules of a region say on it, each with source and date."""

    question: Question
    rules: tuple[Rule, ...]

    @property
    def id(self) -> str:
        """Return the id of the question, for example C2."""
        return self.question.id


def conflicts_among(rules: Iterable[Rule], book: Rulebook) -> tuple[Conflict, ...]:
    """Return the open questions the given rules touch, each with all that the book says on it."""
    touched = sorted({rule.conflict for rule in rules if rule.conflict}, key=_number)
    return tuple(conflict(name, book) for name in touched)


def conflict(name: str, book: Rulebook) -> Conflict:
    """Return one question with what the book says on it."""
    said = tuple(rule for rule in book.rules if rule.conflict == name)
    return Conflict(question=questions()[name], rules=said)


@cache
def questions() -> Mapping[str, Question]:
    """Return the questions on which sources disagree, by id."""
    path = resources.path("policy", "conflicts.toml")
    rows = rows_of(path.name, read_tables(path), "question")
    return {
        row.text("id"): Question(
            id=row.text("id"), question=row.text("question"), advice=row.text("advice")
        )
        for row in rows
    }


def _number(name: str) -> int:
    return int(name.removeprefix("C"))
