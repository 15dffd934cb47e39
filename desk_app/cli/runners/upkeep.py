"""The commands about many records at once: official, import, purge, day, ledger."""

import argparse
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desk_app.cli.dates import day as day_of
from desk_app.cli.opening import Secret, folder, open_desk, passphrase, secret
from desk_app.cli.output import edge, output, streams
from desk_app.errors import RefusedError
from desk_app.policy.people.names import mask_name
from desk_app.records.filing import FilingRecord
from desk_app.records.merging import Merging
from desk_app.services.backup import retention
from desk_app.services.day import day
from desk_app.services.day.day import Figures
from desk_app.services.desk import counter_number
from desk_app.services.desk.open_desk import Desk
from desk_app.services.lists import importing, official
from desk_app.services.papers import issuing, tracing
from desk_app.services.papers.issuing import IssuedPaper, NotSavedError
from desk_app.services.papers.printing import title_of
from desk_app.services.settings.preferences import RETENTION_YEARS

_FROM = Secret(
    name="那份数据的口令", option="--from-passphrase-file", variable="DESK_FROM_PASSPHRASE"
)


def official_system(options: argparse.Namespace) -> int:
    """List what the official system lacks, or tick one filing off."""
    if options.action == "mark":
        return _mark(options)
    with open_desk(options) as desk:
        done = official.export(
            desk=desk, target=Path(options.target).absolute(), masked=options.masked
        )
    lines = [f"还没录入官方系统的 {done.rows} 件：{done.path}"]
    if done.masked:
        lines.append("证件号码和电话已打星号；需要完整清单时，请主管登录后导出。")
    output.tell(
        options.json,
        lines,
        {"ok": True, "file": str(done.path), "rows": done.rows, "masked": done.masked},
    )
    return 0


def _mark(options: argparse.Namespace) -> int:
    if not options.number:
        raise RefusedError("请写明官方系统编号：desk-app official mark 备案编号 官方系统编号")
    with open_desk(options) as desk:
        record = official.mark(desk=desk, record_no=options.target, official_no=options.number)
    told = f"已标记：{record.number} 在官方系统的编号是 {record.official_no}"
    answer = {"ok": True, "record": record.number, "official_no": record.official_no}
    output.tell(options.json, [told], answer)
    return 0


def bring_in(options: argparse.Namespace) -> int:
    """Show what would come in and what clashes; with --apply bring it in."""
    with open_desk(options) as desk:
        path = Path(options.path).absolute()
        origin = importing.Origin(
            path=path,
            passphrase=_other_passphrase(options, path),
            staff_no=options.from_staff,
        )
        seen = importing.look(desk=desk, origin=origin)
        doubt = seen.doubt(desk.counter)
        if options.apply:
            seen = importing.bring(desk=desk, origin=origin, agreed=seen)
    done = "已导入" if options.apply else "会导入"
    lines = [f"{done} {seen.arriving}；本机已有相同的 {seen.known} 件。"]
    lines += _clash_lines(seen)
    lines += [f"注意：{doubt}"] if doubt else []
    if not options.apply:
        lines.append("这是预览，还没有导入。确认后加 --apply 再执行一次。")
    output.tell(
        options.json,
        lines,
        {
            "ok": True,
            "applied": options.apply,
            "new": seen.new,
            "known": seen.known,
            "papers": seen.papers,
            "clashes": [clash.number for clash in seen.clashes],
            "same_counter": seen.own_number,
        },
    )
    return 0


def _clash_lines(seen: Merging) -> list[str]:
    lines = [
        f"编号相同而内容不同，没有导入：{clash.number}"
        f"（本机：{_short(clash.here)}；导入的：{_short(clash.there)}）"
        for clash in seen.clashes
    ]
    if lines:
        lines.append("请两边核对这些编号的纸质表，确认后由主管分别更正。")
    return lines


def _short(filing: FilingRecord) -> str:
    name = mask_name(filing.case.applicant.name)
    return f"{name}，{filing.case.type.label}，{filing.status.label}"


def _other_passphrase(options: argparse.Namespace, path: Path) -> str | None:
    if path.suffix.lower() == ".jsonl":
        return None
    if options.from_passphrase_file or os.environ.get(_FROM.variable) is not None:
        return secret(_FROM, options.from_passphrase_file)
    return passphrase(options)


def purge(options: argparse.Namespace) -> int:
    """Show what has had its time; with --apply delete it for good."""
    with open_desk(options) as desk:
        if options.years is not None:
            RETENTION_YEARS.set(desk, options.years)
        due = retention.due(desk=desk)
        gone = retention.take_away(desk=desk, agreed=due) if options.apply else None
    answer: dict[str, Any] = {
        "ok": True,
        "years": due.years,
        "before": due.before.isoformat(),
        "due": due.filings,
        "purged": asdict(gone) if gone else None,
    }
    lines = [f"保存 {due.years} 年：{due.before} 以前结束的备案有 {due.filings} 件到期。"]
    if gone:
        lines.append(
            f"已清除备案 {gone.filings} 件、人员 {gone.people} 人、表单 {gone.papers} 份。"
        )
        lines.append("以前做的备份里还有这些内容，会随备份轮换逐步删去。")
    elif due.filings:
        lines.append("这是预览，还没有清除。确认后加 --apply 再执行一次，清除后不能找回。")
    output.tell(options.json, lines, answer)
    return 0


