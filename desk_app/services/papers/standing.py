"""What a paper that is printed later says of its filing: how it stands now, and since when."""

from collections.abc import Iterable

from desk_app.policy.vocabulary import FilingStatus
from desk_app.records.act import ActRecord
from desk_app.records.audit import Verb
from desk_app.records.filing import FilingRecord
from desk_app.storage.database.database import Session
from desk_app.storage.filings import acts

_ENDS = "cancellation"
_STANDS = {Verb.REINSTATE: "恢复", Verb.CORRECT: "更正", Verb.CONTACT: "修改"}


def words(session: Session, *, filing: FilingRecord, paper: str) -> str:
    """Return what is to stand in the margin of a paper; nothing where it says all by itself."""
    known = acts.of_filing(session, filing_id=filing.id)
    if filing.status is FilingStatus.WITHDRAWN:
        return f"本备案已于 {filing.closed_day} 撤回，此表作废"
    if filing.status is FilingStatus.CHANGED:
        new = f"变更为 {filing.replaced_by}" if filing.replaced_by else "变更"
        return "" if paper == _ENDS else f"本备案已于 {filing.closed_day} {new}，此表不再有效"
    if filing.status is FilingStatus.CANCELLED:
        return "" if paper == _ENDS else f"本备案已于 {filing.closed_day} 注销，此表不再有效"
    return _since(known, paper)


def _since(known: Iterable[ActRecord], paper: str) -> str:
    """Return what was put right of a filing in force, the latest of each kind."""
    latest = {act.verb: act for act in known if act.verb in _STANDS}
    if paper == _ENDS:
        back = latest.get(Verb.REINSTATE)
        return f"本次注销已于 {back.at:%Y-%m-%d} 撤销，此表作废" if back else ""
    return "　".join(f"{act.at:%Y-%m-%d} {_STANDS[verb]}" for verb, act in latest.items())
