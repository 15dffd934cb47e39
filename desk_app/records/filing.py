"""The fields of a filing, and the whole case as it travels between window, file and paper."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, NamedTuple

from sqlmodel import Field

from desk_app.policy.vocabulary import (
    CancelReason,
    DocumentState,
    FilingStatus,
    FilingType,
    Method,
    Outpatient,
    Variant,
)
from desk_app.records.base import Fields
from desk_app.records.columns import Coded
from desk_app.records.person import AgentFields, ApplicantFields
from desk_app.records.traits import AGAIN, Kind, Told


class FilingFields(Fields):
    """What every filing states; the columns lists and searches work on."""

    region: Annotated[str, Told(kind=Kind.PLACE)] = Field(
        title="参保地", min_length=6, max_length=6
    )
    type: Annotated[FilingType, AGAIN] = Field(title="备案类型", sa_type=Coded(FilingType))
    variant: Annotated[Variant | None, AGAIN] = Field(
        default=None, title="表格种类", sa_type=Coded(Variant)
    )
    method: Method = Field(title="备案方式", sa_type=Coded(Method))
    place: Annotated[str, Told(kind=Kind.PLACE, again=True)] = Field(
        title="就医地", min_length=6, max_length=6
    )
    begin: date = Field(title="备案开始日期")
    end: date | None = Field(default=None, title="备案结束日期")


class Case(FilingFields):
    """A whole case, checked and normalised; as JSON it is the one format everything exchanges."""

    applicant: ApplicantFields = Field(title="申请人")
    agent: AgentFields | None = Field(default=None, title="代办人")
    place_address: Annotated[str | None, Told(again=True, after="place")] = Field(
        default=None, title="异地详细地址", max_length=300
    )
    documents: dict[str, DocumentState] = Field(default_factory=dict, title="申请材料")
    referral_hospital: Annotated[str | None, AGAIN] = Field(
        default=None, title="转出医院", max_length=100
    )
    admission: date | None = Field(default=None, title="入院日期")
    admission_hospital: str | None = Field(default=None, title="入院医院", max_length=100)
    reason: str | None = Field(default=None, title="备案原因", max_length=300)
    outpatient: Outpatient | None = Field(default=None, title="普通门诊待遇")
    consent: bool = Field(title="告知确认")
    answers: dict[str, str] | None = Field(default=None, title="经办核实")
    remark: str | None = Field(default=None, title="备注", max_length=300)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """How a filing ended."""

    at: datetime
    day: date
    reason: CancelReason
    text: str | None  # free words where the reason is "other"
    effective: date


class FilingSummary(NamedTuple):
    """One line of a list: what tells filings apart at a glance."""

    id: int
    number: str
    status: FilingStatus
    type: FilingType
    variant: Variant | None
    method: Method
    region: str
    place: str
    begin: date
    end: date | None
    day: date  # day it was registered, the one in its number
    registered_at: datetime
    counter: int
    person_id: int
    name: str
    id_number: str
    phone: str
    official_no: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRecord:
    """A filing with everything that is known of it.

    ``version`` counts its changes; pass the record itself to the functions that change it,
    so that a change made meanwhile by somebody else is noticed.
    """

    id: int
    number: str
    status: FilingStatus
    case: Case
    hall_id: int
    counter: int
    clerk_id: int  # who registered it
    clerk: str  # their name
    person_id: int
    day: date  # local day it was registered, the one in its number
    registered_at: datetime
    accepted_at: datetime | None
    accepted_day: date | None
    replaces: str | None  # number of the filing this one replaces
    replaced_by: str | None  # number of the accepted filing that replaced this one
    closed_day: date | None  # day it was cancelled or replaced
    cancelled: Cancelled | None
    rules: str  # version of the rules it was judged by
    official_no: str | None  # number in the official system, once it was entered there
    version: int

    def in_force(self, on: date) -> bool:
        """Tell whether the filing is accepted and has not run out on a day."""
        end = self.case.end
        return self.status is FilingStatus.ACCEPTED and (end is None or end >= on)
