"""The commands that work on records: init, change, cancel, print, find, show, export."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from desk_app.cli import answers
from desk_app.cli.dates import day
from desk_app.cli.opening import DEFAULT_COUNTER, open_desk, passphrase, settled_folder
from desk_app.cli.output import output
from desk_app.cli.output.paper_output import bring
from desk_app.clock import Clock
from desk_app.errors import RefusedError
from desk_app.policy.guidance.changes import Consequences
from desk_app.policy.vocabulary import CancelReason, FilingStatus, FilingType
from desk_app.records.filing import FilingSummary
from desk_app.records.print_job import PrintOutcome
from desk_app.services.desk import timekeeping
from desk_app.services.filing import cancelling, changing, history, intake, rescuing
from desk_app.services.finding import searching
from desk_app.services.lists import case_file, exporting
from desk_app.services.lists.columns import COLUMNS, line_of, reader
from desk_app.services.lists.exchange import act_json, plain_json
from desk_app.services.papers import printing, tracing
from desk_app.services.settings import hall
from desk_app.services.start import opening


def init(options: argparse.Namespace) -> int:
    """Make a data folder and print its recovery code."""
    place = settled_folder(options)
    doubt = timekeeping.implausible(Clock())
    if options.clock_is_right is not None:
        timekeeping.expect_day(Clock(), options.clock_is_right)
    elif doubt is not None:
        raise timekeeping.ClockDoubtedError(
            f"{doubt}确实是对的，请照手机或日历写上今天的日期：--clock-is-right 日期。"
        )
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


def change(options: argparse.Namespace) -> int:
    """Replace a filing by the case of a file."""
    cases = [answers.answered(one, options) for one in case_file.read(Path(options.file))]
    if len(cases) != 1 or not isinstance(cases[0], Mapping):
        raise RefusedError("变更一次只办一件，文件里应正好有一件案件。")
    with open_desk(options) as desk:
        try:
            done = changing.change(desk=desk, record_no=options.record, case=cases[0])
        except intake.CaseRefusedError as error:
            tell_refusal(error, options, "未变更")
            return 1
        papers = bring(desk, done.papers, options)
    if options.json:
        output.emit(
            {"ok": True, "record": done.new.number, "replaces": done.old.number, **papers.json}
        )
    else:
        output.line(f"已变更：{done.old.number} → {done.new.number}")
        papers.tell(output.line)
        tell_consequences(done.told)
    return papers.code


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
        papers = bring(desk, done.papers, options)
    if options.json:
        output.emit({"ok": True, "record": done.record.number, **papers.json})
    else:
        output.line(f"已注销：{done.record.number}")
        papers.tell(output.line)
        tell_consequences(done.told)
    return papers.code


def print_papers(options: argparse.Namespace) -> int:
    """Make papers of a filing again, into files or onto a printer."""
    if not (options.out or options.printer):
        raise RefusedError("请用 --out 指定存放文件夹，或用 --printer 指定打印机。")
    with open_desk(options) as desk:
        tracing.look(desk=desk)  # what came out meanwhile makes the next one a reprint
        made = printing.print_set(desk=desk, record_no=options.record, papers=options.paper)
        papers = bring(desk, made, options)
    if options.json:
        output.emit({"ok": not papers.code, **papers.json})
    else:
        papers.tell(output.line)
    return papers.code


def printed(options: argparse.Namespace) -> int:
    """Note what somebody who looked says of papers of which nothing else is known."""
    with open_desk(options) as desk:
        tracing.look(desk=desk)
        found = tracing.doubtful(desk=desk, record_no=options.record)
        wanted = [
            one for one in found if one.printed.paper in (options.paper or [one.printed.paper])
        ]
        if not wanted:
            raise RefusedError(f"备案 {options.record} 没有要确认的表单：印出没有都已经知道了。")
        noted = tracing.confirm(desk=desk, papers=wanted, came=options.came == "yes")
    rows = [{"paper": one.printed.paper, "outcome": one.outcome.value} for one in noted]
    lines = [f"《{printing.title_of(one.printed.paper)}》{one.outcome.label}" for one in noted]
    output.tell(options.json, lines, {"ok": True, "papers": rows})
    return 0


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
        done = history.done_to(desk=desk, filing=record)
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
        output.emit(
            {**plain_json(record), "acts": [act_json(one) for one in done], "prints": prints}
        )
        return 0
    cells = reader(COLUMNS, masked=False)(line_of(record))
    for column, text in zip(COLUMNS, cells, strict=True):
        if text:
            output.line(f"{column.title}：{text}")
    for act in done:
        where = f"{act.counter} 号窗 {act.clerk}"
        output.line(f"办理：{act.at:%Y-%m-%d %H:%M}  {where}  {history.in_words(act, done)}")
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


def tell_refusal(error: intake.CaseRefusedError, options: argparse.Namespace, undone: str) -> None:
    """Say why a case was refused, after what was therefore not done."""
    problems, hints = output.remarks(error.problems), output.remarks(error.hints)
    lines = [f"{undone}，请改正以下各处", *output.problem_lines(error.problems)]
    output.tell(options.json, lines, {"ok": False, "problems": problems, "hints": hints})


def tell_consequences(told: Consequences) -> None:
    """Say what the applicant must know of a deed."""
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
    "change": change,
    "cancel": cancel,
    "print": print_papers,
    "printed": printed,
    "find": find,
    "show": show,
    "draft": draft,
    "export": export,
}
