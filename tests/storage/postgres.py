"""A PostgreSQL server of our own, on a local socket, for as long as the tests run."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
_SETTINGS = "-c fsync=off -c listen_addresses='' -c max_connections=40"


def lacking() -> str | None:
    """Return why no server can be started here, or None."""
    if not _FOUND:
        return "no PostgreSQL server (Debian: apt-get install postgresql)"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "no psycopg (pip install 'psycopg[binary]')"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "a PostgreSQL server does not run as root, and there is no setpriv"
    return None


class Server:
    """A running server; ``fresh`` makes an empty database on it."""

    def __init__(self, folder: Path, control: list[str]) -> None:
        self._folder, self._control = folder, control
        self._network = ""
        self.port = 5432
        self.certificate = folder / "server.crt"

    def open_network(self) -> None:
        """Have it listen to encrypted connections, from the next start on."""
        chain, key = certificate(self._folder)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if os.geteuid() == 0:
            os.chown(key, 65534, 65534)
        self._network = (
            f" -c listen_addresses=localhost -c port={self.port} -c ssl=on"
            f" -c ssl_cert_file={chain} -c ssl_key_file={key}"
        )

    def start(self) -> None:
        """Start it, or start it again."""
        settings = f"{_SETTINGS} -k {self._folder}{self._network}"
        _run([*self._control, "-o", settings, "-l", str(self._folder / "log"), "start"])

    def stop(self) -> None:
        """Stop it as a power cut does."""
        _run([*self._control, "-m", "immediate", "stop"])

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql+psycopg://tester@/{name}?host={self._folder}&port={self.port}"

    def fresh(self, *, template: str = "template0") -> str:
        """Make a database as a copy of another one and return its name."""
        import psycopg

        name = f"t{uuid.uuid4().hex}"
        where = f"host={self._folder} port={self.port} user=tester dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(f"create database {name} template {template}")
        return name


@contextmanager
def running(*, tls: bool = False) -> Iterator[Server]:
    """Start a server that sorts as Chinese does, which is what makes prefix ranges hard.

    With ``tls`` it listens on this computer's network too, to encrypted connections only.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    as_other = _user(folder)
    _run(
        [*as_other, str(_FOUND[-1] / "initdb"), "-D", str(folder / "data"), "-U", "tester",
         "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu",
         "--icu-locale=zh-Hans-CN"]
    )  # fmt: skip
    # Whoever is not the administrator needs a password, as in a hall.
    doors = (
        "local all tester trust\nlocal all all scram-sha-256\nhostssl all all all scram-sha-256\n"
    )
    (folder / "data" / "pg_hba.conf").write_text(doors)
    control = [*as_other, str(_FOUND[-1] / "pg_ctl"), "-D", str(folder / "data"), "-w"]
    server = Server(folder, control)
    if tls:
        server.open_network()
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of localhost that vouches for itself; return it and its key."""
    chain, key = folder / "server.crt", folder / "server.key"
    _run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key),
         "-out", str(chain)]
    )  # fmt: skip
    key.chmod(0o600)
    return chain, key


def _user(folder: Path) -> list[str]:
    """Return how to become a user who may run a server, who then owns the folder."""
    if os.geteuid() != 0:
        return []
    os.chown(folder, 65534, 65534)
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False, cwd="/"
    )
    assert done.returncode == 0, command
