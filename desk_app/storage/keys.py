"""Who may open the records: one wrapped copy of the data key per person, and a recovery code.

The records are encrypted with a random data key. ``keys.json`` beside them holds that key
wrapped once for each person and once for the recovery code: AES-256-GCM under a key that
Argon2id derives from the passphrase. Nothing in it opens the records without a passphrase,
and changing a passphrase changes one slot only.
"""

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from desk_app.clock import Clock
from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy import passphrases
from desk_app.policy.names import mask_name
from desk_app.policy.vocabulary import Role
from desk_app.storage import attempts
from desk_app.storage.keyslots import Cost, Header, Sealed, load, open_slot, seal_slot, store

__all__ = [
    "FILE_NAME",
    "Cost",
    "Slot",
    "Unlocked",
    "add",
    "change",
    "create",
    "exist",
    "new_recovery_code",
    "recover",
    "remove",
    "renew",
    "slots",
    "unlock",
]

FILE_NAME = "keys.json"

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else
_GROUPS, _GROUP = 6, 5
_WRONG = "口令不对，请重新输入。"
_USUAL = Cost()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One person's way in, as it may be shown before signing in; the name is masked."""

    staff_no: str
    role: Role
    masked_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """The data key, and whose passphrase gave it.

    ``failures`` and when they happened went before it, for the history.
    """

    key: bytes
    staff_no: str
    role: Role
    failures: int
    failed_at: tuple[str, ...] = ()


def exist(folder: Path) -> bool:
    """Tell whether the folder has a key file."""
    return (folder / FILE_NAME).is_file()


def create(
    folder: Path, *, staff_no: str, name: str, role: Role, passphrase: str, cost: Cost = _USUAL
) -> tuple[bytes, str]:
    """Make the key file with its first person; return the data key and the recovery code.

    The recovery code (six groups of five characters) is shown this once and kept nowhere.
    Raises StateConflictError when a key file exists, RefusedError for a weak passphrase.
    """
    if exist(folder):
        raise StateConflictError("这个文件夹里已有密钥文件，不能再次初始化。请换一个文件夹。")
    passphrases.expect_strong(passphrase)
    key, code = secrets.token_bytes(32), _new_code()
    header = Header(id=secrets.token_hex(16), slots=())
    header = _with_person(header, key, _slot(staff_no, role, name), passphrase, cost)
    header = _with_code(header, key, code, cost)
    store(folder / FILE_NAME, header)
    return key, code


def slots(folder: Path) -> tuple[Slot, ...]:
    """Return who may sign in, by staff number."""
    people = [slot for slot in load(folder / FILE_NAME).slots if slot.kind == "passphrase"]
    return tuple(_shown(slot) for slot in sorted(people, key=lambda slot: slot.staff_no))


def unlock(folder: Path, *, passphrase: str, clock: Clock, staff_no: str | None = None) -> Unlocked:
    """Return the data key for a passphrase of ``staff_no``, or of anybody when it is None.

    Raises RefusedError for a wrong passphrase and, after several, until a waiting time is over;
    EnvironmentFailureError when the key file is missing or damaged.
    """
    header = load(folder / FILE_NAME)
    failures = attempts.expect_allowed(folder, clock)
    for slot in header.slots:
        if slot.kind != "passphrase" or staff_no not in {None, slot.staff_no}:
            continue
        key = open_slot(header, slot, passphrase)
        if key is not None:
            failed_at = attempts.times(folder)
            attempts.forget(folder)
            shown = _shown(slot)
            return Unlocked(
                key=key,
                staff_no=shown.staff_no,
                role=shown.role,
                failures=failures,
                failed_at=failed_at,
            )
    attempts.note(folder, clock)
    raise RefusedError(_WRONG)


def recover(
    folder: Path,
    *,
    code: str,
    staff_no: str,
    passphrase: str,
    clock: Clock,
    cost: Cost = _USUAL,
) -> Unlocked:
    """Give ``staff_no`` a new passphrase on the strength of the recovery code.

    The code stays valid; print a new one with ``new_recovery_code`` when it was seen by others.
    """
    header = load(folder / FILE_NAME)
    slot = _find(header, staff_no)
    failures = attempts.expect_allowed(folder, clock)
    passphrases.expect_strong(passphrase)
    sealed = next(one for one in header.slots if one.kind == "recovery")
    key = open_slot(header, sealed, _plain_code(code))
    if key is None:
        attempts.note(folder, clock)
        raise RefusedError("恢复码不对。请对照纸上的恢复码重新输入，共六组，每组五个字符。")
    store(folder / FILE_NAME, _with_person(header, key, _shown(slot), passphrase, cost))
    attempts.forget(folder)
    return Unlocked(key=key, staff_no=staff_no, role=Role(slot.role), failures=failures)


