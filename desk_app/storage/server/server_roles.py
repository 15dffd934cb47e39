"""Make a server ready for the counters.

The tables belong to an owner nobody signs in as. The counters have one role that can do the
day's work, but can neither alter nor delete the history. A third role may read the shared door
(who has a passphrase, and the wrapped keys) and nothing else: with it a counter learns of new
people before anybody has signed in. What it reads lies in every counter's folder anyway.
"""

import json
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlmodel import Session

from desk_app.clock import Clock
from desk_app.storage.database import engine as engines
from desk_app.storage.database.database import Database
from desk_app.storage.schema import meta
from desk_app.storage.schema.failures import explained
from desk_app.storage.server.server_address import Address

_ALL = "select, insert, update, delete"
_KEEP = "select, insert, update"
PRIVILEGES = {
    "hall": _KEEP,
    "clerk": _KEEP,
    "person": _ALL,
    "search_key": _ALL,
    "day_seq": _KEEP,
    "filing": _ALL,  # a purge deletes what the law no longer lets us keep
    "draft": _ALL,
    "print_job": _ALL,
    "former": "select, insert, delete",
    "act": "select, insert, delete",  # never changed; a purge deletes it with its filing
    "audit": "select, insert",
    "audit_head": "select, update",  # the triggers let it move with a new entry only
    "setting": _KEEP,
    "meta": _ALL,  # only the rows of _OPEN, see below
    "alembic_version": "select",
}
_NAMED = ("search_version", meta.DOOR, meta.CLOSED, meta.CLOCK, meta.COUNTERS, meta.FOLLOWED_SINCE)
_BEGUN = (meta.SENT, meta.ROLES_SEEN)
_OPEN = " or ".join(
    [f"name = '{one}'" for one in _NAMED] + [f"starts_with(name, '{one}')" for one in _BEGUN]
)
_ROW_RULES = f"""
alter table meta enable row level security;
drop policy if exists meta_read on meta;
drop policy if exists meta_add on meta;
drop policy if exists meta_change on meta;
drop policy if exists meta_drop on meta;
drop policy if exists meta_door on meta;
create policy meta_read on meta for select to {{counter}} using (true);
create policy meta_add on meta for insert to {{counter}} with check ({_OPEN});
create policy meta_change on meta for update to {{counter}} using ({_OPEN});
create policy meta_drop on meta for delete to {{counter}} using (starts_with(name, '{meta.SENT}'));
create policy meta_door on meta for select to {{door}} using (name = '{meta.DOOR}');
grant select on meta to {{door}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A server that is ready; ``password`` is the counters' where a new one was made."""

    url: str  # what a counter is given, without a password
    password: str | None


def prepare(address: Address, *, clock: Clock, new_password: bool = False) -> Prepared:
    """Make or upgrade roles, tables, guards and privileges; run it again after an update.

    The address must be of somebody who may create roles and owns the database. The counters'
    password is made once and kept nowhere; ``new_password`` replaces it.
    """
    engine = engines.server(address.full())
    try:
        with explained(), engine.begin() as connection:
            password = _make_roles(connection, address, new_password=new_password)
        Database.server(address.full(), clock=clock, role=address.owner).close()
        with explained(), engine.begin() as connection:
            _grant(connection, address)
        with explained(), engine.begin() as connection:
            _let_look_at_the_door(connection, address, renew=new_password)
    finally:
        engine.dispose()
    return Prepared(url=address.of_counter(), password=password)


def may_alter_history(session: Session) -> bool:
    """Tell whether who is connected could delete the history, which no counter may."""
    query = (
        "select has_table_privilege('audit', 'delete') or has_table_privilege('audit', 'update')"
    )
    return bool(session.connection().exec_driver_sql(query).scalar_one())


def is_behind(session: Session) -> bool:
    """Tell whether an earlier version made the server ready, so that some facts cannot be kept."""
    query = "select with_check from pg_policies where policyname = 'meta_add'"
    found = session.connection().exec_driver_sql(query).scalar()
    return found is not None and not all(f"'{one}'" in found for one in (*_NAMED, *_BEGUN))


def _make_roles(connection: Connection, address: Address, *, new_password: bool) -> str | None:
    known = connection.exec_driver_sql(
        "select rolname from pg_roles where rolname = any(%s)",
        ([address.owner, address.counter, address.door],),
    )
    present = {row[0] for row in known}
    owner, counter = _quoted(connection, address.owner), _quoted(connection, address.counter)
    if address.owner not in present:
        connection.exec_driver_sql(f"create role {owner} nologin")
    connection.exec_driver_sql(f"grant {owner} to current_user")
    password = None
    if address.counter not in present or new_password:
        password = secrets.token_urlsafe(24)
        verb = "alter" if address.counter in present else "create"
        sealed = _sealed(connection, address.counter, password)
        connection.exec_driver_sql(f"{verb} role {counter} login password '{sealed}'")
    door = _quoted(connection, address.door)
    if address.door not in present:
        connection.exec_driver_sql(f"create role {door} login")
    for statement in _places(_quoted(connection, address.database), owner, counter, door):
        connection.exec_driver_sql(statement)
    return password


def _places(database: str, owner: str, counter: str, door: str) -> tuple[str, ...]:
    """Return who may do what with database and schema; the public may do nothing."""
    return (
        # Without temporary tables and functions of its own no role can go round a trigger.
        f"revoke all on database {database} from public",
        f"grant connect on database {database} to {owner}, {counter}, {door}",
        "revoke all on schema public from public",
        f"grant usage, create on schema public to {owner}",
        f"grant usage on schema public to {counter}, {door}",
    )


def _grant(connection: Connection, address: Address) -> None:
    owner, counter = _quoted(connection, address.owner), _quoted(connection, address.counter)
    connection.exec_driver_sql(f"set local role {owner}")
    connection.exec_driver_sql(f"revoke all on all tables in schema public from {counter}")
    for table, rights in PRIVILEGES.items():
        connection.exec_driver_sql(f"grant {rights} on {table} to {counter}")
    connection.exec_driver_sql(
        f"grant usage, select on all sequences in schema public to {counter}"
    )
    door = _quoted(connection, address.door)
    for statement in _ROW_RULES.format(counter=counter, door=door).split(";"):
        connection.exec_driver_sql(statement)


def _let_look_at_the_door(connection: Connection, address: Address, *, renew: bool) -> None:
    """Give the door's role a password, kept where the counters can read it, if it has none."""
    owner, door = _quoted(connection, address.owner), _quoted(connection, address.door)
    known = connection.exec_driver_sql(
        "select 1 from meta where name = %s", (meta.DOOR_ACCESS,)
    ).first()
    if known is not None and not renew:
        return
    password = secrets.token_urlsafe(24)
    sealed = _sealed(connection, address.door, password)
    connection.exec_driver_sql(f"alter role {door} password '{sealed}'")
    connection.exec_driver_sql(f"set local role {owner}")
    connection.exec_driver_sql(
        "insert into meta (name, value) values (%s, %s)"
        " on conflict (name) do update set value = excluded.value",
        (meta.DOOR_ACCESS, json.dumps({"password": password})),
    )


def _sealed(connection: Connection, role: str, password: str) -> str:
    """Return the form a server keeps, so that the password itself is in no log of it."""
    raw = connection.connection.driver_connection
    if raw is None:
        raise TypeError(raw)
    done: bytes = raw.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return done.decode("ascii")


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
