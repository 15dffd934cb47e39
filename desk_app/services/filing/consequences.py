"""What an applicant must be told before a filing is changed, cancelled or completed."""

from desk_app.policy.guidance import changes
from desk_app.policy.guidance.changes import Consequences
from desk_app.policy.guidance.facts import CaseFacts
from desk_app.policy.packs.packs import Rulebook
from desk_app.policy.vocabulary import CancelReason, Hint
from desk_app.records.filing import FilingRecord
from desk_app.services.case.kept_case import facts_of
from desk_app.services.desk.open_desk import Desk
from desk_app.services.rules import rulekeeping


def of_cancelling(*, desk: Desk, record: FilingRecord, reason: CancelReason) -> Consequences:
    """Return what cancelling a filing brings: a lock still running, what to know, where to go."""
    facts, book = _basis(desk, record)
    accepted = record.accepted_day or record.day
    return changes.cancelling(facts, book, accepted=accepted, reason=reason)


def of_changing(*, desk: Desk, record: FilingRecord) -> Consequences:
    """Return what changing a filing brings."""
    facts, book = _basis(desk, record)
    return changes.changing(facts, book, accepted=record.accepted_day or record.day)


def lock_hints(told: Consequences) -> tuple[Hint, ...]:
    """Return the warning of a lock that is still running, if there is one."""
    return (Hint(field="method", message=told.lock.message),) if told.lock else ()


def _basis(desk: Desk, record: FilingRecord) -> tuple[CaseFacts, Rulebook]:
    today = desk.clock.today()
    book = rulekeeping.shelf(desk=desk).rulebook(record.case.region, on=today)
    return facts_of(record.case, on=today), book
