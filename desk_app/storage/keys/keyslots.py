"""One way in: a key pair whose secret half a passphrase opens, and the data key sent to it.

Who has the data key can send the next one to everybody without knowing a passphrase: that is what
the key pair is for. Slots written by earlier versions hold the data key itself under the
passphrase (``public`` is empty); they open as ever, and are made anew when their person signs in.

Each slot carries two checks of itself: a plain sum, which notices damage before anybody has given
a passphrase, and a seal under the data key, which notices whoever changed name, role or date.
"""

import base64
import hashlib
import hmac
import json
import os
import unicodedata
from dataclasses import asdict, dataclass, replace
from typing import Any

from desk_app.errors import EnvironmentFailureError
from desk_app.policy.vocabulary import Role
from desk_app.storage.folder.sealing import derived

PASSPHRASE, KEYRING, RECOVERY, PENDING = "passphrase", "keyring", "recovery", "recovery-new"
"""Kinds: ``PENDING`` is a recovery code that was shown and not yet confirmed."""

_OLD_BOUND = "desk-app-keys-1"
_BOUND = "desk-app-key-slot-2"
_SENT = "desk-app data key sent to a slot"
_SEAL = "desk-app seal of a key slot"
_CHECK = 16  # bytes of sum and seal
_SECRETS = ("salt", "nonce", "wrapped", "public", "sent", "seal", "sum")
_NO_MEMORY = "电脑内存不足，没有核对口令。请关闭其他程序再试。"

USUAL_WORK = 3 * 64 * 1024  # KiB filled for one guess as it stands
_MOST_WORK = 4 * USUAL_WORK
_MOST_MEMORY_KIB, _MOST_LANES = 256 * 1024, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess of a passphrase costs: Argon2id, 0.2 s and 64 MiB as it stands."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 1

    @property
    def work(self) -> int:
        """How much memory a guess fills, KiB: what its time goes by."""
        return self.memory_kib * self.iterations

    @property
    def bearable(self) -> bool:
        """Whether this is a cost, and one that a forged file may not use to eat the machine."""
        values = (self.memory_kib, self.iterations, self.lanes)
        return (
            all(type(one) is int and one >= 1 for one in values)
            and self.lanes <= _MOST_LANES
            and 8 * self.lanes <= self.memory_kib <= _MOST_MEMORY_KIB
            and self.work <= _MOST_WORK
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A way in as it stands in the key file.

    ``wrapped`` is the secret half of ``public`` under the passphrase, ``sent`` the data key to
    ``public``. ``hurt`` says that the sum does not fit.
    """

    kind: str
    staff_no: str
    role: str
    masked_name: str
    cost: Cost
    salt: bytes = b""
    nonce: bytes = b""
    wrapped: bytes = b""
    public: bytes = b""
    sent: bytes = b""
    seal: bytes = b""
    sum: bytes = b""
    hurt: bool = False

    @property
    def name(self) -> tuple[str, str]:
        """What tells a slot from the others of its file."""
        return self.kind, self.staff_no

    @property
    def post(self) -> Role:
        """What the person is; of a damaged slot, which lets nobody in, the lesser of both."""
        return Role.SUPERVISOR if self.role == Role.SUPERVISOR else Role.CLERK

    @property
    def of_old(self) -> bool:
        """Whether an earlier version wrote it: no new data key can be sent to it."""
        return not self.public

    @property
    def blank(self) -> "Sealed":
        """Whose slot it is, and nothing of its secrets."""
        return Sealed(
            kind=self.kind,
            staff_no=self.staff_no,
            role=self.role,
            masked_name=self.masked_name,
            cost=self.cost,
        )


def make(file_id: str, slot: Sealed, key: bytes, secret: str) -> Sealed:
    """Return the slot with a fresh key pair under ``secret``, the data key sent to it.

    It was opened again with the secret before it is returned.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415 - slow import
        X25519PrivateKey,
    )
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    pair = X25519PrivateKey.generate()
    bare = replace(
        slot,
        salt=os.urandom(16),
        nonce=os.urandom(12),
        public=pair.public_key().public_bytes_raw(),
        hurt=False,
    )
    cipher = AESGCM(_derive(bare, secret))
    wrapped = cipher.encrypt(bare.nonce, pair.private_bytes_raw(), _bound(file_id, bare))
    sealed = send(file_id, replace(bare, wrapped=wrapped), key)
    if open_slot(file_id, sealed, secret) != key:
        raise EnvironmentFailureError("新的口令没能存好，原来的口令没有变。请再试一次。")
    return sealed


