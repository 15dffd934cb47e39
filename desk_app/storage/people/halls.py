"""The hall this file belongs to."""

from sqlmodel import Session, col, select

from desk_app.clock import Clock
from desk_app.errors import StateConflictError
from desk_app.records.audit import Verb
from desk_app.records.hall import HallFields, HallRecord, Seat
from desk_app.storage.history import audit, states
from desk_app.storage.history.races import restate
from desk_app.storage.schema.tables import Hall


def add(
    session: Session, *, hall: HallFields, clock: Clock, seat: Seat | None = None
) -> HallRecord:
    """Keep a new hall; raise StateConflictError for a code that exists.

    ``seat`` is None for the first one.
    """
    if by_code(session, code=hall.code) is not None:
        raise StateConflictError("这个服务厅代码已经用过。请另取一个代码。")
    row = Hall(**hall.model_dump(include=set(HallFields.model_fields)))
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=Verb.HALL_ADDED,
        subject=f"hall:{hall.code}",
        detail={states.ROW: states.HALL_STATE.of(session, row)},
    )
    return HallRecord.model_validate(row)


def every(session: Session) -> tuple[HallRecord, ...]:
    """Return the halls by code; a file of one hall has exactly one."""
    rows = session.exec(select(Hall).order_by(col(Hall.code)))
    return tuple(HallRecord.model_validate(row) for row in rows)


def by_code(session: Session, *, code: str) -> HallRecord | None:
    """Return a hall."""
    row = session.exec(select(Hall).where(Hall.code == code)).first()
    return None if row is None else HallRecord.model_validate(row)


def change(
    session: Session, *, seat: Seat, hall: HallRecord, fields: HallFields, clock: Clock
) -> HallRecord:
    """Change what the papers say of a hall; the code stays, since numbers carry it."""
    row = session.get_one(Hall, hall.id)
    restate(
        session,
        row,
        HallFields.model_validate(fields.model_dump() | {"code": hall.code}),
        seen=hall.version,
        seat=seat,
        subject=f"hall:{hall.code}",
        clock=clock,
    )
    return HallRecord.model_validate(row)
