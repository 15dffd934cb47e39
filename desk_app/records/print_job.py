"""What was printed: the data, the file's fingerprint, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk_app.policy.vocabulary import Labelled


class PrintOutcome(Labelled):
    """What became of a print job."""

    SAVED = "saved", "已存为文件"
    PRINTED = "printed", "已打印"
    FAILED = "failed", "打印失败"
    UNCONFIRMED = "unconfirmed", "待确认"


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
