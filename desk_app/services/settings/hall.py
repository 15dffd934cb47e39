"""What the papers say of the service hall."""

import re
from dataclasses import replace

from pydantic import ValidationError

from desk_app.errors import RefusedError
from desk_app.records.hall import HallFields
from desk_app.services.desk.authority import require_supervisor
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.people import halls

_TELEPHONE = re.compile(r"[0-9+()（）\-—/、转 ]{3,30}")

_NOT_FITTING = (
    "请填写服务厅名称，最多 100 字；代码最多 12 位，参保地 6 位，地址最多 200 字，电话最多 30 字。"
)


def telephone_problem(text: str) -> str:
    """Return what is wrong with a hall's telephone as typed; hotlines such as 12345 are right."""
    if not text or _TELEPHONE.fullmatch(text):
        return ""
    return "电话只用数字和“-”，例如 0755-12345678，几个号码用“/”隔开"


def described(**values: str | None) -> HallFields:
    """Return what papers say of a hall from what was typed.

    Raises RefusedError for what no paper could carry.
    """
    try:
        found = HallFields.model_validate(values)
    except ValidationError:
        raise RefusedError(_NOT_FITTING) from None
    problems = [telephone_problem(one or "") for one in (found.phone, found.complaint_phone)]
    if any(problems):
        raise RefusedError("\n".join(filter(None, problems)))
    return found


def change(*, desk: Desk, fields: HallFields) -> Desk:
    """Change name, address and telephones; the code stays. Return the desk as it is then.

    Raises RefusedError for what no paper could carry. The desk passed in is out of date after.
    """
    require_supervisor(desk, "修改服务厅")
    fields = described(**fields.model_dump())
    with desk.database.writing() as session:
        kept = halls.change(
            session, seat=desk.seat, hall=desk.hall, fields=fields, clock=desk.clock
        )
    return replace(desk, seat=replace(desk.seat, hall=kept))
