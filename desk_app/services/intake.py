"""Register a case: judge it, number it, keep it, make its papers — all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.guidance import Guidance, RequiredDocument
from desk_app.policy.regions import place as place_of
from desk_app.policy.vocabulary import FilingStatus, Hint, Method, Problem
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import Case, FilingRecord
from desk_app.services import issuing
from desk_app.services.checking import Verdict, check
from desk_app.services.desk import Desk
from desk_app.services.enclosures import filing_papers
from desk_app.services.issuing import IssuedPaper
from desk_app.storage import drafts, filings, persons
from desk_app.storage.database import Session

OnMissing = Literal["refuse", "notice"]


class CaseRefusedError(RefusedError):
    """A case that cannot be registered as it is, with every reason at once."""

    def __init__(self, problems: tuple[Problem, ...], hints: tuple[Hint, ...] = ()) -> None:
        super().__init__(f"有 {len(problems)} 处需要改正：" + "".join(p.message for p in problems))
        self.problems = problems
        self.hints = hints


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What registering gave."""

    record: FilingRecord
    papers: tuple[IssuedPaper, ...]
    hints: tuple[Hint, ...]
    missing: tuple[RequiredDocument, ...]


def register(
    *,
    desk: Desk,
    case: Mapping[str, Any],
    on_missing: OnMissing = "refuse",
    draft: DraftRecord | None = None,
) -> Registered:
    """Register a raw case and make its papers; its draft, if any, is done with then.

    With documents missing, ``notice`` registers it as waiting for them (待补正), ``refuse`` does
    not. Raises CaseRefusedError with every problem; nothing was written then.
    """
    verdict = check(case=case, today=desk.clock.today())
    checked, guidance = accepted(verdict, on_missing=on_missing)
    with desk.database.writing() as session:
        refuse_overlaps(session, case=checked)
        record = filings.add(
            session,
            desk=desk.seat,
            case=checked,
            status=status_for(verdict),
            rules=guidance.rules_version,
            clock=desk.clock,
        )
        papers = issuing.issue(
            session,
            desk=desk,
            filing=record,
            papers=filing_papers(desk, record=record, guidance=guidance, missing=verdict.missing),
        )
        if draft is not None:
            drafts.discard(session, desk=desk.seat, draft=draft, clock=desk.clock, registered=True)
    return Registered(record=record, papers=papers, hints=verdict.hints, missing=verdict.missing)


def accepted(verdict: Verdict, *, on_missing: OnMissing) -> tuple[Case, Guidance]:
    """Return the checked case and its guidance, or raise CaseRefusedError with every reason."""
    problems = verdict.problems
    if on_missing == "refuse":
        problems += tuple(missing_problem(document) for document in verdict.missing)
    if problems or verdict.case is None or verdict.guidance is None:
        raise CaseRefusedError(problems, verdict.hints)
    return verdict.case, verdict.guidance


def missing_problem(document: RequiredDocument) -> Problem:
    """Word a missing document as something to mend."""
    instead = f"，也可以用{'、'.join(document.alternatives)}代替" if document.alternatives else ""
    return Problem(
        field=f"documents.{document.id}",
        message=f"缺少材料：{document.name}（{document.need_text}）{instead}。",
        source=document.rule,
    )


def status_for(verdict: Verdict) -> FilingStatus:
    """Return the status a judged case is registered with."""
    return FilingStatus.AWAITING_DOCUMENTS if verdict.missing else FilingStatus.ACCEPTED


def refuse_overlaps(session: Session, *, case: Case, besides: FilingRecord | None = None) -> None:
    """Refuse a second filing that the first one excludes.

    The same place twice is never right; a second place needs documents, not a commitment
    (DOMAIN B5, art 11 of the model rules; A13 C18). ``besides`` is the filing being changed.
    """
    person = persons.by_document(
        session, id_kind=case.applicant.id_kind, id_number=case.applicant.id_number
    )
    if person is None:
        return
    for other in filings.active_of_person(session, person_id=person.id):
        if (besides and other.id == besides.id) or _over_before(other.case, case):
            continue
        if other.case.place == case.place:
            raise StateConflictError(
                f"申请人已有到{_place_name(case.place)}的有效备案（{other.number}），"
                "请办理变更，或先注销原备案。"
            )
        if Method.COMMITMENT in {case.method, other.case.method}:
            raise StateConflictError(
                f"申请人已有到{_place_name(other.case.place)}的有效备案（{other.number}）。"
                "以个人承诺方式备案的，同一时间只能备案一个就医地，请办理变更，或改用提交材料方式。"
            )


def _over_before(earlier: Case, later: Case) -> bool:
    return earlier.end is not None and earlier.end < later.begin


def _place_name(code: str) -> str:
    found = place_of(code)
    return found.name if found else code
