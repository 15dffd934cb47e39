"""What the rules say of a case that is kept: its facts, and its open end in words."""

from datetime import date

from desk_app.policy.facts import CaseFacts, is_guardian
from desk_app.policy.guidance import period_rule
from desk_app.policy.identity import age_on
from desk_app.policy.period import OPEN_END, end_text
from desk_app.records.filing import Case
from desk_app.services.shelf import Shelf


def facts_of(case: Case, *, on: date) -> CaseFacts:
    """Return what the rules ask about a kept case, judged on a day."""
    birth = case.applicant.birth
    age = age_on(birth, on) if birth else None
    return CaseFacts(
        region=case.region,
        type=case.type,
        method=case.method,
        on=on,
        variant=case.variant,
        id_kind=case.applicant.id_kind,
        age=age,
        has_agent=case.agent is not None,
        guardian=case.agent is not None and is_guardian(case.agent.relation, age),
        place=case.place,
        admission=case.admission,
        insurance=case.applicant.insurance,
    )


def open_end(case: Case, *, on: date, shelf: Shelf) -> str:
    """Return how the rule of the day a case was filed words an end that is left open."""
    if case.region not in shelf.regions():  # came from a counter that has other packs
        return OPEN_END
    return end_text(period_rule(facts_of(case, on=on), shelf.rulebook(case.region, on=on)))
