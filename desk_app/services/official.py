"""Filings not yet in the official system: a list to enter them by, and ticking them off."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desk_app.errors import RefusedError, StateConflictError, Stopped
from desk_app.files import replacing
from desk_app.policy.names import mask_id, mask_phone
from desk_app.policy.official_codes import (
    document_code,
    insurance_code,
    nation_code,
    sex_code,
)
from desk_app.policy.regions import place as place_of
from desk_app.policy.regions import region_name
from desk_app.policy.vocabulary import FilingStatus, Role
from desk_app.records.filing import FilingRecord, FilingSummary
from desk_app.services.desk import Desk
from desk_app.services.exporting import (
    Exported,
    Progress,
    masking,
    note,
    watcher,
    write_table,
)
from desk_app.services.searching import required
from desk_app.storage import filings, listing

LONGEST_NUMBER = 50
_ENDINGS = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One column of the list: its title with the name of the standard, its width, its value."""

    title: str
    value: Callable[[FilingRecord], str | None]
    width: int = 14
    mask: Callable[[str], str] | None = None
    typed: bool = True


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
        rows = (_cells(record, masked=masked) for record in found)
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


def _cells(record: FilingRecord, *, masked: bool) -> list[str]:
    found = []
    for entry in ENTRIES:
        text = entry.value(record) or ""
        found.append(entry.mask(text) if masked and entry.mask and text else text)
    return found


def _place(record: FilingRecord) -> str:
    found = place_of(record.case.place)
    return found.full_name if found else region_name(record.case.place) or ""


def _agent_document(record: FilingRecord) -> str | None:
    agent = record.case.agent
    return document_code(agent.id_kind, agent.id_number) if agent else None


ENTRIES = (
    Entry(title="本机备案编号", value=lambda r: r.number, width=24),
    Entry(
        title="人员证件类型 psn_cert_type",
        value=lambda r: document_code(r.case.applicant.id_kind, r.case.applicant.id_number),
    ),
    Entry(title="证件名称", value=lambda r: r.case.applicant.id_kind.label, width=18),
    Entry(
        title="证件号码 certno", value=lambda r: r.case.applicant.id_number, width=21, mask=mask_id
    ),
    Entry(title="人员姓名", value=lambda r: r.case.applicant.name, width=16),
    Entry(title="性别 gend", value=lambda r: sex_code(r.case.applicant.sex), width=9),
    Entry(title="民族 naty", value=lambda r: nation_code(r.case.applicant.nation), width=9),
    Entry(
        title="出生日期 brdy",
        value=lambda r: r.case.applicant.birth.isoformat() if r.case.applicant.birth else None,
    ),
    Entry(title="联系电话 tel", value=lambda r: r.case.applicant.phone, mask=mask_phone),
    Entry(title="险种类型 insutype", value=lambda r: insurance_code(r.case.applicant.insurance)),
    Entry(title="险种名称", value=lambda r: r.case.applicant.insurance.label, width=24),
    Entry(title="参保所属医保区划 insu_admdvs", value=lambda r: r.case.region, width=16),
    Entry(title="单位名称 emp_name", value=lambda r: r.case.applicant.employer, width=30),
    Entry(title="备案类型", value=lambda r: r.case.type.label, width=22),
    Entry(title="备案方式", value=lambda r: r.case.method.label),
    Entry(title="就医地区划 rloc_admdvs", value=lambda r: r.case.place, width=16),
    Entry(title="就医地", value=_place, width=24),
    Entry(title="居外地址 resout_addr", value=lambda r: r.case.place_address, width=40),
    Entry(title="异地安置原因 rloc_rea", value=lambda r: r.case.reason, width=24),
    Entry(title="转出医院", value=lambda r: r.case.referral_hospital, width=24),
    Entry(title="开始日期 begndate", value=lambda r: r.case.begin.isoformat()),
    Entry(
        title="结束日期 enddate",
        value=lambda r: r.case.end.isoformat() if r.case.end else None,
    ),
    Entry(
        title="代办人姓名",
        value=lambda r: r.case.agent.name if r.case.agent else None,
        width=16,
    ),
    Entry(title="代办人证件类型", value=_agent_document),
    Entry(
        title="代办人证件号码",
        value=lambda r: r.case.agent.id_number if r.case.agent else None,
        width=21,
        mask=mask_id,
    ),
    Entry(
        title="代办人联系方式",
        value=lambda r: r.case.agent.phone if r.case.agent else None,
        mask=mask_phone,
    ),
    Entry(
        title="代办人关系",
        value=lambda r: r.case.agent.relation if r.case.agent else None,
    ),
    Entry(title="备注 memo", value=lambda r: r.case.remark, width=30),
)
