"""What is known of a backup file without opening the records in it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desk_app.records.filing import FilingSummary

NAMED = 10  # of the files left out; ``left_out`` has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup file as its own description states it."""

    path: Path
    made_at: datetime
    revision: str  # of the schema
    filings: int
    last_number: str | None  # of the filing registered last
    last_registered_at: datetime | None
    history: str  # head of the history, "seq-hash16", to compare with the day-end papers
    size: int  # bytes of the encrypted records in it
    sha256: str  # of them
    beside: tuple[str, ...] = ()  # blanks and fonts of the hall's own that are in it
    left_out: tuple[str, ...] = ()  # those too large for it, or not readable

    @property
    def warning(self) -> str:
        """What is not in it and has to be kept elsewhere, in words; empty where nothing is."""
        if not self.left_out:
            return ""
        names = "、".join(self.left_out[:NAMED])
        more = f" 等 {len(self.left_out)} 个" if len(self.left_out) > NAMED else ""
        return f"下列文件太大或读不出，不在备份里，请另存：{names}{more}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What going back to a backup would lose: filings registered since, newest first.

    ``whole`` is False where the damaged records could not be read any further.
    """

    filings: tuple[FilingSummary, ...]
    whole: bool
