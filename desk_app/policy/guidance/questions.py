"""What a senior clerk would ask about a case before it is filed, each once, with its reason.

The questions are data (resources/policy/questions.toml); when one is asked is a word of
``doubts``. What was answered is kept with the filing by the id of the question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import resources
from desk_app.policy.guidance.doubts import DOUBTS, Circumstances, words
from desk_app.policy.packs.pack_files import read_tables, rows_of
from desk_app.policy.packs.pack_rows import Row
from desk_app.policy.vocabulary import TYPE_GROUPS, FilingType

GROUP = "answers"
"""The group of a case that holds what was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a question; with ``mend`` the case must be mended as that says."""

    code: str
    label: str
    mend: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that a case raises, in words, and what was answered if it was.

    ``about`` are the fields it hangs on, the one it stands beside first: a change of any of them
    asks anew. ``source`` is what its reason rests on, where there is one. Without an answer to one
    that ``must`` have it nothing can be filed; the others are told at least.
    """

    id: str
    text: str
    about: tuple[str, ...]
    choices: tuple[Choice, ...]
    source: str | None
    must: bool
    answer: str | None = None

    @property
    def field(self) -> str:
        """Return the field it stands beside."""
        return self.about[0]

    @property
    def path(self) -> str:
        """Return the place of its answer in a case."""
        return f"{GROUP}.{self.id}"

    @property
    def answered(self) -> Choice | None:
        """Return the answer that was given, None while it is open."""
        return next((one for one in self.choices if one.code == self.answer), None)

    @property
    def settled(self) -> bool:
        """Tell whether it was answered, and not so that the case must be mended first."""
        return self.answered is not None and self.answered.mend is None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    id: str
    title: str
    text: str
    about: tuple[str, ...]
    choices: tuple[Choice, ...]
    source: str | None
    must: bool
    types: frozenset[FilingType]
    when: str


def questions(of: Circumstances, answers: Mapping[str, str]) -> tuple[Asked, ...]:
    """Return every question that a case raises, with what was answered to it."""
    told = words(of)
    return tuple(
        Asked(
            id=row.id,
            text=row.text.format_map(told),
            about=row.about,
            choices=row.choices,
            source=row.source,
            must=row.must,
            answer=answers.get(row.id),
        )
        for row in _catalogue().values()
        if (not row.types or of.get("type") in row.types) and DOUBTS[row.when](of)
    )


def choices_of(question: str) -> tuple[Choice, ...]:
    """Return what a question may be answered with; nothing for a question there is not."""
    row = _catalogue().get(question)
    return row.choices if row else ()


def answer_words(question: str, answer: str) -> tuple[str, str]:
    """Return what a kept answer was about, and the answer; as it stands where no row knows it."""
    row = _catalogue().get(question)
    label = next((one.label for one in choices_of(question) if one.code == answer), answer)
    return row.title if row else question, label


@cache
def _catalogue() -> Mapping[str, _Row]:
    path = resources.path("policy", "questions.toml")
    return {row.id: row for row in map(_row, rows_of(path.name, read_tables(path), "question"))}


def _row(row: Row) -> _Row:
    row.only({"id", "title", "text", "about", "source", "must", "types", "when", "answer"})
    groups = {**TYPE_GROUPS, **{one.value: frozenset({one}) for one in FilingType}}
    unknown = [name for name in row.texts("types") if name not in groups]
    if unknown:
        raise row.fail("types", f"有未知代码 {unknown[0]}")
    return _Row(
        id=row.text("id"),
        title=row.text("title"),
        text=row.text("text"),
        about=row.texts("about"),
        choices=tuple(map(_choice, rows_of(row.file, row.values, "answer"))),
        source=row.optional_text("source"),
        must=row.flag("must"),
        types=frozenset(one for name in row.texts("types") for one in groups[name]),
        when=row.choice("when", tuple(DOUBTS)),
    )


def _choice(row: Row) -> Choice:
    row.only({"code", "label", "mend"})
    return Choice(code=row.text("code"), label=row.text("label"), mend=row.optional_text("mend"))
