"""Wrong passphrases, counted across restarts, each one making the next wait longer."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from desk_app import files
from desk_app.clock import Clock
from desk_app.errors import RefusedError
from desk_app.storage.keys import keyfile

FILE_NAME = "attempts.json"

_FREE = 3  # slips of the finger
_LONGEST = timedelta(minutes=5)
_NOTED = 20  # moments that are kept for the history


def expect_allowed(folder: Path, clock: Clock) -> int:
    """Return how often it went wrong so far; raise RefusedError while a waiting time runs."""
    count, until = _read(folder)
    # A clock that was set back must not lock anybody out for longer than the longest wait.
    wait = min(until - clock.now(), _LONGEST) if until else timedelta()
    if wait > timedelta():
        seconds = int(wait.total_seconds()) + 1
        raise RefusedError(f"口令已连续输错 {count} 次，请 {seconds} 秒后再试。")
    return count


def note(folder: Path, clock: Clock) -> None:
    """Count one more; from the fourth on the wait is 5 s, 10 s, 20 s … up to five minutes."""
    with keyfile.held(folder):
        count = _read(folder)[0] + 1
        wait = timedelta()
        if count > _FREE:
            wait = min(timedelta(seconds=5 * 2 ** min(count - _FREE - 1, 10)), _LONGEST)
        noted = [*times(folder), clock.now().isoformat(timespec="seconds")][-_NOTED:]
        content = {"count": count, "until": (clock.now() + wait).isoformat(), "times": noted}
        files.write_whole(folder / FILE_NAME, json.dumps(content).encode(), check=json.loads)


def times(folder: Path) -> tuple[str, ...]:
    """Return when the latest tries went wrong, oldest first, for the history."""
    try:
        content = json.loads((folder / FILE_NAME).read_bytes())
        return tuple(str(one)[:32] for one in content["times"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def forget(folder: Path) -> None:
    """Start counting anew after a right passphrase."""
    with files.explained():
        (folder / FILE_NAME).unlink(missing_ok=True)


def _read(folder: Path) -> tuple[int, datetime | None]:
    try:
        content = json.loads((folder / FILE_NAME).read_bytes())
        return int(content["count"]), datetime.fromisoformat(content["until"])
    except FileNotFoundError:
        return 0, None
    except (OSError, ValueError, KeyError, TypeError):
        return _FREE, None  # a file that was tampered with gives no free tries
