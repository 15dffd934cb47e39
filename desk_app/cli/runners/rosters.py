"""The commands for rosters: their template, checking one, and registering one with ``intake``."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_app.cli import answers, stopping
from desk_app.cli.opening import open_desk
from desk_app.cli.output import edge, output, printers, streams
from desk_app.cli.output.printers import Printed
from desk_app.errors import DeskError, EnvironmentFailureError, RefusedError, Stopped
from desk_app.policy.vocabulary import DocumentState
from desk_app.records.print_job import SpooledRecord
from desk_app.services.desk.open_desk import Desk
from desk_app.services.papers import issuing, spooling
from desk_app.services.roster import checking, delivering, reading, registering, sheets_out
from desk_app.services.roster.checking import CheckedRoster, CheckedRow, Common
from desk_app.services.roster.headings import BY_PATH
from desk_app.services.roster.reading import Roster
from desk_app.services.roster.registering import RegisteredRoster, RowOutcome, RowResult
from desk_app.services.roster.tables.files import SUFFIXES

_MOST_NAMED = 10
_COMMON_OPTIONS = {
    "place": "place",
    "begin": "begin",
    "end": "end",
    "type": "type",
    "method": "method",
    "employer": "applicant.employer",
    "insurance": "applicant.insurance",
}


def roster(options: argparse.Namespace) -> int:
    """Write the template, or check a roster."""
    return _ACTIONS[options.action](options)


def is_roster(file: str) -> bool:
    """Tell by its ending whether a file is a roster."""
    return Path(file).suffix.lower() in SUFFIXES


def take_in(options: argparse.Namespace) -> int:
    """Register the correct rows of a roster; save and print their papers as one file.

    Each row is told when its group is done; what comes after that fails is told as such.
    """
    plain = not (options.json or options.json_lines)
    with open_desk(options) as desk:
        checked = _checked(desk, options)
        if options.out:
            issuing.expect_room(Path(options.out), sets=len(checked.ready))
        if options.printer:
            spooling.expect(options.printer)
        heard = _Heard(options=options, whole=len(checked.rows))
        with stopping.noticed() as stopped:
            done = registering.register(
                desk=desk,
                checked=checked,
                reprint=options.reprint,
                stopped=lambda: heard.fault is not None or stopped(),
                told=heard.hear,
            )
            brought = _bring(desk, done, options)
            printed = _print(desk, done, options, stopped)
            errors, unwritten = _mend(options, checked, done)
    faults = [one for one in (heard.fault, done.fault, brought.fault, unwritten) if one]
    code = edge.FAILED if printed and printed.code else _code(done, faults)
    if plain:
        _tell_left_out(checked.roster)
        _tell_end(done, brought.file, errors, printed)
        for text in _advice(done, faults):
            streams.complain(text + "\n")
        return code
    rows = {"results": [_outcome_json(one) for one in done.outcomes]} if options.json else {}
    answer = {
        "ok": code == edge.DONE,
        **_reading(checked.roster),
        **rows,
        "file": str(brought.file) if brought.file else None,
        "errors": errors,
    }
    if printed:
        answer["printing"] = printed.answer()
    if code == edge.FAILED:
        told = _advice(done, faults)
        answer["problems"] = [{"field": None, "message": text} for text in told]
    (output.emit if options.json else output.emit_line)(answer)
    return code


@dataclass(slots=True, kw_only=True)
class _Heard:
    """Tells what became of rows as soon as it is so."""

    options: argparse.Namespace
    whole: int
    many: int = 0
    fault: str | None = None

    def hear(self, outcomes: Sequence[RowOutcome]) -> None:
        """Tell what became of rows; once nobody listens any more, no others are begun."""
        self.many += len(outcomes)
        plain = not (self.options.json or self.options.json_lines)
        try:
            for one in outcomes:
                if self.options.json_lines:
                    output.emit_line(_outcome_json(one))
                elif plain:
                    _tell_outcome(one)
        except streams.OutputLostError as error:
            self.fault = error.message
        output.progress(self.many, self.whole, plain=plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Brought:
    """Where the papers are, and what went wrong with them."""

    file: Path | None = None
    fault: str | None = None


def _bring(desk: Desk, done: RegisteredRoster, options: argparse.Namespace) -> _Brought:
    if not options.out:
        return _Brought()
    try:
        return _Brought(file=delivering.save(desk=desk, done=done, folder=Path(options.out)))
    except EnvironmentFailureError as error:
        return _Brought(fault=error.message)


def _print(
    desk: Desk, done: RegisteredRoster, options: argparse.Namespace, stopped: Stopped
) -> Printed | None:
    if not options.printer or done.pdf is None:
        return None

    def give() -> SpooledRecord:
        return delivering.send(desk=desk, done=done, printer=options.printer)

    return printers.send(desk=desk, give=give, wait_s=options.wait, stopped=stopped)


def _mend(
    options: argparse.Namespace, checked: CheckedRoster, done: RegisteredRoster
) -> tuple[str | None, str | None]:
    try:
        return _errors(options, checked, done), None
    except DeskError as error:
        return None, f"改正清单没有存上：{error.message}"


def _code(done: RegisteredRoster, faults: Sequence[str]) -> int:
    if faults or done.count(RowResult.NOT_REACHED):
        return edge.FAILED
    return edge.REFUSED if done.count(RowResult.REFUSED) else edge.DONE


def _advice(done: RegisteredRoster, faults: Sequence[str]) -> Iterator[str]:
    """Yield what went wrong after some were registered, who was not reached, and what to do."""
    yield from faults
    left = done.count(RowResult.NOT_REACHED)
    if not (faults or left):
        return
    if left:
        yield f"{left} 人没有开始登记。"
    yield "请用同一份名册再运行一次：已登记的会认出来，不会重复登记；要再出表单请加 --reprint。"


def _template(options: argparse.Namespace) -> int:
    target = Path(options.file).absolute()
    if target.suffix.lower() != ".xlsx":
        raise RefusedError("空白名册存为 xlsx，请把文件名的扩展名写成 .xlsx。")
    if target.exists():
        raise RefusedError("同名文件已经存在，请换一个文件名，以免盖掉填好的名册。")
    sheets_out.write_template(target)
    if options.json:
        output.emit({"ok": True, "file": str(target)})
    else:
        output.line(f"已生成空白名册，可以交给单位填写：{target}")
    return 0


def _check(options: argparse.Namespace) -> int:
    with open_desk(options) as desk:
        checked = _checked(desk, options)
        errors = _errors(options, checked, None)
    if options.json:
        rows = [_row_json(row) for row in checked.rows]
        ok = not checked.refused
        output.emit({"ok": ok, **_reading(checked.roster), "rows": rows, "errors": errors})
    else:
        _tell_check(checked, errors)
    return 1 if checked.refused else 0


def _checked(desk: Desk, options: argparse.Namespace) -> CheckedRoster:
    found = reading.read(Path(options.file), sheet=options.sheet, hidden=options.hidden)
    found = found.with_columns(_named_columns(options.column or ()))
    return checking.check(
        desk=desk, roster=found, common=_common(options), on_missing=options.on_missing
    )


def _common(options: argparse.Namespace) -> Common:
    given = {path: getattr(options, name) for name, path in _COMMON_OPTIONS.items()}
    return Common(
        values={path: text for path, text in given.items() if text},
        documents=DocumentState(options.documents) if options.documents else None,
        consent=options.consent,
        answers=answers.given(options),
    )


def _named_columns(texts: Iterable[str]) -> Mapping[str, str | None]:
    """Read ``派驻点=place``: what a heading stands for; nothing behind the sign leaves it out."""
    named: dict[str, str | None] = {}
    for text in texts:
        heading, sign, path = text.rpartition("=")
        if not sign:
            raise RefusedError("列的含义请写成 表头=项目 的样式，如 派驻点=place。")
        named[heading] = path or None
    return named


def _errors(
    options: argparse.Namespace, checked: CheckedRoster, done: RegisteredRoster | None
) -> str | None:
    if not options.errors:
        return None
    target = Path(options.errors).absolute()
    if target.suffix.lower() != ".xlsx":
        raise RefusedError("改正清单存为 xlsx，请把 --errors 的扩展名写成 .xlsx。")
    return str(target) if sheets_out.write_faults(target, checked, done) else None


def _reading(found: Roster) -> dict[str, Any]:
    columns = zip(found.headings, found.columns, strict=True)
    return {
        "sheet": found.sheet,
        "columns": [{"heading": text, "field": path} for text, path in columns],
        "left_out": [{"row": one.where, "why": one.why} for one in found.left_out],
        "unread_sheets": list(found.unread),
        "unseen_columns": list(found.unseen),
    }


def _row_json(row: CheckedRow) -> dict[str, Any]:
    return {
        "row": row.line,
        "ok": not row.problems,
        "known": row.known,
        "problems": output.remarks(row.problems),
        "hints": output.remarks(row.hints),
        "missing": [{"id": one.id, "name": one.name} for one in row.missing],
    }


def _outcome_json(one: RowOutcome) -> dict[str, Any]:
    return {
        "row": one.line,
        "ok": one.result in {RowResult.REGISTERED, RowResult.KNOWN},
        "result": one.result.value,
        "record": one.number,
        "problems": output.remarks(one.problems),
        "hints": output.remarks(one.hints),
    }


def _tell_hints(hints: Iterable[tuple[str, str]]) -> None:
    """Tell each hint once with the rows it is about: most are the same for all."""
    lines: dict[str, list[str]] = {}
    for where, message in hints:
        lines.setdefault(message, []).append(where)
    for message, rows in lines.items():
        named = "、".join(rows[:_MOST_NAMED]) + ("…" if len(rows) > _MOST_NAMED else "")
        output.line(f"提示（{named}）：{message}")


def _tell_left_out(found: Roster) -> None:
    """Tell what of the file was not read, in the employer's own rows."""
    for row in found.left_out:
        output.line(f"没有读：{row.where}，{row.why}（{row.words}）")
    if found.unseen:
        output.line(f"没有读：隐藏的列 {'、'.join(found.unseen)}")
    if found.unread:
        output.line(f"没有读：工作表 {'、'.join(found.unread)}")


