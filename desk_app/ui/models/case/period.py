"""The end a case will have where none is typed."""

from datetime import date

from desk_app.policy.days.calendar import add_months
from desk_app.services.case.checking import Verdict


def proposed_end(verdict: Verdict, begin: str) -> str:
    """Word the end that the rule of the filing type gives, so that nobody need type it."""
    if verdict.guidance is None or verdict.guidance.validity is None:
        return ""
    rule = verdict.guidance.validity
    try:
        start = date.fromisoformat(begin)
    except ValueError:
        return ""
    return add_months(start, rule.months).isoformat() if rule.months else rule.end_text
