"""The fields of a person: what identifies them, and what an applicant tells besides."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from sqlmodel import Field

from desk_app.policy.vocabulary import IdKind, Insurance, Sex
from desk_app.records.base import Fields, ReadOnly
from desk_app.records.columns import Coded
from desk_app.records.traits import AGAIN, IDENTITY, NAME, NUMBER, PHONE, Told


class PersonFields(Fields):
    """What identifies a person and how they are reached."""

    name: Annotated[str, NAME] = Field(title="姓名", min_length=1, max_length=100)
    id_kind: IdKind = Field(title="证件类型", sa_type=Coded(IdKind))
    id_number: Annotated[str, IDENTITY] = Field(title="证件号码", min_length=1, max_length=40)
    phone: Annotated[str, replace(PHONE, after="birth")] = Field(title="联系电话", max_length=30)
    sex: Sex | None = Field(default=None, title="性别", sa_type=Coded(Sex))
    birth: Annotated[date | None, Told(personal=True)] = Field(default=None, title="出生日期")


class ApplicantFields(PersonFields):
    """What the applicant of a filing tells besides."""

    phone2: Annotated[str | None, PHONE] = Field(default=None, title="联系电话2", max_length=30)
    nation: Annotated[str | None, AGAIN] = Field(default=None, title="民族", max_length=20)
    insurance: Annotated[Insurance, AGAIN] = Field(title="参保险种")
    social_card_no: Annotated[str | None, NUMBER] = Field(
        default=None, title="社会保障卡号", max_length=40
    )
    insured_no: Annotated[str | None, NUMBER] = Field(
        default=None, title="医保个人编号（社保电脑号）", max_length=40
    )
    employer: Annotated[str | None, AGAIN] = Field(default=None, title="单位名称", max_length=200)
    household_address: Annotated[str | None, AGAIN] = Field(
        default=None, title="户籍地址", max_length=300
    )
    employment: Annotated[str | None, AGAIN] = Field(
        default=None, title="就业或创业情况", max_length=200
    )
    residence_permit_no: Annotated[str | None, NUMBER] = Field(
        default=None, title="居住证号码", max_length=40
    )


class AgentFields(PersonFields):
    """The person who acts for the applicant (DOMAIN B6: six fields)."""

    relation: str = Field(title="与申请人关系", min_length=1, max_length=30)
    address: str | None = Field(default=None, title="联系地址", max_length=300)


class PersonRecord(PersonFields, ReadOnly):
    """A person as they were stated in their latest filing."""

    id: int
    created_at: datetime
    updated_at: datetime
    version: int
