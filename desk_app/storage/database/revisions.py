"""Bring records of an earlier version up to date, and refuse those of a later one."""

from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from desk_app import files
from desk_app.clock import Clock
from desk_app.errors import EnvironmentFailureError
from desk_app.storage.database import engine as engines
from desk_app.storage.schema import schema, triggers
from desk_app.storage.schema.failures import TamperedError


def make_or_bring_up_to_date(engine: Engine, clock: Clock) -> None:
    """Make the tables of a server's database that is empty, or bring it up to date."""
    with engine.begin() as connection:
        found = schema.revision(connection)
    if found is not None:
        bring_up_to_date(engine, None, b"", usable(engine))
        return
    with engine.begin() as connection:
        schema.create(connection, at=clock.now())


def usable(engine: Engine) -> str:
    """Return the revision of records that may be used; raise for others."""
    with engine.connect() as connection:
        found = schema.revision(connection)
        intact = found != schema.HEAD or triggers.intact(connection)
    if not intact:
        raise TamperedError(
            "数据文件的防篡改保护被改动过。请停止登记并告诉主管，"
            "先用 desk-app verify 查明改了什么，再决定是否用备份恢复。"
        )
    return expect_known(found, schema.REVISIONS)


def bring_up_to_date(engine: Engine, path: Path | None, key: bytes, known: str) -> None:
    """Change records of an earlier revision into those of today, after a copy of a file."""
    if known == schema.HEAD:
        return
    if path is not None:
        _keep_copy(path, key, known)
    from desk_app.storage.migrations import runner  # noqa: PLC0415 - alembic is slow to import

    runner.run(engine)


def expect_known(found: str | None, known: tuple[str, ...]) -> str:
    """Return the revision of a file; raise EnvironmentFailureError for one not to be read here."""
    if found is None:
        raise EnvironmentFailureError("文件里没有本程序的数据表。请确认文件夹，或用备份恢复。")
    if found not in schema.REVISIONS:
        raise EnvironmentFailureError(
            "这份数据是由更新版本的程序写的。请先升级本程序，数据没有被改动。"
        )
    if found not in known:
        raise EnvironmentFailureError(
            "这份数据是由较早版本的程序写的。请先用本程序打开一次，再核验。"
        )
    return found


def _keep_copy(path: Path, key: bytes, found: str) -> None:
    """Keep the file as it was before an upgrade, encrypted as it is."""
    copy = path.with_name(f"{path.stem}-before-{schema.HEAD}-from-{found}.db")
    with files.replacing(copy) as part, closing(engines.connect(path, key)) as raw:
        try:
            raw.execute("vacuum into ?", (str(part),))
        except raw.Error as error:
            raise OperationalError(None, None, error) from None
