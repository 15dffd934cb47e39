"""Filings not yet in the official system: a list to enter them by, and ticking them off."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app.errors import RefusedError, StateConflictError, Stopped
from desk_app.files import replacing
from desk_app.policy.people.official_codes import (
    document_code,
    insurance_code,
    nation_code,
    sex_code,
)
from desk_app.policy.regions import place_words
from desk_app.policy.vocabulary import FilingStatus, Labelled, Role
from desk_app.records.field_table import FIELDS
from desk_app.records.filing import FilingRecord, FilingSummary
from desk_app.records.person import PersonFields
from desk_app.records.traits import Kind
from desk_app.services.desk.open_desk import Desk
from desk_app.services.finding.searching import required
from desk_app.services.lists.exporting import (
    Exported,
    Progress,
    masking,
    note,
    watcher,
    write_table,
)
from desk_app.storage.filings import filings, listing

LONGEST_NUMBER = 50
_ENDINGS = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One column of the list: its title with the name of the standard, its field, its width.

    ``code`` makes what the standard has of the person or case the field belongs to; without it
    the value is worded. Without a field it is the number of the record.
    """

    title: str
    field: str | None = None
    width: int = 14
    code: Callable[[Any], str | None] | None = None
    typed: bool = True

    def cell(self, record: FilingRecord, *, masked: bool) -> str:
        """Return what stands in the column for a filing; empty where nothing is told."""
        if self.field is None:
            return record.number
        field = FIELDS[self.field]
        holder = getattr(record.case, field.group) if field.group else record.case
        if holder is None:
            return ""
        text = (self.code(holder) if self.code else _worded(getattr(holder, field.name))) or ""
        return field.mask(text) if masked and field.mask and text else text


def waiting(*, desk: Desk, limit: int = 1000) -> tuple[FilingSummary, ...]:
    """Return the accepted filings that are not yet in the official system, newest first."""
    with desk.database.reading() as session:
        return listing.page(session, criteria=_criteria(desk), limit=limit)


def export(
    *,
    desk: Desk,
    target: Path,
    masked: bool | None = None,
    progress: Progress | None = None,
    stopped: Stopped | None = None,
) -> Exported:
    """Write the accepted filings not yet entered to ``target`` (.xlsx, .csv), oldest first.

    Codes are those of the national standards, names beside them. Masked as any export.
    """
    if target.suffix.lower() not in _ENDINGS:
        raise RefusedError(f"清单的扩展名应为 {'、'.join(_ENDINGS)} 之一，请改文件名。")
    masked = masking(desk, masked)
    watch = watcher(progress, stopped)
    with replacing(target) as part, desk.database.reading() as session:
        found = watch(listing.stream(session, criteria=_criteria(desk)))
        rows = ([one.cell(record, masked=masked) for one in ENTRIES] for record in found)
        count = write_table(part, target.suffix, ENTRIES, rows)
        note(desk, ".official", rows=count, masked=masked, wanted=None)
    return Exported(path=target, rows=count, masked=masked)


def mark(*, desk: Desk, record_no: str, official_no: str) -> FilingRecord:
    """Note that a filing is in the official system, under this number.

    Raises RefusedError for a number in the wrong form or of another filing; StateConflictError
    for a filing that is not accepted, or has another number and no supervisor corrects it.
    """
    number = _number(official_no)
    with desk.database.writing() as session:
        record = required(session, record_no)
        if record.official_no == number:
            return record
        _expect_enterable(desk, record)
        if filings.by_official_no(session, official_no=number) is not None:
            raise RefusedError("这个官方系统编号已经标在另一件备案上，请核对。")
        return filings.mark_entered(
            session, seat=desk.seat, filing=record, official_no=number, clock=desk.clock
        )


def _criteria(desk: Desk) -> listing.Criteria:
    return listing.Criteria(hall_id=desk.hall.id, status=FilingStatus.ACCEPTED, entered=False)


