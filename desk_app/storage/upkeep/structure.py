"""Compare what stands in the file with the tables, indexes and guards that belong there."""

from collections.abc import Iterator

from sqlalchemy import Connection, Inspector, Table, func, inspect, select

from desk_app.storage.schema import triggers
from desk_app.storage.schema.tables import Rows

_KEYS = Rows.metadata.tables["meta"]
_SEALING = select(func.count()).select_from(_KEYS).where(_KEYS.c.name == "audit_key")


def differences(connection: Connection) -> Iterator[str]:
    """Yield a Chinese sentence for each guard, table, column or index that is not as made."""
    yield from lacking(connection)
    found = inspect(connection)
    present = set(found.get_table_names())
    for table in Rows.metadata.sorted_tables:
        if table.name in present:
            yield from _unindexed(found, table)
    for name in sorted(triggers.missing(connection)):
        yield f"保护 {name} 不在或被改过。"
    for name in sorted(triggers.strange(connection)):
        yield f"多出了 {name}，不是本程序的。"


def lacking(connection: Connection) -> Iterator[str]:
    """Yield a sentence for each thing that is gone without which nothing can be checked."""
    found = inspect(connection)
    present = set(found.get_table_names())
    for table in Rows.metadata.sorted_tables:
        if table.name not in present:
            yield f"数据表 {table.name} 不在了。"
            continue
        columns = {column["name"] for column in found.get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                yield f"数据表 {table.name} 里的 {column.name} 一栏不在了。"
    if _KEYS.name in present and not connection.execute(_SEALING).scalar():
        yield "核对备案内容用的密钥不在了。"


def _unindexed(found: Inspector, table: Table) -> Iterator[str]:
    present = {index["name"] for index in found.get_indexes(table.name)}
    for index in sorted(table.indexes, key=lambda one: str(one.name)):
        if index.name not in present:
            yield f"数据表 {table.name} 的索引 {index.name} 不在了。"