def add(
    folder: Path,
    *,
    key: bytes,
    staff_no: str,
    name: str,
    role: Role,
    passphrase: str,
    cost: Cost = _USUAL,
) -> None:
    """Let another person in; ``key`` shows that somebody who may is asking."""
    header = load(folder / FILE_NAME)
    if any(slot.staff_no == staff_no for slot in header.slots):
        raise StateConflictError("这个工号已经有口令了。请另取一个工号。")
    passphrases.expect_strong(passphrase)
    slot = _slot(staff_no, role, name)
    store(folder / FILE_NAME, _with_person(header, key, slot, passphrase, cost))


def renew(
    folder: Path,
    *,
    key: bytes,
    staff_no: str,
    name: str,
    role: Role,
    passphrase: str,
    cost: Cost = _USUAL,
) -> None:
    """Make a person's way in anew: another passphrase, name or role; ``key`` as for ``add``."""
    header = load(folder / FILE_NAME)
    passphrases.expect_strong(passphrase)
    slot = _slot(staff_no, role, name)
    store(folder / FILE_NAME, _with_person(header, key, slot, passphrase, cost))


def remove(folder: Path, *, staff_no: str) -> None:
    """Close a person's way in; raise StateConflictError for the last supervisor."""
    header = load(folder / FILE_NAME)
    slot = _find(header, staff_no)
    others = [one for one in header.slots if one.staff_no != staff_no]
    if slot.role == Role.SUPERVISOR and not any(one.role == Role.SUPERVISOR for one in others):
        raise StateConflictError("这是最后一位主管，不能停用。请先另设一位主管。")
    store(folder / FILE_NAME, replace(header, slots=tuple(others)))


def change(
    folder: Path, *, staff_no: str, old: str, new: str, clock: Clock, cost: Cost = _USUAL
) -> None:
    """Change a person's passphrase; the records are not encrypted anew."""
    passphrases.expect_strong(new)
    key = unlock(folder, passphrase=old, clock=clock, staff_no=staff_no).key
    header = load(folder / FILE_NAME)
    shown = _shown(_find(header, staff_no))
    store(folder / FILE_NAME, _with_person(header, key, shown, new, cost))


def new_recovery_code(folder: Path, *, key: bytes, cost: Cost = _USUAL) -> str:
    """Replace the recovery code and return the new one, which is kept nowhere."""
    code = _new_code()
    path = folder / FILE_NAME
    store(path, _with_code(load(path), key, code, cost))
    return code


def _with_person(header: Header, key: bytes, person: Slot, passphrase: str, cost: Cost) -> Header:
    """Return the header with a person's slot new or in place of the one they had."""
    bare = Sealed(
        kind="passphrase",
        staff_no=person.staff_no,
        role=person.role.value,
        masked_name=person.masked_name,
        cost=cost,
    )
    sealed = seal_slot(header, bare, key, passphrase)
    others = tuple(slot for slot in header.slots if slot.staff_no != person.staff_no)
    return replace(header, slots=(*others, sealed))


def _with_code(header: Header, key: bytes, code: str, cost: Cost) -> Header:
    bare = Sealed(kind="recovery", staff_no="", role="", masked_name="", cost=cost)
    sealed = seal_slot(header, bare, key, _plain_code(code))
    others = tuple(slot for slot in header.slots if slot.kind != "recovery")
    return replace(header, slots=(*others, sealed))


def _find(header: Header, staff_no: str) -> Sealed:
    for slot in header.slots:
        if slot.kind == "passphrase" and slot.staff_no == staff_no:
            return slot
    raise RefusedError("没有这个工号。请核对工号。")


def _slot(staff_no: str, role: Role, name: str) -> Slot:
    return Slot(staff_no=staff_no, role=role, masked_name=mask_name(name))


def _shown(slot: Sealed) -> Slot:
    return Slot(staff_no=slot.staff_no, role=Role(slot.role), masked_name=slot.masked_name)


def _new_code() -> str:
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _plain_code(code: str) -> str:
    """Return a recovery code however it was typed: case, hyphens and spaces do not matter."""
    return "".join(character for character in code.upper() if character.isalnum())
