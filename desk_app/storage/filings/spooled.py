"""Which papers are with a printing system under which job, so that it can be asked later."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import Session

from desk_app.records.print_job import SpooledRecord
from desk_app.storage.schema import meta


def keep(session: Session, *, job: SpooledRecord) -> bool:
    """Keep a job, or what is now known of it; tell whether it could be.

    A server made ready before papers were followed does not let a counter.
    """
    value = {
        **asdict(job),
        "sent_at": job.sent_at.isoformat(),
        "ended_at": job.ended_at.isoformat() if job.ended_at else None,
    }
    return meta.put_where_allowed(session, name=_name(job), value=value)


def current(session: Session, *, job: SpooledRecord) -> SpooledRecord | None:
    """Return what is now known of a job; None where nobody needs to ask any more."""
    value = meta.get(session, name=_name(job))
    return None if value is None else _record(value)


def of_host(session: Session, *, host: str) -> tuple[SpooledRecord, ...]:
    """Return the jobs that were sent from a computer and may still be asked after."""
    found = (_record(value) for value in meta.starting(session, prefix=meta.SENT))
    return tuple(one for one in found if one.host == host)


def forget(session: Session, *, job: SpooledRecord) -> None:
    """Ask no more after a job."""
    meta.drop(session, name=_name(job))


def _name(job: SpooledRecord) -> str:
    return f"{meta.SENT}{job.papers[0]}"


def _record(value: Mapping[str, Any]) -> SpooledRecord:
    ended = value["ended_at"]
    return SpooledRecord(
        papers=tuple(value["papers"]),
        title=value["title"],
        queue=value["queue"],
        number=value["number"],
        mark=value["mark"],
        host=value["host"],
        state=value["state"],
        sent_at=datetime.fromisoformat(value["sent_at"]),
        ended_at=datetime.fromisoformat(ended) if ended else None,
    )
