"""The commands for rosters: their template, checking one, and registering one with ``intake``."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from desk_app.cli import output
from desk_app.cli.opening import open_desk
from desk_app.errors import RefusedError
from desk_app.policy.vocabulary import DocumentState
from desk_app.services.desk import Desk
from desk_app.services.roster import checking, delivering, reading, registering, sheets_out
from desk_app.services.roster.checking import CheckedRoster, CheckedRow, Common
from desk_app.services.roster.headings import BY_PATH
from desk_app.services.roster.reading import Roster
from desk_app.services.roster.registering import RegisteredRoster, RowOutcome, RowResult
from desk_app.services.roster.sheets import SUFFIXES

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
    """Register the correct rows of a roster and save their papers as one file."""
    with open_desk(options) as desk:
        checked = _checked(desk, options)
        done = registering.register(desk=desk, checked=checked, reprint=options.reprint)
        papers = None
        if options.out:
            papers = delivering.save(desk=desk, done=done, folder=Path(options.out))
        errors = _errors(options, checked, done)
    if options.json:
        ok = not done.count(RowResult.REFUSED)
        rows = [_outcome_json(one) for one in done.outcomes]
        output.emit({"ok": ok, **_reading(checked.roster), "results": rows,
                     "file": str(papers) if papers else None, "errors": errors})  # fmt: skip
    else:
        _tell_outcomes(done, papers, errors)
    return 1 if done.count(RowResult.REFUSED) else 0


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
    found = reading.read(Path(options.file), sheet=options.sheet)
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
    return {"columns": [{"heading": text, "field": path} for text, path in columns]}


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


def _tell_hints(hints: Iterable[tuple[int, str]]) -> None:
    """Tell each hint once with the rows it is about: most are the same for all."""
    lines: dict[str, list[int]] = {}
    for line, message in hints:
        lines.setdefault(message, []).append(line)
    for message, rows in lines.items():
        named = "、".join(str(row) for row in rows[:10]) + ("…" if len(rows) > 10 else "")
        output.line(f"提示（第 {named} 行）：{message}")


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
    for row in checked.refused:
        output.line(f"第 {row.line} 行：")
        for problem in row.problems:
            output.line(f"  · {problem.message}")
    _tell_hints((row.line, hint.message) for row in checked.rows for hint in row.hints)
    if errors:
        output.line(f"改正清单已存，请交单位改正：{errors}")


def _tell_outcomes(done: RegisteredRoster, papers: Path | None, errors: str | None) -> None:
    for one in done.outcomes:
        output.line(f"第 {one.line} 行：{one.result.label} {one.number or ''}".rstrip())
        for problem in one.problems:
            output.line(f"  · {problem.message}")
    _tell_hints((one.line, hint.message) for one in done.outcomes for hint in one.hints)
    counted = "，".join(
        f"{kind.label} {done.count(kind)}" for kind in RowResult if done.count(kind)
    )
    output.line(f"共 {len(done.outcomes)} 人：{counted}")
    if papers:
        output.line(f"表单按名册顺序存为一份：{papers}")
    elif done.pdf is not None:
        output.line("表单未存盘，可用 print 逐件打印，或再运行一次并加 --reprint --out。")
    if errors:
        output.line(f"改正清单已存，请交单位改正：{errors}")


_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {"template": _template, "check": _check}

RUNNERS: dict[str, Callable[[argparse.Namespace], int]] = {"roster": roster}