def send(file_id: str, slot: Sealed, key: bytes) -> Sealed:
    """Return a slot with a data key sent to its key pair, whoever has the secret half."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415
        X25519PrivateKey,
    )
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    once = X25519PrivateKey.generate()
    ours = once.public_key().public_bytes_raw()
    shared = once.exchange(_public(slot))
    # The key is used this once, so the nonce may stand still.
    cipher = AESGCM(derived(shared + ours + slot.public, _SENT))
    sent = ours + cipher.encrypt(bytes(12), key, _bound(file_id, slot))
    return seal(file_id, replace(slot, sent=sent), key)


def seal(file_id: str, slot: Sealed, key: bytes) -> Sealed:
    """Return a slot as it stands now, sealed under the data key and summed up."""
    sealed = replace(slot, seal=_seal(file_id, slot, key))
    return replace(sealed, sum=_sum(file_id, sealed), hurt=False)


def is_genuine(file_id: str, slot: Sealed, key: bytes) -> bool:
    """Tell whether who has the data key wrote the slot; of an old slot its opening tells that."""
    return slot.of_old or hmac.compare_digest(slot.seal, _seal(file_id, slot, key))


def fits(file_id: str, slot: Sealed) -> bool:
    """Tell whether the slot is undamaged, as far as its sum tells; an old file has none."""
    return (slot.of_old and not slot.sum) or slot.sum == _sum(file_id, slot)


def summed(file_id: str, slot: Sealed) -> Sealed:
    """Return an old slot with a sum, as it goes on standing in a file of today."""
    if slot.hurt or slot.sum:
        return slot
    return replace(slot, sum=_sum(file_id, slot))


def open_slot(file_id: str, slot: Sealed, secret: str) -> bytes | None:
    """Return the data key, or None when the secret is wrong or the slot was changed."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415
        X25519PrivateKey,
    )
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        opened = AESGCM(_derive(slot, secret)).decrypt(
            slot.nonce, slot.wrapped, _bound(file_id, slot)
        )
        if slot.of_old:
            return opened
        shared = X25519PrivateKey.from_private_bytes(opened).exchange(_public(slot, slot.sent[:32]))
        cipher = AESGCM(derived(shared + slot.sent[:32] + slot.public, _SENT))
        return cipher.decrypt(bytes(12), slot.sent[32:], _bound(file_id, slot))
    except (InvalidTag, ValueError):  # of a damaged slot: too short, no point of the curve
        return None


def plain(slot: Sealed) -> dict[str, Any]:
    """Return a slot as it is written."""
    values = asdict(slot)
    del values["hurt"]
    written = values | {name: base64.b64encode(values[name]).decode() for name in _SECRETS}
    if slot.of_old:
        for name in ("public", "sent", "seal"):
            del written[name]
    return written


def read(file_id: str, values: dict[str, Any]) -> Sealed:
    """Return a slot that was written; raise ValueError, KeyError or TypeError for none."""
    raw = {
        name: base64.b64decode(values[name], validate=True) for name in _SECRETS if name in values
    }
    cost = Cost(**values["cost"])
    if not cost.bearable:
        raise ValueError("cost")
    slot = Sealed(**(values | raw | {"cost": cost}))
    texts = (slot.kind, slot.staff_no, slot.role, slot.masked_name)
    if not all(isinstance(one, str) for one in texts):
        raise TypeError("slot")
    return slot if fits(file_id, slot) else replace(slot, hurt=True)


def _public(slot: Sealed, raw: bytes | None = None) -> Any:
    from cryptography.hazmat.primitives.asymmetric.x25519 import (  # noqa: PLC0415
        X25519PublicKey,
    )

    return X25519PublicKey.from_public_bytes(slot.public if raw is None else raw)


def _derive(slot: Sealed, secret: str) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

    try:
        derive = Argon2id(
            salt=slot.salt,
            length=32,
            iterations=slot.cost.iterations,
            lanes=slot.cost.lanes,
            memory_cost=slot.cost.memory_kib,
        )
        # Full-width letters of a Chinese input method are the same passphrase.
        return derive.derive(unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass"))
    except MemoryError:
        raise EnvironmentFailureError(_NO_MEMORY) from None


def _bound(file_id: str, slot: Sealed) -> bytes:
    """Return what the wrapping is bound to: a slot moved to another file or person does not open.

    Of an old slot name and role as well, for it has no seal.
    """
    cost = (slot.cost.memory_kib, slot.cost.iterations, slot.cost.lanes)
    if slot.of_old:
        parts = [_OLD_BOUND, file_id, *slot.name, slot.role, slot.masked_name, *cost]
    else:
        # A recovery code stays what it is when it is confirmed.
        kind = RECOVERY if slot.kind == PENDING else slot.kind
        parts = [_BOUND, file_id, kind, slot.staff_no, *cost, slot.public.hex()]
    return json.dumps(parts, ensure_ascii=False).encode()


def _seal(file_id: str, slot: Sealed, key: bytes) -> bytes:
    content = _content(file_id, replace(slot, seal=b"", sum=b"", hurt=False))
    return hmac.digest(derived(key, _SEAL), content, "sha256")[:_CHECK]


def _sum(file_id: str, slot: Sealed) -> bytes:
    return hashlib.sha256(_content(file_id, replace(slot, sum=b"", hurt=False))).digest()[:_CHECK]


def _content(file_id: str, slot: Sealed) -> bytes:
    return json.dumps([file_id, plain(slot)], ensure_ascii=True, sort_keys=True).encode()