def _tell_columns(found: Roster) -> None:
    for heading, path in zip(found.headings, found.columns, strict=True):
        if path is not None:
            output.line(f"  “{heading}”按“{BY_PATH[path].title}”读")
    for heading in found.unknown:
        output.line(f"  “{heading}”没有用到；要用请加 --column {heading}=项目")


def _tell_check(checked: CheckedRoster, errors: str | None) -> None:
    output.line(f"共 {len(checked.rows)} 人：可以登记 {len(checked.ready)}，"
                f"以前已登记 {len(checked.known)}，需要改正 {len(checked.refused)}")  # fmt: skip
    _tell_columns(checked.roster)
    _tell_left_out(checked.roster)
    for row in checked.refused:
        output.line(f"{row.where}：")
        for text in output.problem_lines(row.problems):
            output.line(text)
    _tell_hints((row.where, hint.message) for row in checked.rows for hint in row.hints)
    if errors:
        output.line(f"改正清单已存，请交单位改正：{errors}")


def _tell_outcome(one: RowOutcome) -> None:
    output.line(f"{one.where}：{one.result.label} {one.number or ''}".rstrip())
    for text in output.problem_lines(one.problems):
        output.line(text)
    streams.flush()


def _tell_end(
    done: RegisteredRoster, papers: Path | None, errors: str | None, printed: Printed | None
) -> None:
    _tell_hints((one.where, hint.message) for one in done.outcomes for hint in one.hints)
    counted = "，".join(
        f"{kind.label} {done.count(kind)}" for kind in RowResult if done.count(kind)
    )
    output.line(f"共 {len(done.outcomes)} 人：{counted}")
    if papers:
        output.line(f"表单按名册顺序存为一份：{papers}")
    for text in printed.lines() if printed else ():
        output.line(text)
    if done.pdf is not None and not (papers or printed):
        output.line("表单未存盘，可用 print 逐件打印，或再运行一次并加 --reprint --out。")
    if errors:
        output.line(f"改正清单已存，请交单位改正：{errors}")


_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {"template": _template, "check": _check}

RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {"roster": roster}
