"""Export filings as a table for people, or line by line for other programs."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

from desk_app.errors import RefusedError, Stopped, expect_wanted
from desk_app.files import replacing
from desk_app.policy.vocabulary import FilingStatus, FilingType, Role
from desk_app.records.audit import Verb
from desk_app.services.backup import backing_up
from desk_app.services.desk.open_desk import Desk
from desk_app.services.lists.columns import COLUMNS, reader
from desk_app.services.lists.exchange import masked_json, whole_json
from desk_app.services.lists.workbook import Titled, write_workbook
from desk_app.storage.database.database import Session
from desk_app.storage.filings import lines, listing
from desk_app.storage.people import clerks, halls
from desk_app.storage.upkeep import merging

PROGRESS_ROWS = 500
"""Rows between two reports of progress."""
STOPPED = "已停止导出，没有留下不完整的文件。"

_FORMULA_STARTS = frozenset("=+-@\t\r")
_COPY = ".db"

Progress = Callable[[int], None]
Item = TypeVar("Item")


class Listed(Titled, Protocol):
    """What a column of a list must tell besides: whether its texts were typed by somebody."""

    @property
    def typed(self) -> bool:
        """Whether a text may begin with anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which filings: days of registration (inclusive), type, state, staff number of who did it."""

    since: date | None = None
    until: date | None = None
    type: FilingType | None = None
    status: FilingStatus | None = None
    staff_no: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export gave; ``masked`` where identity numbers and phones are not shown whole."""

    path: Path
    rows: int
    masked: bool


def export(
    *,
    desk: Desk,
    target: Path,
    wanted: Wanted | None = None,
    masked: bool | None = None,
    progress: Progress | None = None,
    stopped: Stopped | None = None,
) -> Exported:
    """Write filings to ``target``, in the form its ending says; ``.db`` is an encrypted copy.

    ``masked`` shows only the ends of identity numbers and phones; left open, a supervisor's list
    is whole and anybody else's masked. The file appears whole or not at all. ``progress`` hears
    the rows so far, ``stopped`` is asked as often; saying True raises StoppedError.
    Raises RefusedError for an ending that is not offered, or a whole list without a supervisor.
    """
    if target.suffix.lower() == _COPY:
        return _copy(desk, target, wanted, stopped)
    writer = _writer(target)
    masked = masking(desk, masked)
    with replacing(target) as part, desk.database.reading() as session:
        job = _Job(
            session=session,
            desk=desk,
            criteria=_criteria(session, desk, wanted or Wanted()),
            part=part,
            masked=masked,
            watch=watcher(progress, stopped),
        )
        rows = writer(job)
        note(desk, target.suffix, rows=rows, masked=masked, wanted=wanted)
    return Exported(path=target, rows=rows, masked=masked)


def masking(desk: Desk, masked: bool | None) -> bool:
    """Return whether a list is masked: as asked, or else by who asks."""
    allowed = desk.clerk.role is Role.SUPERVISOR
    if masked is False and not allowed:
        raise RefusedError("导出完整的证件号码和电话需要主管办理；经办员导出的清单会打星号。")
    return not allowed if masked is None else masked


def watcher(
    progress: Progress | None, stopped: Stopped | None, *, said: str = STOPPED
) -> Callable[[Iterable[Item]], Iterator[Item]]:
    """Return a function that passes rows on, telling now and then how many there were.

    ``said`` is the sentence of the StoppedError once somebody wants it to stop.
    """

    def watch(items: Iterable[Item]) -> Iterator[Item]:
        for count, item in enumerate(items, 1):
            yield item
            if count % PROGRESS_ROWS == 0:
                if progress is not None:
                    progress(count)
                expect_wanted(stopped, said)

    return watch


def note(desk: Desk, suffix: str, *, rows: int, masked: bool, wanted: Wanted | None) -> None:
    """Write into the history who took how much out of the records, and whether it was masked."""
    wanted = wanted or Wanted()
    detail = {
        "rows": rows,
        "masked": masked,
        "since": wanted.since,
        "until": wanted.until,
        "type": wanted.type,
        "status": wanted.status,
        "clerk": wanted.staff_no,
    }
    with desk.database.writing() as session:
        desk.note(
            session,
            Verb.EXPORT,
            f"export:{suffix.lstrip('.').lower()}",
            {name: value for name, value in detail.items() if value is not None},
        )


