"""How a person comes in: their passphrase, and the keyring of this computer."""

from desk_app.errors import StateConflictError
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.services.keys import passphrases, rekeying
from desk_app.services.people import key_changes
from desk_app.services.people.key_changes import Progress
from desk_app.storage.keys import keys, remembered


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
    with key_changes.done("口令已更换，以后用新口令登录"):
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
        clerk = key_changes.required(session, staff_no)
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
    with key_changes.done(f"工号 {staff_no} 的口令已重设，以后用新口令登录"):
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
    with key_changes.done("已记入系统钥匙串"):
        key_changes.note_key(desk, desk.clerk.staff_no, "remembered")
        key_changes.settle(desk)


def forget(*, desk: Desk, staff_no: str | None = None) -> None:
    """Ask for the passphrase again, of who is signed in or on a supervisor's word of another."""
    number = staff_no or desk.clerk.staff_no
    if number != desk.clerk.staff_no:
        require_supervisor(desk, "取消他人的钥匙串登录")
    if number not in remembered.holders(desk.folder):
        raise StateConflictError("这个工号没有用钥匙串登录，不用取消。")
    remembered.forget(desk.folder, key=desk.database.key, staff_no=number)
    with key_changes.done("已取消钥匙串登录"):
        key_changes.note_key(desk, number, "forgotten")
        key_changes.settle(desk)


def _after_passphrase(
    desk: Desk, staff_no: str, deed: str, *, seen: bool, progress: Progress
) -> None:
    """Note what became of a passphrase; one that others saw calls for a new data key."""
    key_changes.note_key(desk, staff_no, deed)
    if seen:
        key_changes.call_for_key(desk, f"passphrase of {staff_no} seen")
    key_changes.settle(desk)
    if seen:
        rekeying.attempt(desk=desk, progress=progress)
