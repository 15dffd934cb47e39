"""Where a clerk was when the screen was locked: sealed while the records are closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from desk_app.errors import EnvironmentFailureError
from desk_app.records.draft import DraftRecord
from desk_app.records.filing import FilingRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.folder import sealing

_PURPOSE = "desk-app locked screen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A case as it was typed with its draft and the filing it changes, and what was shown.

    ``screen`` and ``behind`` are names of screens, ``editor`` that of the field with the
    keyboard, ``typed`` what a page of a screen wants back.
    """

    screen: str
    behind: str
    case: dict[str, Any]
    draft: DraftRecord | None
    filing: FilingRecord | None
    editor: str
    cursor: int
    scroll: int
    number: str
    search: str
    page: str
    typed: Mapping[str, Any]


_FORM = TypeAdapter(Place)


def seal(*, desk: Desk, place: Place) -> bytes:
    """Return a place encrypted under the data key."""
    return sealing.seal(desk.database.key, _PURPOSE, _FORM.dump_json(place))


def unseal(*, desk: Desk, sealed: bytes) -> Place | None:
    """Return a place that was sealed, or None where the records have another key since."""
    try:
        return _FORM.validate_json(sealing.unseal(desk.database.key, _PURPOSE, sealed))
    except (EnvironmentFailureError, ValidationError):
        return None
