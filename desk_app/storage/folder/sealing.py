"""Seal small files beside the records under the data key: what a server cannot keep for us."""

import os
from typing import Any

from desk_app.errors import EnvironmentFailureError

_NONCE = 12
_CHANGED = "数据文件夹里的一个加密小文件被改动过或已损坏，读不出来。请联系管理员。"


class Sealer:
    """Seals and unseals for one purpose; for whoever does it again and again."""

    def __init__(self, key: bytes, purpose: str) -> None:
        self._key, self._purpose = key, purpose
        self._cipher: Any = None

    def seal(self, content: bytes, *, bound: str = "") -> bytes:
        """Return content encrypted (AES-256-GCM, the nonce in front), as ``seal`` does."""
        nonce = os.urandom(_NONCE)
        return nonce + bytes(self._made().encrypt(nonce, content, bound.encode()))

    def unseal(self, sealed: bytes, *, bound: str = "") -> bytes:
        """Return what was sealed; raise EnvironmentFailureError as ``unseal`` does."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        try:
            return bytes(self._made().decrypt(sealed[:_NONCE], sealed[_NONCE:], bound.encode()))
        except (InvalidTag, ValueError):
            raise EnvironmentFailureError(_CHANGED) from None

    def _made(self) -> Any:
        if self._cipher is None:
            from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415 - slow import
                AESGCM,
            )

            self._cipher = AESGCM(derived(self._key, self._purpose))
        return self._cipher


def seal(key: bytes, purpose: str, content: bytes, *, bound: str = "") -> bytes:
    """Return content encrypted for one purpose.

    ``bound`` is text kept in clear elsewhere that must not be exchanged, such as an address.
    """
    return Sealer(key, purpose).seal(content, bound=bound)


def unseal(key: bytes, purpose: str, sealed: bytes, *, bound: str = "") -> bytes:
    """Return what was sealed; raise EnvironmentFailureError when it was changed or is another's."""
    return Sealer(key, purpose).unseal(sealed, bound=bound)


def derived(key: bytes, purpose: str) -> bytes:
    """Return a key of its own for each purpose, so that no two uses share one."""
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key)
