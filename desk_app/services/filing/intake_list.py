"""Take in a list of cases one by one, saying of each what became of it as soon as it is so.

A list that was cut off is given again as it is: a case that is registered already is known by
its person, place and days, and is not registered twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app.errors import DeskError, EnvironmentFailureError, Stopped
from desk_app.policy.guidance.guidance import RequiredDocument
from desk_app.policy.vocabulary import DocumentState, FilingStatus, Hint, Labelled, Problem
from desk_app.records.filing import Case, FilingRecord
from desk_app.records.print_job import SpooledRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import intake
from desk_app.services.papers import issuing, printing
from desk_app.services.papers.issuing import IssuedPaper, NotSavedError
from desk_app.storage.filings import filings
from desk_app.storage.people import persons

_NO_GROUP = Problem(field="", message="一件案件应写成一组项目（JSON 对象）。")
_PERSONAL = {"applicant", "agent", "documents", "answers"}


class CaseResult(Labelled):
    """What became of a case."""

    REGISTERED = "registered", "已登记"
    KNOWN = "known", "以前已登记，没有重复登记"
    REFUSED = "refused", "未登记，请改正以下各处"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one case; ``place`` is where it stands in the list, from 1.

    ``brought`` tells where its papers are; ``fault`` says what went wrong after it was registered.
    """

    place: int
    result: CaseResult
    record: FilingRecord | None = None
    papers: tuple[IssuedPaper, ...] = ()
    brought: "Brought | None" = None
    problems: tuple[Problem, ...] = ()
    hints: tuple[Hint, ...] = ()
    missing: tuple[RequiredDocument, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a list is taken in: where papers are saved, and which printer they go to, if they do."""

    on_missing: intake.OnMissing = "refuse"
    folder: Path | None = None
    printer: str | None = None
    reprint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Papers of a case: the files that were saved, each in its place, and the printer's job."""

    files: tuple[Path | None, ...]
    job: SpooledRecord | None = None
    fault: str | None = None


def take_in(
    *, desk: Desk, cases: Sequence[object], wishes: Wishes, stopped: Stopped
) -> Iterator[Taken]:
    """Register the cases in order and yield each when it is done; ``stopped`` ends it between two.

    After a case whose papers could not be saved or printed no other is begun. Raises
    EnvironmentFailureError for a case that is not registered, as the computer stands in the way.
    """
    for place, case in enumerate(cases, 1):
        if stopped():
            return
        taken = _take_in(desk, place, case, wishes)
        yield taken
        if taken.fault is not None:
            return


def same(*, desk: Desk, case: Mapping[str, Any]) -> FilingRecord | None:
    """Return the open filing that says the same as a raw case, its person's details aside.

    Under another name it is not the same: whose number it is must be asked first.
    """
    verdict = intake.judged(desk=desk, case=case)
    if verdict.case is None:
        return None
    applicant, wanted = verdict.case.applicant, _said(verdict.case)
    with desk.database.reading() as session:
        person = persons.by_document(
            session, id_kind=applicant.id_kind, id_number=applicant.id_number
        )
        if person is None:
            return None
        found = filings.active_of_person(session, person_id=person.id)
    named = (one for one in found if one.case.applicant.name == applicant.name)
    return next((one for one in named if _said(one.case) == wanted), None)


def _said(case: Case) -> dict[str, Any]:
    return case.model_dump(exclude=_PERSONAL)


def _take_in(desk: Desk, place: int, case: object, wishes: Wishes) -> Taken:
    if not isinstance(case, Mapping):
        return Taken(place=place, result=CaseResult.REFUSED, problems=(_NO_GROUP,))
    known = same(desk=desk, case=case)
    if known is not None and _brings_more(case, known):
        return Taken(place=place, result=CaseResult.REFUSED, problems=(_to_complete(known),))
    if known is not None:
        return _known(desk, place, known, wishes)
    try:
        done = intake.register(desk=desk, case=case, on_missing=wishes.on_missing)
    except intake.CaseRefusedError as error:
        return Taken(
            place=place, result=CaseResult.REFUSED, problems=error.problems, hints=error.hints
        )
    except EnvironmentFailureError as error:
        return _looked_for(desk, place, case, error)
    except DeskError as error:
        told = Problem(field="", message=error.message)
        return Taken(place=place, result=CaseResult.REFUSED, problems=(told,))
    brought = _bring(desk, done.papers, wishes)
    return Taken(
        place=place,
        result=CaseResult.REGISTERED,
        record=done.record,
        papers=done.papers,
        brought=brought,
        hints=done.hints,
        missing=done.missing,
        fault=brought.fault,
    )


def _brings_more(case: Mapping[str, Any], known: FilingRecord) -> bool:
    """Tell whether a case has documents that its filing waits for."""
    if known.status is not FilingStatus.AWAITING_DOCUMENTS:
        return False
    held, given = known.case.documents, case.get("documents")
    return isinstance(given, Mapping) and any(
        state != DocumentState.MISSING and held.get(name) != state for name, state in given.items()
    )


def _to_complete(known: FilingRecord) -> Problem:
    return Problem(
        field="documents",
        message=(
            f"这个人的备案 {known.number} 在等材料，没有另外登记；这次带来的材料请办理补齐材料"
            f"（desk-app complete {known.number} --document 材料=状态）。"
        ),
    )


def _known(desk: Desk, place: int, record: FilingRecord, wishes: Wishes) -> Taken:
    taken = Taken(place=place, result=CaseResult.KNOWN, record=record)
    if not wishes.reprint:
        return taken
    papers = printing.print_set(desk=desk, record_no=record.number)
    brought = _bring(desk, papers, wishes)
    return Taken(
        place=place,
        result=CaseResult.KNOWN,
        record=record,
        papers=papers,
        brought=brought,
        fault=brought.fault,
    )


def _looked_for(
    desk: Desk, place: int, case: Mapping[str, Any], error: EnvironmentFailureError
) -> Taken:
    """Say of a case that failed whether it is there all the same: a connection lost on the way."""
    record = None
    with suppress(DeskError):
        record = same(desk=desk, case=case)
    if record is None:
        raise error
    return Taken(place=place, result=CaseResult.REGISTERED, record=record, fault=error.message)


def _bring(desk: Desk, papers: Sequence[IssuedPaper], wishes: Wishes) -> Brought:
    files: tuple[Path | None, ...] = (None,) * len(papers)
    job, faults = None, []
    if wishes.folder is not None:
        try:
            files = issuing.save(desk=desk, papers=papers, folder=wishes.folder)
        except NotSavedError as error:
            files = error.files
            faults.append(error.message)
    if wishes.printer is not None and papers:
        try:
            job = printing.send(desk=desk, papers=papers, printer=wishes.printer)
        except EnvironmentFailureError as error:
            faults.append(error.message)
    return Brought(files=files, job=job, fault="".join(faults) or None)
