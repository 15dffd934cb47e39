"""What follows when a filing is changed, cancelled, or completed with documents."""

from dataclasses import dataclass
from datetime import date

from desk_app.policy.days.calendar import in_words
from desk_app.policy.guidance.facts import CaseFacts, applies
from desk_app.policy.guidance.period import commitment_lock_end
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.packs.rules import Statement
from desk_app.policy.topics.channels import Channel, cancelling_channels
from desk_app.policy.vocabulary import CancelReason, Method

THIS_DESK = "insured_counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The time in which a commitment filing may be refused a change or an end."""

    until: date
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What to tell the applicant: a lock still running, statements, and where to go."""

    lock: Lock | None
    statements: tuple[Statement, ...]
    channels: tuple[Channel, ...] = ()


def lock(*, method: Method, accepted: date, on: date) -> Lock | None:
    """Return the lock of a filing accepted by commitment, while it runs; None otherwise.

    It warns and does not forbid: the bureau decides, and handing in documents lifts it.
    """
    until = commitment_lock_end(accepted)
    if method is not Method.COMMITMENT or on > until:
        return None
    message = (
        f"这是以个人承诺办的备案，到 {in_words(until)}才满 6 个月，"
        "在此之前可能不能变更或取消；请先补齐材料，或请示医保经办机构。"
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
        lock=lock(method=facts.method, accepted=accepted, on=facts.on),
        statements=_of_topics(facts, rules, topics),
        channels=cancelling_channels(channel, facts.region),
    )


def changing(facts: CaseFacts, rules: Rulebook, *, accepted: date) -> Consequences:
    """Return what to tell an applicant who changes a filing: it ends, and a new one begins."""
    return Consequences(
        lock=lock(method=facts.method, accepted=accepted, on=facts.on),
        statements=_of_topics(facts, rules, ("change", "cancel_before_change")),
    )


def completing(facts: CaseFacts, rules: Rulebook) -> Consequences:
    """Return what handing in the documents later gives to a commitment filing."""
    return Consequences(lock=None, statements=_of_topics(facts, rules, ("completion",)))


def _of_topics(facts: CaseFacts, rules: Rulebook, topics: tuple[str, ...]) -> tuple[Statement, ...]:
    found = [one for one in rules.rules if isinstance(one, Statement) and applies(one, facts)]
    return tuple(one for topic in topics for one in found if one.topic == topic)
