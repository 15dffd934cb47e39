"""Papers that were given to a printer: sent, asked after, and found again hours later.

What is sent is written down first, so that a program that ends, a shift that changes or a
printing system that hangs loses no paper: whoever opens the records next asks on.
"""

import platform
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from desk_app.errors import EnvironmentFailureError, RefusedError
from desk_app.records.print_job import (
    FOR_SOMEBODY_TO_SAY,
    NEVER_CAME,
    PrintJobRecord,
    PrintOutcome,
    SpooledRecord,
)
from desk_app.services.desk.open_desk import Desk
from desk_app.services.finding.searching import required
from desk_app.services.papers import spooling
from desk_app.services.papers.spooling import (
    ON_ITS_WAY,
    OUTCOMES,
    NotAnsweredError,
    SpoolJob,
    SpoolState,
    SpoolStatus,
)
from desk_app.storage.filings import prints, spooled

AT_ONCE = 100
"""Papers noted in one transaction: a draft saved meanwhile must not wait for all of them."""
ENDED_FOR = timedelta(days=7)
"""How long a job that did not come out is looked at again: somebody may let it go on."""
_NOWHERE = ""
"""The host of a job that could not be written down: it is followed while the program runs."""
SENT_FOR = timedelta(days=60)
"""How long any job is looked at; no printing system keeps its jobs that long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What was learned late of papers; ``before`` is what the records said of them."""

    filings: tuple[str, ...]  # numbers, without those of papers of the hall
    papers: tuple[int, ...]  # ids of their print jobs
    before: PrintOutcome
    status: SpoolStatus


def send(
    *, desk: Desk, papers: Sequence[PrintJobRecord], pdf: bytes, title: str, printer: str
) -> SpooledRecord:
    """Give papers to a printer as one job and return what finds it again.

    Papers the printing system does not take are noted as failed, and EnvironmentFailureError
    says why. Where it does not answer NotAnsweredError is raised, and they are asked after later.
    """
    ids = tuple(paper.id for paper in papers)
    title = f"{title} #{ids[0]}"  # of this job alone: it is found by it where no number was told
    job = SpooledRecord(
        papers=ids,
        title=title,
        queue=printer,
        number=0,
        mark="",
        host=platform.node(),
        state=SpoolState.QUEUED.value,
        sent_at=desk.clock.now(),
        ended_at=None,
    )
    with desk.database.writing() as session:
        kept = spooled.keep(session, job=job)
    if not kept:
        job = replace(job, host=_NOWHERE)
    settle(desk=desk, papers=papers, outcome=PrintOutcome.SENT)
    try:
        taken = spooling.send(pdf=pdf, title=title, printer=printer)
    except NotAnsweredError:
        raise
    except EnvironmentFailureError:
        with suppress(EnvironmentFailureError):  # of the records: they are asked after later
            settle(desk=desk, papers=papers, outcome=PrintOutcome.FAILED)
            if kept:
                _keep(desk, job, forget=True)
        raise
    job = replace(job, queue=taken.queue, number=taken.job, mark=taken.mark)
    if kept:
        with suppress(EnvironmentFailureError):  # it is at the printer, and found by its title
            _keep(desk, job, forget=False)
    return job


def follow(*, desk: Desk, job: SpooledRecord) -> SpoolStatus:
    """Ask what became of a job and note it with its papers; while it is on its way, ask again."""
    return follow_all(desk=desk, jobs=[job])[0]


def follow_all(*, desk: Desk, jobs: Sequence[SpooledRecord]) -> tuple[SpoolStatus, ...]:
    """Ask what became of jobs, each in its place, and note it with their papers."""
    told = spooling.status([_asked(job) for job in jobs])
    for job in jobs:
        _note(desk, job, told[_asked(job)])
    return tuple(told[_asked(job)] for job in jobs)


def look(*, desk: Desk) -> tuple[News, ...]:
    """Ask after every job of this computer that may still come out; return what is new."""
    with desk.database.reading() as session:
        jobs = spooled.of_host(session, host=platform.node())
    told = spooling.status([_asked(job) for job in jobs])
    news = (_note(desk, job, told[_asked(job)]) for job in jobs)
    return tuple(one for one in news if one is not None)


