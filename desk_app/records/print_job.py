"""What was printed: the data, the file's fingerprint, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk_app.policy.vocabulary import Labelled


class PrintOutcome(Labelled):
    """What became of a print job: made and not sent, on its way, out, or not.

    ``CONFIRMED`` and ``DENIED`` is what somebody said who looked at the printer; of papers that
    were made before it was noted whether they come out, ``EARLIER``, nobody knows.
    """

    UNCONFIRMED = "unconfirmed", "未打印"
    SENT = "sent", "待确认"
    SAVED = "saved", "已存为文件"
    PRINTED = "printed", "已打印"
    HANDED_OVER = "handed_over", "已交给打印系统"
    FAILED = "failed", "打印失败"
    CANCELLED = "cancelled", "已取消打印"
    CONFIRMED = "confirmed", "已确认出纸"
    DENIED = "denied", "已确认没出纸"
    EARLIER = "earlier", "未记是否印出"


CAME_OUT = frozenset(
    {
        PrintOutcome.SAVED,
        PrintOutcome.PRINTED,
        PrintOutcome.HANDED_OVER,
        PrintOutcome.CONFIRMED,
    }
)
"""Papers that left the program; of one handed over no program can be asked more."""
MAY_BE_OUT = CAME_OUT | {PrintOutcome.SENT, PrintOutcome.EARLIER}
"""Papers somebody may hold: printed once more, they are a reprint."""
NEVER_CAME = frozenset({PrintOutcome.FAILED, PrintOutcome.CANCELLED, PrintOutcome.DENIED})
"""Papers that were sent and did not come."""
FOR_SOMEBODY_TO_SAY = frozenset({PrintOutcome.SENT, PrintOutcome.HANDED_OVER, PrintOutcome.EARLIER})
"""Papers of which only somebody who looks at the printer can say whether they came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A paper that was made: what is needed to make it again and to know it again."""

    paper: str  # id in the catalogue of forms
    edition: str
    data: Mapping[str, Any]
    sha256: str  # of the PDF, 64 hexadecimal digits
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJobRecord:
    """A print job; the paper can be made again, byte for byte, from ``printed.data``."""

    id: int
    filing: str | None  # number of the filing; None for papers of a day or of the hall
    printed: Printed
    copy: int  # 0 first print, n the nth reprint of this paper for this filing
    outcome: PrintOutcome
    printed_at: datetime
    counter: int
    clerk_id: int
    clerk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpooledRecord:
    """Papers that were given to a printing system as one job, and what finds that job again."""

    papers: tuple[int, ...]  # ids of their print jobs
    title: str  # in the queue, where anybody can read it; of this job only
    queue: str
    number: int  # of the job; 0 where the printing system did not tell
    mark: str  # what no other job has, whatever numbers are given again later
    host: str  # the computer whose printing system it is
    state: str  # what was last heard of it
    sent_at: datetime
    ended_at: datetime | None  # when it was first heard that it went no further
