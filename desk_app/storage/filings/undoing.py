"""Take an act back: the filing, and the one linked with it by a change, as they were before."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.act import RESTATING, ActRecord
from desk_app.records.audit import Verb
from desk_app.records.filing import Case, FilingRecord
from desk_app.records.hall import Seat
from desk_app.storage.filings import acts, correcting, filings
from desk_app.storage.filings.acts import Grounds
from desk_app.storage.filings.filing_rows import record
from desk_app.storage.history import audit
from desk_app.storage.schema.tables import Filing

_NOT_YET = frozenset({FilingStatus.WITHDRAWN, FilingStatus.AWAITING_DOCUMENTS})
"""States in which a filing that stands for a change does not end the one it replaces."""


def withdraw_registering(
    session: Session,
    *,
    seat: Seat,
    filing: FilingRecord,
    grounds: Grounds,
    clock: Clock,
    linked: Verb = Verb.WITHDRAW,
) -> FilingRecord:
    """Make a filing one that was taken back; its number stays used.

    What it replaced is in force again, and the history calls that ``linked``.
    """
    row = filings.current(session, filing, *FilingStatus)
    before = acts.as_it_is(row)
    row.status, row.closed_day = FilingStatus.WITHDRAWN, clock.today()
    _note(session, seat, row, Verb.WITHDRAW, before, grounds, clock)
    _follow(session, seat, row, before, linked, grounds, clock)
    return record(session, row.id)


def take_back(
    session: Session,
    *,
    seat: Seat,
    filing: FilingRecord,
    act: ActRecord | None,
    verb: Verb,
    grounds: Grounds,
    clock: Clock,
) -> FilingRecord:
    """Make a filing what it was before an act; without one, before it was ended.

    Records of before there were acts do not have the one that ended them. Raises
    StateConflictError where the filing it replaced is not in force any more.
    """
    if act is not None and act.verb in RESTATING:
        case = Case.model_validate(act.before["case"])
        return correcting.correct(
            session, seat=seat, filing=filing, case=case, verb=verb, grounds=grounds, clock=clock
        )
    row = filings.current(session, filing, *FilingStatus)
    wanted = act.before if act else _before_the_end(row)
    before = acts.as_it_is(row, case="case" in wanted)
    acts.put_back(row, wanted)
    _note(session, seat, row, verb, before, grounds, clock)
    _follow(session, seat, row, before, verb, grounds, clock)
    return record(session, row.id)


def _follow(
    session: Session,
    seat: Seat,
    row: Filing,
    before: Mapping[str, Any],
    verb: Verb,
    grounds: Grounds,
    clock: Clock,
) -> None:
    """Bring the filing that one replaces into force again, or end it again."""
    if row.replaces_id is None:
        return
    stood, stands = before["status"] not in _NOT_YET, row.status not in _NOT_YET
    if stands and not stood:
        filings.supersede(session, row.replaces_id, row.number, seat, clock)
    elif stood and not stands:
        _unsupersede(session, seat, row.replaces_id, verb, grounds, clock)


def _unsupersede(
    session: Session, seat: Seat, old_id: int, verb: Verb, grounds: Grounds, clock: Clock
) -> None:
    old = session.get_one(Filing, old_id)
    if old.status is not FilingStatus.CHANGED:
        return
    act = acts.last_standing(acts.of_filing(session, filing_id=old_id))
    known = act if act is not None and act.verb is Verb.SUPERSEDE else None
    before = acts.as_it_is(old)
    acts.put_back(old, known.before if known else _before_the_end(old))
    own = Grounds(reason=grounds.reason, undoes=known.id if known else None)
    _note(session, seat, old, verb, before, own, clock)


def _before_the_end(row: Filing) -> dict[str, Any]:
    accepted = row.accepted_at is not None
    status = FilingStatus.ACCEPTED if accepted else FilingStatus.AWAITING_DOCUMENTS
    ending = ("closed_day", "cancelled_at", "cancelled_day", "cancel_effective", "cancel_reason")
    open_again = dict.fromkeys((*ending, "cancel_text"))
    return acts.as_it_is(row) | open_again | {"status": status.value}


def _note(
    session: Session,
    seat: Seat,
    row: Filing,
    verb: Verb,
    before: Mapping[str, Any],
    grounds: Grounds,
    clock: Clock,
) -> None:
    session.flush()
    detail = audit.difference(
        session, _told(before), _told(acts.as_it_is(row, case="case" in before))
    )
    if grounds.reason:
        detail |= audit.difference(session, {}, {"reason": grounds.reason})
    detail |= acts.add(
        session, seat=seat, row=row, verb=verb, before=before, clock=clock, grounds=grounds
    )
    filings.log(session, seat, clock, verb, row, detail)


def _told(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a filing is as the history names its fields."""
    case: Mapping[str, Any] = state.get("case", {})
    return {name: value for name, value in state.items() if name != "case"} | dict(case)