def settle(*, desk: Desk, papers: Iterable[PrintJobRecord], outcome: PrintOutcome) -> None:
    """Note what became of papers."""
    every = tuple(papers)
    for first in range(0, len(every), AT_ONCE):
        with desk.database.writing() as session:
            for paper in every[first : first + AT_ONCE]:
                prints.settle(session, seat=desk.seat, job=paper, outcome=outcome, clock=desk.clock)


def doubtful(*, desk: Desk, record_no: str) -> tuple[PrintJobRecord, ...]:
    """Return the papers of a filing of which only somebody who looks can say whether they came.

    What waits in the queue of a printer of this computer is none: the printing system will say.
    """
    with desk.database.reading() as session:
        filing = required(session, record_no)
        jobs = prints.of_filing(session, filing_id=filing.id)
        sent = spooled.of_host(session, host=platform.node())
    queued = SpoolState.QUEUED.value
    waiting = {paper for one in sent if one.state == queued for paper in one.papers}
    return tuple(
        one for one in jobs if one.outcome in FOR_SOMEBODY_TO_SAY and one.id not in waiting
    )


def confirm(
    *, desk: Desk, papers: Iterable[PrintJobRecord], came: bool
) -> tuple[PrintJobRecord, ...]:
    """Note what somebody says who looked at the printer; the history keeps that it was by hand.

    Raises RefusedError, and notes nothing, where it is known already what became of one.
    """
    noted = []
    with desk.database.writing() as session:
        for paper in papers:
            known = prints.confirm(
                session, seat=desk.seat, job_id=paper.id, came=came, clock=desk.clock
            )
            if known is None:
                raise RefusedError("这份表单印出没有已经知道了，不用再确认。请刷新后再看。")
            noted.append(known)
    return tuple(noted)


def _asked(job: SpooledRecord) -> SpoolJob:
    return SpoolJob(queue=job.queue, job=job.number, title=job.title, mark=job.mark)


def _note(desk: Desk, job: SpooledRecord, status: SpoolStatus) -> News | None:
    """Note what was heard of a job; return it where it is not what was heard before."""
    if job.host == _NOWHERE:
        return _settled(desk, job, status)
    with desk.database.reading() as session:
        kept = spooled.current(session, job=job)
    if kept is None:
        return None
    now = desk.clock.now()
    expected = status.state in ON_ITS_WAY
    ended = None if expected else kept.ended_at or now
    done = status.state is SpoolState.DONE or now - kept.sent_at > SENT_FOR
    if kept.state == status.state.value:
        if done or (ended is not None and now - ended > ENDED_FOR):
            _keep(desk, kept, forget=True)
        return None
    news = _settled(desk, kept, status)
    _keep(desk, replace(kept, state=status.state.value, ended_at=ended), forget=done)
    return None if expected else news


def _settled(desk: Desk, job: SpooledRecord, status: SpoolStatus) -> News | None:
    """Note what became of the papers of a job; None where somebody saw all of them before."""
    outcome = OUTCOMES.get(status.state)
    numbers: dict[str, None] = {}
    before = PrintOutcome.SENT
    seen = True
    for first in range(0, len(job.papers), AT_ONCE):
        with desk.database.reading() as session:
            papers = prints.by_ids(session, ids=job.papers[first : first + AT_ONCE])
        numbers.update((paper.filing, None) for paper in papers if paper.filing is not None)
        seen = seen and all(one.outcome is PrintOutcome.CONFIRMED for one in papers)
        before = next((one.outcome for one in papers if one.outcome in NEVER_CAME), before)
        if outcome is not None:
            settle(desk=desk, papers=papers, outcome=outcome)
    return (
        None
        if seen
        else News(filings=tuple(numbers), papers=job.papers, before=before, status=status)
    )


def _keep(desk: Desk, job: SpooledRecord, *, forget: bool) -> None:
    with desk.database.writing() as session:
        if forget:
            spooled.forget(session, job=job)
        else:
            spooled.keep(session, job=job)
