"""Let all counters of a server share one door: whoever has a passphrase has it at each of them."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlmodel import Session

from desk_app import files
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError
from desk_app.policy.vocabulary import Role
from desk_app.records.audit import Verb
from desk_app.storage.database import engine as engines
from desk_app.storage.database.database import Database
from desk_app.storage.history import audit
from desk_app.storage.keys import keyfile
from desk_app.storage.keys.keyfile import Header
from desk_app.storage.keys.keyslots import PASSPHRASE, RECOVERY
from desk_app.storage.schema import meta
from desk_app.storage.schema.failures import explained
from desk_app.storage.server import hall_file, server_address

MOVED_AWAY = "moved_away"  # beside the slots: when the records left the server

_MOVING = 4_403_990_001  # a number of our own for the server's locks
_BASE = "keys-shared.json"  # the door as it was when both sides last agreed
_FOREIGN = "服务器上的人员口令不属于这个数据文件夹。请管理员核对服务器地址，或换一个数据文件夹。"
_HOLLOW = (
    "服务器上的人员口令被改动过：里面没有恢复码，或没有主管。没有采用，本机的密钥文件没有动。"
    "请管理员查明是谁改动了服务器。"
)


def identity(folder: Path) -> str:
    """Return what tells the keys of a folder from those of any other."""
    return keyfile.load(folder).id


def publish(session: Session, folder: Path) -> None:
    """Put the key file of a folder on the server, in the session's transaction."""
    header = keyfile.load(folder)
    _note_base(folder, header)
    _decide(session)
    meta.put(session, name=meta.DOOR, value=_content(header))


def close(session: Session, *, moved: str) -> None:
    """Note at the door, in the session's transaction, that the records leave the server."""
    _decide(session)
    content = meta.get(session, name=meta.DOOR) or {}
    meta.put(session, name=meta.DOOR, value=content | {MOVED_AWAY: moved})


def settled(address: server_address.Address, password: str) -> dict[str, Any] | None:
    """Return what is at the door once no move is being kept or given up any more.

    Raises EnvironmentFailureError where that is not known within seconds.
    """
    engine = engines.server(address.of_door(password))
    try:
        with explained(), engine.begin() as session:
            session.exec_driver_sql("select pg_advisory_xact_lock_shared(%s)", (_MOVING,))
            query = "select value from meta where name = %s"
            found = session.exec_driver_sql(query, (meta.DOOR,)).scalar_one_or_none()
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
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("select pg_advisory_xact_lock(%s)", (_MOVING,))


def fetch(session: Session, folder: Path) -> bool:
    """Write the server's key file into a folder that has none; tell whether there is one.

    Raises EnvironmentFailureError for a door that nobody could put right again.
    """
    found = meta.get(session, name=meta.DOOR)
    if found is None:
        return False
    header = _header(found)
    if not _is_sound(header):
        raise EnvironmentFailureError(_HOLLOW)
    with keyfile.held(folder):
        keyfile.write(folder, header)
        _note_base(folder, header)
    return True


def give_back(folder: Path) -> None:
    """Remove what ``fetch`` brought: nobody of the server came in."""
    with files.explained():
        for name in (keyfile.FILE_NAME, _BASE):
            (folder / name).unlink(missing_ok=True)


def exchange(database: Database, folder: Path, *, clock: Clock | None = None) -> None:
    """Bring folder and server together: what either side changed since they agreed counts.

    A person whom both sides changed is as here. A door on the server without a recovery code or a
    supervisor was never written by this program: the one here is put in its place, and the history
    says so. Raises EnvironmentFailureError for the door of other records.
    """
    here, base = keyfile.load(folder), _base(folder)
    with database.reading() as session:
        there = _there(session, here)
    if not _is_sound(there) or _merged(base, here, there).slots != there.slots:
        with database.writing() as session:
            content = meta.get(session, name=meta.DOOR) or {}
            there = _there(session, here)
            if not _is_sound(there):
                there = base if base is not None and _is_sound(base) else here
                _note_restored(session, clock or Clock())
            there = _merged(base, here, there)
            if not _is_sound(there):
                raise EnvironmentFailureError(_HOLLOW)
            meta.put(session, name=meta.DOOR, value=content | _content(there))
    _take_in(folder, there)


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
            found = session.exec_driver_sql(query, (meta.DOOR,)).scalar_one_or_none()
    finally:
        engine.dispose()
    if found is None:
        return False
    there = _header(json.loads(found))
    if there.id != keyfile.load(folder).id or not _is_sound(there):
        return False  # told, or put right, when somebody signs in
    return _take_in(folder, there)


def _take_in(folder: Path, there: Header) -> bool:
    """Have the key file follow the server's; tell whether anything was new."""
    with keyfile.held(folder):
        here, base = keyfile.load(folder), _base(folder)
        merged = _merged(base, here, there)
        news = merged.slots != here.slots
        if news or merged.generation != here.generation:
            keyfile.put(folder, merged)
        if base != there and _is_older(base, there):
            _note_base(folder, there)
    return news


def learn_access(database: Database, folder: Path, connection: hall_file.Connection) -> None:
    """Keep the password with which a folder looks at the door, where the server has another."""
    with database.reading() as session:
        found = meta.get(session, name=meta.DOOR_ACCESS)
    password = found["password"] if found else None
    if password is not None and password != connection.door:
        hall_file.learn_door(folder, password, key=database.key)


def is_same(session: Session, folder: Path) -> bool:
    """Tell whether the key file of a folder is of the server's records."""
    found = meta.get(session, name=meta.DOOR)
    return found is not None and _header(found).id == keyfile.load(folder).id


def _merged(base: Header | None, here: Header, there: Header) -> Header:
    """Return what both sides come to; a file older than what they agreed on counts for nothing."""
    if base is not None and here.generation < base.generation:
        return there
    agreed = base or there
    names = dict.fromkeys([slot.name for slot in (*there.slots, *here.slots)])
    chosen = (
        here.at(name) if here.at(name) != agreed.at(name) else there.at(name) for name in names
    )
    newer = max(there, here, key=lambda one: one.generation)
    slots = tuple(slot for slot in chosen if slot is not None)
    return replace(newer, slots=slots, remarks=())


def _is_older(base: Header | None, there: Header) -> bool:
    return base is None or base.generation <= there.generation


def _is_sound(header: Header) -> bool:
    """Tell whether a door has what puts everything else right again."""
    whole = [slot for slot in header.slots if not slot.hurt]
    return any(slot.kind == RECOVERY for slot in whole) and any(
        slot.kind == PASSPHRASE and slot.post is Role.SUPERVISOR for slot in whole
    )


def _there(session: Session, here: Header) -> Header:
    found = meta.get(session, name=meta.DOOR)
    there = here if found is None else _header(found)
    if here.id != there.id:
        raise EnvironmentFailureError(_FOREIGN)
    return there


def _note_restored(session: Session, clock: Clock) -> None:
    audit.append(
        session,
        at=clock.now(),
        seat=None,
        verb=Verb.KEY_CHANGED,
        subject="key:door",
        detail={"deed": "restored"},
    )


def _header(content: dict[str, Any]) -> Header:
    return keyfile.parse(json.dumps(content).encode())


def _content(header: Header) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(keyfile.text_of(header))
    return content


def _base(folder: Path) -> Header | None:
    path = folder / _BASE
    if not path.is_file():
        return None
    with files.explained():
        return keyfile.parse(path.read_bytes())


def _note_base(folder: Path, header: Header) -> None:
    files.write_whole(folder / _BASE, keyfile.text_of(header), check=keyfile.parse)
