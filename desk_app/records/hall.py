"""The fields of a hall and of the people who work in it."""

from sqlmodel import Field, SQLModel

from desk_app.policy.vocabulary import Role
from desk_app.records.columns import Coded


class HallFields(SQLModel):
    """A service hall as its papers name it."""

    name: str = Field(title="服务厅名称", min_length=1, max_length=100)
    code: str = Field(title="服务厅代码", min_length=1, max_length=12)
    region: str = Field(title="参保地", min_length=6, max_length=6)
    address: str | None = Field(default=None, title="地址", max_length=200)
    phone: str | None = Field(default=None, title="咨询电话", max_length=30)
    complaint_phone: str | None = Field(default=None, title="监督电话", max_length=30)


class ClerkFields(SQLModel):
    """A person who works at a counter."""

    name: str = Field(title="姓名", min_length=1, max_length=50)
    role: Role = Field(default=Role.CLERK, title="角色", sa_type=Coded(Role))
    active: bool = Field(default=True, title="在岗")
