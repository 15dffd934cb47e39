"""The people of the hall: who works here, as what, and who may sign in."""

from dataclasses import dataclass
from pathlib import Path

from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.people.name_check import name_problems
from desk_app.policy.people.names import normalise_name
from desk_app.policy.vocabulary import Role
from desk_app.records.hall import ClerkFields, ClerkRecord
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import passphrases, rekeying
from desk_app.services.people import key_changes
from desk_app.services.people.key_changes import Progress
from desk_app.storage.database.database import Session
from desk_app.storage.keys import keys
from desk_app.storage.people import clerks


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person of the hall; ``can_sign_in`` is False for those who left or came by import."""

    clerk: ClerkRecord
    can_sign_in: bool


def every(*, desk: Desk) -> tuple[Member, ...]:
    """Return everybody by staff number, those who left too."""
    holders = {slot.staff_no for slot in keys.slots(desk.folder)}
    with desk.database.reading() as session:
        found = clerks.every(session)
    return tuple(
        Member(clerk=clerk, can_sign_in=clerk.active and clerk.staff_no in holders)
        for clerk in found
    )


def add(
    *, desk: Desk, name: str, role: Role, passphrase: str, cost: keys.Cost | None = None
) -> ClerkRecord:
    """Let another person work here, under the next staff number, with a first passphrase.

    Raises RefusedError for a wrong name or a weak passphrase; nothing was written then.
    """
    require_supervisor(desk, "新增人员")
    name = _right_name(name)
    passphrases.expect_strong(passphrase, desk.hall, name)
    staff_no = None
    try:
        with desk.database.writing() as session:
            number = _next_number(session, desk.folder)
            clerk = clerks.add(
                session, staff_no=number, name=name, role=role, clock=desk.clock, seat=desk.seat
            )
            keys.add(
                desk.folder,
                key=desk.database.key,
                staff_no=number,
                name=name,
                role=role,
                passphrase=passphrase,
                cost=cost or keys.Cost(),
            )
            staff_no = number
    except BaseException:
        if staff_no is not None:  # the way in was made, the records refused
            keys.remove(desk.folder, key=desk.database.key, staff_no=staff_no)
        raise
    with key_changes.done(f"已新增工号 {clerk.staff_no}"):
        key_changes.settle(desk)
    return clerk


def change(
    *, desk: Desk, staff_no: str, name: str | None = None, role: Role | None = None
) -> ClerkRecord:
    """Change a person's name or role; the door shows it at once.

    Raises StateConflictError for the last supervisor.
    """
    require_supervisor(desk, "修改人员")
    with desk.database.writing() as session:
        clerk = key_changes.required(session, staff_no)
        if role is not None and role is not clerk.role:
            _expect_another_supervisor(session, desk, clerk)
        fields = ClerkFields(
            name=clerk.name if name is None else _right_name(name),
            role=role or clerk.role,
            active=clerk.active,
        )
        kept = clerks.change(session, seat=desk.seat, clerk=clerk, fields=fields, clock=desk.clock)
    with key_changes.done(f"工号 {staff_no} 已修改"):
        keys.label(
            desk.folder, key=desk.database.key, staff_no=staff_no, name=kept.name, role=kept.role
        )
        key_changes.settle(desk)
    return kept


def deactivate(*, desk: Desk, staff_no: str, progress: Progress = None) -> ClerkRecord:
    """Close the way in of somebody who leaves; the records go on naming them.

    They get a new data key with it, or ``rekeying.outcome`` says why not yet. Backups made before
    still open with the passphrase of who left. Raises StateConflictError for the last supervisor.
    """
    require_supervisor(desk, "停用人员")
    with desk.database.writing() as session:
        clerk = key_changes.required(session, staff_no, left_too=True)
        if clerk.active:
            _expect_another_supervisor(session, desk, clerk)
            fields = ClerkFields(name=clerk.name, role=clerk.role, active=False)
            clerk = clerks.change(
                session, seat=desk.seat, clerk=clerk, fields=fields, clock=desk.clock
            )
            rekeying.call_for(session, desk=desk, why=f"removed {staff_no}")
    # From here on nobody is let in who is not active, whatever becomes of the key file.
    with key_changes.done(f"工号 {staff_no} 已停用，不能再登录"):
        if any(slot.staff_no == staff_no for slot in keys.slots(desk.folder)):
            keys.remove(desk.folder, key=desk.database.key, staff_no=staff_no)
        key_changes.settle(desk)
        rekeying.attempt(desk=desk, progress=progress)
    return clerk


def _next_number(session: Session, folder: Path) -> str:
    """Return the next staff number; numbers of people who came by import have letters in them."""
    used = {clerk.staff_no for clerk in clerks.every(session)}
    used |= {slot.staff_no for slot in keys.slots(folder)}
    highest = max((int(number) for number in used if number.isdecimal()), default=0)
    return f"{highest + 1:02d}"


def _expect_another_supervisor(session: Session, desk: Desk, clerk: ClerkRecord) -> None:
    if clerk.role is not Role.SUPERVISOR:
        return
    holders = {slot.staff_no for slot in keys.slots(desk.folder)}
    others = [
        one
        for one in clerks.every(session)
        if one.active
        and one.role is Role.SUPERVISOR
        and one.id != clerk.id
        and one.staff_no in holders
    ]
    if not others:
        raise StateConflictError("这是最后一位主管，不能停用或改为经办员。请先另设一位主管。")


def _right_name(name: str) -> str:
    normal = normalise_name(name)
    problems = name_problems(normal)
    if problems:
        raise RefusedError("\n".join(problems))
    return normal
