"""Export filings as a table for people, or line by line for other programs."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desk_app.errors import RefusedError
from desk_app.records.audit import Verb
from desk_app.records.filing import FilingRecord
from desk_app.services.columns import COLUMNS, Column, masked_json, plain_json
from desk_app.services.desk import Desk
from desk_app.services.files import replacing
from desk_app.services.workbook import write_workbook
from desk_app.storage import audit, listing

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

PROGRESS_ROWS = 500
"""Rows between two reports of progress."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export gave."""

    path: Path
    rows: int


def export(
    *,
    desk: Desk,
    target: Path,
    since: date | None = None,
    until: date | None = None,
    masked: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write the filings registered from ``since`` to ``until`` to ``target``, by its ending.

    The file appears whole or not at all. With ``masked``, identity numbers and phones show
    their first and last digits only. ``progress`` hears the rows written so far and may raise
    to stop. Raises RefusedError for an ending that is not offered.
    """
    writer = _writer(target)
    criteria = listing.Criteria(first=since, last=until, hall_id=desk.hall.id)
    with replacing(target) as part, desk.database.reading() as session:
        records = listing.stream(session, criteria=criteria)
        counted = _counted(records, progress)
        rows = writer(part, counted, masked)
    with desk.database.writing() as session:
        audit.append(
            session,
            at=desk.clock.now(),
            desk=desk.seat,
            verb=Verb.EXPORT,
            subject=f"export:{target.suffix.lstrip('.').lower()}",
            detail={"rows": rows, "masked": masked, "since": _day(since), "until": _day(until)},
        )
    return Exported(path=target, rows=rows)


Writer = Callable[[Path, Iterable[FilingRecord], bool], int]


def _writer(target: Path) -> Writer:
    writers: dict[str, Writer] = {".csv": _csv, ".xlsx": _xlsx, ".jsonl": _jsonl}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise RefusedError(f"导出文件的扩展名应为 {'、'.join(writers)} 之一，请改文件名。")
    return writer


def _csv(part: Path, records: Iterable[FilingRecord], masked: bool) -> int:
    count = 0
    # The byte-order mark makes spreadsheet programs read the file as UTF-8.
    with part.open("w", encoding="utf-8-sig", newline="") as stream:
        out = csv.writer(stream)
        out.writerow([column.title for column in COLUMNS])
        for record in records:
            out.writerow([_harmless(text) for text in _cells(record, COLUMNS, masked)])
            count += 1
    return count


def _xlsx(part: Path, records: Iterable[FilingRecord], masked: bool) -> int:
    rows = (_cells(record, COLUMNS, masked) for record in records)
    return write_workbook(part, COLUMNS, rows)


def _jsonl(part: Path, records: Iterable[FilingRecord], masked: bool) -> int:
    as_json = masked_json if masked else plain_json
    count = 0
    with part.open("w", encoding="utf-8", newline="\n") as stream:
        for record in records:
            stream.write(json.dumps(as_json(record), ensure_ascii=False) + "\n")
            count += 1
    return count


def _cells(record: FilingRecord, columns: Iterable[Column], masked: bool) -> list[str]:
    return [column.text(record, masked=masked) for column in columns]


def _harmless(text: str) -> str:
    """Keep a spreadsheet program from taking a text for a formula."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _counted(records: Iterable[FilingRecord], progress: Progress | None) -> Iterator[FilingRecord]:
    for count, record in enumerate(records, 1):
        yield record
        if progress is not None and count % PROGRESS_ROWS == 0:
            progress(count)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