def write_table(
    part: Path,
    suffix: str,
    columns: Sequence[Listed],
    rows: Iterable[list[str]],
) -> int:
    """Write rows of text as ``.csv`` or ``.xlsx`` and return how many there were."""
    if suffix.lower() == ".xlsx":
        return write_workbook(part, columns, rows)
    count = 0
    typed = [place for place, column in enumerate(columns) if column.typed]
    # The byte-order mark makes spreadsheet programs read the file as UTF-8.
    with part.open("w", encoding="utf-8-sig", newline="") as stream:
        out = csv.writer(stream)
        out.writerow([column.title for column in columns])
        for row in rows:
            # A text that looks like a formula must not become one.
            for place in typed:
                if row[place] and row[place][0] in _FORMULA_STARTS:
                    row[place] = "'" + row[place]
            out.writerow(row)
            count += 1
    return count


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """An export under way."""

    session: Session
    desk: Desk
    criteria: listing.Criteria
    part: Path
    masked: bool
    watch: Callable[[Iterable[Any]], Iterator[Any]]


def _writer(target: Path) -> Callable[[_Job], int]:
    writers: dict[str, Callable[[_Job], int]] = {
        ".csv": lambda job: _table(job, ".csv"),
        ".xlsx": lambda job: _table(job, ".xlsx"),
        ".jsonl": _jsonl,
    }
    writer = writers.get(target.suffix.lower())
    if writer is None:
        known = "、".join([*writers, _COPY])
        raise RefusedError(f"导出文件的扩展名应为 {known} 之一，请改文件名。")
    return writer


def _table(job: _Job, suffix: str) -> int:
    cells = reader(COLUMNS, masked=job.masked)
    found = lines.stream(job.session, criteria=job.criteria)
    return write_table(job.part, suffix, COLUMNS, map(cells, job.watch(found)))


def _jsonl(job: _Job) -> int:
    staff = {clerk.id: clerk.staff_no for clerk in clerks.every(job.session)}
    places = {
        hall.id: hall.model_dump(mode="json", exclude={"id", "version"})
        for hall in halls.every(job.session)
    }
    count = 0
    with job.part.open("w", encoding="utf-8", newline="\n") as stream:
        found = listing.stream(job.session, criteria=job.criteria)
        for record, papers in job.watch(merging.with_papers(job.session, found)):
            origin = {"hall": places[record.hall_id], "staff_no": staff[record.clerk_id]}
            # What was printed says all of a person again, in words of every form.
            own = masked_json(record) if job.masked else whole_json(record, papers)
            stream.write(json.dumps(own | origin, ensure_ascii=False) + "\n")
            count += 1
    return count


def _copy(desk: Desk, target: Path, wanted: Wanted | None, stopped: Stopped | None) -> Exported:
    if wanted not in {None, Wanted()}:
        raise RefusedError(".db 是整份数据的加密副本，不能按条件挑选；请去掉条件，或改用其他格式。")
    made = backing_up.back_up(desk=desk, target=target, stopped=stopped)
    note(desk, _COPY, rows=made.filings, masked=False, wanted=None)
    return Exported(path=target, rows=made.filings, masked=False)


def _criteria(session: Session, desk: Desk, wanted: Wanted) -> listing.Criteria:
    clerk_id = None
    if wanted.staff_no is not None:
        clerk = clerks.by_staff_no(session, staff_no=wanted.staff_no)
        if clerk is None:
            raise RefusedError("没有这个工号，请核对后再导出。")
        clerk_id = clerk.id
    return listing.Criteria(
        first=wanted.since,
        last=wanted.until,
        hall_id=desk.hall.id,
        type=wanted.type,
        status=wanted.status,
        clerk_id=clerk_id,
    )
