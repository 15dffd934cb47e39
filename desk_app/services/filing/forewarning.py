"""Foresee what registering a case would say, before the clerk confirms; nothing is written."""

from dataclasses import dataclass

from desk_app.policy.guidance import changes
from desk_app.policy.guidance.guidance import Guidance
from desk_app.policy.packs.rules import Statement
from desk_app.policy.vocabulary import Method
from desk_app.records.filing import Case, FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.desk.timekeeping import clock_warning
from desk_app.services.filing import consequences
from desk_app.services.filing.intake import judge_overlaps
from desk_app.services.filing.refusals import CaseRefusedError
from desk_app.services.rules import rulekeeping


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What stands against a case, what to look at twice, and what to tell the applicant."""

    refused: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    told: tuple[Statement, ...] = ()


def foresee(
    *, desk: Desk, case: Case, guidance: Guidance, replaced: FilingRecord | None = None
) -> Foresight:
    """Judge a checked case beside the person's other filings and the computer's clock."""
    refused: tuple[str, ...] = ()
    doubts: list[str] = []
    with desk.database.reading() as session:
        try:
            hints = judge_overlaps(session, case=case, guidance=guidance, besides=replaced)
        except CaseRefusedError as error:
            refused = tuple(problem.message for problem in error.problems)
            hints = error.hints
    doubts += [hint.message for hint in hints]
    late = clock_warning(desk=desk)
    if late:
        doubts.append(late)
    return Foresight(refused=refused, doubts=tuple(doubts))


def of_change(*, desk: Desk, replaced: FilingRecord) -> Foresight:
    """Return what changing a filing brings, a commitment that still binds first."""
    told = consequences.of_changing(desk=desk, record=replaced)
    return Foresight(doubts=(told.lock.message,) if told.lock else (), told=told.statements)


def of_completion(*, desk: Desk, replaced: FilingRecord, guidance: Guidance) -> Foresight:
    """Return what handing in the documents of a commitment gives."""
    if replaced.case.method is not Method.COMMITMENT:
        return Foresight()
    book = rulekeeping.shelf(desk=desk).rulebook(replaced.case.region, on=desk.clock.today())
    return Foresight(told=changes.completing(guidance.facts, book).statements)


def together(*parts: Foresight) -> Foresight:
    """Return several as one."""
    return Foresight(
        refused=tuple(one for part in parts for one in part.refused),
        doubts=tuple(one for part in parts for one in part.doubts),
        told=tuple(one for part in parts for one in part.told),
    )
