"""What was done to a filing after it was registered, and what was before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk_app.records.audit import Verb

RESTATING = frozenset({Verb.CORRECT, Verb.CONTACT})
"""Acts that put right what a filing says, and perhaps whose it is."""
UNDOING = frozenset({Verb.WITHDRAW, Verb.REINSTATE})
"""Acts that take another back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRecord:
    """An act: who, when, where, why, and the filing as it was before, column by column.

    ``undoes`` is the id of the act it took back; None too where that was the registering.
    """

    id: int
    verb: Verb
    at: datetime
    counter: int
    clerk_id: int
    clerk: str
    reason: str | None
    asked_by: str | None
    seen: str | None
    before: Mapping[str, Any]
    undoes: int | None
