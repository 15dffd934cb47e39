"""Move the records between the local file and a server: row by row, compared, or not at all."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select
from sqlmodel import Session

from desk_app.errors import EnvironmentFailureError, StateConflictError
from desk_app.storage.database.database import Database
from desk_app.storage.schema import triggers
from desk_app.storage.schema.tables import AUDIT, FILING, HALL, Rows

_BATCH = 1000
_RANGE = 1 << 256
_OCCUPIED = "目的地已经有数据，没有迁移。请换一个新建的空数据库（先执行 desk-app hall init）。"

_DIFFERS = "迁移后的数据与原来的核对不上，已全部退回，原来的数据没有改动。请联系技术人员。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How many rows a table has, and a fingerprint of them that does not depend on their order."""

    rows: int
    digest: str


Totals = dict[str, Total]


def move(
    source: Database,
    target: Database,
    *,
    settle: Callable[[Session], None],
    let_go: Callable[[Session], None],
) -> Totals:
    """Copy every row of one database into an empty other one and compare both afterwards.

    Nobody writes meanwhile. ``settle`` is called with the target's session once they are alike,
    just before its changes are kept; then ``let_go`` with the source's, before those are. Raises
    StateConflictError where the target has records, EnvironmentFailureError where the copy
    differs: nothing is kept then.
    """
    with source.holding() as held:
        with target.writing() as session:
            _expect_empty(session)
            _copy(held.connection(), session.connection())
            found = totals(held)
            if totals(session) != found:
                raise EnvironmentFailureError(_DIFFERS)
            settle(session)
        let_go(held)
    return found


def totals(session: Session) -> Totals:
    """Count and fingerprint every table: a minute for a million filings."""
    connection = session.connection()
    return {table.name: _total(connection, table) for table in Rows.metadata.sorted_tables}


def _total(connection: Connection, table: Table) -> Total:
    count = digest = 0
    for row in _rows(connection, table):
        text = json.dumps([_plain(value) for value in row], sort_keys=True, ensure_ascii=True)
        digest += int.from_bytes(hashlib.sha256(text.encode()).digest())
        count += 1
    return Total(rows=count, digest=f"{digest % _RANGE:064x}")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value


def _copy(source: Connection, target: Connection) -> None:
    # The guards of the history speak of single steps; the whole is compared instead.
    triggers.drop(target)
    for table in reversed(Rows.metadata.sorted_tables):
        target.execute(delete(table))  # the rows every new database starts with
    for table in Rows.metadata.sorted_tables:
        batch: list[dict[str, Any]] = []
        for row in _rows(source, table):
            batch.append(dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's public name for it
            if len(batch) == _BATCH:
                target.execute(insert(table), batch)
                batch = []
        if batch:
            target.execute(insert(table), batch)
        _go_on_counting(target, table)
    triggers.renew(target)


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    query = select(table).order_by(*table.primary_key.columns)
    yield from connection.execute(query, execution_options={"yield_per": _BATCH})


def _go_on_counting(target: Connection, table: Table) -> None:
    """Have a server give the next ids after those that were brought."""
    if target.dialect.name != "postgresql" or "id" not in table.c:
        return
    target.exec_driver_sql(
        f"select setval(s, greatest((select max(id) from {table.name}), 1),"  # noqa: S608 - ours
        f" exists (select 1 from {table.name}))"
        f" from pg_get_serial_sequence('{table.name}', 'id') s where s is not null"
    )


def _expect_empty(session: Session) -> None:
    for table in (HALL, FILING, AUDIT):
        if session.connection().execute(select(func.count()).select_from(table)).scalar_one():
            raise StateConflictError(_OCCUPIED)
