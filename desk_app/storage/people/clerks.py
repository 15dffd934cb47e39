"""The people who work in the hall."""

from sqlmodel import Session, col, select

from desk_app.clock import Clock
from desk_app.errors import StateConflictError
from desk_app.policy.vocabulary import Role
from desk_app.records.audit import Verb
from desk_app.records.hall import ClerkFields, ClerkRecord, Seat
from desk_app.storage.history import audit, states
from desk_app.storage.history.races import restate
from desk_app.storage.schema.tables import Clerk


def add(
    session: Session,
    *,
    staff_no: str,
    name: str,
    role: Role,
    clock: Clock,
    seat: Seat | None = None,
    active: bool = True,
) -> ClerkRecord:
    """Keep a new person; ``seat`` is None for the first one.

    Raises StateConflictError for a staff number that exists, also of somebody who left.
    """
    if by_staff_no(session, staff_no=staff_no) is not None:
        raise StateConflictError("这个工号已经用过。请另取一个工号。")
    fields = ClerkFields(name=name, role=role, active=active)
    row = Clerk(**fields.model_dump(), staff_no=staff_no, created_at=clock.now())
    session.add(row)
    session.flush()
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=Verb.CLERK_ADDED,
        subject=f"clerk:{staff_no}",
        detail=audit.difference(session, {}, fields.model_dump(mode="json"))
        | {states.ROW: states.CLERK_STATE.of(session, row)},
    )
    return ClerkRecord.model_validate(row)


def every(session: Session) -> tuple[ClerkRecord, ...]:
    """Return everybody by staff number, those who left too."""
    rows = session.exec(select(Clerk).order_by(col(Clerk.staff_no)))
    return tuple(ClerkRecord.model_validate(row) for row in rows)


def by_staff_no(session: Session, *, staff_no: str) -> ClerkRecord | None:
    """Return a person."""
    row = session.exec(select(Clerk).where(Clerk.staff_no == staff_no)).first()
    return None if row is None else ClerkRecord.model_validate(row)


def change(
    session: Session, *, seat: Seat, clerk: ClerkRecord, fields: ClerkFields, clock: Clock
) -> ClerkRecord:
    """Change a person's name, role, or whether they still work here."""
    row = session.get_one(Clerk, clerk.id)
    restate(
        session,
        row,
        ClerkFields.model_validate(fields.model_dump()),
        seen=clerk.version,
        seat=seat,
        subject=f"clerk:{clerk.staff_no}",
        clock=clock,
    )
    return ClerkRecord.model_validate(row)
