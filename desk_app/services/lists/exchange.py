"""A filing as one line of JSON: written for other programs, and read back from them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from desk_app.clock import CHINA
from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import CancelReason, FilingStatus
from desk_app.records.act import ActRecord
from desk_app.records.field_table import MASKS
from desk_app.records.filing import Cancelled, Case, FilingRecord
from desk_app.records.hall import HallFields
from desk_app.records.merging import Incoming
from desk_app.records.print_job import Printed, PrintJobRecord, PrintOutcome
from forms import catalogue

_NUMBER = re.compile(r"([0-9A-Z]{1,12})-(\d{2})-(\d{8})-(\d{4,})")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ELSEWHERE = 0
"""Stands for an id that means something in the file it came from only."""


def plain_json(record: FilingRecord) -> dict[str, Any]:
    """Return a filing as JSON-able values: its state, and the case, ready to be taken in."""
    return {
        "record": record.number,
        "status": record.status.value,
        "day": record.day.isoformat(),
        "registered_at": _instant(record.registered_at),
        "accepted_at": _instant(record.accepted_at),
        "accepted_day": _day(record.accepted_day),
        "counter": record.counter,
        "clerk": record.clerk,
        "replaces": record.replaces,
        "replaced_by": record.replaced_by,
        "closed_day": _day(record.closed_day),
        "cancelled": _ending(record),
        "rules": record.rules,
        "official_no": record.official_no,
        "case": record.case.model_dump(mode="json"),
    }


def act_json(act: ActRecord) -> dict[str, Any]:
    """Return what was done to a filing as JSON-able values, what was before it included."""
    return {
        "id": act.id,
        "verb": act.verb.value,
        "at": _instant(act.at),
        "counter": act.counter,
        "clerk": act.clerk,
        "reason": act.reason,
        "asked_by": act.asked_by,
        "seen": act.seen,
        "before": dict(act.before),
        "undoes": act.undoes,
    }


def whole_json(record: FilingRecord, papers: Iterable[PrintJobRecord]) -> dict[str, Any]:
    """Return the same with what was printed of it, as it can be printed again."""
    return {**plain_json(record), "papers": [_paper_json(one) for one in papers]}


def masked_json(record: FilingRecord) -> dict[str, Any]:
    """Return the same with identity numbers and phones masked; it cannot be taken in again."""
    whole = plain_json(record)
    for group in ("applicant", "agent"):
        person = whole["case"][group]
        for name, mask in MASKS.items():
            if person and person.get(name):
                person[name] = mask(person[name])
    return {**whole, "masked": True}


def incoming(line: Mapping[str, Any]) -> Incoming:
    """Return the filing of a line that ``whole_json`` made, with the hall and person beside it.

    Lines of older exports have no papers. Raises RefusedError saying what is wrong with the line,
    without repeating what it holds.
    """
    if not isinstance(line, Mapping):
        raise RefusedError("不是一件备案。")
    if line.get("masked"):
        raise RefusedError("证件号码打过星号，不能导入；请在原窗口由主管导出完整清单。")
    try:
        filing = _record(line)
        hall = HallFields.model_validate(line["hall"])
        staff_no = str(line["staff_no"])
        papers = tuple(_paper(one, filing) for one in line.get("papers", ()))
    except (ValidationError, KeyError, TypeError, ValueError, AttributeError):
        raise RefusedError("项目不全或写法不对，不是本程序导出的 .jsonl。") from None
    _expect_fitting(filing, hall)
    return Incoming(filing=filing, hall=hall, staff_no=staff_no, papers=papers)


def _record(line: Mapping[str, Any]) -> FilingRecord:
    values: dict[str, Any] = {
        "id": _ELSEWHERE,
        "hall_id": _ELSEWHERE,
        "clerk_id": _ELSEWHERE,
        "person_id": _ELSEWHERE,
        "version": _ELSEWHERE,
        "number": _text(line["record"]),
        "status": FilingStatus(line["status"]),
        "case": Case.model_validate(line["case"]),
        "counter": int(line["counter"]),
        "clerk": _text(line["clerk"]),
        "day": date.fromisoformat(line["day"]),
        "registered_at": _moment(line["registered_at"]),
        "cancelled": _cancelled(line["cancelled"]),
        "rules": _text(line["rules"]),
    }
    for name in ("replaces", "replaced_by", "official_no"):
        values[name] = None if line[name] is None else _text(line[name])
    for name in ("accepted_day", "closed_day"):
        values[name] = None if line[name] is None else date.fromisoformat(line[name])
    values["accepted_at"] = None if line["accepted_at"] is None else _moment(line["accepted_at"])
    if values.keys() != {field.name for field in fields(FilingRecord)}:
        raise KeyError(*values)
    return FilingRecord(**values)


def _expect_fitting(filing: FilingRecord, hall: HallFields) -> None:
    """Refuse a filing whose number says another hall, counter or day than the filing itself."""
    found = _NUMBER.fullmatch(filing.number)
    stated = (hall.code, f"{filing.counter:02d}", f"{filing.day:%Y%m%d}")
    if found is None or found.groups()[:3] != stated:
        raise RefusedError("编号与服务厅、窗口或日期对不上，可能被改动过。")


def _cancelled(ending: Mapping[str, Any] | None) -> Cancelled | None:
    if ending is None:
        return None
    return Cancelled(
        at=_moment(ending["at"]),
        day=date.fromisoformat(ending["day"]),
        reason=CancelReason(ending["reason"]),
        text=None if ending["text"] is None else _text(ending["text"]),
        effective=date.fromisoformat(ending["effective"]),
    )


def _ending(record: FilingRecord) -> dict[str, Any] | None:
    ending = record.cancelled
    if ending is None:
        return None
    return {
        "at": _instant(ending.at),
        "day": ending.day.isoformat(),
        "reason": ending.reason.value,
        "text": ending.text,
        "effective": ending.effective.isoformat(),
    }


def _paper_json(job: PrintJobRecord) -> dict[str, Any]:
    return {
        **asdict(job.printed),
        "copy": job.copy,
        "outcome": job.outcome.value,
        "printed_at": _instant(job.printed_at),
        "counter": job.counter,
        "clerk": job.clerk,
    }


def _paper(line: Mapping[str, Any], filing: FilingRecord) -> PrintJobRecord:
    paper, data, sha256 = line["paper"], line["data"], _text(line["sha256"])
    if not _DIGEST.fullmatch(sha256):
        raise ValueError(paper)
    catalogue.PAPERS[paper].data_type.from_json(data)  # else it could never be printed again
    printed = Printed(
        paper=paper,
        edition=_text(line["edition"]),
        data=data,
        sha256=sha256,
        pages=int(line["pages"]),
    )
    return PrintJobRecord(
        id=_ELSEWHERE,
        filing=filing.number,
        printed=printed,
        copy=int(line["copy"]),
        outcome=PrintOutcome(line["outcome"]),
        printed_at=_moment(line["printed_at"]),
        counter=int(line["counter"]),
        clerk_id=_ELSEWHERE,
        clerk=_text(line["clerk"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(type(value))
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment.astimezone(CHINA)


def _instant(moment: datetime | None) -> str | None:
    return moment.astimezone(CHINA).isoformat() if moment else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
