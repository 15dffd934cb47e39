"""Settings, kept with the records; every change is audited."""

from typing import Any

from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.records.audit import Verb
from desk_app.records.hall import Seat
from desk_app.storage.history import audit, states
from desk_app.storage.schema.tables import Setting


def get(session: Session, *, name: str) -> Any | None:
    """Return the JSON value of a setting, or None where it was never set."""
    row = session.get(Setting, name)
    return None if row is None else row.value


def put(session: Session, *, seat: Seat, name: str, value: Any, clock: Clock) -> None:
    """Set a setting to a JSON value; nothing happens when it has that value already."""
    before = get(session, name=name)
    if before == value:
        return
    row = session.merge(Setting(name=name, value=value))
    session.flush()
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=Verb.SETTING_CHANGED,
        subject=f"setting:{name}",
        detail={name: [before, value], states.ROW: states.SETTING_STATE.of(session, row)},
    )
