"""Bring a filing that was ended by mistake into force again, under its number."""

from dataclasses import dataclass

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.audit import Verb
from desk_app.records.filing import FilingRecord
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing.withdrawing import expect_room, restate_person
from desk_app.services.finding.searching import required
from desk_app.services.papers import issuing
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.storage.database.database import Session
from desk_app.storage.filings import acts, filings, prints, undoing
from desk_app.storage.filings.acts import Grounds

_NOT_AGAIN = frozenset({"cancellation", "power_of_attorney"})
_NOTICE = "one_time_notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinstated:
    """What bringing back gave: the filing, its papers with the mark of it, and what it undid.

    ``linked`` is the filing of a mistaken change: taken back with it, or ended again.
    """

    record: FilingRecord
    linked: FilingRecord | None
    papers: tuple[IssuedPaper, ...]


def reinstate(*, desk: Desk, record_no: str, reason: str) -> Reinstated:
    """Undo what ended a filing: a cancellation, a change (both filings), a withdrawal.

    Needs a supervisor and a reason. Raises StateConflictError for a filing that has not ended or
    cannot come back, CaseRefusedError where the person has meanwhile what excludes it.
    """
    require_supervisor(desk, "恢复备案")
    why = reason.strip()
    if not why:
        raise RefusedError("请写明为什么恢复，例如“办成了注销，本人要办的是变更”。")
    with desk.database.writing() as session:
        record = required(session, record_no)
        if record.status is FilingStatus.CHANGED and record.replaced_by:
            _undo_change(session, desk, record, why)
        else:
            _undo_end(session, desk, record, why)
        done = required(session, record.number)
        expect_room(session, desk, done)
        restate_person(session, desk, done)
        papers = _papers(session, desk, done)
        other = record.replaced_by or done.replaces
        linked = filings.by_number(session, number=other) if other else None
    return Reinstated(record=done, linked=linked, papers=papers)


def _undo_change(session: Session, desk: Desk, old: FilingRecord, why: str) -> None:
    new = required(session, old.replaced_by or "")
    if new.status is FilingStatus.CHANGED:
        raise StateConflictError(
            f"备案 {old.number} 变更成的 {new.number} 后来又变更过，请先恢复 {new.number}。"
        )
    undoing.withdraw_registering(
        session,
        seat=desk.seat,
        filing=new,
        grounds=Grounds(reason=why),
        clock=desk.clock,
        linked=Verb.REINSTATE,
    )


def _undo_end(session: Session, desk: Desk, record: FilingRecord, why: str) -> None:
    if record.status.open:
        raise StateConflictError(
            f"备案 {record.number} 现为“{record.status.label}”，不用恢复；"
            "要退回刚才那一步，请用撤回。"
        )
    known = acts.of_filing(session, filing_id=record.id)
    ended = acts.ended_by(known, record.status)
    undoing.take_back(
        session,
        seat=desk.seat,
        filing=record,
        act=ended,
        verb=Verb.REINSTATE,
        grounds=Grounds(reason=why, undoes=ended.id if ended else None),
        clock=desk.clock,
    )


def _papers(session: Session, desk: Desk, record: FilingRecord) -> tuple[IssuedPaper, ...]:
    """Make the papers of a filing again as it is now; each says in its margin that it came back."""
    jobs = {job.printed.paper: job for job in prints.of_filing(session, filing_id=record.id)}
    waits = record.status is FilingStatus.AWAITING_DOCUMENTS
    wanted = (
        job
        for paper, job in jobs.items()
        if paper not in _NOT_AGAIN and (paper == _NOTICE) == waits
    )
    return tuple(issuing.again(session, desk=desk, filing=record, job=job) for job in wanted)
