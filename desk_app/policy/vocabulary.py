"""The closed sets of codes that everything speaks in, each code with its Chinese title.

The codes are the ones other programs rely on (command line, JSON of a case, exports);
the titles are what screen and paper show.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Self


class Labelled(StrEnum):
    """A closed set of codes; ``label`` is the Chinese name of a member."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member from its code and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class FilingType(Labelled):
    """What a filing is for."""

    RETIREE_RESETTLED = "retiree_resettled", "异地安置退休人员"
    LONG_TERM_RESIDENT = "long_term_resident", "异地长期居住人员"
    POSTED_WORKER = "posted_worker", "常驻异地工作人员"
    REFERRAL = "referral", "异地转诊就医人员"
    OTHER_TEMPORARY = "other_temporary", "其他临时外出就医人员"
    CHILDBIRTH = "childbirth", "异地生育"
    EMERGENCY = "emergency", "异地急诊抢救人员"


TYPE_GROUPS: Mapping[str, frozenset[FilingType]] = MappingProxyType(
    {
        "filed": frozenset(FilingType) - {FilingType.EMERGENCY},
        "long_term": frozenset(
            {
                FilingType.RETIREE_RESETTLED,
                FilingType.LONG_TERM_RESIDENT,
                FilingType.POSTED_WORKER,
            }
        ),
        "temporary": frozenset({FilingType.REFERRAL, FilingType.OTHER_TEMPORARY}),
    }
)
"""Types that rules speak of together, by the word a rule pack uses for them."""


class Variant(Labelled):
    """A variant of the form, not a type of its own (DOMAIN A13 C3)."""

    MIGRANT_WORKER = "migrant_worker", "外来就业创业人员"


class Method(Labelled):
    """How entitlement is shown."""

    DOCUMENTS = "documents", "提交材料"
    COMMITMENT = "commitment", "个人承诺"


class IdKind(Labelled):
    """Kinds of identity document (DOMAIN B7)."""

    RESIDENT_ID = "resident_id", "居民身份证"
    HOUSEHOLD_REGISTER = "household_register", "居民户口簿"
    HMT_RESIDENCE_PERMIT = "hmt_residence_permit", "港澳台居民居住证"
    HM_TRAVEL_PERMIT = "hm_travel_permit", "港澳居民来往内地通行证"
    TW_TRAVEL_PERMIT = "tw_travel_permit", "台湾居民来往大陆通行证"
    FOREIGNER_PR_CARD = "foreigner_pr_card", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"
    OFFICER_CARD = "officer_card", "军官证（警官证）"
    BIRTH_CERTIFICATE = "birth_certificate", "出生医学证明"
    OTHER = "other", "其他证件"


class Insurance(Labelled):
    """The insurance an applicant is enrolled in."""

    EMPLOYEE_1 = "employee_1", "职工基本医疗保险一档"
    EMPLOYEE_2 = "employee_2", "职工基本医疗保险二档"
    EMPLOYEE = "employee", "职工基本医疗保险"
    RESIDENT = "resident", "城乡居民基本医疗保险"


class Sex(Labelled):
    """Sex as identity documents state it."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class DocumentState(Labelled):
    """What the counter holds of one required document."""

    ORIGINAL = "original", "原件已核"
    COPY = "copy", "复印件已收"
    BOTH = "both", "原件已核、复印件已收"
    COMMITMENT = "commitment", "承诺代替"
    MISSING = "missing", "缺"


class FilingStatus(Labelled):
    """Where a filing stands."""

    DRAFT = "draft", "草稿"
    AWAITING_DOCUMENTS = "awaiting_documents", "待补正"
    ACCEPTED = "accepted", "已受理"
    CANCELLED = "cancelled", "已注销"
    CHANGED = "changed", "已变更"
    WITHDRAWN = "withdrawn", "已撤回"

    @property
    def open(self) -> bool:
        """Tell whether a filing so can still be changed, completed or cancelled."""
        return self in {FilingStatus.ACCEPTED, FilingStatus.AWAITING_DOCUMENTS}


class CancelReason(Labelled):
    """Why a filing ends (DOMAIN B6, form 4)."""

    RETURNED = "returned", "返回参保地居住或工作"
    INSURANCE_ENDED = "insurance_ended", "终止参保"
    NEW_EMPLOYER = "new_employer", "在新的用人单位参保缴费"
    OUT_OF_SCOPE = "out_of_scope", "不再属于异地就医备案范围"
    BEFORE_CHANGE = "before_change", "变更备案前注销"
    OTHER = "other", "其他"
    DECEASED = "deceased", "参保人死亡"

    @property
    def explained(self) -> bool:
        """Tell whether words must go with it: what else it is, or who came for the dead."""
        return self in {CancelReason.OTHER, CancelReason.DECEASED}


class Outpatient(Labelled):
    """How long-term filers with employee insurance receive outpatient benefits (DOMAIN B3)."""

    NETWORKED = "networked", "普通门诊联网结算"
    ALLOWANCE = "allowance", "按月领取普通门诊包干金"


class Role(Labelled):
    """What a person at the counter may do."""

    CLERK = "clerk", "经办员"
    SUPERVISOR = "supervisor", "主管"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that must be mended: the field, and a sentence that says what to do.

    ``field`` is a dotted path in the JSON of a case, such as ``applicant.id_number``;
    ``source`` names the rule it rests on, where there is one.
    """

    field: str
    message: str
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One thing worth a second look that stops nothing."""

    field: str
    message: str
    source: str | None = None
