"""Who may open the records: one wrapped copy of the data key per person, and a recovery code."""

from dataclasses import dataclass
from pathlib import Path

from desk_app.clock import Clock
from desk_app.policy.vocabulary import Role

FILE_NAME = "keys.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess of a passphrase costs (Argon2id)."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One person's way in, as it may be shown before signing in; the name is masked."""

    staff_no: str
    role: Role
    masked_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """The data key, and whose passphrase gave it; ``failures`` went before it, for the history."""

    key: bytes
    staff_no: str
    role: Role
    failures: int


def exist(folder: Path) -> bool:
    """Tell whether the folder has a key file."""
    raise NotImplementedError


def create(
    folder: Path, *, staff_no: str, name: str, role: Role, passphrase: str, cost: Cost = Cost()
) -> tuple[bytes, str]:
    """Make the key file with its first person; return the data key and the recovery code.

    The recovery code (six groups of five characters) is shown this once and kept nowhere.
    Raises StateConflictError when a key file exists, RefusedError for a weak passphrase.
    """
    raise NotImplementedError


def slots(folder: Path) -> tuple[Slot, ...]:
    """Return who may sign in, by staff number."""
    raise NotImplementedError


def unlock(folder: Path, *, passphrase: str, clock: Clock, staff_no: str | None = None) -> Unlocked:
    """Return the data key for a passphrase of ``staff_no``, or of anybody when it is None.

    Raises RefusedError for a wrong passphrase and, after several, until a waiting time is over;
    EnvironmentFailureError when the key file is missing or damaged.
    """
    raise NotImplementedError


def recover(folder: Path, *, code: str, staff_no: str, passphrase: str, clock: Clock) -> Unlocked:
    """Give ``staff_no`` a new passphrase on the strength of the recovery code."""
    raise NotImplementedError


def add(
    folder: Path,
    *,
    key: bytes,
    staff_no: str,
    name: str,
    role: Role,
    passphrase: str,
    cost: Cost = Cost(),
) -> None:
    """Let another person in."""
    raise NotImplementedError


def remove(folder: Path, *, staff_no: str) -> None:
    """Close a person's way in; refuse for the last supervisor."""
    raise NotImplementedError


def change(folder: Path, *, staff_no: str, old: str, new: str, clock: Clock) -> None:
    """Change a person's passphrase; the records are not encrypted anew."""
    raise NotImplementedError


def new_recovery_code(folder: Path, *, key: bytes) -> str:
    """Replace the recovery code and return the new one, which is kept nowhere."""
    raise NotImplementedError
