"""Everything the records know of one person: filings, papers and changes, in time order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk_app.records.act import UNDOING, ActRecord
from desk_app.records.audit import AuditRecord, Verb
from desk_app.records.field_table import label
from desk_app.records.filing import FilingRecord
from desk_app.records.person import PersonFields
from desk_app.records.print_job import PrintJobRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers.printing import title_of
from desk_app.storage.filings import acts, filings, prints
from desk_app.storage.history import audit, states
from desk_app.storage.people import clerks

_PAPERS = frozenset({Verb.PRINT, Verb.REPRINT})  # told by the print jobs themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that was done: when, what in words, to which filing, by whom and where."""

    at: datetime
    words: str
    number: str | None
    clerk: str
    counter: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A person's filings, newest first, and what happened, oldest first."""

    filings: tuple[FilingRecord, ...]
    events: tuple[Event, ...]


def of_person(*, desk: Desk, person_id: int) -> Past:
    """Return all that is known of a person by the id their filings carry."""
    with desk.database.reading() as session:
        found = filings.of_person(session, person_id=person_id)
        names = {one.staff_no: one.name for one in clerks.every(session)}
        events = list(_deeds(audit.of_subject(session, subject=f"person:{person_id}"), names))
        for filing in found:
            done = acts.of_filing(session, filing_id=filing.id)
            events += _deeds(audit.of_subject(session, subject=filing.number), names, done)
            jobs = prints.of_filing(session, filing_id=filing.id)
            events += (_paper(job) for job in jobs)
    return Past(filings=found, events=tuple(sorted(events, key=lambda one: one.at)))


def done_to(*, desk: Desk, filing: FilingRecord) -> tuple[ActRecord, ...]:
    """Return what was done to a filing after it was registered, oldest first."""
    with desk.database.reading() as session:
        return acts.of_filing(session, filing_id=filing.id)


def in_words(act: ActRecord, known: Sequence[ActRecord]) -> str:
    """Say what was done, what it took back, and why; ``known`` are the acts of that filing."""
    undone = next((one.verb.label for one in known if one.id == act.undoes), "")
    if act.verb in UNDOING and not undone:
        undone = Verb.REGISTER.label if act.verb is Verb.WITHDRAW else ""
    grounds = (("理由", act.reason), ("提出人", act.asked_by), ("看过", act.seen))
    told = "；".join(f"{name}：{text}" for name, text in grounds if text)
    return act.verb.label + (f"“{undone}”" if undone else "") + (f"（{told}）" if told else "")


def _deeds(
    entries: tuple[AuditRecord, ...], names: Mapping[str, str], done: Sequence[ActRecord] = ()
) -> Iterator[Event]:
    known = {f"{states.ACT}{act.id}": act for act in done}
    for entry in entries:
        if entry.verb in _PAPERS or entry.verb is Verb.UPGRADE:
            continue
        person = entry.subject.startswith("person:")
        yield Event(
            at=entry.at,
            words=next(
                (
                    in_words(known[one], done)
                    for one in entry.detail.get(states.ACTS, ())
                    if one in known
                ),
                entry.verb.label + (_fields(entry) if person else ""),
            ),
            number=None if person else entry.subject,
            clerk=names.get(entry.actor, entry.actor),
            counter=entry.counter,
        )


def _fields(entry: AuditRecord) -> str:
    """Name the fields that changed; the history has their values only masked."""
    return "：" + "、".join(
        label(f"applicant.{name}") for name in entry.detail if name in PersonFields.model_fields
    )


def _paper(job: PrintJobRecord) -> Event:
    again = f"补打第 {job.copy} 次 · " if job.copy else ""
    return Event(
        at=job.printed_at,
        words=f"《{title_of(job.printed.paper)}》{again}{job.outcome.label}",
        number=job.filing,
        clerk=job.clerk,
        counter=job.counter,
    )
