"""Change a filing: one act that ends the old one and files anew, linked, with both papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.guidance.changes import Consequences
from desk_app.policy.vocabulary import CancelReason, FilingStatus, Hint
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import Case, FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import consequences, intake, refusals
from desk_app.services.filing import drafts as typed
from desk_app.services.filing.cancelling import PAPER as CANCELLATION
from desk_app.services.finding import searching
from desk_app.services.papers import issuing
from desk_app.services.papers.enclosures import filing_papers
from desk_app.services.papers.filling import Ending, cancellation
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.storage.database.database import Session
from desk_app.storage.filings import drafts, filings


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What changing gave: the filing that ended, the one that replaces it, and both papers.

    ``told`` is what the applicant must know of it.
    """

    old: FilingRecord
    new: FilingRecord
    papers: tuple[IssuedPaper, ...]
    hints: tuple[Hint, ...]
    told: Consequences


@refusals.noted
def change(
    *,
    desk: Desk,
    record_no: str,
    case: Mapping[str, Any],
    draft: DraftRecord | None = None,
) -> Changed:
    """Replace an accepted filing by a new case of the same person.

    The old filing ends where the new one begins, so that there is neither gap nor overlap.
    Raises CaseRefusedError with every problem, StateConflictError for a filing not in force.
    """
    seen, _ = searching.show(desk=desk, record_no=record_no)
    verdict = intake.judged(desk=desk, case=case, replaced=seen, changing=True)
    checked, guidance = intake.accepted(verdict, on_missing="refuse")
    draft = typed.on_record(desk=desk, draft=draft)
    with desk.database.writing() as session:
        old = searching.required(session, record_no)
        _refuse_unchangeable(old, checked)
        overlaps = intake.judge_overlaps(session, case=checked, guidance=guidance, besides=old)
        new = filings.add(
            session,
            seat=desk.seat,
            case=checked,
            status=FilingStatus.ACCEPTED,
            rules=guidance.rules_version,
            clock=desk.clock,
            replaces=old,
        )
        papers = _end(session, desk, old, new)
        papers += issuing.issue(
            session,
            desk=desk,
            filing=new,
            papers=filing_papers(desk, record=new, guidance=guidance),
        )
        if draft is not None:
            drafts.discard(session, seat=desk.seat, draft=draft, clock=desk.clock, registered=True)
        replaced = searching.required(session, record_no)
    told = consequences.of_changing(desk=desk, record=old)
    hints = (*verdict.told, *overlaps, *consequences.lock_hints(told))
    return Changed(old=replaced, new=new, papers=papers, hints=hints, told=told)


def _end(
    session: Session, desk: Desk, old: FilingRecord, new: FilingRecord
) -> tuple[IssuedPaper, ...]:
    """Make the cancellation form of a filing that ends because another replaces it."""
    ending = Ending(
        day=desk.clock.today(),
        reason=CancelReason.BEFORE_CHANGE,
        reason_text=None,
        effective=new.case.begin,
        replaced_by=new.number,
    )
    data = cancellation(desk, record=old, ending=ending)
    return issuing.issue(session, desk=desk, filing=old, papers={CANCELLATION: data})


def _refuse_unchangeable(old: FilingRecord, new: Case) -> None:
    if old.status is FilingStatus.AWAITING_DOCUMENTS:
        raise StateConflictError(
            f"备案 {old.number} 还在等材料，没有受理，不能变更：材料带来了请办理补齐材料；"
            "不要了请注销。"
        )
    if old.status != FilingStatus.ACCEPTED:
        raise StateConflictError(
            f"备案 {old.number} 现为“{old.status.label}”，只有已受理的备案才能变更。"
        )
    before, after = old.case.applicant, new.applicant
    if (before.id_kind, before.id_number) != (after.id_kind, after.id_number):
        raise RefusedError("变更备案必须是同一申请人：证件类型或号码与原备案不同，请核对。")
    if new.begin < old.case.begin:
        raise RefusedError(
            f"变更后的开始日期 {new.begin} 早于原备案的开始日期 {old.case.begin}，请改正。"
        )
