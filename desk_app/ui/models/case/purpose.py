"""What a case on the screen is for: a new filing, a change of one, or handing in documents."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from desk_app.policy.vocabulary import FilingStatus, Method
from desk_app.records.filing import FilingRecord


class Purpose(StrEnum):
    """Why a case is typed."""

    NEW = "new"
    CHANGE = "change"
    COMPLETE = "complete"


def purpose_of(filing: FilingRecord | None, case: Mapping[str, Any]) -> Purpose:
    """Return what a raw case is for, given the filing it reopens.

    One that waits for documents can only be completed. An accepted one is completed when
    documents take the place of a commitment and nothing else was moved; else it is changed.
    """
    if filing is None:
        return Purpose.NEW
    if filing.status == FilingStatus.AWAITING_DOCUMENTS:
        return Purpose.COMPLETE
    before = filing.case
    turned = before.method == Method.COMMITMENT and case.get("method") == Method.DOCUMENTS
    same = (
        case.get("place") == before.place
        and case.get("type") == before.type
        and case.get("begin") == before.begin.isoformat()
    )
    return Purpose.COMPLETE if turned and same else Purpose.CHANGE


def can_complete(filing: FilingRecord) -> bool:
    """Tell whether documents may still be handed in for a filing."""
    if filing.status == FilingStatus.AWAITING_DOCUMENTS:
        return True
    return filing.status == FilingStatus.ACCEPTED and filing.case.method == Method.COMMITMENT
