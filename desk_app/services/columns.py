"""The columns of an exported list, as rows; titles come from the fields themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from desk_app.clock import CHINA
from desk_app.policy.names import mask_id, mask_phone
from desk_app.policy.regions import place as place_of
from desk_app.policy.regions import region_name
from desk_app.policy.vocabulary import Labelled
from desk_app.records.filing import FilingRecord
from desk_app.records.labels import label

Value = Callable[[FilingRecord], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its title, its width in characters, where its value comes from."""

    title: str
    value: Value
    width: int = 14
    mask: Callable[[str], str] | None = None

    def text(self, record: FilingRecord, *, masked: bool = False) -> str:
        """Return the cell's text; codes are worded, dates written as 2026-11-21."""
        text = _worded(self.value(record))
        return self.mask(text) if masked and self.mask and text else text


def plain_json(record: FilingRecord) -> dict[str, Any]:
    """Return a filing as JSON-able values: its state, and the case, ready to be taken in."""
    return {
        "record": record.number,
        "status": record.status.value,
        "day": record.day.isoformat(),
        "registered_at": record.registered_at.astimezone(CHINA).isoformat(),
        "accepted_day": record.accepted_day.isoformat() if record.accepted_day else None,
        "counter": record.counter,
        "clerk": record.clerk,
        "replaces": record.replaces,
        "replaced_by": record.replaced_by,
        "cancelled": _ending(record),
        "rules": record.rules,
        "official_no": record.official_no,
        "case": record.case.model_dump(mode="json"),
    }


def masked_json(record: FilingRecord) -> dict[str, Any]:
    """Return the same with identity numbers and phones masked."""
    whole = plain_json(record)
    for group in ("applicant", "agent"):
        person = whole["case"][group]
        if person:
            person["id_number"] = mask_id(person["id_number"])
            for name in ("phone", "phone2"):
                if person.get(name):
                    person[name] = mask_phone(person[name])
    return whole


def _ending(record: FilingRecord) -> dict[str, Any] | None:
    ending = record.cancelled
    if ending is None:
        return None
    return {
        "day": ending.day.isoformat(),
        "reason": ending.reason.value,
        "text": ending.text,
        "effective": ending.effective.isoformat(),
    }


def _worded(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Labelled():
            return value.label
        case Enum():
            return str(value.value)
        case datetime():
            return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _place(record: FilingRecord) -> str:
    found = place_of(record.case.place)
    return found.full_name if found else region_name(record.case.place) or ""


def _applicant(name: str, **options: Any) -> Column:
    return Column(
        title=label(f"applicant.{name}"),
        value=lambda record: getattr(record.case.applicant, name),
        **options,
    )


def _agent(name: str, **options: Any) -> Column:
    return Column(
        title="代办人" + label(f"agent.{name}"),
        value=lambda record: getattr(record.case.agent, name, None),
        **options,
    )


def _case(name: str, **options: Any) -> Column:
    return Column(title=label(name), value=lambda record: getattr(record.case, name), **options)


def _filing(title: str, name: str, **options: Any) -> Column:
    return Column(title=title, value=lambda record: getattr(record, name), **options)


COLUMNS: tuple[Column, ...] = (
    _filing("备案编号", "number", width=24),
    _filing("状态", "status", width=9),
    _filing("登记日期", "day", width=11),
    _filing("受理日期", "accepted_day", width=11),
    _applicant("name", width=16),
    _applicant("id_kind", width=16),
    _applicant("id_number", width=21, mask=mask_id),
    _applicant("sex", width=6),
    _applicant("birth", width=11),
    _applicant("phone", width=14, mask=mask_phone),
    _applicant("phone2", width=14, mask=mask_phone),
    _applicant("nation", width=9),
    _applicant("insurance", width=24),
    _applicant("social_card_no", width=20),
    _applicant("insured_no", width=20),
    _applicant("employer", width=30),
    _applicant("household_address", width=40),
    _applicant("employment", width=20),
    _applicant("residence_permit_no", width=20),
    Column(title="参保地代码", value=lambda record: record.case.region, width=11),
    Column(title="参保地", value=lambda record: region_name(record.case.region), width=18),
    _case("type", width=22),
    _case("variant", width=18),
    _case("method", width=10),
    Column(title="就医地代码", value=lambda record: record.case.place, width=11),
    Column(title="就医地", value=_place, width=24),
    _case("place_address", width=40),
    _case("begin", width=12),
    _case("end", width=12),
    _case("referral_hospital", width=24),
    _case("admission", width=11),
    _case("admission_hospital", width=24),
    _case("reason", width=24),
    _case("outpatient", width=22),
    _agent("name", width=16),
    _agent("relation", width=12),
    _agent("id_kind", width=16),
    _agent("id_number", width=21, mask=mask_id),
    _agent("phone", width=14, mask=mask_phone),
    _agent("address", width=30),
    _filing("替代的原备案编号", "replaces", width=24),
    _filing("被哪件替代", "replaced_by", width=24),
    Column(title="注销日期", value=lambda r: r.cancelled.day if r.cancelled else None, width=11),
    Column(title="注销原因", value=lambda r: r.cancelled.reason if r.cancelled else None, width=22),
    Column(title="注销说明", value=lambda r: r.cancelled.text if r.cancelled else None, width=22),
    _filing("官方系统编号", "official_no", width=20),
    _filing("窗口", "counter", width=6),
    _filing("经办人", "clerk", width=12),
    _case("remark", width=30),
)
