"""Who may do what."""

from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import Role
from desk_app.services.desk.open_desk import Desk


def require_supervisor(desk: Desk, deed: str) -> None:
    """Refuse a deed, worded as “修改设置”, to anybody but a supervisor."""
    if desk.clerk.role is not Role.SUPERVISOR:
        raise RefusedError(f"{deed}需要主管办理，请主管登录后再试。")
