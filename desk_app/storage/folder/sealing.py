"""Seal small files beside the records under the data key: what a server cannot keep for us."""

import os

from desk_app.errors import EnvironmentFailureError

_NONCE = 12


def seal(key: bytes, purpose: str, content: bytes, *, bound: str = "") -> bytes:
    """Return content encrypted for one purpose (AES-256-GCM, the nonce in front).

    ``bound`` is text kept in clear elsewhere that must not be exchanged, such as an address.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - slow import

    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(derived(key, purpose)).encrypt(nonce, content, bound.encode())


def unseal(key: bytes, purpose: str, sealed: bytes, *, bound: str = "") -> bytes:
    """Return what was sealed; raise EnvironmentFailureError when it was changed or is another's."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        cipher = AESGCM(derived(key, purpose))
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound.encode())
    except (InvalidTag, ValueError):
        raise EnvironmentFailureError(
            "数据文件夹里的一个加密小文件被改动过或已损坏，读不出来。请联系管理员。"
        ) from None


def derived(key: bytes, purpose: str) -> bytes:
    """Return a key of its own for each purpose, so that no two uses share one."""
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key)
