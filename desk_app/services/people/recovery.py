"""The recovery code: on paper, replaced, and used by somebody who forgot their passphrase."""

from pathlib import Path

from desk_app.clock import Clock
from desk_app.records.hall import Seat
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import rekeying
from desk_app.services.papers import issuing
from desk_app.services.papers.filling import office
from desk_app.services.people import key_changes
from desk_app.services.people.key_changes import Progress
from desk_app.services.server import places
from desk_app.services.start import founding
from desk_app.storage.keys import generations, keyfile, keys, recovery_codes
from desk_app.storage.people import halls
from forms.data import RecoveryCode


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
    key_changes.note_key(desk, "recovery", "begun")
    code = recovery_codes.begin(desk.folder, key=desk.database.key, cost=cost or keys.Cost())
    key_changes.settle(desk)
    return code


def confirm_recovery_code(*, desk: Desk, code: str, progress: Progress = None) -> None:
    """Have the new recovery code take the place of the one before: it is in somebody's hands.

    The records get a new data key with it, or ``rekeying.outcome`` says why not yet.
    Raises RefusedError where it is not the new one, StateConflictError where none waits.
    """
    require_supervisor(desk, "更换恢复码")
    recovery_codes.confirm(desk.folder, key=desk.database.key, code=code)
    with key_changes.done("新恢复码已生效，旧的已作废"):
        key_changes.note_key(desk, "recovery", "renewed")
        founding.note_code(database=desk.database, shown=True)
        key_changes.call_for_key(desk, "recovery code replaced")
        key_changes.settle(desk)
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
        key_changes.done(f"工号 {staff_no} 的口令已更换，以后用新口令登录"),
        places.open_records(folder, unlocked.key, clock=clock) as database,
    ):
        with database.writing() as session:
            if database.path is not None:
                generations.meet(session, folder)
            clerk = key_changes.required(session, staff_no)
            own = min(halls.every(session), key=lambda hall: hall.id)
            seat = Seat(hall=own, counter=0, clerk=clerk)
            key_changes.log_key(session, seat, clock, staff_no, "recovered")
        keyfile.settle(folder)
