"""The file that says a data folder works on the hall's server, and on which."""

import base64
import json
from dataclasses import dataclass, replace
from pathlib import Path

from desk_app import files
from desk_app.errors import EnvironmentFailureError
from desk_app.storage.folder import sealing
from desk_app.storage.keys import keyfile

FILE_NAME = "hall-server.json"

_FORMAT = "desk-app-hall-1"
_PURPOSE = "desk-app hall server password"
_DAMAGED = "服务器连接文件已损坏。请管理员重新执行 desk-app hall join。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The server's address without a password, and the password where one is needed.

    ``door`` is the password of the role that may only read who has a passphrase; it is kept in
    clear, for it is used before anybody has given theirs, and opens nothing that this folder
    does not hold already.
    """

    url: str
    password: str | None
    door: str | None = None


def exists(folder: Path) -> bool:
    """Tell whether the records of a folder are on a server."""
    return (folder / FILE_NAME).is_file()


def write(folder: Path, connection: Connection, *, key: bytes) -> None:
    """Keep a connection, its password sealed under the data key and bound to the address."""
    with keyfile.held(folder):
        _store(folder, connection, key)


def learn_door(folder: Path, password: str, *, key: bytes) -> None:
    """Keep another password for looking at the door, whatever else was changed meanwhile."""
    with keyfile.held(folder):
        known = read(folder, key=key)
        if known.door != password:
            _store(folder, replace(known, door=password), key)


def _store(folder: Path, connection: Connection, key: bytes) -> None:
    sealed = None
    if connection.password is not None:
        secret = sealing.seal(key, _PURPOSE, connection.password.encode(), bound=connection.url)
        sealed = base64.b64encode(secret).decode("ascii")
    content = {
        "format": _FORMAT,
        "url": connection.url,
        "password": sealed,
        "door": connection.door,
    }
    text = json.dumps(content, indent=1).encode()
    files.write_whole(folder / FILE_NAME, text, check=json.loads)


def read(folder: Path, *, key: bytes) -> Connection:
    """Return the connection of a folder; raise EnvironmentFailureError when it was changed."""
    found, secret = _content(folder)
    if secret is None:
        return found
    plain = sealing.unseal(key, _PURPOSE, secret, bound=found.url)
    return replace(found, password=plain.decode())


def at_the_door(folder: Path) -> Connection:
    """Return the connection of a folder without its password, for which nobody signed in yet."""
    return _content(folder)[0]


def _content(folder: Path) -> tuple[Connection, bytes | None]:
    """Return what the file says in clear, and the sealed password."""
    with files.explained():
        text = (folder / FILE_NAME).read_bytes()
    try:
        content = json.loads(text)
        url, sealed, door = str(content["url"]), content["password"], content.get("door")
        secret = None if sealed is None else base64.b64decode(sealed, validate=True)
        if content["format"] != _FORMAT:
            raise EnvironmentFailureError(_DAMAGED)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EnvironmentFailureError(_DAMAGED) from error
    return Connection(url=url, password=None, door=None if door is None else str(door)), secret


def remove(folder: Path) -> None:
    """Have the folder work on its own file again."""
    with files.explained():
        (folder / FILE_NAME).unlink(missing_ok=True)
        files.sync(folder)
