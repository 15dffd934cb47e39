"""The address of the hall's server: as it is typed, kept without its password, and used."""

from dataclasses import dataclass

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from desk_app.errors import RefusedError

_DRIVER = "postgresql+psycopg"
_KNOWN = frozenset({"postgres", "postgresql", _DRIVER})
_MODES = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
_LONGEST = 50  # a database's name, so that the names of its roles fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the server is: ``url`` without a password, and the password that was in it."""

    url: str
    password: str | None

    @property
    def database(self) -> str:
        """The name of the database."""
        return str(make_url(self.url).database)

    @property
    def owner(self) -> str:
        """The role that owns the tables; nobody signs in as it."""
        return f"{self.database}_owner"

    @property
    def counter(self) -> str:
        """The role the counters sign in as."""
        return f"{self.database}_counter"

    @property
    def door(self) -> str:
        """The role that may read who has a passphrase, and nothing else."""
        return f"{self.database}_door"

    def of_counter(self) -> str:
        """Return the address a counter uses, without a password."""
        return _text(make_url(self.url).set(username=self.counter))

    def of_door(self, password: str) -> str:
        """Return the address for looking at the door, with its password: only for the driver."""
        return _text(make_url(self.url).set(username=self.door, password=password))

    def full(self, password: str | None = None) -> str:
        """Return the address with its password: only ever for the driver."""
        return _text(make_url(self.url).set(password=password or self.password))


def read(text: str) -> Address:
    """Read a typed address; over a network the server has to prove who it is, unless told not to.

    ``require`` encrypts only: whoever is on the network can still pretend to be the server.

    Raises RefusedError saying what the address lacks.
    """
    try:
        url = make_url(text.strip())
    except ArgumentError:
        raise RefusedError(_form()) from None
    if url.drivername not in _KNOWN or not url.database or not url.username:
        raise RefusedError(_form())
    if len(url.database) > _LONGEST:
        raise RefusedError(f"数据库的名称太长，请用不超过 {_LONGEST} 个字符的名称。")
    mode = url.query.get("sslmode")
    if mode is None and url.host is not None:
        url = url.update_query_dict({"sslmode": "verify-full"})
    elif mode is not None and mode not in _MODES:
        raise RefusedError(f"sslmode 只能是 {'、'.join(sorted(_MODES))}。")
    password = None if url.password is None else str(url.password)
    # Made anew: setting a URL's password to None leaves the one it has.
    bare = URL.create(_DRIVER, url.username, None, url.host, url.port, url.database, url.query)
    return Address(url=_text(bare), password=password)


def _form() -> str:
    return "服务器地址写法：postgresql://用户@主机:5432/数据库?sslmode=verify-full，请核对。"


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
