"""Let the operating system's keyring open the records for one person on one computer.

It guards against a stolen disk only: whoever can use this account of the operating system can
ask its keyring too. A hall decides whether that is enough; without it nothing changes.
"""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

from desk_app.errors import RefusedError
from desk_app.storage.keys import keyfile, keyslots
from desk_app.storage.keys.keycheck import expect_genuine, find_person
from desk_app.storage.keys.keyfile import Header
from desk_app.storage.keys.keyslots import KEYRING, Cost
from desk_app.storage.keys.unlocked import Unlocked

SERVICE = "desk-app"
# The secret is 256 random bits, which no stretching makes harder to guess.
_COST = Cost(memory_kib=8, iterations=1)
_NO_KEYRING = "这台电脑没有可用的系统钥匙串，请继续用口令登录。"


def available() -> bool:
    """Tell whether this computer has a keyring that may take a secret; asking it may be slow."""
    try:
        import keyring  # noqa: PLC0415 - optional, and slow to load
    except ImportError:
        return False
    return keyring.get_keyring().priority > 0


def remember(folder: Path, *, key: bytes, staff_no: str) -> None:
    """Add a slot that the keyring of this computer opens for a person.

    Raises RefusedError where there is no keyring or it does not take the secret.
    """
    header = keyfile.load(folder)
    secret = secrets.token_urlsafe(32)
    empty = replace(find_person(header, staff_no).blank, kind=KEYRING, cost=_COST)
    made = keyslots.make(header.id, empty, key, secret)
    _ask("set_password", _account(header, staff_no), secret)

    def deed(found: Header) -> Header:
        find_person(found, staff_no)  # who was removed meanwhile does not come back
        return found.having(made)

    keyfile.change(folder, deed, key=key)


def recall(folder: Path, *, staff_no: str | None = None) -> Unlocked | None:
    """Return the data key the keyring opens, for one person or for anybody; None without one."""
    header = keyfile.load(folder)
    for slot in header.slots:
        if slot.kind != KEYRING or staff_no not in {None, slot.staff_no}:
            continue
        try:
            secret = _ask("get_password", _account(header, slot.staff_no))
        except RefusedError:
            return None
        key = keyslots.open_slot(header.id, slot, secret) if secret else None
        if key is not None:
            expect_genuine(header, slot, key)
            return Unlocked(key=key, staff_no=slot.staff_no, role=slot.post, failures=0)
    return None


def holders(folder: Path) -> frozenset[str]:
    """Return the staff numbers of those whom a keyring may let in, on some computer."""
    return frozenset(one.staff_no for one in keyfile.load(folder).slots if one.kind == KEYRING)


def forget(folder: Path, *, key: bytes, staff_no: str) -> None:
    """Take a person's keyring slot away; the secret left in the keyring opens nothing then."""

    def deed(found: Header) -> Header:
        gone = (KEYRING, staff_no)
        return replace(found, slots=tuple(one for one in found.slots if one.name != gone))

    keyfile.change(folder, deed, key=key)


def _account(header: Header, staff_no: str) -> str:
    return f"{header.id}:{staff_no}"


def _ask(what: str, *words: str) -> Any:
    """Ask the keyring; whatever kind of keyring it is, its failures become one sentence."""
    try:
        import keyring  # noqa: PLC0415 - optional, and slow to load
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        raise RefusedError(_NO_KEYRING) from None
    try:
        return getattr(keyring, what)(SERVICE, *words)
    except (KeyringError, RuntimeError) as error:
        raise RefusedError(_NO_KEYRING) from error
