"""Two filings side by side: which of what they say is different."""

from collections import Counter
from dataclasses import dataclass

from desk_app.records.filing import FilingRecord
from desk_app.services.lists.columns import COLUMNS, Column, line_of, reader

_TIME = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing two filings say differently; an empty text means that one says nothing."""

    title: str
    here: str
    there: str


def differences(here: FilingRecord, there: FilingRecord) -> tuple[Difference, ...]:
    """Return what differs, in the order of lists; numbers masked where that still tells them apart.

    What no list shows (documents, times, rules) comes last.
    """
    whole = [_cells(one, masked=False) for one in (here, there)]
    masked = [_cells(one, masked=True) for one in (here, there)]
    found = []
    for at, column in enumerate(COLUMNS):
        if whole[0][at] != whole[1][at]:
            shown = whole if masked[0][at] == masked[1][at] else masked
            found.append(_difference(column, shown[0][at], shown[1][at]))
    return (*found, *_beside(here, there))


def _cells(filing: FilingRecord, *, masked: bool) -> list[str]:
    return reader(COLUMNS, masked=masked)(line_of(filing))


def _difference(column: Column, here: str, there: str) -> Difference:
    return Difference(title=column.title, here=here, there=there)


def _beside(here: FilingRecord, there: FilingRecord) -> tuple[Difference, ...]:
    pairs = (
        ("登记时间", here.registered_at.strftime(_TIME), there.registered_at.strftime(_TIME)),
        ("规则版本", here.rules, there.rules),
    )
    found = [
        Difference(title=title, here=one, there=other)
        for title, one, other in pairs
        if one != other
    ]
    if here.case.documents != there.case.documents:
        one, other = _documents(here), _documents(there)
        words = (one, other) if one != other else (f"{one}（细项不同）", other)
        found.append(Difference(title="申请材料", here=words[0], there=words[1]))
    return tuple(found)


def _documents(filing: FilingRecord) -> str:
    """Return how many documents are in which state; only the rules of the day know their names."""
    states = Counter(state.label for state in filing.case.documents.values())
    return "；".join(f"{words} {many} 项" for words, many in sorted(states.items()))
