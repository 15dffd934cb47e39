"""Run the migrations on an open engine; imported only when a file is behind."""

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from desk_app.errors import EnvironmentFailureError
from desk_app.storage.migrations import first_seals
from desk_app.storage.schema import schema, triggers

_FOLDER = Path(__file__).parent


def run(engine: Engine, *, scripts: Path = _FOLDER) -> None:
    """Bring the schema to the latest revision in one transaction: all of it, or nothing.

    Raises EnvironmentFailureError when rows no longer refer to each other rightly.
    """
    sqlite = engine.dialect.name == "sqlite"
    begin = "BEGIN IMMEDIATE" if sqlite else "BEGIN"
    with engine.execution_options(begin=begin).connect() as connection:
        if sqlite:
            _foreign_keys(connection, on=False)
        try:
            with connection.begin():
                found = schema.revision(connection)
                if found is not None:
                    triggers.drop(connection)
                command.upgrade(_config(connection, scripts), "head")
                triggers.renew(connection)
                if found is not None and found < schema.SEALED_SINCE:
                    _seal(connection, found)
                _expect_sound(connection)
        finally:
            if sqlite:
                _foreign_keys(connection, on=True)


def _seal(connection: Connection, found: str) -> None:
    """Have the history say from now on what each row is."""
    at = datetime.now(UTC)  # noqa: TID251 - a migration has no clock
    with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
        first_seals.seal(session, at=at, before=found, now=schema.SEALED_SINCE)
        session.commit()


def check(engine: Engine) -> None:
    """Raise when the tables differ from what the migrations make (for the tests)."""
    with engine.connect() as connection:
        command.check(_config(connection, _FOLDER))


def _config(connection: Connection, scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    # Outside any transaction, where alone SQLite heeds it; rebuilding a table needs it off.
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute(f"pragma foreign_keys={'on' if on else 'off'}")


def _expect_sound(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("pragma foreign_key_check").first() is not None:
        raise EnvironmentFailureError(
            "升级后的数据核对不上，已全部退回。原来的数据没有改动，请联系技术人员。"
        )
