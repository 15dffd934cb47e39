"""What a right passphrase gives."""

from dataclasses import dataclass

from desk_app.policy.vocabulary import Role


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
