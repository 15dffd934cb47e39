"""The commands that work on records: init, intake, change, cancel, print, find, show, export."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from desk_app.cli import output, printers
from desk_app.cli.dates import day
from desk_app.cli.opening import DEFAULT_COUNTER, open_desk, passphrase, settled_folder
from desk_app.clock import Clock
from desk_app.errors import DeskError, EnvironmentFailureError, RefusedError
from desk_app.policy.changes import Consequences
from desk_app.policy.vocabulary import CancelReason, FilingStatus, FilingType
from desk_app.records.filing import FilingSummary
from desk_app.records.print_job import PrintOutcome, SpooledRecord
from desk_app.services import (
    cancelling,
    case_file,
    changing,
    exporting,
    hall,
    intake,
    issuing,
    opening,
    printing,
    rescuing,
    searching,
    tracing,
)
from desk_app.services.columns import COLUMNS, line_of, reader
from desk_app.services.desk import Desk
from desk_app.services.exchange import plain_json
from desk_app.services.issuing import IssuedPaper

UNSAVED = "（未存盘，可用 print 打印）"


def init(options: argparse.Namespace) -> int:
    """Make a data folder and print its recovery code."""
    place = settled_folder(options)
    made = opening.set_up(
        folder=place,
        hall=hall.described(
            name=options.hall,
            code=options.code,
            region=options.region,
            address=options.address,
            phone=options.phone,
            complaint_phone=options.complaint_phone,
        ),
        counter=options.counter or DEFAULT_COUNTER,
        clerk_name=options.clerk,
        passphrase=passphrase(options, new=True),
        clock=Clock(),
    )
    with made.desk as desk:
        staff_no, code = desk.clerk.staff_no, made.recovery_code
        lines = [
            f"已建立数据文件夹：{place}",
            f"您的工号：{staff_no}（主管）",
            f"恢复码：{code}",
            "恢复码只显示这一次。请抄写或打印后锁入保险柜；口令遗忘时只能靠它找回数据。",
        ]
        answer = {"ok": True, "data": str(place), "staff": staff_no, "recovery_code": code}
        output.tell(options.json, lines, answer)
    return 0


def take_in(options: argparse.Namespace) -> int:
    """Register the cases of a file; one result per case, the others go on when one is refused.

    A spreadsheet is a roster: its correct rows are registered in one go.
    """
    if Path(options.file).suffix.lower() != ".json":
        from desk_app.cli import rosters

        if rosters.is_roster(options.file):
            return rosters.take_in(options)
    cases = case_file.read(Path(options.file))
    with open_desk(options) as desk:
        results = [_take_in_one(desk, case, options) for case in cases]
    if options.json:
        output.emit({"ok": all(result["ok"] for result in results), "results": results})
    else:
        for place, result in enumerate(results, 1):
            _tell_result(place, result)
    return 0 if all(result["ok"] for result in results) else 1


def _take_in_one(desk: Desk, case: object, options: argparse.Namespace) -> dict[str, Any]:
    if not isinstance(case, Mapping):
        return _refusal([{"field": None, "message": "一件案件应写成一组项目（JSON 对象）。"}])
    try:
        done = intake.register(desk=desk, case=case, on_missing=options.on_missing)
    except intake.CaseRefusedError as error:
        return _refusal(output.remarks(error.problems), output.remarks(error.hints))
    except EnvironmentFailureError:
        raise
    except DeskError as error:
        return _refusal([{"field": None, "message": error.message}])
    return {
        "ok": True,
        "record": done.record.number,
        "status": done.record.status.value,
        "papers": _save(desk, done.papers, options.out),
        "hints": output.remarks(done.hints),
        "missing": [{"id": item.id, "name": item.name} for item in done.missing],
    }


def _refusal(problems: Sequence[Any], hints: Sequence[Any] = ()) -> dict[str, Any]:
    return {"ok": False, "problems": list(problems), "hints": list(hints)}


def _tell_result(place: int, result: Mapping[str, Any]) -> None:
    if not result["ok"]:
        output.line(f"第 {place} 件：未登记，请改正以下各处")
        for problem in result["problems"]:
            output.line(f"  · {problem['message']}")
        return
    output.line(f"第 {place} 件：已登记 {result['record']}")
    for item in result["missing"]:
        output.line(f"  · 待补材料：{item['name']}")
    for paper in result["papers"]:
        output.line(f"  · 《{paper['title']}》 {paper['file'] or UNSAVED}")
    for hint in result["hints"]:
        output.line(f"  · 提示：{hint['message']}")


def change(options: argparse.Namespace) -> int:
    """Replace a filing by the case of a file."""
    cases = case_file.read(Path(options.file))
    if len(cases) != 1 or not isinstance(cases[0], Mapping):
        raise RefusedError("变更一次只办一件，文件里应正好有一件案件。")
    with open_desk(options) as desk:
        try:
            done = changing.change(desk=desk, record_no=options.record, case=cases[0])
        except intake.CaseRefusedError as error:
            if options.json:
                output.emit(_refusal(output.remarks(error.problems), output.remarks(error.hints)))
            else:
                _tell_result(1, _refusal(output.remarks(error.problems)))
            return 1
        papers = _save(desk, done.papers, options.out)
    if options.json:
        output.emit(
            {"ok": True, "record": done.new.number, "replaces": done.old.number, "papers": papers}
        )
    else:
        output.line(f"已变更：{done.old.number} → {done.new.number}")
        _tell_papers(papers)
        _tell_consequences(done.told)
    return 0


def cancel(options: argparse.Namespace) -> int:
    """Cancel a filing."""
    with open_desk(options) as desk:
        done = cancelling.cancel(
            desk=desk,
            record_no=options.record,
            reason=CancelReason(options.reason),
            reason_text=options.reason_text,
            effective=day(options.effective, option="--effective"),
        )
        papers = _save(desk, done.papers, options.out)
    if options.json:
        output.emit({"ok": True, "record": done.record.number, "papers": papers})
    else:
        output.line(f"已注销：{done.record.number}")
        _tell_papers(papers)
        _tell_consequences(done.told)
    return 0


def print_papers(options: argparse.Namespace) -> int:
    """Make papers of a filing again, into files or onto a printer."""
    if not (options.out or options.printer):
        raise RefusedError("请用 --out 指定存放文件夹，或用 --printer 指定打印机。")
    with open_desk(options) as desk:
        tracing.look(desk=desk)  # what came out meanwhile makes the next one a reprint
        made = printing.print_set(desk=desk, record_no=options.record, papers=options.paper)
        papers = _save(desk, made, options.out)
        printed = _print(desk, made, options) if options.printer else None
    if options.json:
        answer = {"printing": printed.answer()} if printed else {}
        output.emit({"ok": printed is None or not printed.code, "papers": papers, **answer})
    else:
        _tell_papers(papers, unsaved="" if printed else UNSAVED)
        for words in printed.lines() if printed else ():
            output.line(words)
    return printed.code if printed else 0


def _print(
    desk: Desk, papers: Sequence[IssuedPaper], options: argparse.Namespace
) -> printers.Printed:
    def give() -> SpooledRecord:
        return printing.send(desk=desk, papers=papers, printer=options.printer)

    return printers.send(desk=desk, give=give, wait_s=options.wait)


def find(options: argparse.Namespace) -> int:
    """List people and filings that match a text."""
    with open_desk(options) as desk:
        hits = searching.find(desk=desk, text=options.text, limit=options.limit)
    if options.json:
        output.emit(
            [
                {
                    "name": hit.person.name,
                    "id_kind": hit.person.id_kind.value,
                    "id_number": hit.person.id_number,
                    "phone": hit.person.phone,
                    "filings": [_summary(filing) for filing in hit.filings],
                }
                for hit in hits
            ]
        )
        return 0
    for hit in hits:
        output.line(f"{hit.person.name}  {hit.person.id_number}  {hit.person.phone}")
        for filing in hit.filings:
            output.line(f"  {filing.number}  {filing.status.label}  {filing.type.label}")
    if not hits:
        output.line("没有找到。可以换用姓名的一部分、拼音首字母、证件或电话的末几位再试。")
    return 0


def draft(options: argparse.Namespace) -> int:
    """Bring back a case that was kept elsewhere while the data folder was gone."""
    with open_desk(options) as desk:
        found = rescuing.bring_back(desk=desk, path=Path(options.file))
    output.tell(
        options.json,
        ["已取回为草稿，在窗口的“办理”页左侧接着办。存在别处的文件可以删除了。"],
        {"ok": True, "draft": found.id},
    )
    return 0


def show(options: argparse.Namespace) -> int:
    """Show one filing whole."""
    with open_desk(options) as desk:
        tracing.look(desk=desk)
        record, jobs = searching.show(desk=desk, record_no=options.record)
    prints: list[dict[str, Any]] = [
        {
            "paper": job.printed.paper,
            "edition": job.printed.edition,
            "sha256": job.printed.sha256,
            "copy": job.copy,
            "outcome": job.outcome.value,
            "at": job.printed_at.isoformat(),
        }
        for job in jobs
    ]
    if options.json:
        output.emit({**plain_json(record), "prints": prints})
        return 0
    cells = reader(COLUMNS, masked=False)(line_of(record))
    for column, text in zip(COLUMNS, cells, strict=True):
        if text:
            output.line(f"{column.title}：{text}")
    for job in prints:
        word = PrintOutcome(job["outcome"]).label
        output.line(f"打印：{job['paper']}  {job['at']}  {job['sha256'][:16]}  {word}")
    return 0


def export(options: argparse.Namespace) -> int:
    """Export the list of filings."""
    with open_desk(options) as desk:
        done = exporting.export(
            desk=desk,
            target=Path(options.file).absolute(),
            wanted=exporting.Wanted(
                since=day(options.since, option="--from"),
                until=day(options.until, option="--to"),
                type=FilingType(options.type) if options.type else None,
                status=FilingStatus(options.status) if options.status else None,
                staff_no=options.by,
            ),
            masked=options.masked,
        )
    if options.json:
        output.emit({"ok": True, "file": str(done.path), "rows": done.rows, "masked": done.masked})
    else:
        output.line(f"已导出 {done.rows} 件：{done.path}")
        if done.masked:
            output.line("证件号码和电话已打星号；需要完整清单时，请主管登录后导出。")
    return 0


def _save(desk: Desk, papers: Sequence[IssuedPaper], out: str | None) -> list[dict[str, Any]]:
    files = issuing.save(desk=desk, papers=papers, folder=Path(out)) if out else None
    return [
        {
            "paper": paper.paper,
            "title": paper.title,
            "file": str(files[place]) if files else None,
            "sha256": paper.sha256,
        }
        for place, paper in enumerate(papers)
    ]


def _tell_papers(papers: Sequence[Mapping[str, Any]], *, unsaved: str = UNSAVED) -> None:
    for paper in papers:
        output.line(f"  · 《{paper['title']}》 {paper['file'] or unsaved}".rstrip())


def _tell_consequences(told: Consequences) -> None:
    if told.lock:
        output.line(f"  · 提醒：{told.lock.message}")
    for statement in told.statements:
        output.line(f"  · 告知：{statement.text}")


def _summary(filing: FilingSummary) -> dict[str, Any]:
    return {
        "record": filing.number,
        "status": filing.status.value,
        "type": filing.type.value,
        "place": filing.place,
        "begin": filing.begin.isoformat(),
        "end": filing.end.isoformat() if filing.end else None,
        "day": filing.day.isoformat(),
    }


RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "init": init,
    "intake": take_in,
    "change": change,
    "cancel": cancel,
    "print": print_papers,
    "find": find,
    "show": show,
    "draft": draft,
    "export": export,
}
