"""The way to a filing type: plain questions answered with one key, at most five.

The questions are data (resources/policy/finder.toml). Age 60 hints at retirement, no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import resources
from desk_app.errors import RefusedError
from desk_app.policy.guidance.facts import ELDERLY_FROM
from desk_app.policy.packs.pack_files import read_tables, rows_of
from desk_app.policy.packs.pack_rows import Row
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.packs.rules import TypeRule
from desk_app.policy.vocabulary import FilingType

RETIREMENT_HINT = f"申请人已满 {ELDERLY_FROM} 周岁，可能已经退休，请问清楚。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An answer: the key that gives it, and where it leads."""

    key: str
    label: str
    next: str | None
    type: FilingType | None
    reason: str | None
    needs: FilingType | None
    excludes: Mapping[FilingType, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to read out; ``hint`` is a remark for the clerk only."""

    id: str
    text: str
    options: tuple[Option, ...]
    age_hint: bool
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A type that does not fit, and why."""

    type: FilingType
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The type the answers lead to, with the reason and what was excluded."""

    type: FilingType
    reason: str
    excluded: tuple[Exclusion, ...]


def find_type(
    keys: Sequence[str], rules: Rulebook, *, age: int | None = None
) -> Question | Finding:
    """Return the next question, or the type found, after the given keys were pressed.

    Options for types the region does not have are left out. Raises RefusedError for a key
    that answers nothing.
    """
    first, questions = _tree()
    question = _offered(questions[first], rules, age)
    excluded: dict[FilingType, str] = {}
    for key in keys:
        chosen = next((one for one in question.options if one.key == key), None)
        if chosen is None:
            usable = "、".join(one.key for one in question.options)
            raise RefusedError(f"这一题请按 {usable} 中的一个键。")
        excluded |= chosen.excludes
        if chosen.type is not None:
            return Finding(
                type=chosen.type,
                reason=chosen.reason or "",
                excluded=_exclusions(excluded, chosen.type, rules),
            )
        question = _offered(questions[chosen.next or first], rules, age)
    return question


def _exclusions(
    excluded: Mapping[FilingType, str], found: FilingType, rules: Rulebook
) -> tuple[Exclusion, ...]:
    here = _types(rules)
    return tuple(
        Exclusion(type=kind, reason=reason)
        for kind, reason in excluded.items()
        if kind in here and kind is not found
    )


def _offered(question: Question, rules: Rulebook, age: int | None) -> Question:
    here = _types(rules)
    hinted = question.age_hint and age is not None and age >= ELDERLY_FROM
    return Question(
        id=question.id,
        text=question.text,
        options=tuple(one for one in question.options if one.needs is None or one.needs in here),
        age_hint=question.age_hint,
        hint=RETIREMENT_HINT if hinted else None,
    )


def _types(rules: Rulebook) -> frozenset[FilingType]:
    return frozenset(rule.type for rule in rules.rules if isinstance(rule, TypeRule))


@cache
def _tree() -> tuple[str, Mapping[str, Question]]:
    path = resources.path("policy", "finder.toml")
    tables = read_tables(path)
    found = [_question(row) for row in rows_of(path.name, tables, "question")]
    return str(tables["first"]), {one.id: one for one in found}


def _question(row: Row) -> Question:
    row.only({"id", "text", "age_hint", "option"})
    return Question(
        id=row.text("id"),
        text=row.text("text"),
        options=tuple(_option(one) for one in rows_of(row.file, row.values, "option")),
        age_hint=row.flag("age_hint"),
    )


def _option(row: Row) -> Option:
    row.only({"key", "label", "next", "type", "reason", "needs", "excludes"})
    kinds = tuple(FilingType)
    excludes = row.values.get("excludes", {})
    return Option(
        key=row.text("key"),
        label=row.text("label"),
        next=row.optional_text("next"),
        type=FilingType(row.choice("type", kinds)) if "type" in row.values else None,
        reason=row.optional_text("reason"),
        needs=FilingType(row.choice("needs", kinds)) if "needs" in row.values else None,
        excludes={FilingType(kind): reason for kind, reason in excludes.items()},
    )
