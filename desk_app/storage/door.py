"""Let all counters of a server share one door: whoever has a passphrase has it at each of them."""

import json
from pathlib import Path
from typing import Any

from sqlmodel import Session

from desk_app.errors import EnvironmentFailureError
from desk_app.storage import facts, files, keyslots
from desk_app.storage.database import Database
from desk_app.storage.keys import FILE_NAME

_BASE = "keys-shared.json"  # the door as it was when both sides last agreed
_FOREIGN = "服务器上的人员口令不属于这个数据文件夹。请管理员核对服务器地址，或换一个数据文件夹。"

Slots = dict[tuple[str, str], Any]


def publish(session: Session, folder: Path) -> None:
    """Put the key file of a folder on the server, in the session's transaction."""
    facts.put(session, name=facts.DOOR, value=_content(folder / FILE_NAME))


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
    here = _content(folder / FILE_NAME)
    with database.reading() as session:
        there = facts.get(session, name=facts.DOOR) or here
    if here["id"] != there["id"]:
        raise EnvironmentFailureError(_FOREIGN)
    base = _content(folder / _BASE) if (folder / _BASE).is_file() else there
    merged = here | {"slots": _merged(_slots(base), _slots(here), _slots(there))}
    if merged["slots"] != there["slots"]:
        with database.writing() as session:
            facts.put(session, name=facts.DOOR, value=merged)
    if merged["slots"] != here["slots"]:
        _write(folder / FILE_NAME, merged)
    if merged != base or not (folder / _BASE).is_file():
        _write(folder / _BASE, merged)


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
