"""Who may open the records: one way in per person, and a recovery code.

The records are encrypted with a random data key. ``keys.json`` beside them holds that key for each
person and for the recovery code (``keyslots``): nothing in it opens the records without a
passphrase, and changing a passphrase changes one slot only. Every change goes through
``keyfile.change``, so that none is lost.
"""

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from desk_app import files
from desk_app.clock import Clock
from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.passphrases import passphrases
from desk_app.policy.people.names import mask_name
from desk_app.policy.vocabulary import Role
from desk_app.storage.folder import sealing
from desk_app.storage.keys import attempts, keyfile, keyslots, recovery_codes
from desk_app.storage.keys.keycheck import HurtKeyError, expect_genuine, expect_unhurt, find_person
from desk_app.storage.keys.keyfile import FILE_NAME, Header
from desk_app.storage.keys.keyslots import PASSPHRASE, RECOVERY, Cost, Sealed
from desk_app.storage.keys.unlocked import Unlocked

__all__ = [
    "FILE_NAME",
    "Cost",
    "HurtKeyError",
    "Slot",
    "Unlocked",
    "add",
    "change",
    "content",
    "create",
    "exist",
    "former",
    "label",
    "refresh",
    "remove",
    "renew",
    "slots",
    "unlock",
    "with_new_key",
]

_MOST_PEOPLE = 90  # what ``keyfile`` reads, at the usual cost
_FORMER = "desk-app former data key"
_WRONG = "口令不对，请重新输入。"
_MEANWHILE = "这个工号的口令刚刚被别人换过，这次没有改成。请用新口令登录后再试。"
_USUAL = Cost()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One person's way in, as it may be shown before signing in; the name is masked.

    ``of_old`` says that an earlier version wrote it, so that no new data key can be sent to it.
    """

    staff_no: str
    role: Role
    masked_name: str
    of_old: bool = False


def exist(folder: Path) -> bool:
    """Tell whether the folder has a key file."""
    return keyfile.exists(folder)


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
    file_id, key, code = secrets.token_hex(16), secrets.token_bytes(32), recovery_codes.fresh()
    made = (
        keyslots.make(file_id, _person(staff_no, role, name, cost), key, passphrase),
        keyslots.make(
            file_id, recovery_codes.blank(RECOVERY, cost), key, recovery_codes.plain(code)
        ),
    )
    keyfile.write(folder, keyfile.sealed(Header(id=file_id, slots=made, generation=1), key))
    return key, code


def slots(folder: Path) -> tuple[Slot, ...]:
    """Return who may sign in, by staff number."""
    people = [slot for slot in keyfile.load(folder).slots if slot.kind == PASSPHRASE]
    return tuple(_shown(slot) for slot in sorted(people, key=lambda slot: slot.staff_no))


def unlock(folder: Path, *, passphrase: str, clock: Clock, staff_no: str | None = None) -> Unlocked:
    """Return the data key for a passphrase of ``staff_no``, or of anybody when it is None.

    Raises RefusedError for a wrong passphrase and, after several, until a waiting time is over;
    HurtKeyError where a slot is damaged, EnvironmentFailureError when the key file is missing or
    cannot be read.
    """
    header = keyfile.load(folder)
    failures = attempts.expect_allowed(folder, clock)
    asked = [
        slot
        for slot in header.slots
        if slot.kind == PASSPHRASE and staff_no in {None, slot.staff_no}
    ]
    for slot in asked:
        key = keyslots.open_slot(header.id, slot, passphrase)
        if key is None:
            continue
        expect_genuine(header, slot, key)
        failed_at = attempts.times(folder)
        attempts.forget(folder)
        return Unlocked(
            key=key,
            staff_no=slot.staff_no,
            role=slot.post,
            failures=failures,
            failed_at=failed_at,
        )
    expect_unhurt(asked)
    attempts.note(folder, clock)
    raise RefusedError(_WRONG)


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

    def expect_free(found: Header) -> None:
        if any(slot.staff_no == staff_no for slot in found.slots):
            raise StateConflictError("这个工号已经有口令了。请另取一个工号。")
        if len(found.slots) > _MOST_PEOPLE:
            raise RefusedError(f"最多 {_MOST_PEOPLE} 人可以登录。请先停用已离开的人。")

    header = keyfile.load(folder)
    expect_free(header)
    passphrases.expect_strong(passphrase)
    made = keyslots.make(header.id, _person(staff_no, role, name, cost), key, passphrase)

    def deed(found: Header) -> Header:
        expect_free(found)
        return found.having(made)

    keyfile.change(folder, deed, key=key)


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
    """Make a person's way in anew with another passphrase; ``key`` as for ``add``."""
    passphrases.expect_strong(passphrase)
    file_id = keyfile.load(folder).id
    made = keyslots.make(file_id, _person(staff_no, role, name, cost), key, passphrase)
    keyfile.change(folder, lambda found: found.having(made), key=key)


