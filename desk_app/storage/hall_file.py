"""The file that says a data folder works on the hall's server, and on which."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path

from desk_app.errors import EnvironmentFailureError
from desk_app.storage import files, sealing

FILE_NAME = "hall-server.json"

_FORMAT = "desk-app-hall-1"
_PURPOSE = "desk-app hall server password"
_DAMAGED = "服务器连接文件已损坏。请管理员重新执行 desk-app hall join。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """The server's address without a password, and the password where one is needed."""

    url: str
    password: str | None


def exists(folder: Path) -> bool:
    """Tell whether the records of a folder are on a server."""
    return (folder / FILE_NAME).is_file()


def write(folder: Path, connection: Connection, *, key: bytes) -> None:
    """Keep a connection, its password sealed under the data key and bound to the address."""
    sealed = None
    if connection.password is not None:
        secret = sealing.seal(key, _PURPOSE, connection.password.encode(), bound=connection.url)
        sealed = base64.b64encode(secret).decode("ascii")
    content = {"format": _FORMAT, "url": connection.url, "password": sealed}
    files.write_whole(folder / FILE_NAME, json.dumps(content, indent=1).encode())


def read(folder: Path, *, key: bytes) -> Connection:
    """Return the connection of a folder; raise EnvironmentFailureError when it was changed."""
    with files.explained():
        text = (folder / FILE_NAME).read_bytes()
    try:
        content = json.loads(text)
        url, sealed = str(content["url"]), content["password"]
        secret = None if sealed is None else base64.b64decode(sealed, validate=True)
        if content["format"] != _FORMAT:
            raise EnvironmentFailureError(_DAMAGED)
    except (ValueError, KeyError, TypeError) as error:
        raise EnvironmentFailureError(_DAMAGED) from error
    if secret is None:
        return Connection(url=url, password=None)
    plain = sealing.unseal(key, _PURPOSE, secret, bound=url)
    return Connection(url=url, password=plain.decode())


def remove(folder: Path) -> None:
    """Have the folder work on its own file again."""
    with files.explained():
        (folder / FILE_NAME).unlink(missing_ok=True)
