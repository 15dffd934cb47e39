"""Who became what since a supervisor looked last: told at each supervisor's next signing in.

Roles are a rule of the program. Whoever can sign in has the key, and could write one into the
records; such a change is seen here too, by what the supervisor knew.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.policy.vocabulary import Role
from desk_app.records.audit import AuditRecord, Verb
from desk_app.records.hall import ClerkRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.storage.database.database import Session
from desk_app.storage.history import audit
from desk_app.storage.people import clerks
from desk_app.storage.schema import meta

_SUBJECT = "clerk:"
_DEEDS = {Verb.CLERK_ADDED: "新增", Verb.CLERK_CHANGED: "修改"}
State = Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a supervisor has not seen yet, a sentence each, and up to which entry that goes."""

    lines: tuple[str, ...]
    seq: int
    state: State


def news(*, desk: Desk) -> News | None:
    """Return the changes of people and roles since who is signed in saw them last.

    None for a clerk and where there are none. Whoever looks for the first time begins here.
    """
    if desk.clerk.role is not Role.SUPERVISOR:
        return None
    with desk.database.reading() as session:
        seen = meta.get(session, name=meta.ROLES_SEEN + desk.clerk.staff_no)
        people = {one.staff_no: one for one in clerks.every(session)}
        last = audit.latest(session, limit=1)[0].seq
        found = News(lines=(), seq=last, state=_state(people))
        if seen is not None:
            entries = tuple(_entries(session, int(seen["seq"]) + 1))
            lines = (*map(_noted, entries), *_unnoted(seen["state"], people, entries))
            found = News(lines=lines, seq=last, state=found.state)
    if seen is None:
        acknowledge(desk=desk, news=found)
    return found if found.lines else None


def acknowledge(*, desk: Desk, news: News) -> None:
    """Remember that who is signed in has seen it."""
    with desk.database.writing() as session:
        name = meta.ROLES_SEEN + desk.clerk.staff_no
        meta.put_where_allowed(
            session, name=name, value={"seq": news.seq, "state": dict(news.state)}
        )


def _state(people: Mapping[str, ClerkRecord]) -> State:
    return {no: [one.role.value, one.active] for no, one in people.items()}


def _entries(session: Session, first: int) -> Iterator[AuditRecord]:
    for entry in audit.about(session, subject=_SUBJECT, since=first):
        if entry.verb in _DEEDS:
            yield entry


def _noted(entry: AuditRecord) -> str:
    number = entry.subject.removeprefix(_SUBJECT)
    words = [
        f"{entry.at:%m-%d %H:%M}",
        f"工号 {entry.actor}" if entry.actor != "-" else "系统",
        f"{_DEEDS[entry.verb]}了工号 {number}",
    ]
    role = entry.detail.get("role")
    if role is not None:
        words.append(f"角色成为{Role(role[1]).label}")
    active = entry.detail.get("active")
    if active is not None and entry.verb is Verb.CLERK_CHANGED:
        words.append("重新启用" if active[1] else "停用")
    return " ".join(words)


def _unnoted(
    before: State, people: Mapping[str, ClerkRecord], entries: tuple[AuditRecord, ...]
) -> Iterator[str]:
    """Yield what is otherwise than it was, though nothing says that anybody made it so."""
    told = {entry.subject.removeprefix(_SUBJECT) for entry in entries}
    for number, (role, active) in _state(people).items():
        if number in told or before.get(number) == [role, active]:
            continue
        now = f"{Role(role).label}{'' if active else '（已停用）'}"
        was = before.get(number)
        then = f"原来是{Role(was[0]).label}{'' if was[1] else '（已停用）'}" if was else "原来没有"
        yield f"工号 {number} 现在是{now}，{then}；操作记录里没有这次改动，请查明是谁改的"
    for number in sorted(set(before) - set(people)):
        yield f"工号 {number} 不见了；操作记录里没有这次改动，请查明是谁改的"
