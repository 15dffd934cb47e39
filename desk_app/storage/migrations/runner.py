"""Run the migrations on an open engine; imported only when a file is behind."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from desk_app.errors import EnvironmentFailureError
from desk_app.storage import schema, triggers

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
                if schema.revision(connection) is not None:
                    triggers.drop(connection)
                command.upgrade(_config(connection, scripts), "head")
                triggers.renew(connection)
                _expect_sound(connection)
        finally:
            if sqlite:
                _foreign_keys(connection, on=True)


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
