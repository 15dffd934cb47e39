"""The columns a roster may have: the field each fills, and the headings employers give it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterColumn:
    """One column of the template; ``path`` is the field in the JSON of a case.

    ``required`` means that a row without it cannot be registered unless the clerk gives one
    value for all rows.
    """

    path: str
    title: str
    others: tuple[str, ...] = ()
    required: bool = False
    note: str = ""
    sample: str = ""
    width: int = 14


COLUMNS = (
    RosterColumn(
        path="applicant.name",
        title="姓名",
        others=("员工姓名", "职工姓名", "参保人姓名", "申请人", "名字", "人员姓名"),
        required=True,
        note="与身份证件一致，生僻字照写",
        sample="林建华",
        width=12,
    ),
    RosterColumn(
        path="applicant.id_kind",
        title="证件类型",
        others=("证件种类", "证件名称", "身份证件类型"),
        note="不填按居民身份证",
        sample="居民身份证",
        width=16,
    ),
    RosterColumn(
        path="applicant.id_number",
        title="证件号码",
        others=(
            "身份证号",
            "身份证号码",
            "身份证",
            "公民身份号码",
            "身份证件号码",
            "证件号",
            "有效证件号码",
        ),
        required=True,
        note="这一列须为文本格式，18 位一位不少",
        sample="440399199003090015",
        width=22,
    ),
    RosterColumn(
        path="applicant.phone",
        title="联系电话",
        others=("手机", "手机号", "手机号码", "电话", "联系方式", "移动电话", "联系手机"),
        required=True,
        note="本人手机号",
        sample="13800000001",
        width=14,
    ),
    RosterColumn(
        path="applicant.phone2",
        title="联系电话2",
        others=("备用电话", "第二联系电话", "其他联系电话"),
    ),
    RosterColumn(
        path="applicant.insurance",
        title="参保险种",
        others=("险种", "医保险种", "医疗保险类型", "参保档次", "医保档次", "参保类型"),
        required=True,
        note="一档、二档、职工、居民",
        sample="一档",
        width=10,
    ),
    RosterColumn(
        path="applicant.insured_no",
        title="社保电脑号",
        others=("医保个人编号", "个人编号", "电脑号", "社保号", "医保编号"),
    ),
    RosterColumn(
        path="applicant.social_card_no",
        title="社会保障卡号",
        others=("社保卡号", "社保卡号码", "社会保障卡号码"),
        width=18,
    ),
    RosterColumn(
        path="applicant.employer",
        title="单位名称",
        others=("用人单位", "工作单位", "单位", "公司", "公司名称", "企业名称", "参保单位"),
        width=26,
    ),
    RosterColumn(path="applicant.sex", title="性别", width=6),
    RosterColumn(path="applicant.birth", title="出生日期", others=("出生年月日", "生日"), width=12),
    RosterColumn(path="applicant.nation", title="民族", width=8),
    RosterColumn(
        path="applicant.household_address",
        title="户籍地址",
        others=("户籍", "户口所在地", "户籍所在地", "身份证地址"),
        width=30,
    ),
    RosterColumn(
        path="place",
        title="就医地",
        others=(
            "备案地",
            "异地就医地",
            "派驻地",
            "派驻城市",
            "外派城市",
            "外派地",
            "工作地",
            "工作城市",
            "常驻地",
            "就医城市",
            "就医地市",
        ),
        required=True,
        note="写到地级市，如湖南省长沙市；也可写六位代码",
        sample="湖南省长沙市",
        width=18,
    ),
    RosterColumn(
        path="place_address",
        title="异地详细地址",
        others=("异地地址", "异地居住地址", "居外地址", "派驻地地址", "工作地址", "现住址"),
        width=30,
    ),
    RosterColumn(
        path="begin",
        title="开始日期",
        others=("备案开始日期", "派驻开始日期", "外派日期", "起始日期", "生效日期", "派驻日期"),
        note="如 2026-12-01；不填从今天起",
        sample="2026-12-01",
        width=12,
    ),
    RosterColumn(
        path="end",
        title="结束日期",
        others=("备案结束日期", "派驻结束日期", "终止日期", "到期日期", "截止日期"),
        width=12,
    ),
    RosterColumn(path="region", title="参保地", others=("参保地区", "参保城市"), width=12),
    RosterColumn(path="type", title="备案类型", others=("人员类别", "备案类别"), width=18),
    RosterColumn(path="method", title="备案方式", others=("办理方式",), width=10),
    RosterColumn(
        path="outpatient",
        title="普通门诊待遇",
        others=("门诊待遇",),
        note="普通门诊联网结算、按月领取普通门诊包干金",
        width=18,
    ),
    RosterColumn(path="reason", title="备案原因", others=("外派原因", "派驻原因"), width=20),
    RosterColumn(
        path="documents.identity",
        title="身份证件材料",
        others=("身份证件（材料）", "身份证原件及复印件"),
        note="身份证、社保卡、医保电子凭证有一样就行：原件、复印件、原件和复印件、无",
    ),
    RosterColumn(
        path="documents.social_card",
        title="社会保障卡材料",
        others=("社会保障卡（材料）", "社保卡材料"),
        note="填了上一栏就不用填",
    ),
    RosterColumn(
        path="documents.work_proof",
        title="派出证明材料",
        others=("派出证明", "工作证明", "派驻证明", "异地工作证明"),
        note="原件、复印件、原件和复印件、无",
    ),
    RosterColumn(
        path="consent",
        title="告知确认",
        others=("已告知并同意", "本人同意", "知情同意", "是否同意"),
        note="是：本人已阅读备案告知事项并同意",
        sample="是",
        width=10,
    ),
    RosterColumn(path="agent.name", title="代办人姓名", others=("代办人", "经办人姓名")),
    RosterColumn(
        path="agent.id_number", title="代办人证件号码", others=("代办人身份证号",), width=22
    ),
    RosterColumn(path="agent.phone", title="代办人电话", others=("代办人联系电话",)),
    RosterColumn(path="agent.relation", title="代办人关系", others=("与申请人关系",), width=12),
    RosterColumn(path="remark", title="备注", width=20),
)
BY_PATH = {column.path: column for column in COLUMNS}

IGNORED = frozenset({"序号", "编号", "原表行号", "需要改正"})
"""Headings that say nothing of a person: counters, and what our own error file adds."""

_MARKS = re.compile(r"[\s*:：★]|必填|选填")
_BRACKETS = re.compile(r"[（(\[【].*?[)）\]】]")


def recognise(heading: str) -> str | None:
    """Return the field a heading stands for, or None."""
    known = _known()
    whole = _plain(heading)
    return known.get(whole) or known.get(_BRACKETS.sub("", whole))


def columns_of(headings: Sequence[str]) -> tuple[str | None, ...]:
    """Return the field of each column; a second column for the same field is left out."""
    found: list[str | None] = []
    for heading in headings:
        path = recognise(heading)
        found.append(None if path in found else path)
    return tuple(found)


def is_ignored(heading: str) -> bool:
    """Tell whether nobody need be asked about a column."""
    return not heading.strip() or _plain(heading) in IGNORED


@cache
def _known() -> dict[str, str]:
    return {
        _plain(heading): column.path
        for column in COLUMNS
        for heading in (column.title, *column.others, column.path)
    }


def _plain(heading: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", heading)).lower()
