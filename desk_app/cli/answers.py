"""What the clerk answers on the command line to what a senior clerk would ask."""

import argparse
from collections.abc import Iterator, Mapping

from desk_app.errors import RefusedError
from desk_app.policy.guidance.questions import GROUP, choices_of
from desk_app.policy.vocabulary import Hint, Problem


def given(options: argparse.Namespace) -> dict[str, str]:
    """Return the answers of ``--answer`` by their question; raise RefusedError for a slip."""
    found = {}
    for text in getattr(options, "answer", None) or ():
        question, sign, answer = text.partition("=")
        codes = [one.code for one in choices_of(question)]
        if not sign or answer not in codes:
            usable = f"可以写：{'、'.join(codes)}" if codes else "没有这个问题"
            raise RefusedError(f"--answer {text}：应写成 问题=答复，{usable}。")
        found[question] = answer
    return found


def answered(case: object, options: argparse.Namespace) -> object:
    """Return a raw case with the answers of the command, its own first."""
    answers = given(options)
    if not isinstance(case, Mapping) or not answers:
        return case
    own = case.get(GROUP)
    return {**case, GROUP: {**answers, **own} if isinstance(own, Mapping) else answers}


def choices(problem: Problem | Hint) -> dict[str, str]:
    """Return what a question that is open may be answered with, each code with its words."""
    group, _, question = problem.field.partition(".")
    return {one.code: one.label for one in choices_of(question)} if group == GROUP else {}


def lines(problem: Problem) -> Iterator[str]:
    """Yield how to answer a question that is open."""
    question = problem.field.partition(".")[2]
    for code, words in choices(problem).items():
        yield f"      {words}：--answer {question}={code}"
