"""Note in the history that a case was refused, and why, without saying whose it was."""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ParamSpec, TypeVar

from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import FilingType, Hint, Problem
from desk_app.records.audit import Verb
from desk_app.records.field_table import label
from desk_app.records.filing import Case
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Session
from desk_app.storage.filings import filings

Given = ParamSpec("Given")
Done = TypeVar("Done")


class CaseRefusedError(RefusedError):
    """A case that cannot be registered as it is, with every reason at once."""

    def __init__(self, problems: tuple[Problem, ...], hints: tuple[Hint, ...] = ()) -> None:
        super().__init__(f"有 {len(problems)} 处需要改正：" + "".join(p.message for p in problems))
        self.problems = problems
        self.hints = hints


def noted(verb: Callable[Given, Done]) -> Callable[Given, Done]:
    """Have a verb with ``desk`` and ``case`` note its refusals once all else was thrown away."""

    @functools.wraps(verb)
    def noting(*args: Given.args, **given: Given.kwargs) -> Done:
        try:
            return verb(*args, **given)
        except CaseRefusedError as refusal:
            _note(refusal, given)
            raise

    return noting


def note(
    session: Session,
    *,
    desk: Desk,
    type_: str | None,
    problems: Iterable[Problem],
    subject: str = "case",
) -> None:
    """Note one refusal: by type of filing, fields and rules, never by what was typed."""
    told = tuple(problems)
    desk.note(
        session,
        Verb.REFUSE,
        subject,
        {
            "type": type_,
            "fields": _fields(told),
            "sources": sorted({one.source for one in told if one.source}),
        },
    )


def _note(refusal: CaseRefusedError, given: Mapping[str, Any]) -> None:
    desk: Desk = given["desk"]
    with desk.database.writing() as session:
        number = given.get("record_no")
        known = filings.by_number(session, number=number) if number else None
        note(
            session,
            desk=desk,
            type_=_type(given["case"]),
            problems=refusal.problems,
            subject=known.number if known else "case",
        )


def _type(case: Mapping[str, Any]) -> str | None:
    wanted = case.get("type")
    return next((one.value for one in FilingType if one.value == wanted), None)


def _fields(problems: Iterable[Problem]) -> list[str]:
    """Return the fields that were refused; a key that is none of ours may say anything."""
    return sorted({_known(problem.field) for problem in problems})


def _known(field: str) -> str:
    try:
        label(field)
    except KeyError:
        group = field.partition(".")[0]
        return group if group in Case.model_fields else "-"
    return field
