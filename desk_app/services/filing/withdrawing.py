"""Take back what was just done to a filing, or what a supervisor finds was done by mistake."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.vocabulary import FilingStatus, Role
from desk_app.records.act import ActRecord
from desk_app.records.audit import Verb
from desk_app.records.filing import FilingRecord
from desk_app.records.print_job import MAY_BE_OUT, PrintJobRecord, PrintOutcome
from desk_app.services.case.kept_case import guidance_of
from desk_app.services.desk.open_desk import Desk
from desk_app.services.filing.intake import judge_overlaps
from desk_app.services.finding.searching import required
from desk_app.services.papers.printing import title_of
from desk_app.services.rules import rulekeeping
from desk_app.storage.database.database import Session
from desk_app.storage.filings import acts, filings, prints, undoing
from desk_app.storage.filings.acts import Grounds
from desk_app.storage.history import races
from desk_app.storage.people import persons

GRACE = timedelta(minutes=1)
"""How long whoever did something may take it back by themselves; later a supervisor may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What was taken back: ``verb`` is what had been done, ``record`` how the filing is now.

    ``linked`` is the filing that a change had ended and that is in force again. ``out`` are the
    titles of papers that left the program and must be asked back.
    """

    record: FilingRecord
    verb: Verb
    linked: FilingRecord | None
    out: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The number of the filing to look at afterwards."""
        return self.linked.number if self.linked is not None else self.record.number

    @property
    def retyped(self) -> Mapping[str, Any] | None:
        """The case that was registered, to be typed on; None where a step of another was undone."""
        if self.verb is not Verb.REGISTER or self.linked is not None:
            return None
        return {**self.record.case.model_dump(mode="json"), "consent": False}

    @property
    def words(self) -> str:
        """What was taken back, what is in force again, and what must be asked back."""
        number, linked = self.record.number, self.linked
        said = [f"已撤回 {number} 的{self.verb.label}，现为“{self.record.status.label}”。"]
        if self.record.status is FilingStatus.WITHDRAWN:
            said.append("这个编号已用过，不会再发给别人。")
        if linked is not None:
            said.append(f"{linked.number} 恢复为“{linked.status.label}”。")
        if self.out:
            said.append(f"这些表已经印出或存出，请收回作废：《{'》《'.join(self.out)}》。")
        return "".join(said)


def withdraw(*, desk: Desk, record_no: str, reason: str | None = None) -> Withdrawn:
    """Take back the last thing that was done to a filing; its registering makes it 已撤回.

    Within a minute whoever did it at this counter may; a supervisor always, with a reason. Raises
    RefusedError otherwise, StateConflictError where nothing is left to take back, CaseRefusedError
    where the person has meanwhile what excludes the filing that would be open again.
    """
    why = (reason or "").strip() or None
    with desk.database.writing() as session:
        record, act = _last(session, required(session, record_no))
        _expect_allowed(desk, record, act, why)
        since = act.at if act else record.registered_at
        out = _call_back(session, desk, record, act)
        grounds = Grounds(reason=why, undoes=act.id if act else None)
        done = _take_back(session, desk, record, act, grounds)
        if not record.status.open:
            expect_room(session, desk, done)
        restate_person(session, desk, done)
        done = required(session, done.number)
        linked = filings.by_number(session, number=done.replaces) if done.replaces else None
        if linked is not None:
            expect_room(session, desk, linked)
            out += _titles_out(session, linked, since=since)
            _cancel_papers(session, desk, linked, since=since)
    freed = linked if linked is not None and linked.status.open else None
    return Withdrawn(record=done, verb=act.verb if act else Verb.REGISTER, linked=freed, out=out)


def expect_room(session: Session, desk: Desk, record: FilingRecord) -> None:
    """Raise CaseRefusedError where a filing is open again beside one that excludes it."""
    if record.status.open:
        on, shelf = desk.clock.today(), rulekeeping.shelf(desk=desk)
        guidance = guidance_of(record.case, on=on, shelf=shelf)
        judge_overlaps(session, case=record.case, guidance=guidance, besides=record)


def restate_person(session: Session, desk: Desk, filing: FilingRecord) -> None:
    """Have a person be as the latest of their filings that was not taken back states them."""
    known = filings.of_person(session, person_id=filing.person_id)
    stated = next((one for one in known if one.status is not FilingStatus.WITHDRAWN), None)
    if stated is not None:
        persons.keep(session, seat=desk.seat, stated=stated.case.applicant, clock=desk.clock)


def _last(session: Session, record: FilingRecord) -> tuple[FilingRecord, ActRecord | None]:
    """Return the filing and act to take back: of one that a change ended, the change itself."""
    if record.status is FilingStatus.WITHDRAWN:
        told = races.last_change(session, subject=record.number)
        raise StateConflictError(
            f"备案 {record.number} 已经撤回{f'（{told}）' if told else ''}，不用再撤。"
            "撤错了的，由主管恢复。"
        )
    if record.status is FilingStatus.CHANGED and record.replaced_by:
        return _last(session, required(session, record.replaced_by))
    return record, acts.last_standing(acts.of_filing(session, filing_id=record.id))


def _expect_allowed(
    desk: Desk, record: FilingRecord, act: ActRecord | None, why: str | None
) -> None:
    at, clerk_id = (act.at, act.clerk_id) if act else (record.registered_at, record.clerk_id)
    counter = act.counter if act else record.counter
    own = (clerk_id, counter) == (desk.clerk.id, desk.counter)
    if own and desk.clock.now() - at <= GRACE:
        return
    if desk.clerk.role is not Role.SUPERVISOR:
        raise RefusedError("自己刚办的一分钟内可以撤回；过后或别人办的，请主管写明理由撤回。")
    if why is None:
        raise RefusedError("已超过一分钟，或是别人办的：撤回要写明理由。")


def _take_back(
    session: Session, desk: Desk, record: FilingRecord, act: ActRecord | None, grounds: Grounds
) -> FilingRecord:
    if act is None:
        return undoing.withdraw_registering(
            session, seat=desk.seat, filing=record, grounds=grounds, clock=desk.clock
        )
    return undoing.take_back(
        session,
        seat=desk.seat,
        filing=record,
        act=act,
        verb=Verb.WITHDRAW,
        grounds=grounds,
        clock=desk.clock,
    )


def _call_back(
    session: Session, desk: Desk, record: FilingRecord, act: ActRecord | None
) -> tuple[str, ...]:
    """Cancel the papers of an act that did not come out; return the titles of those that did."""
    since = act.at if act else record.registered_at
    out = _titles_out(session, record, since=since)
    _cancel_papers(session, desk, record, since=since)
    return out


def _cancel_papers(session: Session, desk: Desk, record: FilingRecord, *, since: datetime) -> None:
    for job in prints.of_filing(session, filing_id=record.id):
        if job.printed_at >= since and job.outcome is PrintOutcome.UNCONFIRMED:
            prints.settle(
                session,
                seat=desk.seat,
                job=job,
                outcome=PrintOutcome.CANCELLED,
                clock=desk.clock,
            )


def _titles_out(session: Session, record: FilingRecord, *, since: datetime) -> tuple[str, ...]:
    jobs = prints.of_filing(session, filing_id=record.id)
    out = (one.printed.paper for one in jobs if _left(one, since))
    return tuple(title_of(paper) for paper in dict.fromkeys(out))


def _left(job: PrintJobRecord, since: datetime) -> bool:
    return job.printed_at >= since and job.outcome in MAY_BE_OUT
