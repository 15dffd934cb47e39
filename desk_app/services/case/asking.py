"""Ask about a raw case what a senior clerk would, and take what was answered."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from desk_app.policy.guidance.acquaintance import Acquaintance
from desk_app.policy.guidance.doubts import Circumstances
from desk_app.policy.guidance.questions import GROUP, Asked, choices_of, questions
from desk_app.policy.vocabulary import Hint, Insurance, Problem
from desk_app.services.case import parties
from desk_app.services.case.card import place_of
from desk_app.services.case.reading import Reading

_MOST = 100
_ONLY_OF_KNOWN = {"same_illness": "referral"}
"""Answers that bring something, and what must be on file for that."""


def answers(reading: Reading, known: Acquaintance) -> dict[str, str] | None:
    """Return what a raw case answers, None for nothing; what answers no question is a problem."""
    raw = reading.raw.get(GROUP)
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        reading.problem(GROUP, "经办核实应写成“问题代码: 答复”的一组项目。")
        return None
    found = {}
    for question, answer in islice(raw.items(), _MOST):
        codes = tuple(one.code for one in choices_of(str(question)))
        if answer is None:
            continue
        if answer not in codes:
            usable = f"可以答复：{'、'.join(codes)}" if codes else "没有这个问题"
            reading.problem(f"{GROUP}.{str(question)[:40]}", f"经办核实的答复不对，{usable}。")
        elif question not in _ONLY_OF_KNOWN or getattr(known, _ONLY_OF_KNOWN[question]):
            found[str(question)] = str(answer)
    return found or None


def asked(
    clean: dict[str, Any], today: date, known: Acquaintance, insurances: tuple[Insurance, ...]
) -> tuple[Asked, ...]:
    """Return every question the case raises; its answers to questions not asked are dropped."""
    raised = questions(
        Circumstances(
            case=clean,
            on=today,
            age=parties.age(clean["applicant"], today),
            address=place_of(clean.get("place_address")),
            insurances=insurances,
            known=known,
        ),
        clean["answers"] or {},
    )
    kept = {one.id: one.answer for one in raised if one.answer is not None}
    clean[GROUP] = kept or None
    return raised


def problems(questions: Iterable[Asked]) -> Iterator[Problem]:
    """Yield the open questions without an answer to which nothing can be filed."""
    for one in questions:
        if one.answered is not None and one.answered.mend is not None:
            yield Problem(field=one.field, message=one.answered.mend)
        elif one.must:
            yield Problem(field=one.path, message=one.text, source=one.source)


def hints(questions: Iterable[Asked]) -> Iterator[Hint]:
    """Yield the other open questions as something to look at twice."""
    for one in questions:
        if one.answered is None and not one.must:
            yield Hint(field=one.path, message=one.text, source=one.source)
