"""A case that is being typed, exactly as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRecord:
    """A draft; ``data`` holds raw text by field and need not be valid in any way."""

    id: int
    counter: int
    clerk_id: int
    clerk: str  # name of who typed last
    data: Mapping[str, Any]
    filing: str | None  # number of the filing it reopens (change, completion), if any
    created_at: datetime
    updated_at: datetime
    version: int