def day_numbers(options: argparse.Namespace) -> int:
    """Tell the numbers of a day, week or month; with --out also make the day's sheet."""
    on = day_of(options.on, option="--on")
    span = day.Span(options.span)
    if options.out and span is not day.Span.DAY:
        raise RefusedError("日结单按天打印，--out 不能和 week、month 一起用。")
    saved = None
    if options.out:
        issuing.expect_room(Path(options.out), sets=1)
    with open_desk(options) as desk:
        tracing.look(desk=desk)  # what came out since counts
        found = day.figures(desk=desk, on=on, span=span)
        if options.out:
            sheet = day.close_day(desk=desk, day=on)
            saved = _saved(desk, sheet, options)
    file = saved.file if saved else None
    fault = saved.fault if saved else None
    answer = {"ok": not fault, **_figures(found), "file": str(file) if file else None}
    lines = _figure_lines(found)
    if file:
        lines.append(f"日结单：{file}")
    return _told(options, lines, answer, fault)


def ledger(options: argparse.Namespace) -> int:
    """Make the ledger of a period."""
    first = day_of(options.since, option="--from")
    last = day_of(options.until, option="--to")
    if first is None or last is None:
        raise RefusedError("请写明 --from 和 --to。")
    issuing.expect_room(Path(options.out), sets=1)
    with open_desk(options) as desk:
        made = day.ledger(desk=desk, first=first, last=last, masked=options.masked)
        saved = _saved(desk, made, options)
    file = str(saved.file) if saved.file else None
    rows = len(made.job.printed.data["lines"])
    lines = [f"台账：{file}，{rows} 件。"] if file else []
    answer = {"ok": not saved.fault, "file": file, "rows": rows}
    return _told(options, lines, answer, saved.fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saved:
    """A paper of the hall that was made: where it is, and what went wrong with saving it."""

    file: Path | None
    fault: str | None = None


def _saved(desk: Desk, sheet: IssuedPaper, options: argparse.Namespace) -> _Saved:
    try:
        (file,) = issuing.save(desk=desk, papers=[sheet], folder=Path(options.out))
    except NotSavedError as error:
        again = "" if error.files[0] else "排除后再运行一次，会重新出一份。"
        return _Saved(file=error.files[0], fault=f"{error.message}{again}")
    return _Saved(file=file)


def _told(
    options: argparse.Namespace, lines: list[str], answer: dict[str, Any], fault: str | None
) -> int:
    """Tell what is there, and what went wrong with the paper; return the exit code."""
    if fault:
        answer["problems"] = [{"field": None, "message": fault}]
    output.tell(options.json, lines, answer)
    if fault and not options.json:
        streams.complain(f"{fault}\n")
    return edge.FAILED if fault else edge.DONE


def _figures(found: Figures) -> dict[str, Any]:
    return {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "total": found.total,
        "types": {
            one.type.value: {
                "new": one.new,
                "changed": one.changed,
                "awaiting": one.awaiting,
                "cancelled": one.cancelled,
            }
            for one in found.types
        },
        "clerks": {staff_no: many for staff_no, _, many in found.clerks},
        "days": {one.isoformat(): many for one, many in found.days.items()},
        "hours": found.hours,
        "papers": {
            one.paper: [one.first, one.again, one.failed, one.waiting, one.unknown]
            for one in found.papers
        },
    }


def _figure_lines(found: Figures) -> list[str]:
    when = f"{found.first}" if found.first == found.last else f"{found.first} 至 {found.last}"
    lines = [f"{when} 共登记 {found.total} 件"]
    lines += [
        f"  {one.type.label}：新增 {one.new}，变更 {one.changed}，待补正 {one.awaiting}，"
        f"取消 {one.cancelled}"
        for one in found.types
    ]
    lines += [f"  {name}（{staff_no}）：{many} 件" for staff_no, name, many in found.clerks]
    lines += [
        f"  《{title_of(one.paper)}》首次 {one.first}，补打 {one.again}，未打成 {one.failed}，"
        f"未打印或待确认 {one.waiting}" + (f"，未记是否印出 {one.unknown}" if one.unknown else "")
        for one in found.papers
    ]
    return lines


def counter(options: argparse.Namespace) -> int:
    """Tell the number of this computer's counter, or change it."""
    kept = counter_number.read(folder(options))
    with open_desk(options, counter=options.number, take=options.take) as desk:
        number = kept or desk.counter
        if options.number is not None:
            counter_number.change(desk=desk, number=options.number, take=options.take)
    lines = [f"本机是 {number} 号窗口。"]
    if options.number is not None:
        lines = [f"本机的窗口号已从 {number} 改为 {options.number}，从下一次登录起用它。"]
    output.tell(options.json, lines, {"ok": True, "counter": options.number or number})
    return 0


RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {
    "official": official_system,
    "import": bring_in,
    "purge": purge,
    "day": day_numbers,
    "ledger": ledger,
    "counter": counter,
}
