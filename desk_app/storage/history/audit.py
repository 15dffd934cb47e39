"""The history of every change: append-only, each entry sealed with the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select

from desk_app.clock import CHINA
from desk_app.policy.people.names import without_identities
from desk_app.records.audit import AuditRecord, Verb
from desk_app.records.hall import Seat
from desk_app.storage.history.discretion import difference
from desk_app.storage.schema import seal
from desk_app.storage.schema.schema import START
from desk_app.storage.schema.tables import AUDIT, AUDIT_HEAD, Audit, AuditHead

__all__ = ["ChainReport", "append", "difference", "head", "latest", "of_subject", "verify"]

_BATCH = 5000
_LAST = core_select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.hash).with_for_update()
_APPEND = insert(AUDIT)
# What nobody is harmed by if it is lost: not worth waiting for the disk once more.
_ROUTINE = frozenset(
    {Verb.SIGN_IN, Verb.SIGN_OUT, Verb.PRINT, Verb.REPRINT, Verb.VERIFY, Verb.BACK_UP}
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What checking the history gave; ``broken_at`` is the first entry that does not fit."""

    entries: int
    head: str
    broken_at: int | None
    fault: str | None  # a Chinese sentence


def append(
    session: Session,
    *,
    at: datetime,
    seat: Seat | None,
    verb: Verb,
    subject: str,
    detail: Mapping[str, Any],
) -> AuditRecord:
    """Write one entry in the session's own transaction.

    ``detail`` is written as it is, except that whatever has the form of an identity number or a
    mobile number is masked; values of fields go through ``difference``. ``seat`` is None where
    nobody is signed in.
    """
    session.flush()
    last = session.connection().execute(_LAST).one()
    seq, prev = last[0] + 1, bytes(last[1])
    body = _body(seq=seq, at=at, seat=seat, verb=verb, subject=subject, detail=detail)
    digest = _seal(prev, body)
    row = {"seq": seq, "subject": subject, "body": body, "prev": prev, "hash": digest}
    session.connection().execute(_APPEND, row)
    session.info[seal.NOTED] = session.info.get(seal.NOTED, False) or verb not in _ROUTINE
    return _record(seq, body, digest)


def append_many(
    session: Session,
    *,
    at: datetime,
    verb: Verb,
    entries: Sequence[tuple[str, Mapping[str, Any]]],
) -> None:
    """Write entries that nobody at a counter makes, each with its subject and detail."""
    session.flush()
    seq, prev = session.connection().execute(_LAST).one()
    rows = []
    for subject, detail in entries:
        seq += 1
        body = _body(seq=seq, at=at, seat=None, verb=verb, subject=subject, detail=detail)
        digest = _seal(bytes(prev), body)
        rows.append({"seq": seq, "subject": subject, "body": body, "prev": prev, "hash": digest})
        prev = digest
    if rows:
        session.connection().execute(_APPEND, rows)


def head(session: Session) -> str:
    """Return the seal of the latest entry, ``seq-hash16``, as printed on the day-end paper."""
    return _head(*session.exec(select(AuditHead.seq, AuditHead.hash)).one())


def of_subject(session: Session, *, subject: str) -> tuple[AuditRecord, ...]:
    """Return the entries about a record, oldest first."""
    query = select(Audit).where(Audit.subject == subject).order_by(col(Audit.seq))
    return tuple(_record(row.seq, row.body, row.hash) for row in session.exec(query))


def about(session: Session, *, subject: str, since: int) -> tuple[AuditRecord, ...]:
    """Return the entries from a seq on about records whose subject begins so, oldest first."""
    begins = col(Audit.subject).startswith(subject, autoescape=True)
    query = select(Audit).where(col(Audit.seq) >= since, begins).order_by(col(Audit.seq))
    return tuple(_record(row.seq, row.body, row.hash) for row in session.exec(query))


