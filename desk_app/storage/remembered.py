"""Let the operating system's keyring open the records for one person on one computer.

It guards against a stolen disk only: whoever can use this account of the operating system can
ask its keyring too. A hall decides whether that is enough; without it nothing changes.
"""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.storage.keys import FILE_NAME, Unlocked
from desk_app.storage.keyslots import Cost, Header, Sealed, load, open_slot, seal_slot, store

SERVICE = "desk-app"
KIND = "keyring"
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
    header = load(folder / FILE_NAME)
    person = next(slot for slot in header.slots if _is(slot, "passphrase", staff_no))
    secret = secrets.token_urlsafe(32)
    empty = replace(person, kind=KIND, cost=_COST, salt=b"", nonce=b"", wrapped=b"")
    slot = seal_slot(header, empty, key, secret)
    _ask("set_password", _account(header, staff_no), secret)
    store(folder / FILE_NAME, replace(header, slots=(*_without(header, staff_no), slot)))


def recall(folder: Path, *, staff_no: str | None = None) -> Unlocked | None:
    """Return the data key the keyring opens, for one person or for anybody; None without one."""
    header = load(folder / FILE_NAME)
    for slot in header.slots:
        if slot.kind != KIND or staff_no not in {None, slot.staff_no}:
            continue
        try:
            secret = _ask("get_password", _account(header, slot.staff_no))
        except RefusedError:
            return None
        key = open_slot(header, slot, secret) if secret else None
        if key is not None:
            return Unlocked(key=key, staff_no=slot.staff_no, role=Role(slot.role), failures=0)
    return None


def holders(folder: Path) -> frozenset[str]:
    """Return the staff numbers of those whom a keyring may let in, on some computer."""
    return frozenset(one.staff_no for one in load(folder / FILE_NAME).slots if one.kind == KIND)


def forget(folder: Path, *, staff_no: str) -> None:
    """Take a person's keyring slot away; the secret left in the keyring opens nothing then."""
    header = load(folder / FILE_NAME)
    store(folder / FILE_NAME, replace(header, slots=_without(header, staff_no)))


def _without(header: Header, staff_no: str) -> tuple[Sealed, ...]:
    return tuple(slot for slot in header.slots if not _is(slot, KIND, staff_no))


def _is(slot: Sealed, kind: str, staff_no: str) -> bool:
    return slot.kind == kind and slot.staff_no == staff_no


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
