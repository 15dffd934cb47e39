"""How long a filing lasts: the dates a rule proposes, and what is wrong with dates typed."""

from dataclasses import dataclass
from datetime import date

from desk_app.policy.days.calendar import add_months, in_words
from desk_app.policy.guidance.facts import CaseFacts
from desk_app.policy.guidance.guidance import period_rule
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.packs.rules import PeriodRule
from desk_app.policy.vocabulary import Hint, Problem

OPEN_END = "长期有效"
_FAR_MONTHS = 12
_MOST_AGO, _MOST_AHEAD, _MOST_LASTING = 10, 3, 60  # years: beyond them a year was mistyped


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From when to when a filing lasts.

    ``end`` is the last day, None where it is open; ``end_text`` is how an open end is
    worded on a paper. ``rule`` is what it rests on; both dates may be changed by the clerk.
    """

    begin: date
    end: date | None
    end_text: str
    rule: PeriodRule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodVerdict:
    """What is wrong with the dates of a filing, and what deserves a second look."""

    problems: tuple[Problem, ...]
    hints: tuple[Hint, ...]


def default_period(facts: CaseFacts, rules: Rulebook, *, begin: date | None = None) -> Period:
    """Return the dates to propose: from the given day, else today or the day of admission."""
    start = begin or min(facts.on, facts.admission or facts.on)
    rule = period_rule(facts, rules)
    end = add_months(start, rule.months) if rule and rule.months else None
    return Period(begin=start, end=end, end_text=end_text(rule), rule=rule)


def end_text(rule: PeriodRule | None) -> str:
    """Return how an open end is worded, for example 长期有效."""
    return rule.end_text if rule else OPEN_END


def check_period(
    facts: CaseFacts, rules: Rulebook, *, begin: date, end: date | None
) -> PeriodVerdict:
    """Judge the dates of a filing against its rule and against the day of admission."""
    rule = period_rule(facts, rules)
    hints = (*_length_hints(rule, begin, end), *_begin_hints(facts, begin, end))
    return PeriodVerdict(problems=tuple(_problems(facts, begin, end)), hints=hints)


def _problems(facts: CaseFacts, begin: date, end: date | None) -> list[Problem]:
    problems = _mistyped_years(facts, begin, end)
    if end is not None and end < begin:
        message = "备案结束日期早于开始日期，请改正。"
        problems.append(Problem(field="end", message=message))
    if facts.admission is not None and begin > facts.admission:
        message = (
            f"申请人已于 {in_words(facts.admission)}入院，备案开始日期不能晚于入院日期，"
            "请改为入院当天或更早。"
        )
        problems.append(Problem(field="begin", message=message, source="national.warning.admitted"))
    if facts.admission is not None and facts.admission > facts.on:
        message = "入院日期在今天之后，请核对；还没有入院的，请留空。"
        problems.append(Problem(field="admission", message=message))
    return problems


def _mistyped_years(facts: CaseFacts, begin: date, end: date | None) -> list[Problem]:
    """Return what is wrong with years that no filing has, such as 0026, 1926, 2062 and 9999."""
    this = facts.on.year
    years = range(this - _MOST_AGO, this + _MOST_AHEAD + 1)
    problems = []
    if begin.year not in years:
        problems.append(
            Problem(field="begin", message=f"备案开始日期的年份是 {begin.year}，请核对。")
        )
    if facts.admission is not None and facts.admission.year not in years:
        message = f"入院日期的年份是 {facts.admission.year}，请核对。"
        problems.append(Problem(field="admission", message=message))
    if end is not None and not this - _MOST_AGO <= end.year <= this + _MOST_LASTING:
        message = f"备案结束日期的年份是 {end.year}，请核对；没有结束日期的请留空。"
        problems.append(Problem(field="end", message=message))
    return problems


def _length_hints(rule: PeriodRule | None, begin: date, end: date | None) -> list[Hint]:
    if rule is None:
        return []
    said = f"规则：{rule.text}"
    if end is None:
        open_by_rule = rule.months is None
        message = f"没有填写结束日期。{said}"
        return [] if open_by_rule else [Hint(field="end", message=message, source=rule.id)]
    hints = []
    if rule.months is None:
        message = f"按规则不用填写结束日期。{said}"
        hints.append(Hint(field="end", message=message, source=rule.id))
    if rule.min_months and end < add_months(begin, rule.min_months):
        message = f"有效期不满 {rule.min_months} 个月，请核对。{said}"
        hints.append(Hint(field="end", message=message, source=rule.id))
    if rule.max_months and end > add_months(begin, rule.max_months):
        message = f"有效期超过 {rule.max_months} 个月，请核对。{said}"
        hints.append(Hint(field="end", message=message, source=rule.id))
    return hints


def _begin_hints(facts: CaseFacts, begin: date, end: date | None) -> list[Hint]:
    hints = []
    if begin < facts.on and facts.admission is None:
        message = "备案开始日期早于今天，请核对；已经入院的，请填写入院日期。"
        hints.append(Hint(field="begin", message=message))
    if begin > add_months(facts.on, _FAR_MONTHS):
        message = "备案开始日期在一年以后，请核对。"
        hints.append(Hint(field="begin", message=message))
    if end is not None and end < facts.on:
        message = "备案结束日期已经过去，请核对。"
        hints.append(Hint(field="end", message=message))
    return hints
