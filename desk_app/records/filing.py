"""The fields of a filing, and the whole case as it travels between window, file and paper."""

from datetime import date

from sqlmodel import Field, SQLModel

from desk_app.policy.vocabulary import (
    DocumentState,
    FilingType,
    Method,
    Outpatient,
    Variant,
)
from desk_app.records.columns import Coded
from desk_app.records.person import AgentFields, ApplicantFields


class FilingFields(SQLModel):
    """What every filing states; the columns lists and searches work on."""

    region: str = Field(title="参保地", min_length=6, max_length=6)
    type: FilingType = Field(title="备案类型", sa_type=Coded(FilingType))
    variant: Variant | None = Field(default=None, title="表格种类", sa_type=Coded(Variant))
    method: Method = Field(title="备案方式", sa_type=Coded(Method))
    place: str = Field(title="就医地", min_length=6, max_length=6)
    begin: date = Field(title="备案开始日期")
    end: date | None = Field(default=None, title="备案结束日期")


class Case(FilingFields):
    """A whole case, checked and normalised; as JSON it is the one format everything exchanges."""

    applicant: ApplicantFields = Field(title="申请人")
    agent: AgentFields | None = Field(default=None, title="代办人")
    place_address: str | None = Field(default=None, title="异地详细地址", max_length=300)
    documents: dict[str, DocumentState] = Field(default_factory=dict, title="申请材料")
    referral_hospital: str | None = Field(default=None, title="转出医院", max_length=100)
    admission: date | None = Field(default=None, title="入院日期")
    admission_hospital: str | None = Field(default=None, title="入院医院", max_length=100)
    reason: str | None = Field(default=None, title="备案原因", max_length=300)
    outpatient: Outpatient | None = Field(default=None, title="普通门诊待遇")
    consent: bool = Field(title="告知确认")
    remark: str | None = Field(default=None, title="备注", max_length=300)
