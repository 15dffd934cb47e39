"""The people of the hall: who may sign in, as what, and how they get back in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from desk_app.clock import Clock
from desk_app.errors import DeskError, EnvironmentFailureError, RefusedError, StateConflictError
from desk_app.policy.people.name_check import name_problems
from desk_app.policy.people.names import normalise_name
from desk_app.policy.vocabulary import Role
from desk_app.records.audit import Verb
from desk_app.records.hall import ClerkFields, ClerkRecord, Seat
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import passphrases, rekeying
from desk_app.services.papers import issuing
from desk_app.services.papers.filling import office
from desk_app.services.server import places
from desk_app.services.start import founding, opening
from desk_app.storage.database.database import Session
from desk_app.storage.history import audit
from desk_app.storage.keys import generations, keyfile, keys, recovery_codes, remembered
from desk_app.storage.people import clerks, halls
from forms.data import RecoveryCode

Progress = Callable[[float], None] | None
"""Hears how much of a new data key is done, from 0 to 1."""


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
    with _done(f"已新增工号 {clerk.staff_no}"):
        _settle(desk)
    return clerk


def change(
    *, desk: Desk, staff_no: str, name: str | None = None, role: Role | None = None
) -> ClerkRecord:
    """Change a person's name or role; the door shows it at once.

    Raises StateConflictError for the last supervisor.
    """
    require_supervisor(desk, "修改人员")
    with desk.database.writing() as session:
        clerk = _required(session, staff_no)
        if role is not None and role is not clerk.role:
            _expect_another_supervisor(session, desk, clerk)
        fields = ClerkFields(
            name=clerk.name if name is None else _right_name(name),
            role=role or clerk.role,
            active=clerk.active,
        )
        kept = clerks.change(session, seat=desk.seat, clerk=clerk, fields=fields, clock=desk.clock)
    with _done(f"工号 {staff_no} 已修改"):
        keys.label(
            desk.folder, key=desk.database.key, staff_no=staff_no, name=kept.name, role=kept.role
        )
        _settle(desk)
    return kept


def deactivate(*, desk: Desk, staff_no: str, progress: Progress = None) -> ClerkRecord:
    """Close the way in of somebody who leaves; the records go on naming them.

    They get a new data key with it, or ``rekeying.outcome`` says why not yet. Backups made before
    still open with the passphrase of who left. Raises StateConflictError for the last supervisor.
    """
    require_supervisor(desk, "停用人员")
    with desk.database.writing() as session:
        clerk = _required(session, staff_no, left_too=True)
        if clerk.active:
            _expect_another_supervisor(session, desk, clerk)
            fields = ClerkFields(name=clerk.name, role=clerk.role, active=False)
            clerk = clerks.change(
                session, seat=desk.seat, clerk=clerk, fields=fields, clock=desk.clock
            )
            rekeying.call_for(session, desk=desk, why=f"removed {staff_no}")
    # From here on nobody is let in who is not active, whatever becomes of the key file.
    with _done(f"工号 {staff_no} 已停用，不能再登录"):
        if any(slot.staff_no == staff_no for slot in keys.slots(desk.folder)):
            keys.remove(desk.folder, key=desk.database.key, staff_no=staff_no)
        _settle(desk)
        rekeying.attempt(desk=desk, progress=progress)
    return clerk


def change_passphrase(
    *,
    desk: Desk,
    old: str,
    new: str,
    seen: bool = False,
    progress: Progress = None,
    cost: keys.Cost | None = None,
) -> None:
    """Change the passphrase of who is signed in; ``seen`` as for ``reset_passphrase``.

    Raises RefusedError for a wrong or weak one.
    """
    passphrases.expect_strong(new, desk.hall, desk.clerk.name, desk.clerk.staff_no)
    keys.change(
        desk.folder,
        staff_no=desk.clerk.staff_no,
        old=old,
        new=new,
        clock=desk.clock,
        cost=cost or keys.Cost(),
    )
    with _done("口令已更换，以后用新口令登录"):
        _after_passphrase(desk, desk.clerk.staff_no, "changed", seen=seen, progress=progress)


def reset_passphrase(
    *,
    desk: Desk,
    staff_no: str,
    passphrase: str,
    seen: bool = False,
    progress: Progress = None,
    cost: keys.Cost | None = None,
) -> None:
    """Give a person who forgot theirs a new passphrase, on a supervisor's word.

    ``seen`` says that others know the one before: the records get a new data key then, or
    ``rekeying.outcome`` says why not yet.
    """
    require_supervisor(desk, "重设他人的口令")
    with desk.database.reading() as session:
        clerk = _required(session, staff_no)
    passphrases.expect_strong(passphrase, desk.hall, clerk.name, staff_no)
    keys.renew(
        desk.folder,
        key=desk.database.key,
        staff_no=staff_no,
        name=clerk.name,
        role=clerk.role,
        passphrase=passphrase,
        cost=cost or keys.Cost(),
    )
    with _done(f"工号 {staff_no} 的口令已重设，以后用新口令登录"):
        _after_passphrase(desk, staff_no, "reset", seen=seen, progress=progress)


def is_remembered(*, desk: Desk) -> bool | None:
    """Tell whether a keyring lets in who is signed in; None where this computer has no keyring.

    Asks the computer, which may take a moment. A slot made on another computer counts too.
    """
    held = desk.clerk.staff_no in remembered.holders(desk.folder)
    return held or (False if remembered.available() else None)


def remember(*, desk: Desk) -> None:
    """Let this computer's keyring open the records for who is signed in, until ``forget``.

    Whoever can use this account of the computer can open them then. Raises RefusedError where
    there is no keyring.
    """
    remembered.remember(desk.folder, key=desk.database.key, staff_no=desk.clerk.staff_no)
    with _done("已记入系统钥匙串"):
        _note_key(desk, desk.clerk.staff_no, "remembered")
        _settle(desk)


def forget(*, desk: Desk, staff_no: str | None = None) -> None:
    """Ask for the passphrase again, of who is signed in or on a supervisor's word of another."""
    number = staff_no or desk.clerk.staff_no
    if number != desk.clerk.staff_no:
        require_supervisor(desk, "取消他人的钥匙串登录")
    if number not in remembered.holders(desk.folder):
        raise StateConflictError("这个工号没有用钥匙串登录，不用取消。")
    remembered.forget(desk.folder, key=desk.database.key, staff_no=number)
    with _done("已取消钥匙串登录"):
        _note_key(desk, number, "forgotten")
        _settle(desk)