def of_kind(session: Session, *, kind: str) -> tuple[AuditRecord, ...]:
    """Return the entries about records of a kind, such as ``hall:``, oldest first."""
    subject = col(Audit.subject)
    # By the index of subjects alone: a million entries are not read for the few that are wanted.
    query = select(Audit).where(subject >= kind, subject < f"{kind[:-1]}{chr(ord(kind[-1]) + 1)}")
    found = sorted(session.exec(query), key=lambda row: row.seq)
    return tuple(_record(row.seq, row.body, row.hash) for row in found)


def since(session: Session, *, seq: int) -> Iterator[AuditRecord]:
    """Yield the entries from a seq on, that one included, oldest first."""
    for found, _, body, _, digest in _entries(session, from_seq=seq):
        yield _record(found, body, digest)


def latest(
    session: Session, *, before: int | None = None, limit: int = 100
) -> tuple[AuditRecord, ...]:
    """Return the latest entries, newest first; ``before`` is the seq where the last page ended."""
    query = select(Audit).order_by(col(Audit.seq).desc()).limit(limit)
    if before is not None:
        query = query.where(col(Audit.seq) < before)
    return tuple(_record(row.seq, row.body, row.hash) for row in session.exec(query))


def verify(session: Session) -> ChainReport:
    """Recompute every seal: some 6 s for a million entries."""
    kept = session.exec(select(AuditHead.seq, AuditHead.hash)).one_or_none()
    if kept is None:
        return _broken(1, "操作记录末尾的校验值不在了。")
    count, prev = 0, START
    for seq, subject, body, link, digest in _entries(session):
        count += 1
        if seq != count:
            return _broken(count, f"第 {count} 条操作记录缺失。")
        if link != prev or _seal(link, body) != digest or f'"subject":{_text(subject)}' not in body:
            return _broken(seq, f"第 {seq} 条操作记录被改动过，或它之前的记录被换过。")
        prev = digest
    if (kept[0], bytes(kept[1])) != (count, prev):
        return _broken(count + 1, f"第 {count} 条以后的操作记录被删去了。")
    return ChainReport(entries=count, head=_head(count, prev), broken_at=None, fault=None)


def _entries(
    session: Session, *, from_seq: int = 0
) -> Iterator[tuple[int, str, str, bytes, bytes]]:
    query = core_select(AUDIT).where(AUDIT.c.seq >= from_seq).order_by(AUDIT.c.seq)
    result = session.connection().execute(query, execution_options={"yield_per": _BATCH})
    for seq, subject, body, prev, digest in result:
        yield seq, subject, body, bytes(prev), bytes(digest)


def _broken(seq: int, fault: str) -> ChainReport:
    return ChainReport(entries=seq - 1, head="", broken_at=seq, fault=fault)


def _body(
    *,
    seq: int,
    at: datetime,
    seat: Seat | None,
    verb: Verb,
    subject: str,
    detail: Mapping[str, Any],
) -> str:
    content = {
        "seq": seq,
        "at": at.astimezone(CHINA).isoformat(),
        "actor": seat.clerk.staff_no if seat else "-",
        "counter": seat.counter if seat else 0,
        "verb": verb.value,
        "subject": subject,
        "detail": detail,
    }
    return without_identities(_text(content))


def _text(value: object) -> str:
    return _ENCODER.encode(value)


def _seal(prev: bytes, body: str) -> bytes:
    return hashlib.sha256(prev + body.encode()).digest()


def _head(seq: int, digest: bytes) -> str:
    return f"{seq}-{bytes(digest).hex()[:16]}"


def _record(seq: int, body: str, digest: bytes) -> AuditRecord:
    content = json.loads(body)
    return AuditRecord(
        seq=seq,
        at=datetime.fromisoformat(content["at"]),
        actor=content["actor"],
        counter=content["counter"],
        verb=Verb(content["verb"]),
        subject=content["subject"],
        detail=content["detail"],
        hash=bytes(digest).hex(),
    )
