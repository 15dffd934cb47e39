"""The columns of an exported list, as rows; titles come from the fields themselves."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.policy.regions import place_words, region_name
from desk_app.policy.vocabulary import CancelReason, FilingStatus, Labelled
from desk_app.records.field_table import FIELDS, CaseField, label, of_group
from desk_app.records.filing import FilingRecord
from desk_app.records.traits import Kind

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


def _filing(title: str, key: str, **options: Any) -> Column:
    return Column(title=title, group="filing", key=key, **options)


def _told(path: str, width: int | None = None) -> Column:
    """Return the column of a field of a case, as its traits have it."""
    field = FIELDS[path]
    words = Words(place_words) if path == "place" else _labels(field.codes) if field.codes else None
    return Column(
        title=("代办人" if field.group == "agent" else "") + field.title,
        group=field.group or "case",
        key=field.name,
        width=width or _WIDTHS.get(path) or _width(field),
        words=words,
        mask=field.mask,
        made=field.kind is Kind.DAY,
    )


def _width(field: CaseField) -> int:
    """Return a width that shows most values, in characters."""
    return _DAY_WIDTH if field.kind is Kind.DAY else min(max((field.longest or 0) // 5, 9), 40)


def _group(group: str, *, besides: Collection[str] = ()) -> Iterator[Column]:
    for field in of_group(group):
        if field.kind not in {Kind.GROUP, Kind.FLAG} and field.name not in besides:
            yield _told(field.path)


def _code(key: str, title: str) -> Column:
    """Return the column with the code of a place, beside that with its name."""
    return Column(title=title, group="case", key=key, width=11, made=True)


# Where another width than the traits suggest reads better.
_DAY_WIDTH = 11
_WIDTHS: Mapping[str, int] = {
    "applicant.name": 16, "applicant.id_kind": 16, "applicant.id_number": 21, "applicant.sex": 6,
    "applicant.phone": 14, "applicant.phone2": 14, "applicant.insurance": 24,
    "applicant.social_card_no": 20, "applicant.insured_no": 20, "applicant.employer": 30,
    "applicant.employment": 20, "applicant.residence_permit_no": 20,
    "type": 22, "variant": 18, "method": 10, "place": 24, "place_address": 40, "begin": 12,
    "end": 12, "referral_hospital": 24, "admission_hospital": 24, "reason": 24, "outpatient": 22,
    "agent.name": 16, "agent.relation": 12, "agent.id_kind": 16, "agent.id_number": 21,
    "agent.phone": 14, "agent.address": 30, "agent.sex": 6, "remark": 30,
}  # fmt: skip

COLUMNS: tuple[Column, ...] = (
    _filing("备案编号", "number", width=24, made=True),
    _filing("状态", "status", width=9, words=_labels(FilingStatus)),
    _filing("登记日期", "day", width=11, made=True),
    _filing("受理日期", "accepted_day", width=11, made=True),
    *_group("applicant"),
    _code("region", "参保地代码"),
    Column(title=label("region"), group="case", key="region", width=18, words=Words(_region)),
    _told("type"),
    _told("variant"),
    _told("method"),
    _code("place", "就医地代码"),
    *_group("", besides=("region", "type", "variant", "method", "remark")),
    *_group("agent"),
    _filing("替代的原备案编号", "replaces", width=24, made=True),
    _filing("被哪件替代", "replaced_by", width=24, made=True),
    _filing("注销日期", "cancelled_day", width=11, made=True),
    _filing("注销原因", "cancel_reason", width=22, words=_labels(CancelReason)),
    _filing("注销说明", "cancel_text", width=22),
    _filing("官方系统编号", "official_no", width=20),
    _filing("窗口", "counter", width=6, words=Words(str)),
    _filing("经办人", "clerk", width=12),
    _told("remark"),
)