def _expect_enterable(desk: Desk, record: FilingRecord) -> None:
    if record.accepted_at is None:
        raise StateConflictError(
            f"备案 {record.number} 现为“{record.status.label}”，还没有受理，不能标记。"
        )
    if record.official_no is not None and desk.clerk.role is not Role.SUPERVISOR:
        raise StateConflictError("这件备案已标过另一个官方系统编号，更正需要主管办理。")


def _number(text: str) -> str:
    number = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not number or len(number) > LONGEST_NUMBER or not all(33 <= ord(c) < 127 for c in number):
        raise RefusedError(
            f"官方系统编号应为字母、数字和符号，最多 {LONGEST_NUMBER} 个，请照官方系统填写。"
        )
    return number


def _worded(value: object) -> str:
    if value is None:
        return ""
    return value.label if isinstance(value, Labelled) else str(value)


def _document(person: PersonFields) -> str | None:
    return document_code(person.id_kind, person.id_number)


_CODED = (
    Entry(title="本机备案编号", width=24),
    Entry(title="人员证件类型 psn_cert_type", field="applicant.id_kind", code=_document),
    Entry(title="证件名称", field="applicant.id_kind", width=18),
    Entry(title="证件号码 certno", field="applicant.id_number", width=21),
    Entry(title="人员姓名", field="applicant.name", width=16),
    Entry(title="性别 gend", field="applicant.sex", width=9, code=lambda one: sex_code(one.sex)),
    Entry(
        title="民族 naty",
        field="applicant.nation",
        width=9,
        code=lambda one: nation_code(one.nation),
    ),
    Entry(title="出生日期 brdy", field="applicant.birth"),
    Entry(title="联系电话 tel", field="applicant.phone"),
    Entry(
        title="险种类型 insutype",
        field="applicant.insurance",
        code=lambda one: insurance_code(one.insurance),
    ),
    Entry(title="险种名称", field="applicant.insurance", width=24),
    Entry(title="参保所属医保区划 insu_admdvs", field="region", width=16),
    Entry(title="单位名称 emp_name", field="applicant.employer", width=30),
    Entry(title="备案类型", field="type", width=22),
    Entry(title="备案方式", field="method"),
    Entry(title="就医地区划 rloc_admdvs", field="place", width=16),
    Entry(title="就医地", field="place", width=24, code=lambda one: place_words(one.place)),
    Entry(title="居外地址 resout_addr", field="place_address", width=40),
    Entry(title="异地安置原因 rloc_rea", field="reason", width=24),
    Entry(title="转出医院", field="referral_hospital", width=24),
    Entry(title="开始日期 begndate", field="begin"),
    Entry(title="结束日期 enddate", field="end"),
    Entry(title="代办人姓名", field="agent.name", width=16),
    Entry(title="代办人证件类型", field="agent.id_kind", code=_document),
    Entry(title="代办人证件号码", field="agent.id_number", width=21),
    Entry(title="代办人联系方式", field="agent.phone"),
    Entry(title="代办人关系", field="agent.relation"),
    Entry(title="备注 memo", field="remark", width=30),
)
_NO_FIELD = "官方系统没有对应项"
LEFT_OUT: Mapping[str, str] = {
    "applicant.phone2": "官方系统只收一个联系电话",
    "applicant.social_card_no": "官方系统按证件号码找到参保人",
    "applicant.insured_no": "官方系统按证件号码找到参保人",
    "applicant.household_address": _NO_FIELD,
    "applicant.employment": _NO_FIELD,
    "applicant.residence_permit_no": _NO_FIELD,
    "agent.sex": _NO_FIELD,
    "agent.birth": _NO_FIELD,
    "agent.address": _NO_FIELD,
    "variant": "只决定用哪张表",
    "admission": _NO_FIELD,
    "admission_hospital": _NO_FIELD,
    "outpatient": _NO_FIELD,
    "consent": "留在本机的表上",
}
"""Fields that are not in the list, and why."""
ENTRIES = (
    *_CODED,
    *(
        Entry(title=field.title, field=path)
        for path, field in FIELDS.items()
        if field.kind is not Kind.GROUP
        and path not in LEFT_OUT
        and path not in {entry.field for entry in _CODED}
    ),
)
"""A field that is neither in the standard nor left out comes at the end, in words."""
