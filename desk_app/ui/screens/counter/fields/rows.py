"""What stands where on the counter: fields and choices as rows of data."""

from dataclasses import dataclass

from desk_app.policy.vocabulary import FilingType, IdKind, Insurance, Method, Outpatient, Variant
from desk_app.records.field_table import FIELDS
from desk_app.records.traits import Kind
from desk_app.ui.widgets.editors.choices import Option

COLUMNS = 12  # of the grid inside a card


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One editor: its field, where it stands in its card, and how it looks.

    ``span`` is (row, first column, columns). ``kind`` is text, latin, date, place or choice.
    The order of the rows is the order of the Enter key.
    """

    path: str
    span: tuple[int, int, int]
    kind: str = "text"
    required: bool = False
    lead: str = ""
    placeholder: str = ""
    helper: str = ""
    tag: str = ""
    label: str = ""  # where the screen needs other words than the record


APPLICANT = (
    FieldRow(path="applicant.name", span=(0, 0, 3), required=True, helper="与身份证件一致"),
    FieldRow(
        path="applicant.id_number",
        span=(0, 3, 5),
        kind="latin",
        required=True,
        lead="id-card",
        helper="输满后自动核对",
    ),
    FieldRow(path="applicant.insurance", span=(1, 0, 5), kind="choice"),
    FieldRow(
        path="applicant.phone",
        span=(1, 5, 3),
        kind="latin",
        required=True,
        helper="手机，或区号加固定电话",
    ),
    FieldRow(
        path="agent.name",
        span=(1, 8, 4),
        lead="users",
        label="代办人",
        placeholder="本人办理则留空",
        helper="由他人代办时填写姓名",
    ),
)

AGENT = (
    FieldRow(path="agent.id_number", span=(0, 0, 4), kind="latin", required=True, lead="id-card"),
    FieldRow(path="agent.phone", span=(0, 4, 3), kind="latin", required=True),
    FieldRow(path="agent.relation", span=(0, 7, 3), required=True, placeholder="如：子女"),
    FieldRow(path="agent.address", span=(0, 10, 2)),
)

PLACE = (
    FieldRow(
        path="place",
        span=(0, 0, 5),
        kind="place",
        required=True,
        lead="map-pin",
        tag="拼音 / 首字母 / 代码",
    ),
    FieldRow(
        path="begin",
        span=(0, 5, 3),
        kind="date",
        required=True,
        helper="t 今天，+3 三天后",
    ),
    FieldRow(path="end", span=(0, 8, 4), kind="date", helper="留空则按备案类型确定"),
    FieldRow(
        path="place_address",
        span=(1, 0, 8),
        lead="house",
        placeholder="街道、门牌",
    ),
    FieldRow(path="method", span=(1, 8, 4), kind="choice"),
)

EVERY_TYPE: frozenset[str] = frozenset()
_RETIREE, _MIGRANT = FilingType.RETIREE_RESETTLED.value, Variant.MIGRANT_WORKER.value
_EMPLOYED = frozenset({FilingType.POSTED_WORKER.value, _MIGRANT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraRow:
    """A further field, and the type cards it belongs to (none: every one).

    With ``kinds`` it is there for these kinds of document only, and then must be filled in.
    """

    path: str
    kind: str = "text"
    lead: str = ""
    placeholder: str = ""
    label: str = ""
    types: frozenset[str] = EVERY_TYPE
    kinds: frozenset[str] = frozenset()


# Kinds of document whose number does not tell the birth date.
_NO_BIRTH = frozenset(
    {
        IdKind.HM_TRAVEL_PERMIT.value,
        IdKind.TW_TRAVEL_PERMIT.value,
        IdKind.PASSPORT.value,
        IdKind.OFFICER_CARD.value,
        IdKind.BIRTH_CERTIFICATE.value,
        IdKind.OTHER.value,
    }
)

_PLACED = (
    ExtraRow(path="applicant.birth", kind="date", placeholder="照证件填写", kinds=_NO_BIRTH),
    ExtraRow(
        path="referral_hospital",
        lead="building-2",
        types=frozenset({FilingType.REFERRAL.value}),
        placeholder="开具转诊材料的医院",
    ),
    ExtraRow(path="applicant.employer", lead="briefcase", types=_EMPLOYED),
    ExtraRow(path="applicant.employment", types=frozenset({_MIGRANT})),
    ExtraRow(
        path="applicant.household_address",
        lead="house",
        types=frozenset({_RETIREE, _MIGRANT}),
    ),
    ExtraRow(path="applicant.residence_permit_no", kind="latin", types=frozenset({_MIGRANT})),
    ExtraRow(path="admission", kind="date", placeholder="已住院时填写"),
    ExtraRow(path="admission_hospital", placeholder="已住院时填写"),
    ExtraRow(path="applicant.social_card_no", kind="latin"),
    ExtraRow(path="applicant.insured_no", kind="latin", label="社保电脑号"),
    ExtraRow(path="applicant.phone2", kind="latin"),
    ExtraRow(path="applicant.nation"),
    ExtraRow(path="reason"),
    ExtraRow(path="remark"),
)
_SHOWN = {row.path for row in (*APPLICANT, *AGENT, *PLACE, *_PLACED)}
EXTRA = (
    *_PLACED,
    *(
        ExtraRow(path=path)
        for path, field in FIELDS.items()
        if field.kind is Kind.TEXT and field.group != "agent" and path not in _SHOWN
    ),
)
"""A text that no row places is asked for after those that have one."""
EXTRA_COLUMNS = 3

TYPE_OPTIONS = (
    Option(FilingType.RETIREE_RESETTLED, "异地安置退休", "退休且户籍迁入当地"),
    Option(FilingType.LONG_TERM_RESIDENT, "异地长期居住", "在外连住半年以上"),
    Option(FilingType.POSTED_WORKER, "常驻异地工作", "由用人单位派驻"),
    Option(FilingType.REFERRAL, "异地转诊就医", "按规定转往市外"),
    Option(FilingType.OTHER_TEMPORARY, "其他临时外出", "自行外出就医等"),
    Option(FilingType.CHILDBIRTH, "异地生育", "省内跨市分娩"),
    Option(Variant.MIGRANT_WORKER, "外来就业创业", "跨省，专用登记表"),
    Option(FilingType.EMERGENCY, "急诊抢救", "视同备案，不用办"),
)
INSURANCE_NAMES = {
    Insurance.EMPLOYEE: "职工医保",
    Insurance.EMPLOYEE_1: "职工一档",
    Insurance.EMPLOYEE_2: "职工二档",
    Insurance.RESIDENT: "居民",
}
METHOD_OPTIONS = (
    Option(Method.DOCUMENTS, "提交材料"),
    Option(Method.COMMITMENT, "个人承诺"),
)
OUTPATIENT_OPTIONS = (
    Option(Outpatient.NETWORKED, "联网结算"),
    Option(Outpatient.ALLOWANCE, "按月领包干金"),
)

# The steps at the left, and the fields that belong to each.
STEPS = (
    ("申请人", ("applicant.", "agent.")),
    ("备案类型", ("type", "variant", "method")),
    ("就医地与期限", ("place", "begin", "end", "admission", "referral", "reason", "outpatient")),
    ("应交材料", ("documents",)),
)


def type_codes(option: str) -> tuple[str, str]:
    """Return filing type and form variant of a type card.

    Migrant workers use a form of their own; they file as long-term residents (DOMAIN A3.9).
    """
    if option == Variant.MIGRANT_WORKER:
        return FilingType.LONG_TERM_RESIDENT.value, Variant.MIGRANT_WORKER.value
    return option, ""


def type_option(filing_type: str, variant: str) -> str:
    """Return the type card that stands for a filing type and a form variant."""
    return variant or filing_type
