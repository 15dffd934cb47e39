"""Triggers that keep the history append-only, whoever writes to the file.

They are taken away for an upgrade and made again at its end, in the same transaction.
"""

from sqlalchemy import Connection

SQLITE = {
    "audit_no_update": """create trigger audit_no_update before update on audit
begin select raise(abort, 'audit is append-only'); end""",
    "audit_no_delete": """create trigger audit_no_delete before delete on audit
begin select raise(abort, 'audit is append-only'); end""",
    "audit_chain": """create trigger audit_chain before insert on audit
begin select raise(abort, 'audit chain broken') where length(new.hash) <> 32 or not exists (
select 1 from audit_head h where h.seq = new.seq - 1 and h.hash = new.prev); end""",
    "audit_advance": """create trigger audit_advance after insert on audit
begin update audit_head set seq = new.seq, hash = new.hash; end""",
    "audit_head_guard": """create trigger audit_head_guard before update on audit_head
begin select raise(abort, 'audit head') where new.id <> old.id or new.seq <> old.seq + 1
or not exists (select 1 from audit a
where a.seq = new.seq and a.hash = new.hash and a.prev = old.hash); end""",
    "audit_head_no_delete": """create trigger audit_head_no_delete before delete on audit_head
begin select raise(abort, 'audit head'); end""",
    "audit_head_single": """create trigger audit_head_single before insert on audit_head
when exists (select 1 from audit_head)
begin select raise(abort, 'audit head'); end""",
}

POSTGRESQL = {
    "audit_no_change": (
        """create or replace function audit_stop() returns trigger language plpgsql as $$
begin raise exception 'audit is append-only'; end $$""",
        """create trigger audit_no_change before update or delete on audit
for each row execute function audit_stop()""",
    ),
    "audit_no_truncate": (
        """create trigger audit_no_truncate before truncate on audit
for each statement execute function audit_stop()""",
    ),
    "audit_chain": (
        """create or replace function audit_chain() returns trigger language plpgsql as $$
begin
update audit_head set seq = new.seq, hash = new.hash where seq = new.seq - 1 and hash = new.prev;
if not found or length(new.hash) <> 32 then raise exception 'audit chain broken'; end if;
return new;
end $$""",
        """create trigger audit_chain before insert on audit
for each row execute function audit_chain()""",
    ),
    "audit_head_guard": (
        """create or replace function audit_head_guard() returns trigger language plpgsql as $$
begin if pg_trigger_depth() < 2 then raise exception 'audit head'; end if; return new; end $$""",
        """create trigger audit_head_guard before update or delete on audit_head
for each row execute function audit_head_guard()""",
    ),
    "audit_head_no_truncate": (
        """create trigger audit_head_no_truncate before truncate on audit_head
for each statement execute function audit_stop()""",
    ),
}


def drop(connection: Connection) -> None:
    """Take every trigger away, for an upgrade: SQLite cannot rename a table others speak of."""
    if connection.dialect.name == "sqlite":
        for name in SQLITE:
            connection.exec_driver_sql(f"drop trigger if exists {name}")
        return
    for name in POSTGRESQL:
        table = "audit_head" if name.startswith("audit_head") else "audit"
        connection.exec_driver_sql(f"drop trigger if exists {name} on {table}")


def renew(connection: Connection) -> None:
    """Make every trigger as it is defined here, in place of what there is."""
    drop(connection)
    if connection.dialect.name == "sqlite":
        statements = list(SQLITE.values())
    else:
        statements = [one for several in POSTGRESQL.values() for one in several]
    for statement in statements:
        connection.exec_driver_sql(statement)


def strange(connection: Connection) -> set[str]:
    """Return the names of triggers and views in a file that this program never made."""
    if connection.dialect.name != "sqlite":
        return set()  # a server's administrator may have put up more
    rows = connection.exec_driver_sql(
        "select name from sqlite_master where type in ('trigger', 'view')"
    )
    return {row[0] for row in rows} - set(SQLITE)


def intact(connection: Connection) -> bool:
    """Tell whether every guard stands as it was made, and nothing else beside."""
    return not missing(connection) and not strange(connection)


def missing(connection: Connection) -> set[str]:
    """Return the names of triggers that are absent or not as defined here."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(
            "select name, sql from sqlite_master where type='trigger'"
        )
        found = {name: " ".join(sql.lower().split()) for name, sql in rows}
        return {n for n, sql in SQLITE.items() if found.get(n) != " ".join(sql.lower().split())}
    rows = connection.exec_driver_sql("select tgname from pg_trigger where not tgisinternal")
    return set(POSTGRESQL) - {row[0] for row in rows}
