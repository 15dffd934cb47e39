"""Statements that contradict each other, shown side by side until the bureau has answered."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import resources
from desk_app.policy.packs.answers import answer_statement
from desk_app.policy.packs.pack_files import read_tables, rows_of
from desk_app.policy.packs.packs import Rulebook, load_packs
from desk_app.policy.packs.rules import Rule, Statement, contested

ON_COMMITMENT = frozenset({"C18"})
"""Questions whose answer somebody who files by commitment must read before signing."""
AMBER = "资料说法不一，请以参保地医保经办机构答复为准"
UNNAMED = "这一项的资料说法不一，怎么办理？"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question on which sources disagree (DOMAIN A13), and how the desk handles it."""

    id: str
    question: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A question with what the rules say on it, each with source and date.

    ``answer`` is the bureau's, once it is entered; then it alone counts.
    """

    question: Question
    rules: tuple[Statement, ...]
    answer: Statement | None

    @property
    def id(self) -> str:
        """Return the id of the question, for example C2."""
        return self.question.id

    @property
    def open(self) -> bool:
        """Tell whether statements contradict each other and the bureau has not answered."""
        return contested(self.rules) and self.answer is None


def conflicts_among(
    rules: Collection[Rule], touched: Iterable[str | None], book: Rulebook
) -> tuple[Conflict, ...]:
    """Return the questions a case runs into: open among its rules, or answered by the bureau.

    ``rules`` are all that apply to the case; of the groups in ``touched`` those are open
    where these leave the question open.
    """
    names = sorted({name for name in touched if name}, key=_number)
    said = {name: [rule for rule in rules if rule.conflict == name] for name in names}
    return tuple(
        conflict(name, book) for name in names if contested(said[name]) or name in book.answers
    )


def conflict(name: str, book: Rulebook) -> Conflict:
    """Return one question with what the book says on it."""
    said = _statements(name, book.rules)
    given = book.answers.get(name)
    answer = answer_statement(name, given, said) if given else None
    return Conflict(question=_question(name), rules=said, answer=answer)


def answered_questions(book: Rulebook) -> tuple[Statement, ...]:
    """Return the bureau's answers to questions, as statements."""
    named = (conflict(name, book) for name in book.answers if name in questions())
    return tuple(one.answer for one in named if one.answer is not None)


def all_conflicts(folders: tuple[Path, ...] | None = None) -> tuple[Conflict, ...]:
    """Return every question with what the packs of all regions say, for settings and tests."""
    packs = load_packs(folders or (resources.path("policy"),))
    rules = [rule for pack in packs.values() for rule in pack.rules]
    return tuple(
        Conflict(
            question=question,
            rules=_statements(name, rules),
            answer=None,
        )
        for name, question in questions().items()
    )


def _statements(name: str, rules: Iterable[Rule]) -> tuple[Statement, ...]:
    found = (rule for rule in rules if isinstance(rule, Statement))
    return tuple(rule for rule in found if rule.conflict == name)


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


def _question(name: str) -> Question:
    """Return a question; one that only a newer pack knows is told in general words."""
    return questions().get(name) or Question(id=name, question=UNNAMED, advice=f"{AMBER}。")


def _number(name: str) -> tuple[int, str]:
    """Return a key that puts C2 before C10."""
    return len(name), name
