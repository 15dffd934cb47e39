"""Let all counters of a server share one door: whoever has a passphrase has it at each of them."""

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlmodel import Session

from desk_app import files
from desk_app.errors import EnvironmentFailureError
from desk_app.storage import engine as engines
from desk_app.storage import facts, hall_file, keyslots, server_address
from desk_app.storage.database import Database
from desk_app.storage.failures import explained
from desk_app.storage.keys import FILE_NAME

MOVED_AWAY = "moved_away"  # beside the slots: when the records left the server

_MOVING = 4_403_990_001  # a number of our own for the server's locks
_BASE = "keys-shared.json"  # the door as it was when both sides last agreed
_FOREIGN = "服务器上的人员口令不属于这个数据文件夹。请管理员核对服务器地址，或换一个数据文件夹。"

_ONE_AT_A_TIME = threading.Lock()  # the window asks in more than one thread

Slots = dict[tuple[str, str], Any]


def identity(folder: Path) -> str:
    """Return what tells the keys of a folder from those of any other."""
    return str(_content(folder / FILE_NAME)["id"])


def publish(session: Session, folder: Path) -> None:
    """Put the key file of a folder on the server, in the session's transaction."""
    content = _content(folder / FILE_NAME)
    _write(folder / _BASE, content)
    _decide(session)
    facts.put(session, name=facts.DOOR, value=content)


def close(session: Session, *, moved: str) -> None:
    """Note at the door, in the session's transaction, that the records leave the server."""
    _decide(session)
    content = facts.get(session, name=facts.DOOR) or {}
    facts.put(session, name=facts.DOOR, value=content | {MOVED_AWAY: moved})


def settled(address: server_address.Address, password: str) -> dict[str, Any] | None:
    """Return what is at the door once no move is being kept or given up any more.

    Raises EnvironmentFailureError where that is not known within seconds.
    """
    engine = engines.server(address.of_door(password))
    try:
        with explained(), engine.begin() as session:
            session.exec_driver_sql("select pg_advisory_xact_lock_shared(%s)", (_MOVING,))
            query = "select value from meta where name = %s"
            found = session.exec_driver_sql(query, (facts.DOOR,)).scalar_one_or_none()
    finally:
        engine.dispose()
    content = None if found is None else json.loads(found)
    return content if isinstance(content, dict) else None


def forget(folder: Path) -> None:
    """Remove what a folder knows of a server's door."""
    with files.explained():
        (folder / _BASE).unlink(missing_ok=True)


def _decide(session: Session) -> None:
    """Have whoever asks what became of the move wait until it is kept or given up."""
    session.connection().exec_driver_sql("select pg_advisory_xact_lock(%s)", (_MOVING,))


def fetch(session: Session, folder: Path) -> bool:
    """Write the server's key file into a folder that has none; tell whether there is one."""
    found = facts.get(session, name=facts.DOOR)
    if found is None:
        return False
    _write(folder / FILE_NAME, found)
    _write(folder / _BASE, found)
    return True


def exchange(database: Database, folder: Path) -> None:
    """Bring folder and server together: what either side changed since they agreed counts.

    A person whom both sides changed is as here. Raises EnvironmentFailureError for the door of
    other records.
    """
    with _ONE_AT_A_TIME:
        _exchange(database, folder)


def _exchange(database: Database, folder: Path) -> None:
    here = _content(folder / FILE_NAME)
    with database.reading() as session:
        there = facts.get(session, name=facts.DOOR) or here
    if here["id"] != there["id"]:
        raise EnvironmentFailureError(_FOREIGN)
    base = _content(folder / _BASE) if (folder / _BASE).is_file() else there
    merged = here | {"slots": _merged(_slots(base), _slots(here), _slots(there))}
    if merged["slots"] != there["slots"]:
        with database.writing() as session:
            facts.put(session, name=facts.DOOR, value=there | {"slots": merged["slots"]})
    if merged["slots"] != here["slots"]:
        _write(folder / FILE_NAME, merged)
    if merged != base or not (folder / _BASE).is_file():
        _write(folder / _BASE, merged)


def look(folder: Path) -> bool:
    """Bring those whom other counters let in or shut out into a folder, before anybody signs in.

    What was changed here and not told yet stays so. Tells whether anything was new. Does
    nothing where the server was not made ready for it; raises EnvironmentFailureError where it
    does not answer.
    """
    connection = hall_file.at_the_door(folder)
    if connection.door is None:
        return False
    address = server_address.read(connection.url)
    engine = engines.server(address.of_door(connection.door))
    try:
        with explained(), engine.connect() as session:
            query = "select value from meta where name = %s"
            found = session.exec_driver_sql(query, (facts.DOOR,)).scalar_one_or_none()
    finally:
        engine.dispose()
    return found is not None and _take_in(folder, json.loads(found))


def _take_in(folder: Path, there: dict[str, Any]) -> bool:
    with _ONE_AT_A_TIME:
        here = _content(folder / FILE_NAME)
        if here["id"] != there["id"]:
            return False  # told when somebody signs in
        base = _content(folder / _BASE) if (folder / _BASE).is_file() else here
        merged = here | {"slots": _merged(_slots(base), _slots(here), _slots(there))}
        if there != base:
            _write(folder / _BASE, there)
        if merged["slots"] == here["slots"]:
            return False
        _write(folder / FILE_NAME, merged)
        return True


def learn_access(database: Database, folder: Path, connection: hall_file.Connection) -> None:
    """Keep the password with which a folder looks at the door, where the server has another."""
    with database.reading() as session:
        found = facts.get(session, name=facts.DOOR_ACCESS)
    password = found["password"] if found else None
    if password is not None and password != connection.door:
        known = replace(connection, door=password)
        hall_file.write(folder, known, key=database.key)


def is_same(session: Session, folder: Path) -> bool:
    """Tell whether the key file of a folder is of the server's records."""
    found = facts.get(session, name=facts.DOOR)
    return found is not None and found["id"] == _content(folder / FILE_NAME)["id"]


def _merged(base: Slots, here: Slots, there: Slots) -> list[Any]:
    names = dict.fromkeys([*there, *here])
    chosen = (
        here.get(name) if here.get(name) != base.get(name) else there.get(name) for name in names
    )
    return [slot for slot in chosen if slot is not None]


def _slots(content: dict[str, Any]) -> Slots:
    return {(slot["kind"], slot["staff_no"]): slot for slot in content["slots"]}


def _content(path: Path) -> dict[str, Any]:
    with files.explained():
        text = path.read_bytes()
    keyslots.parse(text)
    content: dict[str, Any] = json.loads(text)
    return content


def _write(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1).encode()
    keyslots.parse(text)
    files.private_folder(path.parent)
    files.write_whole(path, text)
