"""Complete a filing: hand in what was missing, or the documents a commitment stood for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.guidance.changes import completing
from desk_app.policy.guidance.documents import RequiredDocument
from desk_app.policy.guidance.guidance import Guidance, guide
from desk_app.policy.packs.rules import Statement
from desk_app.policy.vocabulary import DocumentState, FilingStatus, Hint, Method
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import Case, FilingRecord
from desk_app.services.case.kept_case import facts_stated
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import drafts as typed
from desk_app.services.filing import intake, refusals
from desk_app.services.finding import searching
from desk_app.services.papers import issuing
from desk_app.services.papers.enclosures import filing_papers
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.services.rules import rulekeeping
from desk_app.storage.database.database import Session
from desk_app.storage.filings import drafts, filings


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """What completing gave; ``gains`` is what the applicant should be told it gives."""

    record: FilingRecord
    papers: tuple[IssuedPaper, ...]
    hints: tuple[Hint, ...]
    missing: tuple[RequiredDocument, ...]
    gains: tuple[Statement, ...]


def with_documents(
    *, desk: Desk, record_no: str, brought: Mapping[str, DocumentState]
) -> dict[str, Any]:
    """Return the whole case of a filing with what was brought now, ready to be completed.

    A commitment becomes a filing with documents. Raises RefusedError for a document that the
    filing does not need, naming those it does.
    """
    with desk.database.reading() as session:
        record = searching.required(session, record_no)
    case: dict[str, Any] = record.case.model_dump(mode="json")
    if record.status is FilingStatus.ACCEPTED:
        case["method"] = Method.DOCUMENTS.value
    facts = facts_stated(
        {**record.case.model_dump(), "method": Method(case["method"])}, on=desk.clock.today()
    )
    book = rulekeeping.shelf(desk=desk).rulebook(record.case.region, on=desk.clock.today())
    needed = {one.id: one.name for one in guide(facts, book).documents}
    if strange := [one for one in brought if one not in needed]:
        known = "、".join(f"{one}（{name}）" for one, name in needed.items())
        raise RefusedError(
            f"备案 {record.number} 不需要材料“{'、'.join(strange)}”，需要的是：{known}。"
        )
    case["documents"] |= {one: state.value for one, state in brought.items()}
    return case


@refusals.noted
def complete(
    *,
    desk: Desk,
    record_no: str,
    case: Mapping[str, Any],
    on_missing: intake.OnMissing = "refuse",
    draft: DraftRecord | None = None,
) -> Completed:
    """Complete a filing that waits for documents, or turn a commitment into documents (补齐材料).

    ``case`` is the whole case with what was brought now. With documents still missing,
    ``notice`` keeps it waiting and makes a new one-time notice. Raises CaseRefusedError with
    every problem, StateConflictError for a filing that needs no completing.
    """
    shelf = rulekeeping.shelf(desk=desk)
    seen, _ = searching.show(desk=desk, record_no=record_no)
    verdict = intake.judged(desk=desk, case=case, replaced=seen)
    checked, guidance = intake.accepted(verdict, on_missing=on_missing)
    draft = typed.on_record(desk=desk, draft=draft)
    with desk.database.writing() as session:
        old = searching.required(session, record_no)
        _refuse_another_person(old, checked)
        overlaps = intake.judge_overlaps(session, case=checked, guidance=guidance, besides=old)
        status = intake.status_for(verdict)
        record = _keep(session, desk, old, checked, guidance, status)
        papers = issuing.issue(
            session,
            desk=desk,
            filing=record,
            papers=filing_papers(desk, record=record, guidance=guidance, missing=verdict.missing),
        )
        if draft is not None:
            drafts.discard(session, seat=desk.seat, draft=draft, clock=desk.clock, registered=True)
    book = shelf.rulebook(checked.region, on=desk.clock.today())
    return Completed(
        record=record,
        papers=papers,
        hints=(*verdict.told, *overlaps),
        missing=verdict.missing,
        gains=completing(guidance.facts, book).statements if _turned(old, checked) else (),
    )


def _keep(
    session: Session,
    desk: Desk,
    old: FilingRecord,
    case: Case,
    guidance: Guidance,
    status: FilingStatus,
) -> FilingRecord:
    if old.status is FilingStatus.AWAITING_DOCUMENTS:
        return filings.complete(
            session,
            seat=desk.seat,
            filing=old,
            case=case,
            status=status,
            rules=guidance.rules_version,
            clock=desk.clock,
        )
    if old.status is not FilingStatus.ACCEPTED or not _turned(old, case):
        raise StateConflictError(
            f"备案 {old.number} 现为“{old.status.label}”，没有待补的材料。"
            "以个人承诺办理的备案补齐材料时，请把备案方式改为“提交材料”。"
        )
    if status is not FilingStatus.ACCEPTED:
        raise RefusedError("材料还不齐，原备案继续按个人承诺有效；请补齐后再办理。")
    return filings.amend(
        session,
        seat=desk.seat,
        filing=old,
        case=case,
        rules=guidance.rules_version,
        clock=desk.clock,
    )


def _turned(old: FilingRecord, case: Case) -> bool:
    """Tell whether a commitment becomes a filing with documents."""
    return old.case.method is Method.COMMITMENT and case.method is Method.DOCUMENTS


def _refuse_another_person(old: FilingRecord, case: Case) -> None:
    before, after = old.case.applicant, case.applicant
    if (before.id_kind, before.id_number) != (after.id_kind, after.id_number):
        raise RefusedError("证件类型或号码与原备案不同，请核对；录错的请注销后重新登记。")
