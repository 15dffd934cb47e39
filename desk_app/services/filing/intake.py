"""Register a case: judge it, number it, keep it, make its papers — all of it or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from desk_app.policy.guidance import acquaintance
from desk_app.policy.guidance.acquaintance import Acquaintance
from desk_app.policy.guidance.guidance import Guidance, RequiredDocument
from desk_app.policy.guidance.overlap import Span, check_overlaps
from desk_app.policy.vocabulary import FilingStatus, Hint, Problem
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import Case, FilingRecord
from desk_app.services.case import asking, recognising
from desk_app.services.case.checking import Verdict, check
from desk_app.services.desk.open_desk import Desk
from desk_app.services.desk.timekeeping import clock_warning
from desk_app.services.filing import drafts as typed
from desk_app.services.filing import refusals
from desk_app.services.filing.refusals import CaseRefusedError
from desk_app.services.papers import issuing
from desk_app.services.papers.enclosures import filing_papers
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.services.rules import rulekeeping
from desk_app.storage.database.database import Session
from desk_app.storage.filings import drafts, filings
from desk_app.storage.people import persons

__all__ = [
    "CaseRefusedError",
    "OnMissing",
    "Registered",
    "accepted",
    "judge_overlaps",
    "judged",
    "missing_problem",
    "register",
    "status_for",
]

OnMissing = Literal["refuse", "notice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What registering gave."""

    record: FilingRecord
    papers: tuple[IssuedPaper, ...]
    hints: tuple[Hint, ...]
    missing: tuple[RequiredDocument, ...]


@refusals.noted
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
    verdict = judged(desk=desk, case=case)
    checked, guidance = accepted(verdict, on_missing=on_missing)
    late = clock_warning(desk=desk)
    draft = typed.on_record(desk=desk, draft=draft)
    with desk.database.writing() as session:
        overlaps = judge_overlaps(session, case=checked, guidance=guidance)
        record = filings.add(
            session,
            seat=desk.seat,
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
            drafts.discard(session, seat=desk.seat, draft=draft, clock=desk.clock, registered=True)
    return Registered(
        record=record,
        papers=papers,
        hints=(*verdict.told, *overlaps, *([Hint(field="begin", message=late)] if late else [])),
        missing=verdict.missing,
    )


def judged(
    *,
    desk: Desk,
    case: Mapping[str, Any],
    replaced: FilingRecord | None = None,
    changing: bool = False,
) -> Verdict:
    """Judge a raw case by the rules of the desk's day and by what is on file of the applicant.

    ``replaced`` is the filing it completes or, where ``changing``, changes.
    """
    return check(
        case=case,
        shelf=rulekeeping.shelf(desk=desk),
        today=desk.clock.today(),
        known=recognising.recognise(desk=desk, case=case, replaced=replaced, changing=changing),
    )


def accepted(verdict: Verdict, *, on_missing: OnMissing) -> tuple[Case, Guidance]:
    """Return the checked case and its guidance, or raise CaseRefusedError with every reason.

    A question that must be answered and was not is one: who files the case has to ask.
    """
    problems = verdict.problems + tuple(asking.problems(verdict.open_questions))
    if on_missing == "refuse":
        problems += tuple(missing_problem(document) for document in verdict.missing)
    if problems or verdict.case is None or verdict.guidance is None:
        raise CaseRefusedError(problems, verdict.told)
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


def judge_overlaps(
    session: Session, *, case: Case, guidance: Guidance, besides: FilingRecord | None = None
) -> tuple[Hint, ...]:
    """Judge a case beside the person's filings in force; ``besides`` is the one being changed.

    Returns what deserves a second look; raises CaseRefusedError for what excludes the case.
    """
    active = _others_in_force(session, case)
    others = (_span(one.case, one) for one in active if not besides or one.id != besides.id)
    verdict = check_overlaps(_span(case), others, one_place=guidance.one_place)
    if verdict.problems:
        raise CaseRefusedError(verdict.problems, verdict.hints)
    return verdict.hints


def _others_in_force(session: Session, case: Case) -> Iterator[FilingRecord]:
    """Yield the filings in force of the applicant, as far as the clerk said who that is.

    Raises CaseRefusedError for somebody whose death is on file.
    """
    told, applicant = case.answers or {}, case.applicant
    person = persons.by_document(session, id_kind=applicant.id_kind, id_number=applicant.id_number)
    same = [person] if person else []
    if told.get("other_document") == "same":
        same += recognising.twofold(session, person=applicant)
    for one in same:
        for filing in filings.of_person(session, person_id=one.id):
            if recognising.is_death(filing):
                known = Acquaintance(dead=filing.number)
                raise CaseRefusedError(tuple(acquaintance.problems_of(known)))
            named_otherwise = filing.case.applicant.name != applicant.name
            if named_otherwise and told.get("other_name") == "other_person":
                continue
            if filing.status.open:
                yield filing


def _span(case: Case, kept: FilingRecord | None = None) -> Span:
    return Span(
        type=case.type,
        method=case.method,
        place=case.place,
        begin=case.begin,
        end=case.end,
        number=kept.number if kept else None,
        waits=kept is not None and kept.status is FilingStatus.AWAITING_DOCUMENTS,
    )
