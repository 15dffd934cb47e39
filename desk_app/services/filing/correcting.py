"""Put a slip in a filing right under its number, or keep somebody's contact up to date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.guidance import corrections
from desk_app.policy.vocabulary import Hint, IdKind, Problem
from desk_app.records.audit import Verb
from desk_app.records.field_table import FIELDS
from desk_app.records.filing import Case, FilingRecord
from desk_app.services.case.checking import check
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import intake, refusals
from desk_app.services.filing.refusals import CaseRefusedError
from desk_app.services.finding.searching import required
from desk_app.services.papers import issuing
from desk_app.services.papers.enclosures import filing_papers
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.services.rules import rulekeeping
from desk_app.storage.database.database import Session
from desk_app.storage.filings import correcting
from desk_app.storage.filings.acts import Grounds
from desk_app.storage.history import races

_TOLD_BY_NUMBER = frozenset({"sex", "birth"})
_SPEAKING = frozenset({IdKind.RESIDENT_ID, IdKind.HMT_RESIDENCE_PERMIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What putting right gave: the filing, its papers with the mark of it, the fields it was."""

    record: FilingRecord
    papers: tuple[IssuedPaper, ...]
    fields: tuple[str, ...]
    hints: tuple[Hint, ...]


@refusals.noted
def correct(
    *, desk: Desk, record_no: str, case: Mapping[str, Any], asked_by: str, seen: str
) -> Corrected:
    """Put a slip right: a name, a number, a hospital, a place that was not used yet.

    ``case`` is what is to be different, group by group; ``asked_by`` says who asked for it,
    ``seen`` which document showed it. Raises CaseRefusedError with every field that is not a slip,
    StateConflictError for a filing that is not open.
    """
    grounds = Grounds(asked_by=asked_by.strip() or None, seen=seen.strip() or None)
    if grounds.asked_by is None or grounds.seen is None:
        raise RefusedError("更正要写明谁提出的、看过哪一种证件或材料。")
    return _put_right(desk, record_no, case, grounds, contact_only=False)


@refusals.noted
def amend(
    *, desk: Desk, record_no: str, case: Mapping[str, Any], asked_by: str | None = None
) -> Corrected:
    """Bring somebody's contact up to date: phone, address, employer and the like.

    Raises as ``correct``, for fields that are not of that kind too.
    """
    grounds = Grounds(asked_by=(asked_by or "").strip() or None)
    return _put_right(desk, record_no, case, grounds, contact_only=True)


def merged(kept: Case, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept case with what is wanted different, as a raw case."""
    whole: dict[str, Any] = kept.model_dump(mode="json")
    for name, value in wanted.items():
        inner = isinstance(value, Mapping) and isinstance(whole.get(name), Mapping)
        whole[name] = {**whole[name], **value} if inner else value
        if inner and _TOLD_BY_NUMBER.isdisjoint(value) and "id_number" in value:
            whole[name] = {k: v for k, v in whole[name].items() if k not in _told_by(whole[name])}
    return whole


def _told_by(person: Mapping[str, Any]) -> frozenset[str]:
    """Return what a document number says of a person, so that a corrected one says it anew."""
    return _TOLD_BY_NUMBER if person.get("id_kind") in _SPEAKING else frozenset()


def _put_right(
    desk: Desk,
    record_no: str,
    wanted: Mapping[str, Any],
    grounds: Grounds,
    *,
    contact_only: bool,
) -> Corrected:
    today, shelf = desk.clock.today(), rulekeeping.shelf(desk=desk)
    with desk.database.writing() as session:
        old = required(session, record_no)
        _expect_open(session, old)
        asked = _asked(old.case, wanted)
        _expect_slips(old, asked, today=today, contact_only=contact_only)
        # By the rules of its day: what they asked for then is what it was filed with.
        verdict = check(
            case=merged(old.case, wanted), today=old.accepted_day or old.day, shelf=shelf
        )
        case, guidance = verdict.case, verdict.guidance
        if verdict.problems or case is None or guidance is None:
            raise CaseRefusedError(verdict.problems, verdict.hints)
        fields = differing(old.case, case)
        _expect_slips(old, fields, today=today, contact_only=contact_only)
        if {"place", "begin", "end", "applicant.id_number", "applicant.id_kind"} & set(fields):
            intake.judge_overlaps(session, case=case, guidance=guidance, besides=old)
        record = correcting.correct(
            session,
            seat=desk.seat,
            filing=old,
            case=case,
            verb=Verb.CONTACT if corrections.is_contact(fields) else Verb.CORRECT,
            grounds=grounds,
            clock=desk.clock,
        )
        waits = old.accepted_at is None
        missing = verdict.missing if waits else ()
        papers = issuing.issue(
            session,
            desk=desk,
            filing=record,
            papers=filing_papers(desk, record=record, guidance=guidance, missing=missing),
            marked=True,
        )
    return Corrected(record=record, papers=papers, fields=fields, hints=verdict.hints)


def differing(before: Case, after: Case) -> tuple[str, ...]:
    """Return the paths of the fields in which two cases differ; an agent who came is one."""
    if (before.agent is None) != (after.agent is None):
        return ("agent", *(one for one in _differing(before, after) if not one.startswith("agent")))
    return tuple(_differing(before, after))


def _differing(before: Case, after: Case) -> list[str]:
    return [
        path
        for path, field in FIELDS.items()
        if path not in {"applicant", "agent"}
        and _value(before, field.group, field.name) != _value(after, field.group, field.name)
    ]


def _value(case: Case, group: str, name: str) -> object:
    holder = getattr(case, group) if group else case
    return None if holder is None else getattr(holder, name)


def _asked(kept: Case, wanted: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the paths of the fields that are asked to be different, judged or not."""
    before, after = (_plain(one) for one in (kept.model_dump(mode="json"), merged(kept, wanted)))
    return tuple(path for path in FIELDS if before.get(path) != after.get(path))


def _plain(case: Mapping[str, Any]) -> dict[str, Any]:
    groups = {name: case.get(name) or {} for name in ("applicant", "agent")}
    inner = {
        f"{group}.{name}": value for group, one in groups.items() for name, value in one.items()
    }
    return {name: value for name, value in case.items() if name not in groups} | inner


def _expect_open(session: Session, record: FilingRecord) -> None:
    if record.status.open:
        return
    done = races.last_change(session, subject=record.number)
    told = f"（{done}）" if done else ""
    raise StateConflictError(f"备案 {record.number} 现为“{record.status.label}”{told}，不能更正。")


def _expect_slips(
    old: FilingRecord, fields: tuple[str, ...], *, today: date, contact_only: bool
) -> None:
    if not fields:
        raise RefusedError("和现在登记的完全一样，没有要改的。")
    accepted = old.accepted_day or today
    begun = today > max(old.case.begin, accepted)
    problems: tuple[Problem, ...] = corrections.check(
        fields, begun=begun, contact_only=contact_only
    )
    if problems:
        raise CaseRefusedError(problems)