def refresh(folder: Path, *, key: bytes, staff_no: str, passphrase: str) -> None:
    """Write a person's slot of an earlier version as it is written today, on their signing in.

    Does nothing where somebody changed it meanwhile.
    """
    header = keyfile.load(folder)
    old = find_person(header, staff_no)
    made = keyslots.make(header.id, old.blank, key, passphrase)

    def deed(found: Header) -> Header:
        return found.having(made) if found.same(old) else found

    keyfile.change(folder, deed, key=key)


def label(folder: Path, *, key: bytes, staff_no: str, name: str, role: Role) -> None:
    """Have the door show the name and role that a person has now.

    A slot of an earlier version shows them once it was written anew (``refresh``).
    """

    def labelled(header: Header, slot: Sealed) -> Sealed:
        wanted = replace(slot, role=role.value, masked_name=mask_name(name))
        if slot.staff_no != staff_no or slot.of_old or slot.hurt or wanted == slot:
            return slot
        return keyslots.seal(header.id, wanted, key)

    def deed(found: Header) -> Header:
        return replace(found, slots=tuple(labelled(found, slot) for slot in found.slots))

    keyfile.change(folder, deed, key=key)


def remove(folder: Path, *, key: bytes, staff_no: str) -> None:
    """Close a person's way in; raise StateConflictError for the last supervisor."""

    def deed(found: Header) -> Header:
        slot = find_person(found, staff_no)
        others = tuple(one for one in found.slots if one.staff_no != staff_no)
        if slot.role == Role.SUPERVISOR and not any(one.role == Role.SUPERVISOR for one in others):
            raise StateConflictError("这是最后一位主管，不能停用。请先另设一位主管。")
        return replace(found, slots=others)

    keyfile.change(folder, deed, key=key)


def change(
    folder: Path, *, staff_no: str, old: str, new: str, clock: Clock, cost: Cost = _USUAL
) -> None:
    """Change a person's passphrase; the records are not encrypted anew.

    Raises StateConflictError where somebody else changed it meanwhile.
    """
    passphrases.expect_strong(new)
    header = keyfile.load(folder)
    before = find_person(header, staff_no)
    key = unlock(folder, passphrase=old, clock=clock, staff_no=staff_no).key
    made = keyslots.make(header.id, replace(before.blank, cost=cost), key, new)

    def deed(found: Header) -> Header:
        if not found.same(before):
            raise StateConflictError(_MEANWHILE)
        return found.having(made)

    keyfile.change(folder, deed, key=key)


def former(folder: Path, *, key: bytes) -> tuple[bytes, ...]:
    """Return the data keys of before, newest first: backups of their days are under them."""
    found = keyfile.load(folder).former
    return tuple(sealing.unseal(key, _FORMER, one) for one in found)


def with_new_key(header: Header, *, key: bytes, new: bytes) -> Header:
    """Return the key file for records under a new data key, which is sent to everybody.

    Left out is whose slot an earlier version wrote.
    """
    old = (key, *(sealing.unseal(key, _FORMER, one) for one in header.former))
    slots = tuple(
        keyslots.send(header.id, slot, new)
        for slot in header.slots
        if not slot.of_old and not slot.hurt
    )
    changed = replace(
        header,
        slots=slots,
        generation=header.generation + 1,
        former=tuple(sealing.seal(new, _FORMER, one) for one in old),
        remarks=(),
    )
    return keyfile.sealed(changed, new)


def content(folder: Path) -> bytes:
    """Return the key file as a backup takes it along: one that can be read, or none."""
    with files.explained():
        present = (folder / FILE_NAME).read_bytes()
    header = keyfile.load(folder)
    return keyfile.text_of(header) if header.remarks else present


def _person(staff_no: str, role: Role, name: str, cost: Cost) -> Sealed:
    return Sealed(
        kind=PASSPHRASE,
        staff_no=staff_no,
        role=role.value,
        masked_name=mask_name(name),
        cost=cost,
    )


def _shown(slot: Sealed) -> Slot:
    return Slot(
        staff_no=slot.staff_no,
        role=slot.post,
        masked_name=slot.masked_name,
        of_old=slot.of_old,
    )
