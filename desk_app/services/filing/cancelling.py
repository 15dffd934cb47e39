"""Cancel a filing, with the form the applicant signs."""

from dataclasses import dataclass
from datetime import date

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.guidance.changes import Consequences
from desk_app.policy.vocabulary import CancelReason, FilingStatus
from desk_app.records.filing import FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing import consequences
from desk_app.services.finding.searching import required
from desk_app.services.papers import issuing
from desk_app.services.papers.filling import Ending, cancellation
from desk_app.services.papers.issuing import IssuedPaper
from desk_app.storage.database.database import Session
from desk_app.storage.filings import filings
from desk_app.storage.history import races

PAPER = "cancellation"


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelledFiling:
    """What cancelling gave; ``told`` is what the applicant must know of it."""

    record: FilingRecord
    papers: tuple[IssuedPaper, ...]
    told: Consequences


def cancel(
    *,
    desk: Desk,
    record_no: str,
    reason: CancelReason,
    reason_text: str | None = None,
    effective: date | None = None,
) -> CancelledFiling:
    """Cancel a filing from ``effective`` (today when None) and make the cancellation form.

    Raises RefusedError for a missing explanation or an impossible day, StateConflictError
    for a filing that is not in force.
    """
    today = desk.clock.today()
    effective = effective or today
    text = (reason_text or "").strip() or None
    if reason.explained and text is None:
        raise RefusedError(_EXPLAIN[reason])
    with desk.database.writing() as session:
        record = required(session, record_no)
        _refuse_ended(session, record)
        if effective < record.case.begin and record.status == FilingStatus.ACCEPTED:
            effective = _before_begin(record, effective, today)
        ending = Ending(day=today, reason=reason, reason_text=text, effective=effective)
        data = cancellation(desk, record=record, ending=ending)
        ended = filings.cancel(
            session,
            seat=desk.seat,
            filing=record,
            reason=reason,
            text=text,
            effective=effective,
            clock=desk.clock,
        )
        papers = issuing.issue(session, desk=desk, filing=ended, papers={PAPER: data})
    told = consequences.of_cancelling(desk=desk, record=record, reason=reason)
    return CancelledFiling(record=ended, papers=papers, told=told)


_EXPLAIN = {
    CancelReason.OTHER: "原因选“其他”时，请写明原因。",
    CancelReason.DECEASED: (
        "参保人死亡的，由亲属或继承人来注销，不用授权委托书：请在说明里写来办的人的姓名和关系。"
    ),
}


def _refuse_ended(session: Session, record: FilingRecord) -> None:
    if not record.status.open:
        done = races.last_change(session, subject=record.number)
        told = f"（{done}）" if done else ""
        raise StateConflictError(
            f"备案 {record.number} 现为“{record.status.label}”{told}，不能再注销。"
        )


def _before_begin(record: FilingRecord, effective: date, today: date) -> date:
    """Return the day; before the filing begins only today makes sense, another day is a slip."""
    if effective == today:
        return effective
    raise RefusedError(f"注销生效日期 {effective} 早于备案开始日期 {record.case.begin}，请改正。")
