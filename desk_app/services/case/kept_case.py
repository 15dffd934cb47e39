"""What the rules ask about a case: its facts, and its open end in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desk_app.policy.guidance.facts import CaseFacts
from desk_app.policy.guidance.guidance import Guidance, guide, period_rule
from desk_app.policy.guidance.period import OPEN_END, end_text
from desk_app.policy.people.relations import is_guardian
from desk_app.records.filing import Case
from desk_app.services.case import parties
from desk_app.services.rules.rulebooks import Shelf


def facts_stated(case: Mapping[str, Any], *, on: date) -> CaseFacts:
    """Return what the rules ask about a case with a region and a type, judged on a day.

    ``case`` is the content of a Case, which may lack whatever has not been stated yet.
    """
    applicant, agent = case["applicant"], case.get("agent")
    age = parties.age(applicant, on)
    return CaseFacts(
        region=case["region"],
        type=case["type"],
        method=case["method"],
        on=on,
        variant=case.get("variant"),
        id_kind=applicant["id_kind"],
        age=age,
        has_agent=agent is not None,
        guardian=agent is not None and is_guardian(agent["relation"], age),
        place=case.get("place"),
        admission=case.get("admission"),
        insurance=applicant["insurance"],
        answers=frozenset(f"{one}={code}" for one, code in (case.get("answers") or {}).items()),
    )


def facts_of(case: Case, *, on: date) -> CaseFacts:
    """Return what the rules ask about a kept case, judged on a day."""
    return facts_stated(case.model_dump(), on=on)


def guidance_of(case: Case, *, on: date, shelf: Shelf) -> Guidance:
    """Return what the rules of a day say of a kept case."""
    return guide(facts_of(case, on=on), shelf.rulebook(case.region, on=on))


def open_end(case: Case, *, on: date, shelf: Shelf) -> str:
    """Return how the rule of the day a case was filed words an end that is left open."""
    if case.region not in shelf.regions():  # came from a counter that has other packs
        return OPEN_END
    return end_text(period_rule(facts_of(case, on=on), shelf.rulebook(case.region, on=on)))
