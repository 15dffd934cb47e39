"""The key file: its form on disk, and wrapping and unwrapping the data key."""

import base64
import json
import os
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desk_app import files
from desk_app.errors import EnvironmentFailureError

_FORMAT = "desk-app-keys-1"
_DAMAGED = "密钥文件已损坏或不是本程序的。请把最近一次备份里的密钥文件恢复回来。"
_MISSING = "数据文件夹里没有密钥文件，数据打不开。请从最近一次备份恢复密钥文件。"
_MOST_MEMORY_KIB = 1024 * 1024  # a damaged or forged file must not eat the machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess of a passphrase costs: Argon2id, 0.2 s and 64 MiB as it stands."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """One wrapped copy of the data key; ``kind`` is passphrase or recovery."""

    kind: str
    staff_no: str
    role: str
    masked_name: str
    cost: Cost
    salt: bytes = b""
    nonce: bytes = b""
    wrapped: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The key file; ``id`` binds its slots to it."""

    id: str
    slots: tuple[Sealed, ...]


def seal_slot(header: Header, slot: Sealed, key: bytes, secret: str) -> Sealed:
    """Return the slot with the data key wrapped under a fresh salt and nonce."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - slow import

    salted = replace(slot, salt=os.urandom(16), nonce=os.urandom(12))
    cipher = AESGCM(_derive(salted, secret))
    return replace(salted, wrapped=cipher.encrypt(salted.nonce, key, _bound(header, salted)))


def open_slot(header: Header, slot: Sealed, secret: str) -> bytes | None:
    """Return the data key, or None when the secret is wrong or the slot was tampered with."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        cipher = AESGCM(_derive(slot, secret))
        return cipher.decrypt(slot.nonce, slot.wrapped, _bound(header, slot))
    except InvalidTag:
        return None


def load(path: Path) -> Header:
    """Read a key file; raise EnvironmentFailureError when it is missing or not in form."""
    if not path.is_file():
        raise EnvironmentFailureError(_MISSING)
    with files.explained():
        text = path.read_bytes()
    return parse(text)


def parse(text: bytes) -> Header:
    """Read the bytes of a key file, as a backup holds them."""
    try:
        content = json.loads(text)
        if content["format"] != _FORMAT:
            raise EnvironmentFailureError(_DAMAGED)
        return Header(id=content["id"], slots=tuple(_sealed(slot) for slot in content["slots"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EnvironmentFailureError(_DAMAGED) from error


def store(path: Path, header: Header) -> None:
    """Write a key file whole or not at all, readable by this user only."""
    content = {"format": _FORMAT, "id": header.id, "slots": [_plain(slot) for slot in header.slots]}
    files.private_folder(path.parent)
    text = json.dumps(content, ensure_ascii=False, indent=1)
    files.write_whole(path, text.encode())


def _derive(slot: Sealed, secret: str) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

    derive = Argon2id(
        salt=slot.salt,
        length=32,
        iterations=slot.cost.iterations,
        lanes=slot.cost.lanes,
        memory_cost=slot.cost.memory_kib,
    )
    # Full-width letters of a Chinese input method are the same passphrase.
    return derive.derive(unicodedata.normalize("NFKC", secret).encode())


def _bound(header: Header, slot: Sealed) -> bytes:
    """Return what the wrapping is bound to: a slot moved, renamed or promoted does not open."""
    cost = slot.cost
    parts = [
        _FORMAT, header.id, slot.kind, slot.staff_no, slot.role, slot.masked_name,
        cost.memory_kib, cost.iterations, cost.lanes,
    ]  # fmt: skip
    return json.dumps(parts, ensure_ascii=False).encode()


def _plain(slot: Sealed) -> dict[str, Any]:
    values = asdict(slot)
    secret = ("salt", "nonce", "wrapped")
    return values | {name: base64.b64encode(values[name]).decode() for name in secret}


def _sealed(values: dict[str, Any]) -> Sealed:
    secret = ("salt", "nonce", "wrapped")
    raw = {name: base64.b64decode(values[name], validate=True) for name in secret}
    cost = Cost(**values["cost"])
    if not 8 <= cost.memory_kib <= _MOST_MEMORY_KIB or not 1 <= cost.iterations <= 100:
        raise ValueError(cost)
    return Sealed(**(values | raw | {"cost": cost}))
