"""What the records say of themselves, beside the settings: the shared door, and their end."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from desk_app.errors import EnvironmentFailureError
from desk_app.storage.schema.tables import Meta

DOOR = "door"  # the key file that all counters of a server share
DOOR_ACCESS = "door_access"  # the account that may read the shared door and nothing else
KEYS = "keys"  # the generation of the key file that belongs to these records at least
CODE_SHOWN = "recovery_code_shown"  # False until the first recovery code was seen
REKEY_DUE = "rekey_due"  # since when, and why, a new data key is called for
CLOCK = "clock"  # the latest instant at which the computer's clock was believed
COUNTERS = "counters"  # which computer has which number, on a hall's server
FOLLOWED_SINCE = "followed_since"  # up to this print job nobody noted whether papers came out
CLOSED = "closed"  # when these records were moved away
SENT = "sent:"  # and a paper: under which job a printing system has it
ROLES_SEEN = "roles_seen:"  # and a staff number: which changes of people they have seen


def get(session: Session, *, name: str) -> Any | None:
    """Return a fact's JSON value, or None."""
    row = session.get(Meta, name)
    return None if row is None else json.loads(row.value)


def expect_open(session: Session) -> None:
    """Raise EnvironmentFailureError where the records of a server were moved away from it."""
    closed = get(session, name=CLOSED)
    if closed is not None:
        day = datetime.fromisoformat(closed)
        raise EnvironmentFailureError(
            f"服务器上的数据已于 {day:%Y-%m-%d %H:%M} 迁到一个窗口的本机，"
            "不能再在服务器上办理，刚才这一步没有存上。请向管理员问明现在用哪里的数据。"
        )


def put(session: Session, *, name: str, value: Any) -> None:
    """Set a fact; facts are no deeds and stand in no history."""
    session.merge(Meta(name=name, value=json.dumps(value, ensure_ascii=False)))
    session.flush()


def starting(session: Session, *, prefix: str) -> tuple[Any, ...]:
    """Return the JSON values of all facts whose name begins so, by name."""
    query = select(Meta.value).where(col(Meta.name).startswith(prefix, autoescape=True))
    return tuple(json.loads(value) for value in session.exec(query.order_by(col(Meta.name))))


def drop(session: Session, *, name: str) -> None:
    """Forget a fact, where there is one."""
    row = session.get(Meta, name)
    if row is not None:
        session.delete(row)
        session.flush()


def put_where_allowed(session: Session, *, name: str, value: Any) -> bool:
    """Set a fact and tell whether it could be: a server made ready before does not let a counter.

    Whatever else the transaction does is not touched by that.
    """
    if session.get_bind().dialect.name == "sqlite":
        put(session, name=name, value=value)
        return True
    try:
        with session.begin_nested():
            put(session, name=name, value=value)
    except DBAPIError:
        return False
    return True
