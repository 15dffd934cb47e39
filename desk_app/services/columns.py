"""The columns of an exported list, as rows; titles come from the fields themselves."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.policy.names import MASKS
from desk_app.policy.regions import place as place_of
from desk_app.policy.regions import region_name
from desk_app.policy.vocabulary import (
    CancelReason,
    FilingStatus,
    FilingType,
    IdKind,
    Insurance,
    Labelled,
    Method,
    Outpatient,
    Sex,
    Variant,
)
from desk_app.records.filing import FilingRecord
from desk_app.records.labels import label

Line = Mapping[str, Any]
"""A filing as plain values: codes, dates as text, and ``case`` as the JSON of the case."""

_NOBODY: Line = {}
_GROUPS = ("filing", "case", "applicant", "agent")


class Words(dict[Any, str]):
    """What is written for a value; made when a value is first met, then kept."""

    def __init__(self, word: Callable[[Any], str]) -> None:
        """Take the function that words a value."""
        super().__init__()
        self._word = word

    def __missing__(self, value: Any) -> str:
        """Word a value that was not met before."""
        self[value] = word = self._word(value)
        return word


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its title, its width in characters, where its value is and how it is worded."""

    title: str
    group: str  # of _GROUPS
    key: str
    width: int = 14
    words: Mapping[Any, str] | None = None  # None where the value is a text already
    mask: Callable[[str], str] | None = None
    made: bool = False  # by the program, as days and record numbers are; nobody typed it

    @property
    def typed(self) -> bool:
        """Tell whether the text is what somebody typed, and may begin with anything."""
        return self.words is None and not self.made


def reader(columns: Iterable[Column], *, masked: bool) -> Callable[[Line], list[str]]:
    """Return a function that makes the cells of a filing, for lists of any length."""
    plan = [
        (_GROUPS.index(column.group), column.key, column.words, column.mask if masked else None)
        for column in columns
    ]

    def cells(line: Line) -> list[str]:
        case = line["case"]
        parts = (line, case, case["applicant"], case.get("agent") or _NOBODY)
        found: list[str] = []
        add = found.append
        for group, key, words, mask in plan:
            value = parts[group].get(key)
            if not value:
                add("")
            elif words is not None:
                add(words[value])
            else:
                add(mask(value) if mask else value)
        return found

    return cells


def line_of(record: FilingRecord) -> Line:
    """Return a filing that was read whole as the plain values lists are made from."""
    ending = record.cancelled
    return {
        "number": record.number,
        "status": record.status.value,
        "day": record.day.isoformat(),
        "accepted_day": record.accepted_day.isoformat() if record.accepted_day else None,
        "official_no": record.official_no,
        "cancelled_day": ending.day.isoformat() if ending else None,
        "cancel_reason": ending.reason.value if ending else None,
        "cancel_text": ending.text if ending else None,
        "counter": record.counter,
        "clerk": record.clerk,
        "replaces": record.replaces,
        "replaced_by": record.replaced_by,
        "case": record.case.model_dump(mode="json"),
    }


def _labels(kind: type[Labelled]) -> Words:
    return Words(lambda code: kind(code).label)


def _region(code: str) -> str:
    return region_name(code) or ""


def _place(code: str) -> str:
    found = place_of(code)
    return found.full_name if found else _region(code)


def _filing(title: str, key: str, **options: Any) -> Column:
    return Column(title=title, group="filing", key=key, **options)


def _case(key: str, *, title: str | None = None, **options: Any) -> Column:
    return Column(title=title or label(key), group="case", key=key, **options)


def _applicant(key: str, **options: Any) -> Column:
    title, mask = label(f"applicant.{key}"), MASKS.get(key)
    return Column(title=title, group="applicant", key=key, mask=mask, **options)


def _agent(key: str, **options: Any) -> Column:
    title, mask = "代办人" + label(f"agent.{key}"), MASKS.get(key)
    return Column(title=title, group="agent", key=key, mask=mask, **options)


_KINDS = _labels(IdKind)

COLUMNS: tuple[Column, ...] = (
    _filing("备案编号", "number", width=24, made=True),
    _filing("状态", "status", width=9, words=_labels(FilingStatus)),
    _filing("登记日期", "day", width=11, made=True),
    _filing("受理日期", "accepted_day", width=11, made=True),
    _applicant("name", width=16),
    _applicant("id_kind", width=16, words=_KINDS),
    _applicant("id_number", width=21),
    _applicant("sex", width=6, words=_labels(Sex)),
    _applicant("birth", width=11, made=True),
    _applicant("phone", width=14),
    _applicant("phone2", width=14),
    _applicant("nation", width=9),
    _applicant("insurance", width=24, words=_labels(Insurance)),
    _applicant("social_card_no", width=20),
    _applicant("insured_no", width=20),
    _applicant("employer", width=30),
    _applicant("household_address", width=40),
    _applicant("employment", width=20),
    _applicant("residence_permit_no", width=20),
    _case("region", title="参保地代码", width=11, made=True),
    _case("region", title="参保地", width=18, words=Words(_region)),
    _case("type", width=22, words=_labels(FilingType)),
    _case("variant", width=18, words=_labels(Variant)),
    _case("method", width=10, words=_labels(Method)),
    _case("place", title="就医地代码", width=11, made=True),
    _case("place", width=24, words=Words(_place)),
    _case("place_address", width=40),
    _case("begin", width=12, made=True),
    _case("end", width=12, made=True),
    _case("referral_hospital", width=24),
    _case("admission", width=11, made=True),
    _case("admission_hospital", width=24),
    _case("reason", width=24),
    _case("outpatient", width=22, words=_labels(Outpatient)),
    _agent("name", width=16),
    _agent("relation", width=12),
    _agent("id_kind", width=16, words=_KINDS),
    _agent("id_number", width=21),
    _agent("phone", width=14),
    _agent("address", width=30),
    _filing("替代的原备案编号", "replaces", width=24, made=True),
    _filing("被哪件替代", "replaced_by", width=24, made=True),
    _filing("注销日期", "cancelled_day", width=11, made=True),
    _filing("注销原因", "cancel_reason", width=22, words=_labels(CancelReason)),
    _filing("注销说明", "cancel_text", width=22),
    _filing("官方系统编号", "official_no", width=20),
    _filing("窗口", "counter", width=6, words=Words(str)),
    _filing("经办人", "clerk", width=12),
    _case("remark", width=30),
)
