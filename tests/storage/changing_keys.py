"""Change the keys of a folder again and again, in a program of its own; tell each change.

``FOLDER KEY ROUNDS STAFF_NO`` lets somebody in and changes their passphrase, with others coming and
going; ``FOLDER ROUNDS`` gives wrong passphrases.
"""

import sys
from pathlib import Path

from desk_app.clock import Clock
from desk_app.policy.vocabulary import Role
from desk_app.storage.keys import attempts, keys
from desk_app.storage.keys.keyslots import Cost

CHEAP = Cost(memory_kib=64, iterations=1)


def change(folder: Path, key: bytes, rounds: int, staff_no: str) -> None:
    """Tell each passphrase once it is the one in use."""

    def let_in(number: str, passphrase: str) -> None:
        keys.add(
            folder, key=key, staff_no=number, name="梁一鸣", role=Role.CLERK,
            passphrase=passphrase, cost=CHEAP,
        )  # fmt: skip

    before = "first-of-them"
    let_in(staff_no, before)
    for turn in range(rounds):
        after = f"phrase-{staff_no}-{turn}"
        keys.change(folder, staff_no=staff_no, old=before, new=after, clock=Clock(), cost=CHEAP)
        sys.stdout.write(after + "\n")
        let_in(f"{staff_no}9", "comes-and-goes")
        keys.remove(folder, key=key, staff_no=f"{staff_no}9")
        before = after


def guess(folder: Path, rounds: int) -> None:
    """Count wrong passphrases."""
    for _ in range(rounds):
        attempts.note(folder, Clock())


if __name__ == "__main__":
    place = Path(sys.argv[1])
    if len(sys.argv) > 3:
        change(place, bytes.fromhex(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        guess(place, int(sys.argv[2]))
