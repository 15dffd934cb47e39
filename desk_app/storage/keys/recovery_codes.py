"""The recovery code: in the hall's safe, it gives a person a new passphrase.

A new one opens the records as soon as it is made, and the one before until the new one was shown
and confirmed: whatever fails in between, a paper in the safe opens them.
"""

import secrets
from dataclasses import replace
from pathlib import Path

from desk_app.clock import Clock
from desk_app.errors import RefusedError, StateConflictError
from desk_app.policy.passphrases import passphrases
from desk_app.storage.keys import attempts, keyfile, keyslots
from desk_app.storage.keys.keycheck import expect_genuine, expect_unhurt, find_person
from desk_app.storage.keys.keyfile import Header
from desk_app.storage.keys.keyslots import PASSPHRASE, PENDING, RECOVERY, Cost, Sealed
from desk_app.storage.keys.unlocked import Unlocked

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else
_GROUPS, _GROUP = 6, 5
_ASKED = 3
_WRONG_CODE = "恢复码不对。请对照纸上的恢复码重新输入，共六组，每组五个字符。"
_USUAL = Cost()


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

    The code stays valid; make a new one with ``begin`` when it was seen by others.
    A new one that was not confirmed yet is confirmed by this.
    """
    header = keyfile.load(folder)
    person = find_person(header, staff_no)
    failures = attempts.expect_allowed(folder, clock)
    passphrases.expect_strong(passphrase)
    key, used = _by_code(folder, header, code, clock)
    kept = _confirmed(header, used, key, code, cost)
    bare = replace(person.blank, kind=PASSPHRASE, cost=cost)
    made = keyslots.make(header.id, bare, key, passphrase)

    def deed(found: Header) -> Header:
        if not found.same(used) or found.at(person.name) is None:
            raise StateConflictError("恢复码或这个工号刚刚被更换过，这次没有改成。请核对后再试。")
        return found.having(kept, instead=(RECOVERY, PENDING)).having(made)

    keyfile.change(folder, deed, key=key)
    attempts.forget(folder)
    return Unlocked(key=key, staff_no=staff_no, role=made.post, failures=failures)


def begin(folder: Path, *, key: bytes, cost: Cost = _USUAL) -> str:
    """Make a new recovery code and return it; it is kept nowhere.

    The one before goes on opening the records until the new one is confirmed.
    """
    code = fresh()
    made = keyslots.make(keyfile.load(folder).id, blank(PENDING, cost), key, plain(code))
    keyfile.change(folder, lambda found: found.having(made), key=key)
    return code


def confirm(folder: Path, *, key: bytes, code: str) -> None:
    """Have the new recovery code take the place of the one before, which opens nothing then.

    Raises RefusedError for another code than the new one, StateConflictError where none waits.
    """
    header = keyfile.load(folder)
    waiting = header.at((PENDING, ""))
    if waiting is None:
        raise StateConflictError("没有等着确认的新恢复码。请重新更换恢复码。")
    if keyslots.open_slot(header.id, waiting, plain(code)) != key:
        raise RefusedError("这不是最近一次显示的新恢复码，原来的恢复码仍然有效。请核对后再试。")
    kept = keyslots.seal(header.id, replace(waiting, kind=RECOVERY), key)

    def deed(found: Header) -> Header:
        if not found.same(waiting):
            raise StateConflictError("恢复码刚刚又被更换过，这一个不算数。请用最后显示的那一个。")
        return found.having(kept, instead=(RECOVERY, PENDING))

    keyfile.change(folder, deed, key=key)


def blank(kind: str, cost: Cost) -> Sealed:
    """Return the slot of a recovery code before there is anything in it."""
    return Sealed(kind=kind, staff_no="", role="", masked_name="", cost=cost)


def fresh() -> str:
    """Return a code at random: 147 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def some_groups() -> tuple[int, ...]:
    """Return three of the groups at random, in their order; 1 is the first."""
    return tuple(sorted(secrets.SystemRandom().sample(range(1, _GROUPS + 1), _ASKED)))


def plain(code: str) -> str:
    """Return a recovery code however it was typed: case, hyphens and spaces do not matter."""
    return "".join(character for character in code.upper() if character.isalnum())


def _by_code(folder: Path, header: Header, code: str, clock: Clock) -> tuple[bytes, Sealed]:
    """Return the data key and the slot that a recovery code opens."""
    asked = [slot for slot in header.slots if slot.kind in {RECOVERY, PENDING}]
    for slot in asked:
        key = keyslots.open_slot(header.id, slot, plain(code))
        if key is not None:
            expect_genuine(header, slot, key)
            return key, slot
    expect_unhurt(asked)
    attempts.note(folder, clock)
    raise RefusedError(_WRONG_CODE)


def _confirmed(header: Header, used: Sealed, key: bytes, code: str, cost: Cost) -> Sealed:
    """Return the slot of a code that was used: of today's form, and no longer waiting."""
    if used.of_old:
        return keyslots.make(header.id, blank(RECOVERY, cost), key, plain(code))
    return keyslots.seal(header.id, replace(used, kind=RECOVERY), key)
