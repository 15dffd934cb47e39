"""What follows when a filing is changed, cancelled, or completed with documents."""

from dataclasses import dataclass
from datetime import date

from desk_app.policy.days.calendar import add_months, in_words
from desk_app.policy.guidance.facts import CaseFacts, applies
from desk_app.policy.guidance.paper_words import lock_rule
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.packs.rules import RuleStatus, Statement
from desk_app.policy.topics.channels import Channel, cancelling_channels
from desk_app.policy.topics.conflicts import answered_questions
from desk_app.policy.vocabulary import CancelReason, Method

THIS_DESK = "insured_counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The time in which the insured region may refuse a filing a change or an end."""

    until: date
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What to tell the applicant: a lock still running, statements, and where to go."""

    lock: Lock | None
    statements: tuple[Statement, ...]
    channels: tuple[Channel, ...] = ()


def lock(facts: CaseFacts, rules: Rulebook, *, accepted: date) -> Lock | None:
    """Return the time limit the region sets for such a filing, while it runs; None without one.

    It warns and does not forbid: the bureau decides.
    """
    rule = lock_rule(rules, facts)
    if rule is None or facts.on > (until := add_months(accepted, rule.months)):
        return None
    instead = "请先补齐材料，或" if facts.method is Method.COMMITMENT else "请先"
    message = (
        f"参保地规定（{rule.source}{rule.place}）：{rule.text}"
        f"这件备案到 {in_words(until)}才满 {rule.months} 个月，{instead}请示医保经办机构。"
    )
    return Lock(until=until, message=message)


def cancelling(
    facts: CaseFacts,
    rules: Rulebook,
    *,
    accepted: date,
    reason: CancelReason,
    channel: str = THIS_DESK,
) -> Consequences:
    """Return what to tell an applicant who cancels; ``channel`` is where the filing was made.

    ``facts`` are those of the filing, on the day of the cancellation.
    """
    topics = (f"cancel_{reason.value}", "cancel")
    return Consequences(
        lock=lock(facts, rules, accepted=accepted),
        statements=_of_topics(facts, rules, topics),
        channels=cancelling_channels(channel, facts.region),
    )


def changing(facts: CaseFacts, rules: Rulebook, *, accepted: date) -> Consequences:
    """Return what to tell an applicant who changes a filing: it ends, and a new one begins."""
    return Consequences(
        lock=lock(facts, rules, accepted=accepted),
        statements=_of_topics(facts, rules, ("change", "cancel_before_change")),
    )


def completing(facts: CaseFacts, rules: Rulebook) -> Consequences:
    """Return what handing in the documents later gives to a commitment filing."""
    return Consequences(lock=None, statements=_of_topics(facts, rules, ("completion",)))


def _of_topics(facts: CaseFacts, rules: Rulebook, topics: tuple[str, ...]) -> tuple[Statement, ...]:
    """Return what is said on the topics, what the bureau answered on them first."""
    found = [
        one
        for one in rules.rules
        if isinstance(one, Statement) and one.topic in topics and applies(one, facts)
        if one.status is not RuleStatus.OUTDATED
    ]
    asked = {one.conflict for one in found}
    answers = [one for one in answered_questions(rules) if one.conflict in asked]
    said = [one for one in found if one.conflict not in rules.answers]
    return (*answers, *(one for topic in topics for one in said if one.topic == topic))
