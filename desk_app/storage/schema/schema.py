"""Make the tables, and tell which revision of them a file has."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, insert, inspect, text

from desk_app.storage.schema import meta, seal, search_terms, triggers
from desk_app.storage.schema.tables import AuditHead, Meta, Rows

# Every revision in order; the last is what these tables are. A test compares with the scripts.
REVISIONS = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]
SEALED_SINCE = "0003"  # records of before are sealed as they are when they are upgraded
START = bytes(32)  # what the first entry of the history is sealed to

_VERSION_TABLE = """create table alembic_version (
version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num))"""


def create(connection: Connection, *, at: datetime) -> None:
    """Make every table, trigger and starting row in the connection's transaction."""
    Rows.metadata.create_all(connection)
    connection.exec_driver_sql(_VERSION_TABLE)
    connection.execute(text("insert into alembic_version values (:head)"), {"head": HEAD})
    begin_history(connection, at=at)
    triggers.renew(connection)


def begin_history(connection: Connection, *, at: datetime) -> None:
    """Write the rows every file starts with: the head of the history, and the file's own facts."""
    connection.execute(insert(AuditHead).values(id=1, seq=0, hash=START))
    known = {
        "created_at": at.isoformat(),
        "audit_key": secrets.token_hex(32),
        "search_version": search_terms.VERSION,
        seal.FACT: "1",
        meta.FOLLOWED_SINCE: "0",
    }
    connection.execute(insert(Meta), [{"name": k, "value": v} for k, v in known.items()])


def revision(connection: Connection) -> str | None:
    """Return the revision of the file, or None when it has no tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("select version_num from alembic_version").scalar()
    return None if found is None else str(found)
