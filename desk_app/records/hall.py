"""The fields of a hall and of the people who work in it, and how they are read back."""

from dataclasses import dataclass

from sqlmodel import Field

from desk_app.policy.vocabulary import Role
from desk_app.records.base import Fields, ReadOnly
from desk_app.records.columns import Coded


class HallFields(Fields):
    """A service hall as its papers name it."""

    name: str = Field(title="服务厅名称", min_length=1, max_length=100)
    code: str = Field(title="服务厅代码", min_length=1, max_length=12)
    region: str = Field(title="参保地", min_length=6, max_length=6)
    address: str | None = Field(default=None, title="地址", max_length=200)
    phone: str | None = Field(default=None, title="咨询电话", max_length=30)
    complaint_phone: str | None = Field(default=None, title="监督电话", max_length=30)


class ClerkFields(Fields):
    """A person who works at a counter."""

    name: str = Field(title="姓名", min_length=1, max_length=50)
    role: Role = Field(default=Role.CLERK, title="角色", sa_type=Coded(Role))
    active: bool = Field(default=True, title="在岗")


class HallRecord(HallFields, ReadOnly):
    """A hall as it is kept."""

    id: int
    version: int


class ClerkRecord(ClerkFields, ReadOnly):
    """A person of the hall as they are kept; ``staff_no`` is also the label of their key slot."""

    id: int
    staff_no: str = Field(title="工号")
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who acts, and where: every change of a record is made and audited under a seat."""

    hall: HallRecord
    counter: int  # 1–99
    clerk: ClerkRecord