def recovery_paper(*, desk: Desk, code: str) -> bytes:
    """Return a recovery code as a paper for the hall's safe; the code is kept nowhere."""
    data = RecoveryCode(
        day=desk.clock.today(),
        office=office(desk, region=desk.hall.region),
        hall_code=desk.hall.code,
        code=code,
    )
    return issuing.render("recovery_code", data)


def new_recovery_code(*, desk: Desk, cost: keys.Cost | None = None) -> str:
    """Make a new recovery code and return it; it is shown this once only.

    The one before stays valid until ``confirm_recovery_code``, whatever fails in between.
    """
    require_supervisor(desk, "更换恢复码")
    _note_key(desk, "recovery", "begun")
    code = recovery_codes.begin(desk.folder, key=desk.database.key, cost=cost or keys.Cost())
    _settle(desk)
    return code


def confirm_recovery_code(*, desk: Desk, code: str, progress: Progress = None) -> None:
    """Have the new recovery code take the place of the one before: it is in somebody's hands.

    The records get a new data key with it, or ``rekeying.outcome`` says why not yet.
    Raises RefusedError where it is not the new one, StateConflictError where none waits.
    """
    require_supervisor(desk, "更换恢复码")
    recovery_codes.confirm(desk.folder, key=desk.database.key, code=code)
    with _done("新恢复码已生效，旧的已作废"):
        _note_key(desk, "recovery", "renewed")
        founding.note_code(database=desk.database, shown=True)
        _call_for_key(desk, "recovery code replaced")
        _settle(desk)
        rekeying.attempt(desk=desk, progress=progress)


def recover(
    *,
    folder: Path,
    code: str,
    staff_no: str,
    passphrase: str,
    clock: Clock,
    cost: keys.Cost | None = None,
) -> None:
    """Give a person a new passphrase on the strength of the recovery code.

    Raises RefusedError for a wrong code, an unknown number, or a weak passphrase.
    """
    unlocked = recovery_codes.recover(
        folder,
        code=code,
        staff_no=staff_no,
        passphrase=passphrase,
        clock=clock,
        cost=cost or keys.Cost(),
    )
    with (
        _done(f"工号 {staff_no} 的口令已更换，以后用新口令登录"),
        places.open_records(folder, unlocked.key, clock=clock) as database,
    ):
        with database.writing() as session:
            if database.path is not None:
                generations.meet(session, folder)
            clerk = _required(session, staff_no)
            own = min(halls.every(session), key=lambda hall: hall.id)
            seat = Seat(hall=own, counter=0, clerk=clerk)
            _log_key(session, seat, clock, staff_no, "recovered")
        keyfile.settle(folder)


def _next_number(session: Session, folder: Path) -> str:
    """Return the next staff number; numbers of people who came by import have letters in them."""
    used = {clerk.staff_no for clerk in clerks.every(session)}
    used |= {slot.staff_no for slot in keys.slots(folder)}
    highest = max((int(number) for number in used if number.isdecimal()), default=0)
    return f"{highest + 1:02d}"


def _required(session: Session, staff_no: str, *, left_too: bool = False) -> ClerkRecord:
    clerk = clerks.by_staff_no(session, staff_no=staff_no)
    if clerk is None:
        raise RefusedError("没有这个工号，请核对工号。")
    if not (clerk.active or left_too):
        raise StateConflictError("这个工号已停用。需要时请新增人员，另取工号。")
    return clerk


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


@contextmanager
def _done(what: str) -> Iterator[None]:
    """Say what was done already where something that follows it fails."""
    try:
        yield
    except DeskError as error:
        raise EnvironmentFailureError(f"{what}。但随后的一步没有做成：{error.message}") from error


def _settle(desk: Desk) -> None:
    """Have records, copy and other counters know of a change of the key file.

    A server that is away hears of it at the next signing in or out.
    """
    opening.settle(desk.database, desk.folder)
    with suppress(EnvironmentFailureError):
        places.share_door(desk.database, desk.folder)


def _after_passphrase(
    desk: Desk, staff_no: str, deed: str, *, seen: bool, progress: Progress
) -> None:
    """Note what became of a passphrase; one that others saw calls for a new data key."""
    _note_key(desk, staff_no, deed)
    if seen:
        _call_for_key(desk, f"passphrase of {staff_no} seen")
    _settle(desk)
    if seen:
        rekeying.attempt(desk=desk, progress=progress)


def _call_for_key(desk: Desk, why: str) -> None:
    with desk.database.writing() as session:
        rekeying.call_for(session, desk=desk, why=why)


def _note_key(desk: Desk, subject: str, deed: str) -> None:
    with desk.database.writing() as session:
        _log_key(session, desk.seat, desk.clock, subject, deed)


def _log_key(session: Session, seat: Seat, clock: Clock, subject: str, deed: str) -> None:
    audit.append(
        session,
        at=clock.now(),
        seat=seat,
        verb=Verb.KEY_CHANGED,
        subject=f"key:{subject}",
        detail={"deed": deed},
    )
